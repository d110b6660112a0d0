"""`eenplan composition`: what the partnerships were made of on a day, held against the call of that day."""

import json
from datetime import datetime

import click

from eenplan.cli.output import format_option, write
from eenplan.core import clock
from eenplan.core.acting import TASK_ACTOR, Acting, request_transaction
from eenplan.core.enums import ActorKind, Purpose, Role
from eenplan.network.queries import Composition, CompositionOn, composition_on
from eenplan.network.rules.composition import Finding

# The command reads what an official may read: organisations and numbers, nobody's name.
_ACTING = Acting(TASK_ACTOR, ActorKind.TASK, Role.OFFICIAL, purpose=Purpose.FIGURES)
COLUMNS = ("code", "name", "partners", "subsidised_recipients", "sectors", "missing")


@click.command("composition")
@click.option("--date", "on", type=click.DateTime(["%Y-%m-%d"]), help="On this day [default: today].")
@format_option
def composition(on: datetime | None, output_format: str) -> None:
    """Partners, subsidised organisations, sectors and who is missing, per partnership on a day.

    In JSON null is 'not known', which is neither none nor complete; an empty list says that nobody is missing. What
    the data cannot answer, and which days are assumed, goes to stderr for csv and json.
    """
    day = on.date() if on else clock.today()
    with request_transaction(_ACTING):
        found = composition_on(_ACTING, day)
    for note in notes(found):
        click.echo(note, err=output_format != "text")
    if output_format == "json":
        rows = [_row(one) for one in found.partnerships]
        click.echo(json.dumps({"date": day.isoformat(), "partnerships": rows}, ensure_ascii=False, indent=2))
        return
    if output_format == "text":
        click.echo()
    write([_line(one) for one in found.partnerships], columns=COLUMNS, output_format=output_format)


def notes(found: CompositionOn) -> list[str]:
    """What a reader of the table must know."""
    said = []
    if found.call:
        said.append(
            f"Call of {found.call.code}, taken to bind from {found.call.since or 'always'}"
            f" until {found.call.until or 'now'} (assumed: {found.call.basis})."
        )
    else:
        said.append("No call was in force on this day: nothing is asked.")
    if found.published_total is not None:
        said.append(f"Subsidised organisations as published (seed 001): {found.published_total} in all.")
    if any(one.published and one.published.period_assumed for one in found.partnerships):
        said.append("The numbers are public; from which day until which they held is assumed.")
    if any(one.partnership.period_assumed for one in found.partnerships):
        said.append("The days on which partnerships began are assumed.")
    said.append(
        "Not known is empty (null in JSON). Partners are those written down; unless a partnership keeps its list,"
        " there are more, and nobody is called missing."
    )
    return said


def _row(one: Composition) -> dict[str, object]:
    return {
        "code": one.partnership.code,
        "name": one.partnership.name,
        "partners": one.number_of_partners,
        "subsidised_recipients": one.subsidised_recipients,
        "sectors": one.sectors,
        "missing": None if one.missing is None else [_lack(finding) for finding in one.missing],
    }


def _lack(finding: Finding) -> dict[str, object]:
    return {
        "requirement": finding.requirement.code,
        "words": finding.requirement.words,
        "strength": finding.requirement.strength.value,
        "zone": finding.zone.name if finding.zone else None,
    }


def _line(one: Composition) -> dict[str, object]:
    lacks = one.missing
    return _row(one) | {
        "sectors": "; ".join(f"{sector} {number}" for sector, number in one.sectors.items()),
        "missing": "not known"
        if lacks is None
        else "; ".join(
            f"{finding.requirement.code} ({finding.zone.name})" if finding.zone else finding.requirement.code
            for finding in lacks
        )
        or "none",
    }
