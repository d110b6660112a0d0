"""A coach is not there one morning: in a minute each family has somebody, and then one by one a new coach."""

from typing import Any

import pytest
from django.db import transaction

from eenplan.core.enums import Role
from tests.factories.plans import make_coach, make_helped

pytestmark = pytest.mark.journey


def test_a_coach_gone_overnight(somebody: Any, workers: Any) -> None:
    team = workers.team
    make_helped(team, family_name="Gezin Een")
    make_helped(team, family_name="Gezin Twee")
    with transaction.atomic():
        bob = make_coach(team)
    coach = somebody(phone=True)
    coach.sign_in(workers.accounts[Role.COACH])
    coach.open("/gezinnen/")
    assert coach.reads("Gezin Een")

    coordinator = somebody(phone=True)
    coordinator.sign_in(workers.accounts[Role.COORDINATOR])
    coordinator.open("/netwerk/team/")
    coordinator.checks_accessibility()
    coordinator.press("Coach Voorbeeld")
    coordinator.checks_accessibility()
    coordinator.press("Plots weg")
    coordinator.checks_accessibility()
    assert coordinator.reads("Gezin Twee")
    coordinator.choose("comes_back", "no")
    coordinator.press("Nu laten vervangen")
    assert coordinator.reads("2 gezinnen zonder eigen coach")
    coordinator.checks_accessibility()

    coach.page.reload()
    assert not coach.reads("Gezin Een")
    assert coach.reads("geen toegang")

    coordinator.press("Coach kiezen")
    coordinator.pick("coach", bob.staff_member.name)
    coordinator.fill(reason="De vorige coach stopte plots.")
    coordinator.press("Coach wisselen")
    assert coordinator.reads(f"{bob.staff_member.name} is de coach")
    coordinator.open("/netwerk/team/")
    assert coordinator.reads("Eén gezin zonder eigen coach")
