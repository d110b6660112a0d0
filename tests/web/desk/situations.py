"""Referrals at each point of their way, made through the product's own verbs."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.urls import reverse

from eenplan.core.acting import request_transaction
from eenplan.core.enums import Role
from eenplan.families.enums import Channel
from eenplan.families.models import Person
from eenplan.plans.actions import start_trajectory
from eenplan.referrals.actions import plan_first_conversation, take_up
from eenplan.referrals.models import Referral
from tests.cast import Team
from tests.factories.referrals import make_referral

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


def received(team: Team, days_ago: int = 2, **changes: Any) -> Referral:
    """A referral that came in so many days ago."""
    return make_referral(team, received_at=NOW - timedelta(days=days_ago), **changes)


def taken_up(team: Team, days_ago: int = 2, **changes: Any) -> Referral:
    """Taken up, without a coach."""
    found = received(team, days_ago, **changes)
    acting = team.acting(Role.INTAKE)
    with request_transaction(acting):
        return take_up(acting, referral_id=found.id)


def with_coach(team: Team, days_ago: int = 2, **changes: Any) -> Referral:
    """Taken up, with the team's coach."""
    found = taken_up(team, days_ago, **changes)
    acting = team.acting(Role.INTAKE)
    coach = team.assignments[Role.COACH].staff_member_id
    with request_transaction(acting):
        start_trajectory(acting, referral_id=found.id, staff_member_id=coach)
    return found


def planned(team: Team, days_ago: int = 2, **changes: Any) -> Referral:
    """With a first conversation today at noon in Brussels."""
    found = with_coach(team, days_ago, **changes)
    acting = team.acting(Role.INTAKE)
    with request_transaction(acting):
        return plan_first_conversation(
            acting, referral_id=found.id, when=NOW + timedelta(hours=2), channel=Channel.HOME
        )


def mother_of(referral: Referral) -> Person:
    """The first person of the family."""
    return Person.objects.filter(family_id=referral.family_id).order_by("position")[0]


def address(name: str, referral: Referral) -> str:
    """The address of a page or act of a referral."""
    return reverse(f"desk:{name}", args=[referral.id])


def consulted(here: Team, **changes: str) -> dict[str, str]:
    """What is typed for a consult."""
    sent = {
        "on": "21/11/2026", "given_by": str(here.acting(Role.INTAKE).actor_id), "advice": "Ga samen naar de huisarts.",
        "step_1-text": "Een afspraak maken", "step_1-by": "1/12/2026", "family_told": "yes",
        "call_back_on": "5/12/2026",
    }  # fmt: skip
    return sent | changes
