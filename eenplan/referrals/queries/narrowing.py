"""Which part of the desk somebody wants to see: filters that go together, as conditions on what waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from uuid import UUID

from django.db.models import Q

from eenplan.referrals.enums import ReferrerType, State, Urgency
from eenplan.referrals.rules import SOON_DAYS, months_later


class Due(Enum):
    """What presses: late, due within a week, or acute danger that was reported (rule 12)."""

    LATE = "late"
    SOON = "soon"
    DANGER = "danger"


class AgeBand(Enum):
    """An age in full years, from and to; a child to be born; or no age known."""

    UNBORN = "unborn"
    TO_2 = (0, 2)
    TO_5 = (3, 5)
    TO_11 = (6, 11)
    TO_17 = (12, 17)
    TO_25 = (18, 25)
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The filters of the desk. What is left empty filters nothing; all that is filled must hold.

    `youngest` and `oldest` are of the children and youngsters of the family. `coach` is the worker who is
    the coach today; `has_coach` says whether one was ever given.
    """

    states: tuple[State, ...] = ()
    zone_id: UUID | None = None
    urgency: Urgency | None = None
    youngest: AgeBand | None = None
    oldest: AgeBand | None = None
    referrer_type: ReferrerType | None = None
    due: Due | None = None
    coach_id: UUID | None = None
    has_coach: bool | None = None

    def on(self, day: date) -> Q:
        """The condition on what waits (`Waiting`), on a day in Brussels."""
        found = Q()
        if self.states:
            found &= in_states(self.states)
        for column, value in (
            ("zone", self.zone_id),
            ("urgency", self.urgency),
            ("referrer_type", self.referrer_type),
            ("coach", self.coach_id),
            ("has_coach", self.has_coach),
        ):
            if value is not None:
                found &= Q((column, value))
        if self.due is not None:
            found &= is_due(self.due, day)
        if self.youngest is not None:
            found &= _youngest(self.youngest, day)
        if self.oldest is not None:
            found &= _oldest(self.oldest, day)
        return found


EVERYTHING = Narrowing()

# The clock still runs: the first conversation has not been held, and it is no consult. Of what waits that is all but one
# state; a list of four would be put together anew for each row that is counted.
RUNNING = ~Q(state=State.CONVERSATION_HELD) & Q(anonymous=False)


def in_states(states: Sequence[State]) -> Q:
    """In one of these states. Whoever was spoken to before there was a coach still waits for one: 'taken up'."""
    found = Q(state__in=states)
    return found | Q(state=State.CONVERSATION_HELD) if State.TAKEN_UP in states else found


def is_due(due: Due, day: date) -> Q:
    """Pressing in this way on a day; only of clocks that still run. Late and soon do not overlap."""
    if due is Due.DANGER:
        return RUNNING & Q(acute_danger=True)
    if due is Due.LATE:
        return RUNNING & (Q(deadline__lt=day) | Q(late_since__isnull=False))
    return RUNNING & Q(
        late_since__isnull=True, deadline__gte=day, deadline__lte=day + timedelta(days=SOON_DAYS)
    )


def _youngest(band: AgeBand, day: date) -> Q:
    if band is AgeBand.UNBORN:
        return Q(expects=True)
    return Q(expects=False) & _aged("youngest_born", band, day)


def _oldest(band: AgeBand, day: date) -> Q:
    if band is AgeBand.UNBORN:
        return Q(expects=True, oldest_born__isnull=True)
    if band is AgeBand.UNKNOWN:
        return Q(expects=False, oldest_born__isnull=True)
    return _aged("oldest_born", band, day)


def _aged(column: str, band: AgeBand, day: date) -> Q:
    """Born so long ago; who was born on 29 February has a birthday on 1 March in other years."""
    if band is AgeBand.UNKNOWN:
        return Q((f"{column}__isnull", True))
    youngest, oldest = band.value
    return Q(
        (f"{column}__lte", months_later(day, -12 * youngest)),
        (f"{column}__gt", months_later(day, -12 * (oldest + 1))),
    )
