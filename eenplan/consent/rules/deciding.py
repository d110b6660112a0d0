"""Who decides about whom, by age and by what was judged (rules 25 and 28). No database."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from eenplan.consent.enums import Stage

# A person of a family whose birth date is not known is of age, unless they stand there as a child.
CHILD_ROLE = "child"


@dataclass(frozen=True, slots=True)
class Terms:
    """What the law says on a day: ages in years, periods in days, hours or (`answer_within`) months.

    See `LegalTerm` for the references.
    """

    capable_from: int = 12
    of_age_from: int = 18
    own_answer_within: int = 30
    longest_share: int = 366
    emergency_share: int = 7
    emergency_hours: int = 12
    emergency_review: int = 5
    answer_within: int = 1


@dataclass(frozen=True, slots=True)
class Someone:
    """Somebody of a family, on a day, as far as it matters for who decides.

    `judged`: what was judged of their capability, if anything. `at_odds`: those who decide for them are known to
    disagree. `holders`: who decides for them while they cannot.
    """

    id: UUID
    role: str
    birth_date: date | None = None
    judged: bool | None = None
    at_odds: bool = False
    holders: tuple[UUID, ...] = ()
    is_me: bool = False


def birthday(birth_date: date, age: int) -> date:
    """The day on which somebody reaches an age in years. Born on 29 February: 1 March in other years.

    Source: a year of age is complete when the whole birthday year has passed (Belgian Civil Code, art. 388
    counts full years); for review by a jurist.
    """
    year = birth_date.year + age
    try:
        return birth_date.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def stage_on(who: Someone, day: date, terms: Terms) -> Stage:
    """Whether somebody decides for themselves on a day: by age, and for a minor by what was judged of them."""
    if who.birth_date is None:
        if who.role != CHILD_ROLE:
            return Stage.ADULT
    elif day >= birthday(who.birth_date, terms.of_age_from):
        return Stage.ADULT
    capable = presumed_capable(who.birth_date, day, terms) if who.judged is None else who.judged
    return Stage.CAPABLE if capable else Stage.CHILD


def presumed_capable(birth_date: date | None, day: date, terms: Terms) -> bool:
    """Whether age alone says that a minor decides for themselves. An unknown birth date does not."""
    return birth_date is not None and day >= birthday(birth_date, terms.capable_from)


def is_turning(who: Someone, day: date, terms: Terms) -> bool:
    """Whether somebody has just become old enough: what others said for them still holds till they are asked."""
    if who.birth_date is None:
        return False
    turned = birthday(who.birth_date, terms.capable_from)
    return turned <= day < turned + timedelta(days=terms.own_answer_within)
