"""`eenplan move-zone`: a zone goes to another partnership from a day on; shown first, done with --yes."""

from datetime import datetime

import click

from eenplan.core.acting import task
from eenplan.network.actions import move_zone as move
from eenplan.network.queries import area_changes, municipalities_of_zone, partnerships_on


@click.command("move-zone")
@click.argument("zone", metavar="ZONE")
@click.option(
    "--to", "receiver", required=True, metavar="CODE", help="A partnership of that day, such as P15."
)
@click.option("--from", "since", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The first day.")
@click.option("--basis", required=True, help="What it rests on, such as a decision and its date.")
@click.option("--yes", is_flag=True, help="Do it. Without this it is only shown.")
def move_zone(zone: str, receiver: str, since: datetime, basis: str, yes: bool) -> None:
    """Let ZONE (its code) belong to another partnership from a day on."""
    acting, day = task(), since.date()
    found = next((one for one in area_changes(acting) if one.code == zone), None)
    if found is None:
        raise click.UsageError(f"No zone has the code {zone}.")
    to = next((one for one in partnerships_on(acting, day) if one.code == receiver), None)
    if to is None:
        raise click.UsageError(f"No partnership of that day has the code {receiver}.")
    holds = next(
        (
            one
            for one in found.stretches
            if (one.since is None or one.since <= day) and (one.until is None or day < one.until)
        ),
        None,
    )
    click.echo(
        f"From {day} zone {found.name} goes from {holds.partnership if holds else 'nobody'} to {to.name}."
    )
    click.echo(f"Municipalities: {', '.join(municipalities_of_zone(acting, found.id, on=day)) or 'none'}.")
    click.echo("Families under way keep their team. Figures of before keep the area of their day.")
    if not yes:
        click.echo("Nothing was changed. Say --yes to do it.")
        return
    move(acting, zone_id=found.id, to_partnership_id=to.id, since=day, basis=basis)
    click.echo("Done.")
