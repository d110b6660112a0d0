"""The one-month clock, who the offer is for, and what comes next: computed from loaded facts. No database."""

import calendar
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from eenplan.core.clock import day_of
from eenplan.core.folding import fold
from eenplan.families.enums import ContactKind, ContactStatus
from eenplan.families.rules import birthday
from eenplan.referrals.enums import Act, ClockState, State, TellBy, TellingState

# 'Soon': from this many days before the deadline on, the clock is at risk.
SOON_DAYS = 7
MONTHS_BEFORE_BIRTH = 9
TOO_OLD_FROM = 26
SHORTEST_NAME = 3


def months_later(day: date, months: int) -> date:
    """The same day so many calendar months later (or earlier), clamped to the end of that month."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, calendar.monthrange(years, month + 1)[1]))


def deadline_of(received: datetime) -> date:
    """The last day on which the first conversation is in time (rule 2).

    The same day of the next calendar month, counted from the day in Brussels on which an aware moment
    falls; clamped to the month's end, so 31 January gives 28 or 29 February.
    """
    return months_later(day_of(received), 1)


def stops_clock(kind: str, status: str, family_participants: int) -> bool:
    """Whether a contact stops the clock (rule 3): a first conversation that was held with the family."""
    return (
        kind == ContactKind.FIRST_CONVERSATION and status == ContactStatus.HELD and family_participants >= 1
    )


def first_late_day(
    deadline: date,
    *,
    held_on: date | None,
    recorded_on: date | None,
    ended_on: date | None,
    known: date | None,
    today: date,
) -> date | None:
    """The first day on which a referral was late, or None (rule 4).

    In time means: the first conversation held and recorded, or another outcome, on the deadline or
    before. `known` is what was found before; it is never wiped out, only moved to an earlier day.
    """
    held_in_time = held_on is not None and recorded_on is not None and max(held_on, recorded_on) <= deadline
    ended_in_time = ended_on is not None and ended_on <= deadline
    if held_in_time or ended_in_time or today <= deadline:
        return known
    found = deadline + timedelta(days=1)
    return min(found, known) if known else found


@dataclass(frozen=True, slots=True)
class Clock:
    """Where the clock stands. `days_left` counts days to the deadline; below zero it is so many days over.

    Of a clock that stopped or ended, `days_left` is what was left on that day. `late_since` is set
    whenever the referral counts as late, also when the conversation was held afterwards.
    """

    state: ClockState
    deadline: date
    days_left: int
    late_since: date | None

    @property
    def is_running(self) -> bool:
        """Whether the family still waits."""
        return self.state in (ClockState.RUNNING, ClockState.AT_RISK, ClockState.OVERDUE)


def clock_of(
    deadline: date,
    *,
    held_on: date | None = None,
    recorded_on: date | None = None,
    ended_on: date | None = None,
    late_since: date | None = None,
    today: date,
) -> Clock:
    """The clock of a referral on a day (rules 3 and 4). Days are days in Brussels.

    A conversation counts once it is recorded; until then the clock runs on.
    """
    late = first_late_day(
        deadline, held_on=held_on, recorded_on=recorded_on, ended_on=ended_on, known=late_since, today=today
    )
    if held_on is not None and recorded_on is not None:
        return Clock(ClockState.STOPPED, deadline, (deadline - held_on).days, late)
    if ended_on is not None:
        return Clock(ClockState.ENDED, deadline, (deadline - ended_on).days, late)
    if late is not None:
        return Clock(ClockState.OVERDUE, deadline, (late - today).days - 1, late)
    left = (deadline - today).days
    return Clock(ClockState.AT_RISK if left <= SOON_DAYS else ClockState.RUNNING, deadline, left, None)


@dataclass(frozen=True, slots=True)
class Child:
    """What is known of a child or youngster: born, expected, or neither known."""

    birth_date: date | None = None
    due_date: date | None = None


def is_within_offer(child: Child, on: date) -> bool:
    """Whether one child falls within −9 months to 25 years inclusive on a day; unknown dates do (rule 6)."""
    if child.birth_date is not None:
        return on < birthday(child.birth_date, TOO_OLD_FROM)
    if child.due_date is not None:
        return on >= months_later(child.due_date, -MONTHS_BEFORE_BIRTH)
    return True


def is_eligible(children: Sequence[Child], on: date) -> bool:
    """Whether a family falls within the offer: at least one child or youngster does (rule 6).

    Parents need not be named: a youngster may live alone. An older brother or sister at home keeps
    nobody out. Whoever falls outside needs a reasoned override.
    """
    return any(is_within_offer(child, on) for child in children)


_NEXT = {
    State.RECEIVED: Act.TAKE_UP,
    State.TAKEN_UP: Act.GIVE_COACH,
    State.COACH_GIVEN: Act.PLAN_CONVERSATION,
    State.CONVERSATION_PLANNED: Act.RECORD_CONVERSATION,
    State.CONVERSATION_HELD: Act.NONE,
    State.ENDED: Act.NONE,
}


def next_act(state: str, *, has_coach: bool = True, anonymous: bool = False) -> Act:
    """The one next act on a referral in a state. A consult without names is only ever talked over.

    A conversation may be planned or even held before there is a coach; then a coach comes next after it.
    """
    if anonymous and state == State.RECEIVED:
        return Act.CONSULT
    if state == State.CONVERSATION_HELD and not has_coach:
        return Act.GIVE_COACH
    return _NEXT[State(state)]


def state_without_conversation(*, has_coach: bool) -> State:
    """Where a taken-up referral falls back to when its planned conversation does not take place."""
    return State.COACH_GIVEN if has_coach else State.TAKEN_UP


def way_to_tell(
    *, safe: bool | None, knows: bool | None, chosen: str, wish: str, has: Collection[TellBy], own_form: bool
) -> tuple[TellBy | None, TellingState]:
    """How a family is told of its referral, and whether that can be done now.

    Only with a way that is safe for sure, and never to who does not know of the referral: then a worker
    agrees first. `chosen` is the way the family chose ('' for none), `has` the ways that the safe contact
    details allow, `wish` what it asked in its own words, which no machine judges. `own_form`: the family
    itself sent the form and has read all of it on the screen.
    """
    by = TellBy(chosen) if chosen else next((way for way in TellBy if way in has), None)
    if safe is True and knows is not False and by in has and not (by is TellBy.EMAIL and wish and not chosen):
        return by, TellingState.TO_DO
    if own_form:
        return TellBy.SCREEN, TellingState.TOLD
    return by, TellingState.AGREE_FIRST


def names_in(text: str, names: Iterable[str]) -> str:
    """The first of some names that stands in a text as whole words, as it was given; '' when none does.

    Names of fewer than three letters are left alone: they are words of their own too often.
    """
    folded = f" {fold(text)} "
    for name in sorted(names):
        if len(fold(name)) >= SHORTEST_NAME and f" {fold(name)} " in folded:
            return name
    return ""
