"""`eenplan figures`: the year's figures, as an official would see them."""

from datetime import date, datetime

import click

from eenplan.cli.output import format_option, write
from eenplan.core import clock
from eenplan.core.acting import TASK_ACTOR, Acting, request_transaction
from eenplan.core.enums import ActorKind, Purpose, Role
from eenplan.reporting import queries

# The command reads what an official may read: figures without names, of every partnership.
_ACTING = Acting(TASK_ACTOR, ActorKind.TASK, Role.OFFICIAL, purpose=Purpose.FIGURES)


@click.command("figures")
@click.option("--year", type=click.IntRange(2000, 2999), required=True, help="Year of receipt.")
@click.option(
    "--areas-on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="By the areas of this day [default: the last day of the year, or today].",
)
@click.option(
    "--by", type=click.Choice(queries.BY), default="partnership", show_default=True, help="What has a row."
)
@click.option(
    "--outcomes", is_flag=True, help="Also how referrals ended, what stands apart, and per 1,000 inhabitants."
)
@format_option
def figures(year: int, areas_on: datetime | None, by: str, outcomes: bool, output_format: str) -> None:
    """Referrals of a year, and how soon families had their first conversation. Small counts are left out.

    A closed year is counted as it stood on 31 March of the next, a running one as on the last day of the
    latest quarter. What is counted, over which period, by which areas and when goes to stderr for csv and json.
    """
    today = clock.today()
    day = areas_on.date() if areas_on else min(date(year, 12, 31), today)
    with request_transaction(_ACTING):
        table = queries.figures(_ACTING, year=year, areas_on=day, by=by, asked_on=today)
    click.echo(table.statement, err=output_format != "text")
    if output_format == "text":
        click.echo()
    write(
        [row.cells(by, outcomes=outcomes) for row in table.rows],
        columns=queries.columns(by, outcomes=outcomes),
        output_format=output_format,
    )
