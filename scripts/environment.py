"""The Python environment in EENPLAN_HOME/venv: locked, hashed, whole or made again."""

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from ground import (
    BIN,
    HOME,
    ROOT,
    VENV,
    Failure,
    environment,
    guarded,
    make_home,
    need_space,
    run_quietly,
    step,
)

REQUIREMENTS = ROOT / "requirements"
STAMP = VENV / "stamp.json"
ROOM_MB = 1500
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
PROBE = "import click, django, gunicorn, psycopg, whitenoise, eenplan.cli"


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def installers() -> dict[str, str]:
    """For pip, uv and npm: a home for their caches, the machine's own certificates, no Python of their own."""
    home = os.environ.get("HOME", "")
    env = environment(PIP_DISABLE_PIP_VERSION_CHECK="1", UV_PYTHON_DOWNLOADS="never", UV_LINK_MODE="copy")
    env["HOME"] = home if home and os.access(home, os.W_OK) else str(HOME)
    if CERTIFICATES.exists():
        env = {"UV_SYSTEM_CERTS": "1", "NODE_EXTRA_CA_CERTS": str(CERTIFICATES), **env}
    return env


def _stamp(locks: set[str]) -> dict[str, object]:
    files = {name: _hash(REQUIREMENTS / f"{name}.txt") for name in sorted(locks | {"bootstrap"})}
    return {"place": str(VENV), "project": _hash(ROOT / "pyproject.toml"), "locks": files}


def _read_stamp() -> dict[str, dict[str, str]]:
    with contextlib.suppress(OSError, ValueError):
        return dict(json.loads(STAMP.read_text()))
    return {}


def _works() -> bool:
    """Whether what a stamp promises is there: someone may have moved it or lost half of it."""
    if not (BIN / "eenplan").exists() or not (BIN / "uv").exists():
        return False
    with contextlib.suppress(OSError):
        return subprocess.run([BIN / "python", "-c", PROBE], cwd="/", capture_output=True).returncode == 0
    return False


def ensure(*locks: str) -> None:
    """Make the environment hold these lock files ('runtime' or 'dev', 'postgres', 'node')."""
    make_home()
    with open(HOME / "environment.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        held = _read_stamp()
        needed = set(locks)
        names = set(held.get("locks", {})) - {"bootstrap"} | needed
        if "dev" in names:
            names, needed = names - {"runtime"}, (needed - {"runtime"}) | {"dev"}
        if held and held == _stamp(names) and _works():
            return
        _make(names, fresh=held.get("place") != str(VENV) or not _works())


def _make(names: set[str], *, fresh: bool) -> None:
    if fresh:
        shutil.rmtree(VENV, ignore_errors=True)
        need_space(ROOM_MB, HOME)
    STAMP.unlink(missing_ok=True)
    with step("making the Python environment" if fresh else "renewing the Python environment"):
        env = installers()
        files = [REQUIREMENTS / f"{name}.txt" for name in ["bootstrap", *sorted(names)]]
        if fresh:
            run_quietly([sys.executable, "-m", "venv", VENV], what="Making the Python environment", env=env)
        pip = [BIN / "python", "-m", "pip", "install", "--quiet", "--require-hashes"]
        run_quietly([*pip, "-r", files[0]], what="Fetching the installer", env=env)
        uv = [BIN / "uv", "pip"]
        sync = [*uv, "sync", "--quiet", "--python", BIN / "python", "--require-hashes", *files]
        try:
            run_quietly(sync, what="Fetching packages", env=env)
        except Failure:  # some machines have told pip alone where packages are
            each = [part for file in files for part in ("-r", file)]
            run_quietly([*pip, *each], what="Fetching packages", env=env)
        project = [
            "install",
            "--quiet",
            "--python",
            BIN / "python",
            "--no-deps",
            "--no-build-isolation",
            "-e",
            ROOT,
        ]
        run_quietly([*uv, *project], what="Installing Eén Plan itself", env=env)
        if not _works():
            raise Failure(f"The environment in {VENV} does not start: remove that folder and start again.")
        STAMP.write_text(json.dumps(_stamp(names)))


def main() -> int:
    """`environment.py dev postgres`: for the Makefile."""
    from preflight import check

    check()
    ensure(*(sys.argv[1:] or ["dev"]))
    return 0


if __name__ == "__main__":
    guarded(main)
