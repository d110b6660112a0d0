"""What can happen in a family, when, and where a page of its timeline ended."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from uuid import UUID

from eenplan.core.clock import BRUSSELS, day_of

# After every moment that is shown: where the newest page begins.
LAST = datetime(9999, 1, 1, tzinfo=UTC)
EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
LOWEST = UUID(int=0)


class Happened(StrEnum):
    """What can happen."""

    REFERRED = "referred"
    INTAKE_ENDED = "intake_ended"
    CONTACT = "contact"
    COACH = "coach"
    HELP_WAITED = "help_waited"
    HELP_STARTED = "help_started"
    HELP_ENDED = "help_ended"
    AGREED = "agreed"
    ANSWERED = "answered"
    REVIEWED = "reviewed"
    CLOSED = "closed"
    AFTERCARE = "aftercare"
    CRISIS = "crisis"
    EMERGENCY = "emergency"
    BROUGHT = "brought"
    MESSAGE = "message"
    TABLE = "table"
    BRIDGED = "bridged"
    BRIDGE_ENDED = "bridge_ended"

    @property
    def rank(self) -> int:
        """Which of two events stands first that share moment and id: a fixed number of the kind."""
        return _RANKS[self]


_RANKS = {kind: number for number, kind in enumerate(Happened)}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended: the moment, id and rank of its last event. Says nothing of anybody: safe in an address."""

    at: datetime = LAST
    id: UUID = LOWEST
    rank: int = 0

    def __str__(self) -> str:
        return f"{self.at.astimezone(UTC):%Y%m%dT%H%M%S%f}.{self.id.hex}.{self.rank}"

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """The place from its text form; None when it is none."""
        try:
            moment, key, rank = text.split(".")
            at = datetime.strptime(moment, "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)
            return cls(min(max(at, EARLIEST), LAST), UUID(key), int(rank))
        except ValueError:
            return None

    @classmethod
    def at_end_of(cls, year: int) -> "Place":
        """Before everything that came after a year."""
        return cls(midnight(date(year + 1, 1, 1)))


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One event. `code` and `more` are a choice's code and a fact of its kind; `name` who did or said it.

    `status` is where a contact stands, or that what helps meanwhile are talks. `has_hour`: `at` is a moment; otherwise only its day is known. `texts` are what was written with it.
    """

    kind: Happened
    at: datetime
    id: UUID
    code: str = ""
    more: str = ""
    name: str = ""
    status: str = ""
    has_hour: bool = False
    number: int = 0
    actor_id: UUID | None = None
    person_id: UUID | None = None
    people: tuple[str, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()

    @property
    def on(self) -> date:
        """Its day in Brussels."""
        return day_of(self.at)


def midnight(on: date) -> datetime:
    """When a day begins in Brussels."""
    return datetime.combine(on, time(), BRUSSELS)
