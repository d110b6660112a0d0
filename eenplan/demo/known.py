"""How far an invented referral comes, and what the load knows of a family."""

from dataclasses import dataclass
from datetime import date, datetime

from eenplan.demo.areas import Place
from eenplan.demo.households import Household
from eenplan.referrals.enums import State


@dataclass(frozen=True, slots=True)
class Life:
    """How far a referral comes. `received` is a moment; what is None did not happen."""

    received: datetime
    state: State
    ended: datetime | None = None
    taken_up: datetime | None = None
    coach_given: datetime | None = None
    first_contact: date | None = None
    planned_for: datetime | None = None
    held: datetime | None = None
    recorded: datetime | None = None
    help_started: date | None = None
    closed: date | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A family that is in the load already, and may be referred again after `free_from`."""

    family_id: str
    token: str
    children: int
    household: Household
    person_ids: tuple[str, ...]
    place: Place
    free_from: date | None
