"""A coach goes on leave: the family knows before who comes, the stand-in is there those days, and the coach comes back."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from eenplan.core.acting import request_transaction
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.families.actions import NewPerson, issue_card
from eenplan.families.enums import PersonRole
from eenplan.web.shared import words
from tests.factories.plans import make_active
from tests.journeys.steps import another_coach

pytestmark = pytest.mark.journey

PERSONS = (NewPerson(PersonRole.PARENT, "Kaat"), NewPerson(PersonRole.CHILD, "Wout"))
ASKED = "Mag het gesprek van donderdag een uur later?"
ANSWERED = "Dat is goed. Tot donderdag om vijf uur."


@pytest.mark.rule(13)
def test_a_planned_leave_is_told_before_stood_in_and_over(somebody: Any, workers: Any) -> None:
    # Given a family that has the same coach for seven weeks, and a colleague
    with time_machine.travel(now() - timedelta(days=49), tick=True):
        began, helped = today(), make_active(workers.team, family_name="Kaat en Wout", persons=PERSONS)
    bob = another_coach(workers.team, "Bob Anders").staff_member.account
    first, last = today() + timedelta(days=14), today() + timedelta(days=23)
    page = f"/gezinnen/{helped.family.id}/"
    with request_transaction(helped.coach):
        card = issue_card(helped.coach, person_id=helped.mother.id)

    # When the coordinator plans the leave, which is not kept before it says who is there meanwhile
    coordinator = somebody()
    coordinator.sign_in(workers.accounts[Role.COORDINATOR])
    coordinator.open("/netwerk/team/")
    coordinator.press("Coach Voorbeeld")
    coordinator.press("Afwezigheid plannen")
    coordinator.fill_date("since", first)
    coordinator.fill_date("until", last)
    coordinator.pick("kind", "verlof")
    coordinator.choose("stand_in", "")
    coordinator.press("Afwezigheid bewaren")
    assert coordinator.reads("Kies wie er intussen voor de gezinnen is.")
    coordinator.pick("stand_in", "Bob Anders")
    coordinator.press("Afwezigheid bewaren")
    assert coordinator.reads("de afwezigheid van Coach Voorbeeld")

    # Then the coach is asked at the kitchen table to say who comes, and does so once
    coach = somebody(phone=True)
    coach.sign_in(workers.accounts[Role.COACH])
    coach.open("/vandaag/")
    assert coach.reads("Vertel wie er komt")
    days = f"Van {words.day(first)} tot en met {words.day(last)}"
    coach.press("Kaat en Wout")
    assert coach.reads(f"{days} is Bob Anders er, in de plaats van Coach Voorbeeld.")
    assert coach.reads("Zelfde coach sinds")
    assert not coach.reads("viel iemand in")
    coach.press("Ik heb het verteld")
    assert coach.reads("Het gezin weet het.")
    coach.checks_accessibility()
    coach.open("/vandaag/")
    assert not coach.reads("Vertel wie er komt")

    # And Kaat reads on her phone until when who is there, two weeks before
    kaat = somebody(phone=True)
    kaat.open("/gezin/")
    kaat.fill(code=card.code, pin=card.pin)
    kaat.press("Openen")
    kaat.open("/gezin/wie-helpt-ons/")
    assert kaat.reads(f"{days} is Bob er, in de plaats van Coach.")
    assert kaat.reads("jullie vaste coach")
    kaat.checks_accessibility()

    # On the day Bob has the family and Coach has not: Kaat asks something, Bob answers
    with time_machine.travel(now() + timedelta(days=14), tick=True):
        kaat.open("/gezin/")
        kaat.fill(code=card.code, pin=card.pin)
        kaat.press("Openen")
        kaat.open("/gezin/bericht/")
        assert kaat.reads(f"Bob vervangt Coach tot {words.day(last + timedelta(days=1))}.")
        kaat.fill(words=ASKED)
        kaat.press("Versturen")
        coach.sign_in(workers.accounts[Role.COACH])
        coach.open("/gezinnen/")
        assert not coach.reads("Kaat en Wout")
        assert not coach.visits(page)
        stand_in = somebody(phone=True)
        stand_in.sign_in(bob)
        stand_in.open("/vandaag/")
        stand_in.press("Kaat schreef")
        assert stand_in.reads(ASKED)
        stand_in.fill(words=ANSWERED)
        stand_in.press("Antwoord bewaren")

    # And after it the coach is back without anybody doing anything, with the days that somebody stood in
    with time_machine.travel(now() + timedelta(days=24), tick=True):
        coach.sign_in(workers.accounts[Role.COACH])
        coach.open(page)
        assert coach.reads(f"Zelfde coach sinds {words.day(began)}. Tien dagen viel iemand in.")
        assert coach.reads(f"Coach Voorbeeld is de coach, sinds {words.day(began)}.")
        assert not coach.reads("Daarvoor was er een andere coach.")
        stand_in.sign_in(bob)
        stand_in.open("/gezinnen/")
        assert not stand_in.reads("Kaat en Wout")
        assert not stand_in.visits(page)
        kaat.open("/gezin/")
        kaat.fill(code=card.code, pin=card.pin)
        kaat.press("Openen")
        kaat.open("/gezin/bericht/")
        assert kaat.reads(ANSWERED)
        assert not kaat.reads("vervangt")
        kaat.open("/gezin/wie-helpt-ons/")
        assert kaat.reads("Coach is al twee maanden jullie vaste coach.")
