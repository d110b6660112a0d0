"""`eenplan contact-point`: whom a region answers with, until the administrator's pages can set it."""

from datetime import datetime

import click

from eenplan.core import clock
from eenplan.core.acting import task
from eenplan.network.actions import NewContactPoint, set_contact_point
from eenplan.network.queries import partnerships_on, zones_of


@click.command("contact-point")
@click.option("--partnership", required=True, metavar="CODE", help="A code of that day, such as P15.")
@click.option("--zone", default="", metavar="CODE", help="Only for this zone; else for the whole.")
@click.option("--name", required=True, help="Who answers, in Dutch: 'Aanmeldteam'.")
@click.option("--phone", required=True)
@click.option("--hours", required=True, help="When, in Dutch: 'op werkdagen van 9 tot 17 uur'.")
@click.option("--name-fr", default="")
@click.option("--name-en", default="")
@click.option("--hours-fr", default="")
@click.option("--hours-en", default="")
@click.option("--from", "since", type=click.DateTime(["%Y-%m-%d"]), help="The first day [default: today].")
def contact_point(
    partnership: str, zone: str, name: str, phone: str, hours: str, since: datetime | None, **translated: str
) -> None:
    """Set who answers for a partnership or a zone from a day on. Who answered before ends on that day."""
    acting, day = task(), since.date() if since else clock.today()
    found = next((one for one in partnerships_on(acting, day) if one.code == partnership), None)
    if found is None:
        raise click.UsageError(f"No partnership of that day has the code {partnership}.")
    serves = next((one.id for one in zones_of(acting, found.id, day) if one.code == zone), None)
    if zone and serves is None:
        raise click.UsageError(f"{partnership} does not serve a zone {zone} on that day.")
    who = NewContactPoint(name_nl=name, phone=phone, hours_nl=hours, **translated)
    set_contact_point(acting, partnership_id=found.id, zone_id=serves, who=who, since=day)
    click.echo(f"{name} answers for {found.name} from {day}.")
