"""What figures mean, of one referral and of a few; on which days a year is counted. No database.

The database counts by the same definitions (migration 0002); tests hold the one to the other.

Definitions for readers stand in docs/figures.md; a change here is a change there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from eenplan.reporting.enums import Standing

# The first pilots began in 2018: before it there were neither areas nor referrals.
FIRST_YEAR = 2018
MEDIAN = 0.5
P75 = 0.75
# A share is a decimal fraction with this many places.
_SHARE = Decimal("0.0001")
# Survival probabilities are products of floats: this is far below any real step between two of them.
_ROUNDING = 1e-9


def own_day(year: int, today: date) -> date:
    """The day whose areas are a year's own: its last, or today while the year runs."""
    return min(date(year, 12, 31), today)


def closing_day(year: int) -> date:
    """The day on which a year is closed, for good: every month that began in it has run out long before."""
    return date(year + 1, 3, 31)


def is_closed(year: int, today: date) -> bool:
    """Whether the figures of a year are final."""
    return closing_day(year) < today


def extraction_day(year: int, today: date) -> date:
    """The day as of which a year is counted: its closing day, or the last day of the latest full quarter.

    Figures of one period are made of fixed days only: who subtracts yesterday's table from today's learns
    nothing, because they are the same.
    """
    if is_closed(year, today):
        return closing_day(year)
    first_of_quarter = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    return first_of_quarter - timedelta(days=1)


def share_of(part: int, whole: int) -> Decimal | None:
    """A decimal fraction of 0 to 1 with four places; None of nothing."""
    return (Decimal(part) / whole).quantize(_SHARE, ROUND_HALF_UP) if whole else None


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known of one referral, without names. Days are days in Brussels.

    `held_on` and `recorded_on` are of the first conversation; `ended_on` is the day of an outcome
    other than 'taken up'; `late_since` is set once for all when the month passed without it.
    """

    family_token: UUID
    children: int
    received_on: date
    deadline: date
    held_on: date | None = None
    recorded_on: date | None = None
    ended_on: date | None = None
    late_since: date | None = None

    def conversation_known_on(self, day: date) -> date | None:
        """The day of the first conversation, if it had been recorded by `day`."""
        return self.held_on if self.recorded_on is not None and self.recorded_on <= day else None

    def ended_by(self, day: date) -> date | None:
        """The day of another outcome, if it had come by `day`."""
        return self.ended_on if self.ended_on is not None and self.ended_on <= day else None


def standing(fact: Fact, extracted_on: date) -> Standing:
    """Where a referral stands against its month, as known on a day (rule 4).

    In time is only a conversation that was both held and recorded by the deadline. Once late, always
    late: neither a record made afterwards nor another outcome changes it.
    """
    if fact.late_since is not None and fact.late_since <= extracted_on:
        return Standing.LATE
    held = fact.conversation_known_on(extracted_on)
    if held is not None and held <= fact.deadline and _recorded_in_time(fact):
        return Standing.IN_TIME
    ended = fact.ended_by(extracted_on)
    if ended is not None and ended <= fact.deadline:
        return Standing.ENDED_OTHERWISE
    return Standing.WITHIN_MONTH if extracted_on <= fact.deadline else Standing.LATE


def _recorded_in_time(fact: Fact) -> bool:
    return fact.recorded_on is not None and fact.recorded_on <= fact.deadline


def held_in_time_recorded_later(fact: Fact, extracted_on: date) -> bool:
    """Whether the conversation was held within the month, but written down after it: counts as late."""
    held = fact.conversation_known_on(extracted_on)
    return held is not None and held <= fact.deadline and standing(fact, extracted_on) is Standing.LATE


@dataclass(frozen=True, slots=True)
class WithinMonth:
    """The share of referrals with a first conversation within the month, and what stands apart from it.

    `counted` are the referrals that can be judged: all, less those that ended otherwise within their
    month and those whose month still runs. `share` is `in_time / counted`, None when none can be judged.
    """

    in_time: int
    counted: int
    ended_otherwise: int
    still_within_month: int
    held_in_time_recorded_later: int

    @property
    def share(self) -> Decimal | None:
        """A decimal fraction of 0 to 1 with four places."""
        return share_of(self.in_time, self.counted)


def within_month(facts: Sequence[Fact], extracted_on: date) -> WithinMonth:
    """Judge referrals against their month, as known on a day."""
    standings = [standing(fact, extracted_on) for fact in facts]
    ended = standings.count(Standing.ENDED_OTHERWISE)
    running = standings.count(Standing.WITHIN_MONTH)
    return WithinMonth(
        in_time=standings.count(Standing.IN_TIME),
        counted=len(facts) - ended - running,
        ended_otherwise=ended,
        still_within_month=running,
        held_in_time_recorded_later=sum(held_in_time_recorded_later(fact, extracted_on) for fact in facts),
    )


@dataclass(frozen=True, slots=True)
class Wait:
    """Days from receipt to the first conversation, or so far without one (`ended` is then False)."""

    days: int
    ended: bool


def wait(fact: Fact, extracted_on: date) -> Wait:
    """How long a family waited, as known on a day.

    Who got another outcome waited until that day, and would have waited longer: so did who still waits.
    """
    held = fact.conversation_known_on(extracted_on)
    if held is not None:
        return Wait(max((held - fact.received_on).days, 0), ended=True)
    until = fact.ended_by(extracted_on) or extracted_on
    return Wait(max((until - fact.received_on).days, 0), ended=False)


def percentiles(waits: Sequence[Wait], *parts: float) -> list[int | None]:
    """Waits in days by Kaplan and Meier's estimate: the first day on which `part` had their conversation.

    The definition that the database's count of all (`reporting_waits`) is held to by the tests.

    With S(t) the estimated share that waits longer than t days, it is the smallest t with
    S(t) ≤ 1 − part (rule 45). None when so many still wait that this day is not reached yet.
    """
    if not any(wait.ended for wait in waits):
        return [None] * len(parts)
    from scipy.stats import CensoredData, ecdf  # takes long to load: only who asks for figures pays for it

    sample = CensoredData.right_censored([wait.days for wait in waits], [not wait.ended for wait in waits])
    still_waiting = ecdf(sample).sf
    steps = list(zip(still_waiting.quantiles.tolist(), still_waiting.probabilities.tolist(), strict=True))
    return [
        next((int(days) for days, share in steps if share <= 1 - part + _ROUNDING), None) for part in parts
    ]


def families(facts: Iterable[Fact]) -> int:
    """How many different families; a family referred twice counts once."""
    return len({fact.family_token for fact in facts})


def children(facts: Iterable[Fact]) -> int:
    """How many different children: per family the most that one of its referrals had."""
    most: dict[UUID, int] = {}
    for fact in facts:
        most[fact.family_token] = max(most.get(fact.family_token, 0), fact.children)
    return sum(most.values())
