"""What a family reads of its plan once the trajectory ended: what came of it, and how it goes on (rule 41)."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client

from eenplan.core.acting import request_transaction
from eenplan.core.clock import today
from eenplan.plans import actions as plans
from eenplan.plans.enums import ClosureReason, GoalStatus
from eenplan.plans.models import Action, Goal
from eenplan.plans.queries import version
from tests.factories.family_plan import FamilyPlan, make_card

pytestmark = pytest.mark.django_db


def close(made: FamilyPlan) -> None:
    """A step was done, then the trajectory ended: every goal reached, at 9."""
    with request_transaction(made.coach):
        step = Action.objects.filter(plan_id=made.plan_id, done_on__isnull=True)[0]
        plans.tick_action(made.coach, action_id=step.item_id)
        plans.close_trajectory(
            made.coach,
            trajectory_id=made.trajectory_id,
            reason=ClosureReason.GOALS_REACHED,
            remaining_needs="Een plek op de muziekschool",
            who_continues="Oma komt elke woensdag",
            told_of_retention_on=made.family.created_at.date(),
            copy_offered=True,
            aftercare_on=date(today().year + 1, 5, 3),
            left_reason="Samen besproken",
            goals={
                goal.item_id: plans.GoalResult(GoalStatus.REACHED, 9)
                for goal in Goal.objects.filter(plan_id=made.plan_id)
            },
        )


@pytest.mark.rule(41)
def test_the_family_reads_what_came_of_it_and_who_goes_on(client: Client, made: FamilyPlan) -> None:
    card = make_card(made)
    client.post("/gezin/", {"code": card.code, "pin": card.pin})
    assert "Hoe het verdergaat" not in client.get("/gezin/plan/").content.decode()
    close(made)
    page = client.get("/gezin/plan/").content.decode()
    for words in (
        "Een plek op de muziekschool",
        "Oma komt elke woensdag",
        f"Op 3 mei {today().year + 1} vragen we nog eens",
        "gelukt",
    ):
        assert words in page
    with time_machine.travel(datetime(today().year + 1, 5, 4, 9, tzinfo=UTC)):  # the day has passed
        client.post("/gezin/", {"code": card.code, "pin": card.pin})
        later = client.get("/gezin/plan/").content.decode()
    assert "Oma komt elke woensdag" in later
    assert "vragen we nog eens" not in later


@pytest.mark.rule(41)
def test_a_plan_that_ended_says_what_was_done_and_reached(made: FamilyPlan) -> None:
    with request_transaction(made.coach):
        before = version(made.coach, made.family.id).pieces
    assert {goal.status for goal in before.goals} == {GoalStatus.OPEN}
    close(made)
    with request_transaction(made.coach):
        after = version(made.coach, made.family.id).pieces
    assert {(goal.status, goal.score_now) for goal in after.goals} == {(GoalStatus.REACHED, 9)}
    assert sum(step.done_on is not None for step in after.steps) == 1 + sum(
        step.done_on is not None for step in before.steps
    )
