"""What may happen to a referral, and when: in years gone by, and around today."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from math import exp

from eenplan.core.clock import BRUSSELS, day_of
from eenplan.demo.chance import Chance, workday
from eenplan.demo.known import Life
from eenplan.referrals.enums import State

ENDED_OTHERWISE = 0.155
LONGEST_WAIT = 120
# How many referrals are on the desk today: stage, days since receipt (from, to), how many.
AT_HOME = (
    (State.RECEIVED, 0, 5, 10),
    (State.TAKEN_UP, 3, 13, 8),
    (State.COACH_GIVEN, 6, 20, 8),
    (State.CONVERSATION_PLANNED, 8, 22, 9),
    (State.TAKEN_UP, 25, 29, 1),
    (State.COACH_GIVEN, 25, 29, 1),
    (State.CONVERSATION_PLANNED, 25, 29, 2),
    (State.TAKEN_UP, 33, 36, 1),
    (State.COACH_GIVEN, 35, 41, 1),
    (State.CONVERSATION_PLANNED, 33, 45, 1),
)
ELSEWHERE = (
    (State.RECEIVED, 0, 6, 9),
    (State.TAKEN_UP, 3, 14, 7),
    (State.COACH_GIVEN, 6, 21, 6),
    (State.CONVERSATION_PLANNED, 8, 27, 7),
    (State.TAKEN_UP, 33, 38, 1),
    (State.CONVERSATION_PLANNED, 33, 45, 1),
)
HELPED_AT_HOME, HELPED_ELSEWHERE = 32, 14
ENDED_LATELY = 6


def _after(chance: Chance, moment: datetime, days: int) -> datetime:
    """A working moment so many days after another, never before it."""
    later = chance.at_work(workday(day_of(moment) + timedelta(days=days)))
    return max(later, moment + timedelta(minutes=20))


def pace(chance: Chance) -> tuple[float, float]:
    """How quick a partnership is: the median wait in days, and how much waits differ."""
    return chance.uniform(15, 22), chance.uniform(0.36, 0.5)


def long_ago(chance: Chance, day: date, speed: tuple[float, float], today: date) -> Life:
    """A referral of a year gone by, long ended."""
    received = chance.at_work(day)
    if chance.maybe(ENDED_OTHERWISE):
        ended = _after(chance, received, chance.one((2, 30), (6, 30), (12, 20), (20, 12), (38, 8)))
        return Life(received, State.ENDED, ended=ended, first_contact=workday(day + timedelta(days=1)))
    median, variety = speed
    wait = min(max(round(median * exp(chance.gauss(0, variety))), 1), LONGEST_WAIT)
    held = _after(chance, received, wait)
    recorded = _after(chance, held, chance.one((0, 84), (1, 9), (3, 5), (9, 2)))
    taken_up = min(_after(chance, received, chance.choice((0, 1, 1, 2, 3, 5))), held)
    coach_given = min(_after(chance, taken_up, chance.choice((0, 2, 4, 6))), held)
    started = day_of(held) + timedelta(days=chance.choice((0, 0, 0, 3, 7, 14)))
    closed = min(workday(day_of(held) + timedelta(days=chance.randrange(60, 230))), today - timedelta(days=1))
    return Life(
        received,
        State.CONVERSATION_HELD,
        taken_up=taken_up,
        coach_given=coach_given,
        first_contact=min(workday(day + timedelta(days=chance.randrange(1, 7))), day_of(held)),
        planned_for=held if chance.maybe(0.8) else None,
        held=held,
        recorded=recorded,
        help_started=started,
        closed=closed,
    )


def on_the_desk(chance: Chance, today: date, *, at_home: bool, scale: float = 1) -> Iterator[Life]:
    """Referrals whose family still waits, at all stages; elsewhere fewer of them with a smaller `scale`."""
    for state, least, most, number in AT_HOME if at_home else ELSEWHERE:
        for _referral in range(number if at_home else max(1, round(number * scale))):
            yield waiting(chance, today, state, chance.randint(least, most))


def one_waiting(chance: Chance, today: date) -> Life:
    """One referral whose family still waits."""
    state, least, most, _number = chance.choice(ELSEWHERE)
    return waiting(chance, today, state, chance.randint(least, most))


def waiting(chance: Chance, today: date, state: State, days: int) -> Life:
    """A referral of so many days ago that stands at a stage."""
    received = chance.at_work(_workday_before(today - timedelta(days=days)))
    now = datetime.combine(today, time(8, 0), BRUSSELS)
    received = min(received, now - timedelta(hours=1))
    if state == State.RECEIVED:
        return Life(received, state)
    taken_up = min(_after(chance, received, chance.choice((1, 2, 3))), now)
    first_contact = day_of(taken_up)
    if state == State.TAKEN_UP:
        return Life(received, state, taken_up=taken_up, first_contact=first_contact)
    coach_given = min(_after(chance, taken_up, chance.choice((1, 2, 4))), now)
    planned = None
    if state == State.CONVERSATION_PLANNED:
        planned = chance.at_work(workday(today + timedelta(days=chance.randrange(1, 9))))
    return Life(
        received,
        state,
        taken_up=taken_up,
        coach_given=coach_given,
        first_contact=first_contact,
        planned_for=planned,
    )


def being_helped(chance: Chance, today: date, speed: tuple[float, float], number: int) -> Iterator[Life]:
    """Referrals of this half year whose family had its first conversation and is being helped now."""
    now = datetime.combine(today, time(8, 0), BRUSSELS)
    for _referral in range(number):
        day = _workday_before(today - timedelta(days=chance.randrange(50, 170)))
        while True:
            life = long_ago(chance, day, speed, today)
            if life.held and life.recorded and life.recorded < now:
                break
        started = min(life.help_started or today, today)
        yield Life(
            life.received,
            State.CONVERSATION_HELD,
            taken_up=life.taken_up,
            coach_given=life.coach_given,
            first_contact=life.first_contact,
            planned_for=life.planned_for,
            held=life.held,
            recorded=life.recorded,
            help_started=started,
        )


def ended_lately(chance: Chance, today: date) -> Iterator[Life]:
    """Referrals that ended otherwise in the last weeks."""
    for _referral in range(ENDED_LATELY):
        received = chance.at_work(_workday_before(today - timedelta(days=chance.randrange(9, 60))))
        ended = _after(chance, received, chance.randrange(1, 5))
        yield Life(received, State.ENDED, ended=ended, first_contact=day_of(ended))


def _workday_before(day: date) -> date:
    return day - timedelta(days=max(day.weekday() - 4, 0))
