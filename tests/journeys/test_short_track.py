"""While they wait: a place in a partner's group, asked, given, a bridge, and what it brought back into the plan of the family."""

from typing import Any

import pytest

from eenplan.core.acting import request_transaction
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.families.actions import Labels, issue_card
from eenplan.plans.models import Bridge, CoachAssignment, PlaceRequest
from tests.factories.plans import activate, add_family_goal, make_helped, mark_all_domains
from tests.factories.waits import short_offer, wait_for

pytestmark = pytest.mark.journey

GROUP, NOTE = "Buitenspeelgroep", "Een jongen van negen die graag buiten speelt."
TOLD = "Hij speelde de hele namiddag met twee andere kinderen."
TAKEN = "Wout durft mee te spelen. Op woensdag gaan we samen naar het bos."


@pytest.mark.rule(5)
@pytest.mark.rule(24)
def test_a_partners_group_from_the_question_to_what_it_brought(somebody: Any, workers: Any) -> None:
    # Given a family that waits for guidance at home, and a partner whose group still has places
    helped = make_helped(workers.team)
    mark_all_domains(helped)
    add_family_goal(helped, "Wout speelt weer buiten.")
    wait_for(helped, Labels(released_to_all=True), what="Begeleiding thuis")
    activate(helped)
    short_offer(workers.team, places=6, last=35, name=GROUP)

    # When the coach asks a place, without a name
    coach = somebody()
    coach.sign_in(workers.accounts[Role.COACH])
    coach.open(f"/gezinnen/{helped.family.id}/plan/")
    coach.press("Navragen en overbruggen")
    coach.press("Plaats vragen in een kort aanbod van een partner")
    coach.pick("offer", GROUP)
    coach.fill(note=NOTE)
    coach.press("Plaats vragen")
    assert coach.reads("wacht op antwoord")

    # And the partner says yes, from today on
    mia = somebody(phone=True)
    mia.sign_in(workers.accounts[Role.PARTNER])
    assert mia.reads(NOTE)
    assert not mia.reads(helped.family.name)
    place = PlaceRequest.objects.get().id
    mia.open(f"/gedeeld/plaats/{place}/")
    mia.pick("answer", "Ja, er is plaats")
    mia.fill_date("first_day", today())
    mia.press("Versturen")

    # Then one press of the coach makes it what helps meanwhile; the wait goes on, and so does the coach
    coach.open("/vandaag/")
    with coach.page.expect_navigation():
        coach.page.locator("main a", has_text="Er is plaats in").click()
    coach.checks_accessibility()
    coach.press("Dit helpt intussen")
    assert coach.reads(GROUP)
    assert coach.reads("je blijft de coach van dit gezin")

    # The family reads it on a telephone
    mother = somebody(phone=True)
    with request_transaction(helped.coach):
        card = issue_card(helped.coach, person_id=helped.mother.id)
    mother.open("/gezin/")
    mother.fill(code=card.code, pin=card.pin)
    mother.press("Openen")
    mother.open("/gezin/waar-we-op-wachten/")
    assert mother.reads(GROUP)
    assert mother.reads("Dit helpt intussen")

    # The partner tells what it brought; in the plan it comes by the coach and the family, and the bridge ends
    mia.open(f"/gedeeld/plaats/{place}/")
    mia.fill(brought=TOLD)
    mia.press("Versturen")
    mother.open("/gezin/waar-we-op-wachten/")
    assert not mother.reads(TOLD)
    coach.open("/vandaag/")
    coach.page.locator("main a", has_text="vertelt wat").click()
    coach.press("Wat bracht het op? In het plan zetten")
    assert coach.page.locator("[name=text]").input_value() == TOLD
    coach.fill(text=TAKEN)
    coach.pick("speaker", helped.mother.given_name)
    coach.page.check("[name=is_over]")
    coach.checks_accessibility()
    coach.press("In het plan zetten")
    assert coach.reads(TAKEN)
    coach.open(f"/gezinnen/{helped.family.id}/tijdlijn/")
    assert coach.reads("Dit hielp tot hier")
    coach.checks_accessibility()
    assert Bridge.objects.get().until == today()
    assert CoachAssignment.objects.get(family=helped.family).period.upper is None

    # And she reads what they take along
    mother.open("/gezin/waar-we-op-wachten/")
    assert mother.reads(TAKEN)
    mother.checks_accessibility()
