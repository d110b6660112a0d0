"""Sitting together: the rules, from facts alone (rules 21 and 36)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eenplan.core.clock import today
from eenplan.core.errors import RuleBroken
from eenplan.plans.rules.round_tables import (
    DecisionFact,
    check_asked,
    check_may_leave,
    check_moment,
    check_place,
    looking,
    undecided,
)

NOON = datetime(2026, 11, 22, 11, tzinfo=UTC)


def refused(act: Callable[[], object]) -> str:
    """With which code something is refused."""
    with pytest.raises(RuleBroken) as error:
        act()
    return error.value.code


def test_a_table_is_still_to_come_and_lasts_a_quarter_of_an_hour_to_a_working_day() -> None:
    check_moment(NOON + timedelta(hours=1), 15, now=NOON)
    assert refused(lambda: check_moment(NOON, 60, now=NOON)) == "plans:table-in-past"
    assert refused(lambda: check_moment(NOON + timedelta(1), 14, now=NOON)) == "plans:table-length"
    assert refused(lambda: check_moment(NOON + timedelta(1), 481, now=NOON)) == "plans:table-length"


@pytest.mark.parametrize(
    "told", ["Kerkstraat 5", "bij mama, kerkstraat 5 (bel links)", "KERKSTRAAT  5, Genk"]
)
def test_words_do_not_give_the_address_of_a_home_away(told: str) -> None:
    assert refused(lambda: check_place(told, ["Kerkstraat 5, 3600 Genk"])) == "plans:table-home-address"


@pytest.mark.parametrize("told", ["Kerkstraat 55", "Huis van het Kind", "", "school in de Kerkstraat"])
def test_other_places_may_be_told(told: str) -> None:
    check_place(told, ["Kerkstraat 5, 3600 Genk", ""])


def test_nobody_is_asked_without_the_family() -> None:
    check_asked(True, uuid4())
    assert refused(lambda: check_asked(False, uuid4())) == "plans:table-without-family"
    assert refused(lambda: check_asked(True, None)) == "plans:table-not-agreed"


@dataclass
class Sits:
    """Somebody at a table."""

    person_id: UUID | None


@pytest.mark.rule(36)
@given(st.lists(st.booleans(), max_size=6))
def test_a_screen_is_narrowed_to_each_of_the_family_and_to_what_is_released(family: list[bool]) -> None:
    seats = [Sits(uuid4() if one else None) for one in family]
    keys = looking(seats)
    assert keys.count("released") == (not all(family))
    assert {one for one in keys if one != "released"} == {
        f"person:{one.person_id}" for one in seats if one.person_id
    }


@pytest.mark.rule(21)
def test_the_table_goes_on_when_each_decision_has_an_owner_and_a_day() -> None:
    whole, loose = DecisionFact(True, today()), DecisionFact(True, None)
    check_may_leave(
        [whole, DecisionFact(False, None, is_step=True), DecisionFact(False, None, needs_nobody=True)]
    )
    for one in (loose, DecisionFact(False, today()), DecisionFact(False, None)):
        assert refused(lambda one=one: check_may_leave([whole, one])) == "plans:decision-unfinished"
    assert undecided([[whole], [], [loose], []]) == [1, 3]
