"""The coach's lists say whose families they are: one's own, or a colleague's who is away."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.test import Client

from eenplan.core.acting import request_transaction
from eenplan.core.enums import Role
from eenplan.network.enums import LeaveKind
from eenplan.plans.actions.standing_in import plan_leave
from eenplan.web.coach.presenters.lists import counted
from tests.cast import Team
from tests.factories.plans import Helped, make_coach, make_helped

BACK = date(2026, 12, 2)


def mine(own: int, stood_in: int) -> Any:
    return [SimpleNamespace(instead_of=name) for name in [""] * own + ["Jeroen"] * stood_in]


@pytest.mark.parametrize(
    ("own", "stood_in", "said"),
    [
        (1, 0, "Je bent de coach van één gezin."),
        (9, 0, "Je bent de coach van 9 gezinnen."),
        (0, 2, "Je vervangt een collega bij 2 gezinnen."),
        (1, 1, "Je bent de coach van één gezin en je vervangt een collega bij één gezin."),
    ],
)
def test_own_families_and_a_colleagues_are_counted_apart(own: int, stood_in: int, said: str) -> None:
    assert counted(mine(own, stood_in)) == said


@pytest.mark.rule(13)
@pytest.mark.django_db
def test_both_lists_mark_a_family_in_whose_coachs_place_somebody_stands(here: Team, helped: Helped) -> None:
    bob, boss = make_coach(here), here.acting(Role.COORDINATOR)
    alice = here.assignments[Role.COACH]
    with request_transaction(boss):
        plan_leave(
            boss,
            staff_member_id=alice.staff_member_id,
            partnership_id=here.partnership.id,
            kind=LeaveKind.HOLIDAY,
            since=date(2026, 11, 19),
            until=BACK,
            stand_in_id=bob.staff_member_id,
        )
    make_helped(here, family_name="Eigen gezin", coach=bob)
    with time_machine.travel("2026-11-20T10:00:00+01:00"):
        client = Client()
        client.force_login(bob.staff_member.account)
        families = client.get("/gezinnen/").content.decode()
        assert "Je bent de coach van één gezin en je vervangt een collega bij één gezin." in families
        said = f"je vervangt {alice.staff_member.name} tot 2 december"
        assert families.count(said) == 1
        assert families.count("jouw gezin sinds") == 1
        assert said in client.get("/vandaag/").content.decode()
        client.force_login(here.account(Role.COACH))
        assert "Je hebt nu geen gezinnen" in client.get("/gezinnen/").content.decode()
