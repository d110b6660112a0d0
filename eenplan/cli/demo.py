"""`eenplan demo-data`: invented families to try everything on."""

import click
from django.conf import settings

from eenplan.core import acting as core_acting
from eenplan.core import clock
from eenplan.demo import actions
from eenplan.network.queries import partnerships_on


@click.command("demo-data")
@click.option(
    "--families", type=click.IntRange(1), help="Add so many more families, for measuring. Each call adds."
)
@click.option("--partnership", default="", metavar="CODE", help="Add them all to this one, e.g. P15.")
def demo_data(families: int | None, partnership: str) -> None:
    """Load the demo: workers, accounts, years gone by and today. Does nothing when it is there already."""
    if not settings.DEMO:
        raise click.ClickException(
            "Demo data have known passwords: set EENPLAN_DEMO=1, on your own machine only."
        )
    acting, today = core_acting.task(), clock.today()
    if partnership and partnership not in {one.code for one in partnerships_on(acting, today)}:
        raise click.UsageError(f"No partnership of today has the code {partnership}.")
    if actions.is_loaded():
        if not families:
            click.echo("The demo data are there already.")
            return
    else:
        with click.progressbar(length=actions.number_of_cases(), label="Demo data") as bar:
            actions.load_demo_data(acting, today=today, progress=bar.update)
    if families:
        with click.progressbar(length=families, label="More families") as bar:
            actions.add_families(
                acting, today=today, number=families, partnership=partnership, progress=bar.update
            )
    actions.look_around()
