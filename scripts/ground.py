"""What every script here stands on: the places, one-line failures, quiet runs.

Standard library only: these scripts run before the environment exists.
"""

import contextlib
import errno
import fcntl
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("EENPLAN_HOME") or ROOT / ".local").expanduser().absolute()
VENV = HOME / "venv"
BIN = VENV / "bin"
AS_ROOT = os.geteuid() == 0
OUR_ERRORS = 1

Command = Sequence[str | Path]


class Failure(Exception):
    """Something a person can mend; its message is one line that says how."""


def environment(**more: str) -> dict[str, str]:
    """The environment of everything we start: our places, our programs first on the path."""
    path = f"{BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return {**os.environ, "EENPLAN_HOME": str(HOME), "PATH": path, "PYTHONUNBUFFERED": "1", **more}


@contextlib.contextmanager
def step(words: str) -> Iterator[None]:
    """Say what is being done, and how long it took."""
    began = time.monotonic()
    print(f"  {words} …", end="", flush=True)
    try:
        yield
    except BaseException:
        print(flush=True)
        raise
    print(f" {time.monotonic() - began:.1f} s", flush=True)


def disk_full(where: Path) -> OSError:
    """The error of a disk without room, for those who learn of it from a program's words."""
    return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(where))


def run_quietly(command: Command, *, what: str, env: dict[str, str] | None = None, cwd: Path = ROOT) -> None:
    """Run a command; show its words only when it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=env or environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    if done.returncode == 0:
        return
    if "No space left on device" in done.stdout or "os error 28" in done.stdout:
        raise disk_full(HOME)
    print(f"\n{done.stdout[-4000:]}", file=sys.stderr)
    raise Failure(f"{what} did not work (see the lines above).")


def run(command: Command, *, what: str, env: dict[str, str] | None = None) -> None:
    """Run a command that speaks for itself."""
    if subprocess.run([str(part) for part in command], cwd=ROOT, env=env or environment()).returncode:
        raise Failure(f"{what} did not work.")


def hold(path: Path) -> int | None:
    """Lock a file for as long as this process lives; None when another process holds it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    os.ftruncate(descriptor, 0)
    os.write(descriptor, f"{os.getpid()}\n".encode())
    return descriptor


def make_home() -> None:
    """Make EENPLAN_HOME, or say who may not."""
    try:
        HOME.mkdir(parents=True, exist_ok=True)
        probe = HOME / f".writable-{os.getpid()}"
        probe.write_text("")
        probe.unlink()
    except OSError as problem:
        if problem.errno == errno.ENOSPC:
            raise
        raise Failure(
            f"{HOME} cannot be written ({problem.strerror}): set EENPLAN_HOME to a folder of yours."
        ) from None


def need_space(megabytes: int, folder: Path) -> None:
    """Stop early, and whole, when the disk has no room."""
    free = shutil.disk_usage(folder).free // 2**20
    if free < megabytes:
        raise Failure(
            f"The disk of {folder} is full: {free} MB free, {megabytes} MB needed. Make room, start again."
        )


def guarded(main: Callable[[], int]) -> None:
    """Run a script's main: what a person can mend is one line on stderr and exit 1."""
    try:
        sys.exit(main())
    except Failure as failure:
        print(f"eenplan: {failure}", file=sys.stderr)
    except OSError as problem:
        if problem.errno != errno.ENOSPC:
            raise
        where = problem.filename or HOME
        print(f"eenplan: The disk of {where} is full. Make room, then start again.", file=sys.stderr)
    except KeyboardInterrupt:
        print("eenplan: stopped.", file=sys.stderr)
    sys.exit(OUR_ERRORS)
