"""`eenplan load-population`: inhabitants under 25, from a file that an administrator trusts."""

from datetime import datetime
from pathlib import Path

import click

from eenplan.core.acting import request_transaction, task
from eenplan.reporting.actions import load_population as load


@click.command("load-population")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The day on which they were counted."
)
@click.option("--source", required=True, help="Who published them, and where.")
@click.option("--assumed", is_flag=True, help="The numbers are estimated: every figure made of them says so.")
def load_population(file: Path, on: datetime, source: str, assumed: bool) -> None:
    """Load inhabitants under 25 per municipality: a CSV with the columns nis_code and under_25.

    What was loaded for the same day is replaced. A wrong line is named, and then nothing is loaded.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise click.BadParameter("is not a text in UTF-8.", param_hint="FILE") from None
    with request_transaction(task()):
        number = load(task(), text=text, on=on.date(), source=source, assumed=assumed)
    click.echo(f"{number} municipalities, on {on.date().isoformat()}.")
