"""The group `eenplan`: which commands there are, as which role each runs, how errors look."""

import importlib
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import click

ROOT = Path(__file__).resolve().parent.parent.parent
FAILED = 1


@dataclass(frozen=True)
class Entry:
    """A command: where it lives, its line in --help, and what it needs.

    `role` is 'owner' or 'web' (Django is set up to connect as that role), or '' for neither.
    """

    place: str
    help: str
    role: str = "web"


COMMANDS = {
    "init-database": Entry("database:init_database", "Make the roles, the database and the rights.", role=""),
    "migrate": Entry("database:migrate", "Bring the tables up to date.", role="owner"),
    "load-reference-data": Entry("areas:load_reference_data", "Load areas and lists.", role="owner"),
    "area": Entry("areas:area", "Tell the partnership of a place on a day."),
    "demo-data": Entry("demo:demo_data", "Load the invented families of the demo.", role="owner"),
    "contact-point": Entry("contact_points:contact_point", "Set whom a region answers with.", role="owner"),
    "move-zone": Entry(
        "move_zone:move_zone", "Give a zone to another partnership from a day on.", role="owner"
    ),
    "import-partners": Entry(
        "partners:import_partners", "Bring in a list of partners, from a file.", role="owner"
    ),
    "send-messages": Entry("messages:send_messages", "Send the e-mails that wait.", role="owner"),
    "load-population": Entry(
        "population:load_population", "Load inhabitants under 25, from a file.", role="owner"
    ),
    "figures": Entry("figures:figures", "The year's figures per partnership."),
    "composition": Entry("composition:composition", "What partnerships are made of on a day."),
    "access-matrix": Entry(
        "access_matrix:access_matrix", "Who may open what, as the tests tried it.", role=""
    ),
    "seal-audit": Entry("audit:seal_audit", "Chain what the audit took since.", role="owner"),
    "anchor-audit": Entry(
        "audit:anchor_audit", "Give the end of that chain, to keep elsewhere.", role="owner"
    ),
    "verify-audit": Entry("audit:verify_audit", "Tell whether anybody altered the audit.", role="owner"),
    "rotate-keys": Entry(
        "rotate_keys:rotate_keys", "After a new secret: write anew what the old one made.", role="owner"
    ),
    "tidy": Entry("tidy:tidy", "Remove old drafts, sessions and counts.", role="owner"),
    "retention": Entry(
        "retention:retention", "Destroy what may no longer be kept; --dry-run tells.", role="owner"
    ),
    "translations": Entry(
        "translations:translations", "What native speakers would say better, as a .po file."
    ),
    "serve": Entry("server:serve", "Serve the site on this machine.", role=""),
}


def _find_demo() -> None:
    """Use the running demo's database when the caller named none."""
    home = Path(os.environ.get("EENPLAN_HOME") or ROOT / ".local")
    own = ("DATABASE_URL", "DATABASE_OWNER_URL", "EENPLAN_SECRET_KEY", "EENPLAN_HOSTS")
    if any(os.environ.get(name) for name in own):
        return
    try:
        notes = json.loads((home / "demo.json").read_text())
    except (OSError, ValueError):
        return
    os.environ.update(notes)


def _set_up(role: str) -> None:
    os.environ["EENPLAN_AS_OWNER"] = "1" if role == "owner" else "0"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eenplan.config.settings")
    import django

    django.setup()


class Commands(click.Group):
    """Imports a command only when it is called: `--help` works without a database or settings."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of their use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, its role's settings loaded."""
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        _find_demo()
        if entry.role:
            _set_up(entry.role)
        module, name = entry.place.split(":")
        command = getattr(importlib.import_module(f"eenplan.cli.{module}"), name)
        return cast(click.Command, command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in --help, from the table above."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.help) for name, entry in COMMANDS.items()])


@click.group(cls=Commands)
@click.version_option(package_name="eenplan")
def group() -> None:
    """Eén Plan: one plan for one family. Each command has its own --help."""


def main() -> None:
    """Run; what a person can mend is one line on stderr and exit 1, a wrong call is exit 2."""
    try:
        group(prog_name="eenplan")
    except Exception as problem:
        from eenplan.config.logs import told

        words = _words(problem)
        # A mistake in the program: where it is, never with whose data.
        click.echo(f"eenplan: {words}" if words else told(problem), err=True)
        sys.exit(FAILED)


def _words(problem: Exception) -> str | None:
    """What to say of an error that a person can mend; None for a mistake in the program."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError, InterfaceError
    from psycopg import Error

    from eenplan.core.errors import NotFound, RuleBroken

    if isinstance(problem, RuleBroken):
        return str(problem.message)
    if isinstance(problem, NotFound):
        return "not found."
    if isinstance(problem, DatabaseError | InterfaceError | Error):
        return _of_database(problem)
    if isinstance(problem, ImproperlyConfigured):
        return " ".join(str(problem).split())
    return None


def _of_database(problem: Exception) -> str:
    """What PostgreSQL said, unless it quotes what is in a row: errors of values (22) and of constraints (23) do."""
    from eenplan.config.logs import kind

    said = getattr(problem, "diag", None) or getattr(problem.__cause__, "diag", None)
    state = getattr(said, "sqlstate", None) or ""
    if state[:2] in ("22", "23"):
        return f"the database refused a value ({kind(problem)})."
    return " ".join((getattr(said, "message_primary", None) or str(problem)).split())
