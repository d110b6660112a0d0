"""A coach is not there one morning, or stops on a day that was agreed: no family is without anybody."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction

from eenplan.core.acting import request_transaction
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.families.actions import issue_card
from tests.factories.plans import make_active, make_coach, make_helped

pytestmark = pytest.mark.journey


@pytest.mark.rule(13)
def test_a_coach_gone_overnight(somebody: Any, workers: Any) -> None:
    # Given two families of a coach who sits at a kitchen table, one of them with a card, and a colleague
    team = workers.team
    one, two = make_helped(team, family_name="Gezin Een"), make_active(team, family_name="Gezin Twee")
    with transaction.atomic():
        bob = make_coach(team)
    with request_transaction(two.coach):
        card = issue_card(two.coach, person_id=two.mother.id)
    coach = somebody(phone=True)
    coach.sign_in(workers.accounts[Role.COACH])
    coach.open(f"/gezinnen/{two.family.id}/")

    # When the coordinator says that the coach is gone, and chooses nobody: it is the coordinator by itself
    coordinator = somebody(phone=True)
    coordinator.sign_in(workers.accounts[Role.COORDINATOR])
    coordinator.open("/netwerk/team/")
    coordinator.press("Coach Voorbeeld")
    coordinator.press("Plots weg")
    coordinator.checks_accessibility()
    assert coordinator.reads("Gezin Twee")
    coordinator.choose("comes_back", "no")
    coordinator.press("Nu laten vervangen")
    assert coordinator.reads("2 gezinnen zonder eigen coach")
    assert coordinator.reads("Al 1 dag.")
    coordinator.checks_accessibility()

    # Then in that same moment the coach is out, and each family has one person, who is the coordinator
    coach.page.reload()
    assert not coach.reads("Gezin Twee")
    assert coach.reads("geen toegang")
    for helped in (one, two):
        (there,) = helped.trajectory.coaches.filter(period__contains=today())
        assert there.staff_member == workers.assignments[Role.COORDINATOR].staff_member
    mother = somebody(phone=True)
    mother.open("/gezin/")
    mother.fill(code=card.code, pin=card.pin)
    mother.press("Openen")
    mother.open("/gezin/wie-helpt-ons/")
    assert mother.reads("Nu bij jullie")
    assert mother.reads("Coordinator vervangt Coach")

    # And a family that gets another coach has nothing missing, while of the other each day is counted
    coordinator.press("Coach kiezen")
    coordinator.pick("coach", bob.staff_member.name)
    coordinator.fill(reason="De vorige coach stopte plots.")
    coordinator.press("Coach wisselen")
    assert coordinator.reads(f"{bob.staff_member.name} is de coach")
    with time_machine.travel(now() + timedelta(days=3), tick=True):
        coordinator.sign_in(workers.accounts[Role.COORDINATOR])
        coordinator.open("/netwerk/team/")
        assert coordinator.reads("Eén gezin zonder eigen coach")
        assert coordinator.reads("Al 4 dagen.")
        coordinator.press("Coach kiezen")
        coordinator.pick("coach", bob.staff_member.name)
        coordinator.fill(reason="Nu is er plaats.")
        coordinator.press("Coach wisselen")
        assert coordinator.reads("Drie dagen viel iemand in.")
        coordinator.open("/netwerk/team/")
        assert not coordinator.reads("zonder eigen coach")


@pytest.mark.rule(16)
def test_a_secondment_ends_and_each_family_has_somebody(somebody: Any, workers: Any) -> None:
    # Given a coach with two families, and a colleague with room
    team = workers.team
    with time_machine.travel(now() - timedelta(days=7)):
        make_helped(team, family_name="Gezin Een")
        make_helped(team, family_name="Gezin Twee")
    with transaction.atomic():
        bob = make_coach(team)
    coach, coordinator = somebody(), somebody(phone=True, javascript=False)
    coach.sign_in(workers.accounts[Role.COACH])
    coach.open("/gezinnen/")
    assert coach.reads("Gezin Twee")

    # When the coordinator lets the task end today, one family with the colleague and one with a stand-in
    coordinator.sign_in(workers.accounts[Role.COORDINATOR])
    coordinator.open("/netwerk/team/")
    coordinator.press("Coach Voorbeeld")
    coordinator.press("Laten stoppen")
    assert coordinator.reads("Gezin Een")
    assert coordinator.reads("Gezin Twee")
    coordinator.page.get_by_label("Gezin Een").select_option(value=str(bob.staff_member_id))
    coordinator.fill(reason="De detachering loopt af.")
    coordinator.press("Taak laten stoppen")

    # Then each has somebody, and the page that the coach still had open shows nothing any more
    assert coordinator.reads("elk gezin heeft iemand")
    coordinator.open("/netwerk/team/")
    assert coordinator.reads("Eén gezin zonder eigen coach")
    assert coordinator.reads("Gezin Twee")
    coach.page.reload()
    assert not coach.reads("Gezin Twee")
    assert coach.reads("geen toegang")
