"""Ends a trajectory with its plan, and lets the same family come back, through the product's own verbs."""

from typing import Any

from eenplan.core.acting import request_transaction
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.plans import actions
from eenplan.plans.enums import ClosureReason, GoalStatus
from eenplan.plans.queries import plan
from eenplan.referrals.actions import recognise_family, take_up
from eenplan.referrals.models import Referral
from tests.factories.plans import Helped
from tests.factories.referrals import make_referral


def close(helped: Helped, status: GoalStatus = GoalStatus.REACHED, **changes: Any) -> None:
    """The coordinator ends it; every goal was reached unless said otherwise."""
    given = {
        "reason": ClosureReason.GOALS_REACHED,
        "remaining_needs": "niets meer",
        "who_continues": "oma",
        "told_of_retention_on": today(),
        "copy_offered": True,
        "satisfaction_words": "Het deed deugd",
        "left_reason": "We spraken dit samen door",
        **changes,
    }
    acting = helped.team.acting(Role.COORDINATOR)
    with request_transaction(acting):
        goals = {
            one.item_id: actions.GoalResult(status, 8) for one in plan(acting, helped.family.id).pieces.goals
        }
        actions.close_trajectory(acting, trajectory_id=helped.trajectory.id, goals=goals, **given)


def back_again(helped: Helped, **changes: Any) -> Helped:
    """The same family, referred anew and given its coach again; `changes` are of what the referral says."""
    made = make_referral(helped.team, **changes)
    before = Referral.objects.get(trajectory=helped.trajectory).reference
    intake = helped.team.acting(Role.INTAKE)
    with request_transaction(intake):
        recognise_family(intake, referral_id=made.id, reference=before, reason="zelfde gezin")
        take_up(intake, referral_id=made.id)
        trajectory = actions.start_trajectory(
            intake,
            referral_id=made.id,
            staff_member_id=helped.team.assignments[Role.COACH].staff_member_id,
        )
    return Helped(helped.team, helped.family, trajectory, trajectory.plan, helped.coach)
