"""Who is there on which day, from absences alone: on every day one, never two (rule 13)."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eenplan.plans.rules.standing_in import Away, Turn, days_without_own, turns

TODAY = date(2026, 11, 23)
WEEK = timedelta(days=7)
WORKERS = [uuid4() for _number in range(4)]
days = st.integers(0, 60).map(lambda number: TODAY + timedelta(days=number))
ends = st.one_of(st.none(), st.integers(1, 90).map(lambda number: TODAY + timedelta(days=number)))


@st.composite
def absences(draw: Any) -> Away:
    since, until = draw(days), draw(ends)
    until = until if until is None or until > since else since + timedelta(days=1)
    return Away(draw(st.sampled_from(WORKERS)), since, until, draw(st.sampled_from([*WORKERS, None])))


@pytest.mark.rule(13)
@given(since=days, until=ends, gone=st.lists(absences(), max_size=6))
def test_whoever_is_away_the_same_days_are_covered_once(
    since: date, until: date | None, gone: list[Away]
) -> None:
    end = until if until is None or until > since else since + timedelta(days=1)
    found = turns(Turn(WORKERS[0], since, end), gone)
    assert found[0].since == since
    assert found[-1].until == end
    for one, following in pairwise(found):
        assert one.until == following.since
    for one in found:
        assert one.until is None or one.since < one.until
        assert (one.instead_of is None) == (one.worker == WORKERS[0])
        assert one.instead_of in (None, WORKERS[0])


@pytest.mark.rule(13)
def test_a_stand_in_who_is_away_has_a_stand_in_too() -> None:
    x, y, z, _other = WORKERS
    found = turns(
        Turn(x, TODAY, None),
        [Away(x, TODAY + WEEK, TODAY + 3 * WEEK, y), Away(y, TODAY + 2 * WEEK, None, z)],
    )
    assert [(one.worker, one.since, one.instead_of) for one in found] == [
        (x, TODAY, None),
        (y, TODAY + WEEK, x),
        (z, TODAY + 2 * WEEK, x),
        (x, TODAY + 3 * WEEK, None),
    ]


@pytest.mark.rule(13)
def test_who_would_stand_in_for_each_other_stays() -> None:
    x, y, _z, _other = WORKERS
    gone = [Away(x, TODAY, None, y), Away(y, TODAY, None, x)]
    assert turns(Turn(x, TODAY, None), gone) == [Turn(y, TODAY, None, x)]


@pytest.mark.parametrize(
    ("stood_in", "counted"),
    [([], 0), ([(TODAY, None)], 7), ([(TODAY, TODAY + timedelta(days=2))], 2), ([(TODAY + WEEK, None)], 0)],
)
def test_days_without_the_own_coach(stood_in: list[tuple[date, date | None]], counted: int) -> None:
    assert days_without_own(stood_in, TODAY + WEEK) == counted
