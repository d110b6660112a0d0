"""`eenplan serve`: the site by gunicorn's plain workers (the quickest of those measured)."""

import ipaddress
import os
import sys

import click

from eenplan.config.refusals import refuse, refuse_owner_in_web

MOST_WORKERS = 4


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, envvar="PORT")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes [default: one per core, 2 to 4].")
def serve(host: str, port: int, workers: int | None) -> None:
    """Serve the site until stopped. A demo listens on this machine only."""
    if os.environ.get("EENPLAN_DEMO") == "1" and not _is_loopback(host):
        raise click.UsageError("A demo has known passwords and listens on 127.0.0.1 only.")
    count = workers or min(max(2, len(os.sched_getaffinity(0))), MOST_WORKERS)
    options = [
        "--config",
        "python:eenplan.config.gunicorn",
        "--bind",
        f"{host}:{port}",
        "--workers",
        str(count),
    ]
    os.environ["EENPLAN_AS_OWNER"] = "0"
    refuse(os.environ)
    refuse_owner_in_web(os.environ)
    command = [sys.executable, "-m", "gunicorn", *options, "eenplan.config.wsgi:application"]
    os.execv(sys.executable, command)  # noqa: S606 (no shell wanted)
