"""The command itself: help, wrong calls, failures, output for machines."""

import json
import os
import subprocess
import sys
from pathlib import Path

import click
from click.testing import CliRunner

from eenplan.cli.main import COMMANDS
from eenplan.cli.output import format_option, write

EENPLAN = Path(sys.executable).parent / "eenplan"
ROWS = [
    {"name": "Gent, centrum", "share": None, "hidden": True},
    {"name": "Één", "share": 0.5, "hidden": False},
]
COLUMNS = ["name", "share", "hidden"]


def run(
    *arguments: str, program: str | Path = EENPLAN, **environment: str
) -> subprocess.CompletedProcess[str]:
    """The real command, with a bare environment."""
    env = {"PATH": os.environ["PATH"], "EENPLAN_HOME": "/nowhere", "LC_ALL": "C.UTF-8", **environment}
    return subprocess.run([program, *arguments], env=env, capture_output=True, text=True, check=False)  # noqa: S603 (ours)


def test_help_lists_every_command_without_settings() -> None:
    done = run("--help")
    assert done.returncode == 0
    assert all(f"  {name} " in done.stdout for name in COMMANDS)


def test_every_command_has_help_of_its_own() -> None:
    """All in one process: to start one takes a second."""
    ask = "from eenplan.cli.main import COMMANDS, group\nfor name in COMMANDS: group([name, '--help'], 'eenplan', standalone_mode=False)"
    done = run("-c", ask, program=sys.executable, EENPLAN_DEMO="1")
    assert done.returncode == 0, done.stderr
    assert [name for name in COMMANDS if f"Usage: eenplan {name} " not in done.stdout] == []


def test_a_wrong_call_is_exit_2_on_stderr() -> None:
    done = run("no-such-command")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no-such-command" in done.stderr


def test_a_failure_is_one_line_on_stderr_and_exit_1() -> None:
    done = run("migrate")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("eenplan: Set EENPLAN_SECRET_KEY")
    assert done.stderr.count("\n") == 1


def test_an_unreachable_database_is_one_line() -> None:
    done = run("migrate", EENPLAN_DEMO="1", DATABASE_OWNER_URL="postgresql://nobody@/none?host=/nowhere")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1


def test_a_demo_serves_this_machine_only() -> None:
    done = run("serve", "--host", "0.0.0.0", EENPLAN_DEMO="1")  # noqa: S104 (this is what must be refused)
    assert done.returncode == 2
    assert "127.0.0.1 only" in done.stderr


def test_a_demo_refuses_production_settings() -> None:
    done = run("migrate", EENPLAN_DEMO="1", EENPLAN_HOSTS="plan.example.org")
    assert done.returncode == 1
    assert "EENPLAN_HOSTS" in done.stderr


@click.command()
@format_option
def show(output_format: str) -> None:
    """A command that prints a table."""
    write(ROWS, columns=COLUMNS, output_format=output_format)


def test_json_keeps_types() -> None:
    printed = CliRunner().invoke(show, ["--format", "json"]).stdout
    assert json.loads(printed) == ROWS


def test_csv_quotes_and_leaves_unknown_empty() -> None:
    printed = CliRunner().invoke(show, ["--format", "csv"]).stdout
    assert printed == 'name,share,hidden\n"Gent, centrum",,true\nÉén,0.5,false\n'


def test_text_is_aligned() -> None:
    lines = CliRunner().invoke(show).stdout.splitlines()
    assert lines[0].index("hidden") == lines[1].index("true") == lines[2].index("false")


def test_an_unknown_format_is_a_wrong_call() -> None:
    assert CliRunner().invoke(show, ["--format", "xml"]).exit_code == 2
