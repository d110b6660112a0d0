"""`make demo`: everything from a fresh machine to a working site on 127.0.0.1, until Ctrl-C."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from types import FrameType

import assets
import cluster
import environment
import preflight
from ground import BIN, HOME, ROOT, Failure, guarded, hold, make_home, need_space, run, step
from ground import environment as environment_of_children

# A family's own entrance; the same as in eenplan/demo/story.py, which a test holds to it.
CARD_CODE, CARD_PIN = "KAAT-GENK-2345", "246810"
# And that of a family that came back: eenplan/demo/returning.py.
BACK_CODE, BACK_PIN = "MARE-AS12-2345", "135790"
PEOPLE = (
    *("intake", "coach", "coordinator", "partner", "psychologist", "expert"),
    *("steering", "privacy_officer", "official", "researcher", "admin"),
)
WAIT_FOR_SITE_S = 60
SENDER_RESTS_S = 5
WAIT_FOR_PORT_S = 3  # a demo that was killed may still be leaving


class Stopped(BaseException):
    """Someone asked us to stop."""


def _stop(number: int, frame: FrameType | None) -> None:
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    raise Stopped


def _port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Failure(f"PORT is a number from 1 to 65535, not '{text}'.")
    until = time.monotonic() + WAIT_FOR_PORT_S
    while not _is_free(int(text)):
        if time.monotonic() > until:
            other = 8001 if text != "8001" else 8002
            raise Failure(f"Port {text} is taken by another program. Choose another: make demo PORT={other}")
        time.sleep(0.1)
    return int(text)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise Failure(f"Port {port} is for root only. Choose another: make demo PORT=8001") from None
        except OSError:
            return False
    return True


def given_addresses() -> dict[str, str] | None:
    """The server that the caller wants to use, or None for our own."""
    names = ("DATABASE_OWNER_URL", "DATABASE_URL")
    given = {name: os.environ[name] for name in names if os.environ.get(name)}
    if len(given) == 1:
        raise Failure("Set both DATABASE_OWNER_URL and DATABASE_URL, or neither for a private PostgreSQL.")
    return given or None


def _refuse_production() -> None:
    for name in ("EENPLAN_HOSTS", "EENPLAN_SECRET_KEY"):
        if os.environ.get(name):
            raise Failure(f"A demo has known passwords and cannot run beside {name}: unset it.")


def _fill(env: dict[str, str], init: list[str]) -> None:
    eenplan = BIN / "eenplan"
    for words, command in (
        ("roles and rights", ["init-database", *init]),
        ("tables", ["migrate"]),
        ("reference data", ["load-reference-data"]),
        ("demo data", ["demo-data"]),
    ):
        print(f"  {words} …", flush=True)
        run([eenplan, *command], what=f"eenplan {command[0]}", env=env)


def _wait_for_site(server: subprocess.Popen[bytes], address: str) -> None:
    until = time.monotonic() + WAIT_FOR_SITE_S
    while time.monotonic() < until and server.poll() is None:
        with (
            contextlib.suppress(OSError, ValueError),
            urllib.request.urlopen(f"{address}/healthz", timeout=5) as answer,  # noqa: S310 (our own address)
        ):
            if json.load(answer) == {"status": "ok"}:
                return
        time.sleep(0.1)
    raise Failure("The site does not answer (see the lines above).")


def _greet(address: str) -> None:
    password = os.environ.get("EENPLAN_DEMO_PASSWORD") or "een-plan-demo"
    print(f"\nEén Plan runs on {address}/   (Ctrl-C stops it)\n")
    print(f"Sign in at {address}/account/login/ as one of")
    for person in PEOPLE:
        print(f"  {person}@demo.example")
    print(f"with the password {password}")
    print(f"or open Kaat's plan at {address}/gezin/ with the card {CARD_CODE} and PIN {CARD_PIN}")
    print(f"or Mare's, who came back, with the card {BACK_CODE} and PIN {BACK_PIN}")
    print(
        f"E-mail and text messages go to no one: read them in {HOME / 'mail'} and {HOME / 'texts'}\n",
        flush=True,
    )


def _start(env: dict[str, str], *command: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [BIN / "eenplan", *command],
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=cluster.die_with_parent,
    )


def _stop_child(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(15)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _serve(env: dict[str, str], port: int, database: cluster.Cluster | None) -> int:
    address = f"http://127.0.0.1:{port}"
    with contextlib.ExitStack() as stack:
        server = _start(env, "serve", "--port", str(port))
        stack.callback(_stop_child, server)
        _wait_for_site(server, address)
        _greet(address)
        sender = _start(env, "send-messages", "--stay")
        patience = time.monotonic() + SENDER_RESTS_S
        stack.callback(lambda: _stop_child(sender))
        while server.poll() is None:
            if database and not database.runs():
                print("PostgreSQL was killed; starting it again.", file=sys.stderr)
                database.start()
            if sender.poll() is not None and time.monotonic() > patience:  # its database was away
                sender, patience = _start(env, "send-messages", "--stay"), time.monotonic() + SENDER_RESTS_S
            time.sleep(0.5)
    raise Failure("The site stopped by itself (see the lines above). Start it again: your data are kept.")


def main() -> int:
    """Make what is missing, serve, and stop all of it again."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    try:
        with contextlib.ExitStack() as stack:
            _refuse_production()
            given = given_addresses()
            make_home()
            if hold(HOME / "demo.lock") is None:
                process = (HOME / "demo.lock").read_text().strip()
                raise Failure(f"A demo runs from {HOME} already (process {process}). Stop that one first.")
            port = _port()
            kind = None if given else cluster.choose_kind(cluster.lasting_place())
            preflight.check(with_postgres=kind == "system" and not cluster.system_binaries())
            need_space(200, HOME)
            environment.ensure("runtime", *(["postgres"] if kind == "wheel" else []))
            assets.ensure()
            env = environment_of_children(EENPLAN_DEMO="1")
            files = stack.enter_context(ThreadPoolExecutor(1)).submit(assets.collect, env)
            init: list[str] = []
            database = None
            if given is None and kind:
                with step(f"PostgreSQL ({kind})"):
                    database = stack.enter_context(cluster.Cluster(cluster.lasting_place(), kind))
                given, init = database.addresses, ["--admin-url", database.url("postgres", "postgres")]
            env.update(given or {})
            # So that `eenplan` in another window finds this demo.
            notes = {name: env[name] for name in ("DATABASE_OWNER_URL", "DATABASE_URL", "EENPLAN_DEMO")}
            (HOME / "demo.json").touch(mode=0o600)
            (HOME / "demo.json").write_text(json.dumps(notes))
            _fill(env, init)
            files.result()
            return _serve(env, port, database)
    except Stopped:
        print("\nStopped; your data are kept.", file=sys.stderr)
        return 0


if __name__ == "__main__":
    guarded(main)
