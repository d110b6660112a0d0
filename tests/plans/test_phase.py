"""Where a family is on its way follows from facts alone (rule 47 names it, facts decide it)."""

from datetime import date, timedelta

import pytest

from eenplan.network.enums import Phase
from eenplan.plans.rules import REVIEW_SOON, WayFacts, phase_of
from eenplan.referrals.enums import State

pytestmark = pytest.mark.rule(47)
TODAY = date(2026, 3, 2)
HELD = State.CONVERSATION_HELD


@pytest.mark.parametrize(
    ("facts", "phase"),
    [
        (WayFacts(State.RECEIVED), Phase.RECEIVED),
        (WayFacts(State.TAKEN_UP), Phase.TAKEN_UP),
        (WayFacts(State.COACH_GIVEN), Phase.COACH_GIVEN),
        (WayFacts(State.CONVERSATION_PLANNED, begun=True), Phase.CONVERSATION_PLANNED),
        (WayFacts(State.ENDED), Phase.CLOSED),
        (WayFacts(HELD), Phase.CLARIFYING),
        (WayFacts(HELD, begun=True), Phase.PLAN_IN_MAKING),
        (WayFacts(HELD, begun=True, agreed=True), Phase.PLAN_ACTIVE),
        (WayFacts(HELD, agreed=True, review_on=TODAY + REVIEW_SOON + timedelta(days=1)), Phase.PLAN_ACTIVE),
        (WayFacts(HELD, agreed=True, review_on=TODAY + REVIEW_SOON), Phase.REVIEW),
        (WayFacts(HELD, agreed=True, review_on=TODAY - timedelta(days=90)), Phase.REVIEW),
        (WayFacts(HELD, begun=True, review_on=TODAY), Phase.PLAN_IN_MAKING),
        (WayFacts(HELD, agreed=True, ended=True), Phase.AFTERCARE),
        (WayFacts(HELD, agreed=True, ended=True, asked_after=True), Phase.CLOSED),
    ],
)
def test_the_phase_follows_from_the_facts(facts: WayFacts, phase: Phase) -> None:
    assert phase_of(facts, TODAY) is phase


def test_every_phase_can_be_reached_and_every_state_has_one() -> None:
    reached = {
        phase_of(WayFacts(state, begun, agreed, review, ended, asked), TODAY)
        for state in State
        for begun in (True, False)
        for agreed in (True, False)
        for review in (None, TODAY)
        for ended in (True, False)
        for asked in (True, False)
    }
    assert reached == set(Phase)
