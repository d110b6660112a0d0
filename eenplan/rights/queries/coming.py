"""What of a family's data ends soon: for its coach while the trajectory goes on, and for the family itself (rule 42)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection

from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.families.enums import PersonRole
from eenplan.families.models import Family, Person
from eenplan.families.queries import person_of
from eenplan.rights.enums import EndGround
from eenplan.rights.queries.retention import child_of, periods
from eenplan.rights.rules.retention import End, Periods, end_of_child, goes_on

# How far ahead a coach is told, in days.
AHEAD = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Coming:
    """A child of an open file whose own data are kept until and with a day; nothing goes while the trajectory goes on."""

    family_id: UUID
    name: str
    until: date


@dataclass(frozen=True, slots=True)
class Told:
    """What the family was told of: about a child (`name`; '' for the whole file), and from which day on it is wiped."""

    name: str
    wiped_on: date


def coming_ends(acting: Acting, family_ids: Iterable[UUID]) -> list[Coming]:
    """Whose own data end within a year, or would have, in some families within reach; the first first. Two queries."""
    law = periods(acting)
    rows = Person.objects.filter(
        family_id__in=list(family_ids), role=PersonRole.CHILD, birth_date__lte=_born_by(law)
    )
    return _coming(law, ((one, one.family.created_at) for one in rows.select_related("family")))


def coming_ends_of(acting: Acting, family: Family, persons: Iterable[Person]) -> list[Coming]:
    """The same of one family that was read already, with its people. One query."""
    law = periods(acting)
    born_by = _born_by(law)
    children = (one for one in persons if one.role == PersonRole.CHILD)
    old = (one for one in children if one.birth_date and one.birth_date <= born_by)
    return _coming(law, ((one, family.created_at) for one in old))


def _born_by(law: Periods) -> date:
    """Nobody younger can have the age within a year; the days themselves are counted after."""
    return today() + AHEAD - timedelta(days=365 * law.retention_child_years)


def _coming(law: Periods, children: Iterable[tuple[Person, datetime]]) -> list[Coming]:
    found = [
        Coming(one.family_id, one.given_name, end_of_child(child_of(one, begun), law))
        for one, begun in children
    ]
    return sorted(
        (one for one in found if one.until <= today() + AHEAD), key=lambda one: (one.until, one.name)
    )


def told_to_us(acting: Acting) -> list[Told]:
    """What ends of the family of whoever holds the card, as far as it was told; the first first. Four queries."""
    person = person_of(acting)
    with connection.cursor() as cursor:
        cursor.execute("SELECT person_id, day, told_on, held_until FROM rights_told_to_us()")
        rows = cursor.fetchall()
    if not rows:
        return []
    names = dict(Person.objects.filter(family_id=person.family_id).values_list("id", "given_name"))
    law = periods(acting)
    found = []
    for child, day, told_on, held in rows:
        ground = EndGround.CHILD if child else EndGround.LAST_CHILD
        wiped_on = goes_on(End(day, ground, child), told_on, law, held)
        if wiped_on and (child is None or child in names):
            found.append(Told(names.get(child, ""), wiped_on))
    return found
