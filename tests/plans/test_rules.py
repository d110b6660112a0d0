"""What must hold for a trajectory and its plan, from loaded facts."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eenplan.consent.rules import Terms
from eenplan.families.enums import PersonRole
from eenplan.plans.enums import SectionKey
from eenplan.plans.rules import (
    ClosureFacts,
    Period,
    PlanFacts,
    StepFact,
    default_aftercare,
    default_review,
    first_missing_for_closing,
    is_asked_to_agree,
    missing_for_activation,
    owners,
    uncovered_or_double,
)

START = date(2026, 1, 5)
DOMAINS = {"housing": "Wonen", "school": "School en opvang"}
lengths = st.lists(st.integers(1, 400), min_size=1, max_size=6)


def in_a_row(days: list[int], *, open_end: bool) -> list[Period]:
    since, periods = START, []
    for length in days:
        periods.append(Period(since, since + timedelta(days=length)))
        since += timedelta(days=length)
    if open_end:
        periods[-1] = Period(periods[-1].since)
    return periods


def last_day(periods: list[Period]) -> date | None:
    until = periods[-1].until
    return until - timedelta(days=1) if until else None


@pytest.mark.rule(13)
@given(lengths, st.booleans(), st.randoms())
def test_coaches_in_a_row_cover_every_day(days: list[int], open_end: bool, chance: object) -> None:
    periods = in_a_row(days, open_end=open_end)
    end = last_day(periods)
    chance.shuffle(shuffled := list(periods))  # type: ignore[attr-defined]  # hypothesis gives a Random
    assert uncovered_or_double(START, end, shuffled) == []


@pytest.mark.rule(13)
@given(lengths, st.booleans(), st.data())
def test_a_gap_or_two_at_once_is_found(days: list[int], open_end: bool, data: st.DataObject) -> None:
    periods = in_a_row(days, open_end=open_end)
    end = last_day(periods)
    at = data.draw(st.integers(0, len(periods) - 1))
    moved = data.draw(st.sampled_from([-1, 1, 30]))
    broken = [*periods]
    broken[at] = Period(periods[at].since + timedelta(days=moved), periods[at].until)
    assert uncovered_or_double(START, end, broken)
    assert uncovered_or_double(START, end, periods[:-1])


@pytest.mark.rule(13)
def test_an_open_trajectory_needs_a_coach_without_end() -> None:
    assert uncovered_or_double(START, None, [Period(START, START + timedelta(days=9))]) == [
        START + timedelta(days=9)
    ]
    assert uncovered_or_double(START, START, [Period(START)]) == [START + timedelta(days=1)]
    assert uncovered_or_double(START, None, [Period(START), Period(START)]) == [START]


def facts(**changes: object) -> PlanFacts:
    whole = {
        "domains": DOMAINS,
        "marked": frozenset(DOMAINS),
        "goals_said_by_family": 1,
        "steps": [StepFact(True, START)],
    }
    return PlanFacts(**{**whole, **changes})  # type: ignore[arg-type]  # each test gives what fits


def test_a_whole_plan_lacks_nothing() -> None:
    assert missing_for_activation(facts()) == []
    assert missing_for_activation(facts(steps=[])) == []


@pytest.mark.rule(19)
def test_a_goal_of_the_family_is_asked_for_in_the_goals() -> None:
    (one,) = missing_for_activation(facts(goals_said_by_family=0))
    assert (one.code, one.section) == ("plans:no-goal-of-family", SectionKey.GOALS)


@pytest.mark.rule(20)
@given(st.sets(st.sampled_from(sorted(DOMAINS))))
def test_every_configured_domain_is_asked_for_once(marked: set[str]) -> None:
    missing = missing_for_activation(facts(marked=frozenset(marked)))
    assert bool(missing) == (marked != set(DOMAINS))
    for code, label in DOMAINS.items():
        assert any(label in str(one.words) for one in missing) == (code not in marked)
    assert missing_for_activation(facts(marked=frozenset(), is_first=False)) == []


@pytest.mark.rule(21)
def test_open_steps_are_asked_for() -> None:
    (one,) = missing_for_activation(facts(steps=[StepFact(False, START)]))
    assert one.code == "plans:step-incomplete"
    assert missing_for_activation(facts(steps=[StepFact(True, None)]))
    assert missing_for_activation(facts(steps=[StepFact(False, None, done=True)])) == []
    assert owners(person_id=None, staff_member_id=None, organisation_name=" ", network_name="Oma") == 1


def test_a_plan_is_reviewed_after_six_weeks() -> None:
    assert default_review(START) == date(2026, 2, 16)


@pytest.mark.rule(41)
def test_aftercare_is_six_months_later() -> None:
    assert default_aftercare(date(2026, 8, 31)) == date(2027, 2, 28)
    assert default_aftercare(date(2026, 1, 5)) == date(2026, 7, 5)


@pytest.mark.rule(41)
def test_a_goal_needs_a_result_before_the_end() -> None:
    def closing(*goals: tuple[str, int | None]) -> object:
        return first_missing_for_closing(
            ClosureFacts("other", goals, "niets", "oma", START, True, ended_on=START)
        )

    assert closing() is None
    assert closing(("reached", None), ("let_go", None), ("open", 4)) is None
    assert closing(("open", None)) is not None


@pytest.mark.rule(22)
@pytest.mark.parametrize(
    ("role", "birth_date", "due_date", "asked"),
    [
        (PersonRole.PARENT, None, None, True),
        (PersonRole.CHILD, date(2014, 1, 5), None, True),
        (PersonRole.CHILD, date(2014, 1, 6), None, False),
        (PersonRole.CHILD, None, None, True),
        (PersonRole.CHILD, None, date(2026, 3, 1), False),
    ],
)
def test_adults_and_children_from_twelve_are_asked(
    role: str, birth_date: date | None, due_date: date | None, asked: bool
) -> None:
    assert is_asked_to_agree(role, birth_date, due_date, START, Terms()) is asked


@pytest.mark.rule(22)
def test_who_is_asked_follows_the_age_of_the_law_on_the_day() -> None:
    born = date(2012, 1, 5)
    assert is_asked_to_agree(PersonRole.CHILD, born, None, START, Terms(capable_from=14))
    assert not is_asked_to_agree(PersonRole.CHILD, born, None, START, Terms(capable_from=15))
