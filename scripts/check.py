"""`make check`: every check side by side; what fails is shown whole. Runs in the environment."""

import json
import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
BIN = Path(PYTHON).parent
CHECKS = {
    "format": [BIN / "ruff", "format", "--check", "."],
    "lint": [BIN / "ruff", "check", "."],
    "types": [BIN / "mypy"],
    "import contracts": [BIN / "lint-imports", "--no-cache"],
    "templates: format": [BIN / "djlint", "eenplan", "--check", "--quiet"],
    "templates: lint": [BIN / "djlint", "eenplan", "--lint", "--quiet"],
    "settings": [PYTHON, "manage.py", "check", "--fail-level", "WARNING"],
    "migrations": [
        PYTHON,
        "-W",
        "ignore::RuntimeWarning",
        "manage.py",
        "makemigrations",
        "--check",
        "--dry-run",
    ],
    "translations": [PYTHON, "scripts/translations.py", "check"],
    "lock files": [PYTHON, __file__, "--locks"],
    "secrets": [PYTHON, "scripts/leaks.py"],
}
# A lock file that names a registry works for whoever can reach that registry alone.
HOSTS = re.compile(
    r'https?://|"resolved"|--(extra-)?index-url|--find-links|^\s*//?registry|registry\s*=', re.M
)
LOCKS = ("requirements/*", "package.json", "package-lock.json", ".npmrc", "uv.lock", "uv.toml", "pip.conf")


def unpinned(text: str) -> list[str]:
    """The packages of a lock file that are not held to one version and to its hashes."""
    entries = [line for line in text.replace("\\\n", " ").splitlines() if line.strip()]
    wanted = [line for line in entries if not line.lstrip().startswith("#")]
    return [
        line.split()[0] for line in wanted if not re.match(r"\S+==\S+ .*--hash=sha256:[0-9a-f]{64}", line)
    ]


def unsealed(text: str) -> list[str]:
    """The packages of npm's lock file without the hash of what they hold."""
    packages = json.loads(text)["packages"]
    return [
        name
        for name, one in packages.items()
        if name and not str(one.get("integrity", "")).startswith("sha512-")
    ]


def check_locks() -> int:
    """Exit 1 when a committed file names a package registry, or locks a package to no hash."""
    wrong = 0
    loose = [(path, unpinned(path.read_text())) for path in sorted(ROOT.glob("requirements/*.txt"))]
    loose.append((ROOT / "package-lock.json", unsealed((ROOT / "package-lock.json").read_text())))
    for path, names in loose:
        for name in names:
            print(f"{path.relative_to(ROOT)}: {name} is not held to a version and a hash")
            wrong = 1
    for path in sorted(path for pattern in LOCKS for path in ROOT.glob(pattern)):
        for match in HOSTS.finditer(path.read_text()):
            print(f"{path.relative_to(ROOT)}: names a host or a registry: {match[0]!r}")
            wrong = 1
    return wrong


def _run(name: str) -> tuple[str, int, str, float]:
    began = time.monotonic()
    # Whatever the caller's environment: a demo's settings, and no database.
    ours = {
        name: value for name, value in os.environ.items() if not name.startswith(("EENPLAN_", "DATABASE_"))
    }
    env = {**ours, "EENPLAN_DEMO": "1", "DJANGO_SETTINGS_MODULE": "eenplan.config.settings"}
    command = [str(part) for part in CHECKS[name]]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return name, done.returncode, done.stdout.strip(), time.monotonic() - began


def main() -> int:
    """Run all; exit 1 when one fails."""
    failed = []
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
        for name, code, words, seconds in pool.map(_run, CHECKS):
            print(f"  {'ok  ' if code == 0 else 'FAIL'} {name} ({seconds:.1f} s)", flush=True)
            if code:
                failed.append(name)
                print(words, flush=True)
    print(f"check: {', '.join(failed)} failed" if failed else "check: all well")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(check_locks() if "--locks" in sys.argv else main())
