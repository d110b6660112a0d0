"""What the machine must have. Root gets it installed; anyone else gets one line to hand to root."""

import ctypes
import importlib.util
import os
import shutil
import sys
import zoneinfo

from ground import AS_ROOT, Failure, run_quietly, step

OLDEST_PYTHON = (3, 11)
PANGO = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
# Debian's Chromium without windows: a third less work for the processor than the one with.
BROWSER = "chromium-headless-shell"


def _library(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _time_zones() -> bool:
    try:
        zoneinfo.ZoneInfo("Europe/Brussels")
    except zoneinfo.ZoneInfoNotFoundError:
        return False
    return True


def missing(*, with_browser: bool = False, with_postgres: bool = False) -> list[str]:
    """Names of the Debian packages that are needed and not there."""
    packages = [package for name, package in PANGO.items() if not _library(name)]
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        packages.append("python3-venv")
    if not _time_zones():
        packages.append("tzdata")
    if with_browser and not shutil.which(BROWSER):
        packages.append(BROWSER)
    if with_postgres:
        packages.append("postgresql")
    return sorted(packages)


def check(*, with_browser: bool = False, with_postgres: bool = False) -> None:
    """Install what is missing as root, or stop before anything is made."""
    if sys.version_info < OLDEST_PYTHON:
        raise Failure(
            f"Python 3.11 or later is needed, this is {sys.version.split()[0]}: use make PYTHON=python3.11 …"
        )
    packages = missing(with_browser=with_browser, with_postgres=with_postgres)
    if not packages:
        return
    line = f"apt-get install -y --no-install-recommends {' '.join(packages)}"
    if not AS_ROOT:
        raise Failure(f"Ask root to run: {line}")
    if not shutil.which("apt-get"):
        raise Failure(
            f"This is no Debian: install what these packages hold, then start again: {' '.join(packages)}"
        )
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with step(f"installing {', '.join(packages)}"):
        try:
            run_quietly(line.split(), what=line, env=env)
        except Failure:
            run_quietly(["apt-get", "update"], what="apt-get update", env=env)
            run_quietly(line.split(), what=line, env=env)
