"""What commands print for machines and people: one option, one writer."""

import csv
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import click

FORMATS = ("text", "json", "csv")
Function = TypeVar("Function", bound=Callable[..., Any])


def format_option(function: Function) -> Function:
    """Add `--format text|json|csv` to a command, as the parameter `output_format`."""
    words = "How to print: for people, or for machines."
    option = click.option(
        "--format", "output_format", type=click.Choice(FORMATS), default="text", show_default=True, help=words
    )
    return option(function)


def write(rows: Sequence[Mapping[str, object]], *, columns: Sequence[str], output_format: str) -> None:
    """Print rows on stdout. None is null in JSON, an empty cell elsewhere; booleans are true and false."""
    if output_format == "json":
        table = [{column: row[column] for column in columns} for row in rows]
        click.echo(json.dumps(table, ensure_ascii=False, indent=2, default=str))
        return
    cells = [[_cell(row[column]) for column in columns] for row in rows]
    if output_format == "csv":
        csv.writer(sys.stdout, lineterminator="\n").writerows([columns, *cells])
        return
    widths = [max(len(cell) for cell in column) for column in zip(columns, *cells, strict=True)]
    for line in [columns, *cells]:
        padded = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        click.echo("  ".join(padded).rstrip())


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)
