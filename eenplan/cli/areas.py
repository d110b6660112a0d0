"""`eenplan load-reference-data` and `eenplan area`."""

from datetime import date, datetime

import click

from eenplan.capacity.actions import load_default_norms
from eenplan.cli.output import format_option, write
from eenplan.core import clock
from eenplan.core.acting import public_form, request_transaction, task
from eenplan.network import queries
from eenplan.network.actions import load_reference_data as load

COLUMNS = (
    "date",
    "postal_code",
    "places",
    "nis_code",
    "municipality",
    "zone_code",
    "zone",
    "partnership_code",
    "partnership",
    "assumed",
    "confidence",
    "basis",
)


@click.command("load-reference-data")
@click.option("--quiet", is_flag=True, help="Say nothing when all is well.")
def load_reference_data(quiet: bool) -> None:
    """Load municipalities, zones, partnerships and the default lists. Safe to repeat."""
    counts = load(task())
    load_default_norms(task())
    if not quiet:
        click.echo(f"Reference data loaded: {sum(counts.values())} rows in {len(counts)} tables.")


@click.command("area")
@click.option("--postal-code", help="Four digits, such as 3600.")
@click.option("--nis-code", help="Five digits: the municipality's code, of now or of before a merger.")
@click.option("--place", help="One place of the postal code.")
@click.option("--date", "on", type=click.DateTime(["%Y-%m-%d"]), help="The day [default: today].")
@format_option
def area(
    postal_code: str | None, nis_code: str | None, place: str | None, on: datetime | None, output_format: str
) -> None:
    """Tell zone and partnership of a postal code or municipality on a day.

    One row; several when a choice is left (a city in several zones, a municipality of before a merger).
    """
    if (postal_code is None) == (nis_code is None):
        raise click.UsageError("Give either --postal-code or --nis-code.")
    day = on.date() if on else clock.today()
    acting = public_form()
    with request_transaction(acting):
        found = queries.area_on(acting, on=day, postal_code=postal_code, nis_code=nis_code, place=place)
    rows = [_row(one, day, postal_code) for one in found.candidates or (found,)]
    write(rows, columns=COLUMNS, output_format=output_format)


def _row(one: queries.Area, day: date, postal_code: str | None) -> dict[str, object]:
    return {
        "date": day,
        "postal_code": postal_code,
        "places": ", ".join(one.places) or None,
        "nis_code": one.municipality and one.municipality.code,
        "municipality": one.municipality and one.municipality.name,
        "zone_code": one.zone and one.zone.code,
        "zone": one.zone and one.zone.name,
        "partnership_code": one.partnership and one.partnership.code,
        "partnership": one.partnership and one.partnership.name,
        "assumed": one.assumed.any,
        "confidence": one.assumed.confidence or None,
        "basis": one.assumed.basis or None,
    }
