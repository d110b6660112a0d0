"""Who is reminded and when, and how often it is tried. No database."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from eenplan.core.clock import BRUSSELS
from eenplan.families.enums import LivesHere, PersonRole

# On the day before, between these hours in Brussels.
FROM_HOUR, UNTIL_HOUR = 9, 20
# What certainly did not leave is tried so often, some hours long; then the coach is told.
MOST_TRIES = 8


def is_hour_to_remind(moment: datetime) -> bool:
    """Whether reminders are made at this moment: by day, in Brussels."""
    return FROM_HOUR <= moment.astimezone(BRUSSELS).hour < UNTIL_HOUR


def reminds_of(moment: datetime) -> tuple[datetime, datetime]:
    """Of which moments is reminded now: all of tomorrow in Brussels, from and until (exclusive)."""
    tomorrow = moment.astimezone(BRUSSELS).date() + timedelta(days=1)
    midnight = datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=BRUSSELS)
    after = tomorrow + timedelta(days=1)
    return midnight, datetime(after.year, after.month, after.day, tzinfo=BRUSSELS)


class Somebody(Protocol):
    """Who somebody is in a family, and whether they live in its home."""

    id: UUID
    role: str
    lives_here: str


_PARENTS = (PersonRole.PARENT, PersonRole.STEP_PARENT)


def expected(people: Sequence[Somebody]) -> frozenset[UUID]:
    """Who expects an appointment with the family of which nobody said who comes: the parents of this home.

    Where of no parent is known that they live here, nobody guesses between two: it is the only parent, or nobody.
    """
    parents = [one for one in people if one.role in _PARENTS]
    here = [one for one in parents if one.lives_here in (LivesHere.FULL, LivesHere.PART)]
    if not here and len(parents) == 1 and parents[0].lives_here == LivesHere.UNKNOWN:
        here = parents
    return frozenset(one.id for one in here)
