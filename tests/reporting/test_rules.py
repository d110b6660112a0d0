"""Figures computed from facts, against a slow and obvious reference."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eenplan.reporting import disclosure, rules
from eenplan.reporting.enums import Standing
from eenplan.reporting.rules import Fact, Wait

RECEIVED = date(2021, 3, 10)
DEADLINE = date(2021, 4, 10)
LATER = date(2021, 12, 31)


def fact(number: int = 1, *, children: int = 1, **known: date) -> Fact:
    return Fact(UUID(int=number), children, known.pop("received", RECEIVED), DEADLINE, **known)


def held(held_on: date, recorded_on: date | None = None, **known: date) -> Fact:
    return fact(held_on=held_on, recorded_on=recorded_on or held_on, **known)


@pytest.mark.rule(4)
@pytest.mark.parametrize(
    ("known", "on", "expected"),
    [
        pytest.param(held(DEADLINE), LATER, Standing.IN_TIME, id="on the last day"),
        pytest.param(held(DEADLINE), DEADLINE, Standing.IN_TIME, id="known on the last day"),
        pytest.param(held(DEADLINE + timedelta(1)), LATER, Standing.LATE, id="a day too late"),
        pytest.param(held(RECEIVED, DEADLINE + timedelta(1)), LATER, Standing.LATE, id="recorded too late"),
        pytest.param(held(RECEIVED, DEADLINE), date(2021, 4, 1), Standing.WITHIN_MONTH, id="not known yet"),
        pytest.param(fact(), DEADLINE, Standing.WITHIN_MONTH, id="waits on the last day"),
        pytest.param(fact(), DEADLINE + timedelta(1), Standing.LATE, id="waits a day after"),
        pytest.param(fact(ended_on=DEADLINE), LATER, Standing.ENDED_OTHERWISE, id="ended on the last day"),
        pytest.param(fact(ended_on=DEADLINE + timedelta(1)), LATER, Standing.LATE, id="ended late"),
        pytest.param(
            held(RECEIVED, late_since=DEADLINE + timedelta(1)),
            LATER,
            Standing.LATE,
            id="once late, always late",
        ),
        pytest.param(
            fact(ended_on=RECEIVED, late_since=DEADLINE),
            LATER,
            Standing.LATE,
            id="no outcome wipes lateness out",
        ),
    ],
)
def test_a_referral_stands_against_its_month(known: Fact, on: date, expected: Standing) -> None:
    assert rules.standing(known, on) is expected


@pytest.mark.rule(45)
def test_the_share_leaves_out_who_ended_otherwise_and_whose_month_runs() -> None:
    running = Fact(UUID(int=9), 1, LATER, date(2022, 1, 31))
    facts = [held(RECEIVED), held(RECEIVED, LATER), fact(), fact(ended_on=RECEIVED), running]
    month = rules.within_month(facts, LATER)
    assert month == rules.WithinMonth(
        in_time=1, counted=3, ended_otherwise=1, still_within_month=1, held_in_time_recorded_later=1
    )
    assert month.share == Decimal("0.3333")


def test_no_share_without_anything_to_judge() -> None:
    assert rules.within_month([], LATER).share is None


def test_families_and_children_are_counted_once() -> None:
    facts = [fact(1, children=2), fact(1, children=3), fact(2, children=0)]
    assert (rules.families(facts), rules.children(facts)) == (2, 3)


@pytest.mark.rule(45)
def test_who_still_waits_is_in_the_wait() -> None:
    assert rules.wait(fact(), RECEIVED + timedelta(40)) == Wait(40, ended=False)
    assert rules.wait(fact(ended_on=RECEIVED + timedelta(7)), LATER) == Wait(7, ended=False)
    assert rules.wait(held(RECEIVED + timedelta(9)), LATER) == Wait(9, ended=True)
    waits = [Wait(10, ended=True), Wait(20, ended=True), *[Wait(30, ended=False)] * 3]
    assert rules.percentiles(waits, rules.MEDIAN, rules.P75) == [None, None]
    assert rules.percentiles(waits[:3], rules.MEDIAN, rules.P75) == [20, None]


@pytest.mark.rule(43)
@pytest.mark.parametrize(("count", "small"), [(0, False), (1, True), (4, True), (5, False)])
def test_small_counts(count: int, small: bool) -> None:
    assert disclosure.is_small(count, 5) is small


def slow_percentile(waits: list[Wait], part: Fraction) -> int | None:
    """Kaplan and Meier by hand: exact fractions, one day at a time."""
    surviving = Fraction(1)
    for day in sorted({wait.days for wait in waits if wait.ended}):
        at_risk = sum(1 for wait in waits if wait.days >= day)
        helped = sum(1 for wait in waits if wait.ended and wait.days == day)
        surviving *= 1 - Fraction(helped, at_risk)
        if surviving <= 1 - part:
            return day
    return None


a_wait = st.builds(Wait, st.integers(0, 60), st.booleans())


@pytest.mark.rule(45)
@given(st.lists(a_wait, max_size=60))
def test_percentiles_are_those_of_the_slow_reference(waits: list[Wait]) -> None:
    found = rules.percentiles(waits, rules.MEDIAN, rules.P75)
    assert found == [slow_percentile(waits, Fraction(1, 2)), slow_percentile(waits, Fraction(3, 4))]


@pytest.mark.rule(45)
@given(st.lists(a_wait, max_size=40), st.integers(61, 90))
def test_one_more_who_waits_longest_never_shortens_the_wait(waits: list[Wait], days: int) -> None:
    before = rules.percentiles(waits, rules.MEDIAN, rules.P75)
    after = rules.percentiles([*waits, Wait(days, ended=False)], rules.MEDIAN, rules.P75)
    for shorter, longer in zip(before, after, strict=True):
        assert longer is None or (shorter is not None and shorter <= longer)


days = st.dates(RECEIVED, LATER)
a_fact = st.builds(
    lambda number, held_on, delay, ended_on, late: Fact(
        UUID(int=number),
        1,
        RECEIVED,
        DEADLINE,
        held_on=held_on,
        recorded_on=held_on + timedelta(delay) if held_on else None,
        ended_on=None if held_on else ended_on,
        late_since=DEADLINE + timedelta(1) if late else None,
    ),
    st.integers(1, 9),
    st.none() | days,
    st.integers(0, 40),
    st.none() | days,
    st.booleans(),
)


@pytest.mark.rule(4)
@given(st.lists(a_fact), st.dates(RECEIVED, LATER + timedelta(60)))
def test_every_referral_stands_in_one_place(facts: list[Fact], on: date) -> None:
    month = rules.within_month(facts, on)
    assert month.counted + month.ended_otherwise + month.still_within_month == len(facts)
    assert 0 <= month.in_time <= month.counted


@pytest.mark.rule(4)
@given(a_fact, st.dates(RECEIVED, LATER), st.integers(0, 90))
def test_late_stays_late_as_days_go_by(known: Fact, on: date, more: int) -> None:
    if rules.standing(known, on) is Standing.LATE:
        assert rules.standing(known, on + timedelta(more)) is Standing.LATE


@pytest.mark.parametrize(
    ("asked_on", "known_on", "closed"),
    [
        (date(2021, 2, 1), date(2020, 12, 31), False),
        (date(2021, 9, 30), date(2021, 6, 30), False),
        (date(2021, 10, 1), date(2021, 9, 30), False),
        (date(2022, 3, 31), date(2021, 12, 31), False),
        (date(2022, 4, 1), date(2022, 3, 31), True),
        (date(2030, 7, 5), date(2022, 3, 31), True),
    ],
)
@pytest.mark.rule(43)
def test_a_year_is_counted_on_fixed_days(asked_on: date, known_on: date, closed: bool) -> None:
    assert rules.extraction_day(2021, asked_on) == known_on
    assert rules.is_closed(2021, asked_on) is closed
