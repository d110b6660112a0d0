"""What a partnership asks of its own composition, besides the call: dated; what was asked in the past stays."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import today
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.network.actions.dated import must_be_ahead, must_change
from eenplan.network.enums import Layer, Level, Sector, Strength
from eenplan.network.models import CallRequirement

_LONGEST_CODE = 40


@dataclass(frozen=True, slots=True)
class NewRequirement:
    """Who must take part, in words, by which sectors or layers they are known, and who decided it."""

    words: str
    level: Level
    source: str
    sectors: Sequence[str] = ()
    layers: Sequence[str] = ()


@action
def add_requirement(
    acting: Acting, *, partnership_id: UUID, requirement: NewRequirement, since: date
) -> UUID:
    """Let a partnership ask somebody more to take part, from a day on.

    Refuses with `network:words-who`, `network:words-past`, `network:requirement-words`, `requirement-source`,
    `requirement-kind` (no sector and no layer, or one that does not exist) or `requirement-twice`.
    """
    must_change(acting, partnership_id)
    must_be_ahead(since)
    words, source = requirement.words.strip(), requirement.source.strip()
    if not words or not slugify(words):
        raise RuleBroken(
            "network:requirement-words",
            _("Schrijf wie moet meedoen, bijvoorbeeld: een school in elke zone."),
            field="words",
        )
    if not source:
        raise RuleBroken(
            "network:requirement-source",
            _("Schrijf waar dit beslist is, bijvoorbeeld: stuurgroep van 3 maart."),
            field="source",
        )
    sectors, layers = sorted(set(requirement.sectors)), sorted(set(requirement.layers))
    if not (sectors or layers) or set(sectors) - set(Sector.values) or set(layers) - set(Layer.values):
        raise RuleBroken(
            "network:requirement-kind",
            _("Kies minstens één sector of één soort hulp. Zo weten we welke partner hieraan voldoet."),
            field="sectors",
        )
    code = slugify(words)[:_LONGEST_CODE].strip("-")
    standing = CallRequirement.objects.select_for_update().filter(partnership_id=partnership_id, code=code)
    if standing.filter(period__overlap=DateRange(since, None)).exists():
        raise RuleBroken(
            "network:requirement-twice",
            _("Dit vragen jullie dan al. Gebruik andere woorden, of laat de andere vraag eerst stoppen."),
            field="words",
        )
    made = CallRequirement.objects.create(
        partnership_id=partnership_id,
        code=code,
        words_nl=words,
        strength=Strength.OWN,
        level=requirement.level,
        sectors=sectors,
        layers=layers,
        period=DateRange(since, None),
        source=source,
    )
    record(acting, "network:requirement:added", subject=made.id)
    return made.id


@action
def end_requirement(acting: Acting, *, requirement_id: UUID, until: date) -> None:
    """Let a partnership's own requirement hold for the last time on the day before `until`.

    Refuses with `network:words-past`, `network:requirement-ended` (it ends already) or
    `network:requirement-not-begun` (take it back instead).
    """
    row = _own(acting, requirement_id)
    must_be_ahead(until)
    if row.period.upper is not None:
        raise RuleBroken("network:requirement-ended", _("Hiervan is al vastgelegd wanneer het stopt."))
    if row.period.lower >= until:
        raise RuleBroken(
            "network:requirement-not-begun",
            _("Dit is dan nog niet begonnen. Neem het terug, of kies een latere dag."),
            field="until",
        )
    row.period = DateRange(row.period.lower, until)
    row.save(update_fields=["period"])
    record(acting, "network:requirement:ended", subject=row.id)


@action
def take_back_requirement(acting: Acting, *, requirement_id: UUID) -> None:
    """Remove a partnership's own requirement that has not begun. Refuses with `network:words-begun` otherwise."""
    row = _own(acting, requirement_id)
    if row.period.lower <= today():
        raise RuleBroken(
            "network:words-begun",
            _("Dit geldt al en kan je niet meer terugnemen. Je kan het wel laten stoppen."),
        )
    record(acting, "network:requirement:taken-back", subject=row.id)
    row.delete()


def _own(acting: Acting, requirement_id: UUID) -> CallRequirement:
    """A requirement of the acting person's own partnership; NotFound for a call's, and for another's."""
    row = (
        CallRequirement.objects.select_for_update()
        .filter(id=requirement_id, partnership__isnull=False)
        .first()
    )
    if row is None or (acting.partnership_id and row.partnership_id != acting.partnership_id):
        raise NotFound("requirement")
    must_change(acting, row.partnership_id)
    return row
