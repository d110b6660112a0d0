"""The family reads who comes before they come, and how long its coach is there (rule 13)."""

from datetime import timedelta

import pytest
import time_machine

from eenplan.core.acting import request_transaction
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.network.enums import LeaveKind
from eenplan.plans.actions.standing_in import plan_leave
from tests.factories.family_plan import FamilyPlan
from tests.factories.plans import make_coach
from tests.web.family.conftest import Enter

pytestmark = pytest.mark.django_db


@pytest.mark.rule(13)
def test_a_planned_absence_stands_with_the_coach_in_first_names(made: FamilyPlan, enter: Enter) -> None:
    boss, bob = made.team.acting(Role.COORDINATOR), make_coach(made.team)
    with request_transaction(boss):
        plan_leave(
            boss,
            staff_member_id=made.team.assignments[Role.COACH].staff_member_id,
            partnership_id=made.team.partnership.id,
            kind=LeaveKind.HOLIDAY,
            since=today() + timedelta(days=20),
            until=today() + timedelta(days=21),
            stand_in_id=bob.staff_member_id,
        )
    page = enter(made).get("/gezin/wie-helpt-ons/").content.decode()
    assert f"is {bob.staff_member.name.split()[0]} er, in de plaats van" in page
    assert bob.staff_member.name not in page


@pytest.mark.rule(13)
def test_after_a_month_the_page_says_how_long_the_same_coach_is_there(made: FamilyPlan, enter: Enter) -> None:
    browser = enter(made)
    assert "jullie vaste coach." not in browser.get("/gezin/wie-helpt-ons/").content.decode()
    with time_machine.travel(today() + timedelta(days=75), tick=True):
        assert (
            "is al twee maanden jullie vaste coach."
            in enter(made).get("/gezin/wie-helpt-ons/").content.decode()
        )
