"""The end of a trajectory: with results, who goes on, and what the family was told (rule 41)."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.db.utils import IntegrityError

from eenplan.core.acting import Acting, request_transaction
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.models import Family
from eenplan.plans.actions import GoalResult, change_coach, close_trajectory, write_wish
from eenplan.plans.enums import ClosureReason, GoalStatus, VersionStatus
from eenplan.plans.models import Closure, CoachAssignment, Goal, PlanVersion, Trajectory
from eenplan.plans.queries import my_families, plan, trajectory, version
from tests.cast import Team
from tests.factories.plans import Helped, make_active, make_coach, make_helped
from tests.once import once
from tests.plans.conftest import Cast

TODAY = date(2026, 11, 23)
pytestmark = pytest.mark.django_db


MADE_AT = f"{TODAY}T10:00:00+01:00"


@pytest.fixture(autouse=True)
def the_day() -> Any:
    """A Monday."""
    with time_machine.travel(MADE_AT, tick=True):
        yield


@once
def active(here: Team) -> Helped:
    """A family with an active plan of one goal."""
    return make_active(here)


def close(helped: Helped, acting: Acting | None = None, **changes: Any) -> Closure:
    acting = acting or helped.coach
    given: dict[str, Any] = {
        "reason": ClosureReason.GOALS_REACHED,
        "remaining_needs": "niets meer",
        "who_continues": "oma blijft op woensdag komen",
        "told_of_retention_on": TODAY,
        "copy_offered": True,
        "goals": {
            goal: GoalResult(GoalStatus.REACHED, 8)
            for goal in Goal.objects.filter(plan=helped.plan).values_list("item_id", flat=True)
        },
        **changes,
    }
    with request_transaction(acting):
        return close_trajectory(acting, trajectory_id=helped.trajectory.id, **given)


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.rule(41)
def test_a_trajectory_ends_with_its_results_and_stays_readable(active: Helped) -> None:
    closure = close(active, satisfaction=9)
    assert closure.aftercare_on == date(2027, 5, 23)
    assert Trajectory.objects.get().ended_on == TODAY
    assert PlanVersion.objects.get().status == VersionStatus.ENDED
    assert Goal.objects.get().status == GoalStatus.REACHED
    coordinator = active.team.acting(Role.COORDINATOR)
    with request_transaction(coordinator):
        page = trajectory(coordinator, active.family.id)
        assert plan(coordinator, active.family.id).is_closed
        assert version(coordinator, active.family.id).head.status == VersionStatus.ENDED
    assert page.closure is not None
    assert (page.closure.copy_offered, page.closure.satisfaction) == (True, 9)
    with pytest.raises(RuleBroken) as caught, request_transaction(coordinator):
        write_wish(coordinator, plan_id=active.plan.id, text="toch nog iets")
    assert caught.value.code == "plans:plan-closed"
    with pytest.raises(RuleBroken) as caught:
        close(active)
    assert caught.value.code == "plans:trajectory-closed"


@pytest.mark.rule(41)
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reason": "zomaar"}, "plans:reason-missing"),
        ({"goals": {}}, "plans:goal-without-result"),
        ({"remaining_needs": " "}, "plans:remaining-needs-missing"),
        ({"who_continues": ""}, "plans:who-continues-missing"),
        ({"told_of_retention_on": None}, "plans:retention-not-told"),
        ({"told_of_retention_on": TODAY + timedelta(days=1)}, "plans:retention-not-told"),
        ({"copy_offered": False}, "plans:copy-not-offered"),
        ({"on": TODAY + timedelta(days=1)}, "plans:closed-in-future"),
        ({"on": TODAY - timedelta(days=1)}, "plans:closed-before-start"),
        ({"satisfaction": 11}, "plans:score-out-of-range"),
    ],
)
def test_nothing_of_a_closure_may_be_missing(active: Helped, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(RuleBroken) as caught:
        close(active, **changes)
    assert caught.value.code == code
    assert Trajectory.objects.get().ended_on is None
    assert Goal.objects.get().status == GoalStatus.OPEN


@pytest.mark.rule(41)
@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM plans_closure",
        "UPDATE plans_closure SET copy_offered = false",
        "UPDATE plans_closure SET told_of_retention_on = NULL",
        "UPDATE plans_closure SET who_continues = ''",
        "UPDATE plans_closure SET remaining_needs = ''",
    ],
)
def test_the_database_wants_a_whole_closure(active: Helped, statement: str) -> None:
    close(active)
    with pytest.raises(IntegrityError), transaction.atomic():
        sql(statement)


@pytest.mark.rule(41)
def test_the_database_ends_no_trajectory_without_closure(helped: Helped) -> None:
    with pytest.raises(IntegrityError, match="without a closure"):
        sql(
            "UPDATE plans_trajectory SET ended_on = started_on;"
            " UPDATE plans_coachassignment SET period = daterange(lower(period), lower(period) + 1)"
        )


@pytest.mark.rule(13)
def test_the_coach_stays_to_the_last_day_and_no_longer(active: Helped) -> None:
    close(active)
    assert CoachAssignment.objects.get().period.upper == TODAY + timedelta(days=1)
    with request_transaction(active.coach):
        assert Family.objects.count() == 1
        assert my_families(active.coach) == []
    with (
        time_machine.travel(f"{TODAY + timedelta(days=1)}T00:01:00+01:00"),
        request_transaction(active.coach),
    ):
        assert Family.objects.count() == 0


def test_a_coach_can_note_that_it_ended_earlier(active: Helped) -> None:
    with time_machine.travel(f"{TODAY + timedelta(days=3)}T10:00:00+01:00"):
        close(active, on=TODAY + timedelta(days=1))
    assert Trajectory.objects.get().ended_on == TODAY + timedelta(days=1)


@pytest.mark.rule(13)
def test_a_change_that_was_planned_falls_away_by_the_coordinators_hand(active: Helped, here: Team) -> None:
    coordinator, bob = here.acting(Role.COORDINATOR), make_coach(here)
    with request_transaction(coordinator):
        change_coach(
            coordinator,
            trajectory_id=active.trajectory.id,
            staff_member_id=bob.staff_member_id,
            on=TODAY + timedelta(days=5),
            reason="verlof",
        )
    with pytest.raises(RuleBroken) as caught:
        close(active)
    assert caught.value.code == "plans:coach-change-planned"
    close(active, coordinator)
    assert CoachAssignment.objects.count() == 1


@pytest.mark.rule(18)
def test_after_the_end_a_family_can_be_helped_anew(active: Helped, here: Team) -> None:
    close(active)
    again = make_helped(here)
    assert Trajectory.objects.filter(ended_on=None).get() == again.trajectory


@pytest.mark.rule(17)
def test_bob_and_charlie_end_nothing(active: Helped, cast: Cast, here: Team) -> None:
    for acting in (cast.bob, cast.charlie, here.acting(Role.INTAKE), here.acting(Role.PARTNER)):
        with pytest.raises(NotFound):
            close(active, acting)
