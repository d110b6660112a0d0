"""`eenplan move-zone`: zones go to another partnership from a day on; shown first, done with --yes."""

from datetime import datetime

import click

from eenplan.core.acting import task
from eenplan.network.actions import move_zones
from eenplan.network.queries import area_changes, municipalities_of_zone, partnerships_on
from eenplan.network.queries.redrawing import zones_on


@click.command("move-zone")
@click.argument("zones", metavar="ZONE...", nargs=-1, required=True)
@click.option(
    "--to", "receiver", required=True, metavar="CODE", help="A partnership of that day, such as P15."
)
@click.option("--from", "since", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The first day.")
@click.option("--basis", required=True, help="What it rests on, such as a decision and its date.")
@click.option("--yes", is_flag=True, help="Do it. Without this it is only shown.")
def move_zone(zones: tuple[str, ...], receiver: str, since: datetime, basis: str, yes: bool) -> None:
    """Let each ZONE (its code) belong to another partnership from a day on: a redrawing, confirmed at once."""
    acting, day = task(), since.date()
    served = {zone.id: zone.partnership for zone in zones_on(acting, day)}
    known = {one.code: one for one in area_changes(acting)}
    for zone in zones:
        if zone not in known:
            raise click.UsageError(f"No zone has the code {zone}.")
    to = next((one for one in partnerships_on(acting, day) if one.code == receiver), None)
    if to is None:
        raise click.UsageError(f"No partnership of that day has the code {receiver}.")
    for zone in zones:
        found = known[zone]
        holds = served.get(found.id)
        click.echo(
            f"From {day} zone {found.name} goes from {holds.name if holds else 'nobody'} to {to.name}."
        )
        places = ", ".join(municipalities_of_zone(acting, found.id, on=day))
        click.echo(f"Municipalities: {places or 'none'}.")
    click.echo("Families under way keep their team until their coordinator decides that they go along.")
    click.echo("Figures of before keep the area of their day.")
    if not yes:
        click.echo("Nothing was changed. Say --yes to do it.")
        return
    ids = [known[zone].id for zone in zones]
    move_zones(acting, zone_ids=ids, to_partnership_id=to.id, since=day, basis=basis)
    click.echo("Done.")
