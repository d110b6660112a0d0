"""`throwaway.py [--demo-data] [--browser] [--durable] -- command …`: run a command on an empty private PostgreSQL.

With DATABASE_OWNER_URL and DATABASE_URL in the environment that server is used instead.
"""

import argparse
import contextlib
import signal
import subprocess
from types import FrameType

import assets
import cluster
import environment
import preflight
from demo import given_addresses
from ground import BIN, HOME, ROOT, guarded, make_home, need_space, run
from ground import environment as environment_of_children


def _stop(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def main() -> int:
    """Run the command; its exit code is ours."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--demo-data", action="store_true", help="tables, reference data and demo data in it")
    parser.add_argument("--browser", action="store_true", help="the command needs Chromium")
    parser.add_argument("--durable", action="store_true", help="wait for the disk, as a real server does")
    parser.add_argument("command", nargs="+")
    wish = parser.parse_args()
    signal.signal(signal.SIGTERM, _stop)
    given = given_addresses()
    make_home()
    need_space(500, cluster.HOME)
    kind = None if given else cluster.choose_kind()
    preflight.check(
        with_browser=wish.browser, with_postgres=kind == "system" and not cluster.system_binaries()
    )
    environment.ensure("dev", *(["postgres"] if kind == "wheel" else []))
    assets.ensure()
    env = environment_of_children(EENPLAN_DEMO="1", DJANGO_SETTINGS_MODULE="eenplan.config.settings")
    assets.collect(env)
    # Whoever wants no bytecode beside the sources gets none; without any, every process compiles all of it anew.
    env.setdefault("PYTHONPYCACHEPREFIX", str(HOME / "bytecode"))
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    with contextlib.ExitStack() as stack:
        init = []
        if given is None and kind:
            place, _held = cluster.throwaway_place()
            server = stack.enter_context(cluster.Cluster(place, kind, throwaway=True, durable=wish.durable))
            given, init = server.addresses, ["--admin-url", server.url("postgres", "postgres")]
        env.update(given or {})
        run([BIN / "eenplan", "init-database", "--quiet", *init], what="eenplan init-database", env=env)
        for name in ("migrate", "load-reference-data", "demo-data") if wish.demo_data else ():
            run([BIN / "eenplan", name], what=f"eenplan {name}", env=env)
        return subprocess.run(wish.command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL).returncode


if __name__ == "__main__":
    guarded(main)
