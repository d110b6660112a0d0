"""`eenplan access-matrix`: who may open what, as the tests tried it."""

import csv
from importlib.resources import files

import click

from eenplan.cli.output import format_option, write

# What answered when it was tried, in the words of the committed table, and what that means for who asks.
ALLOWED = ("open", "done", "asked", "204", "301", "422")
PARTLY = "part"


@click.command("access-matrix")
@format_option
def access_matrix(output_format: str) -> None:
    """Every address × everybody as seen from one family: allowed, partly or denied.

    Each cell is tried by the tests on data that could leak; partly: something of the file is closed to them.
    """
    with files("eenplan.web").joinpath("access_matrix.csv").open(encoding="utf-8") as table:
        rows = list(csv.DictReader(table))
    columns = tuple(rows[0])
    write(
        [{name: word if name == "address" else meaning(word) for name, word in row.items()} for row in rows],
        columns=columns,
        output_format=output_format,
    )


def meaning(word: str) -> str:
    """What an answer means: allowed, partly or denied."""
    if word == PARTLY:
        return "partly"
    return "allowed" if word in ALLOWED else "denied"
