"""A mother says yes on her own card, changes her mind, and what was shared is closed while it stands open."""

from typing import Any

import pytest

from eenplan.core.acting import request_transaction
from eenplan.core.enums import Role
from eenplan.families.actions import NewPerson, issue_card
from eenplan.families.enums import PersonRole
from eenplan.plans.actions import write_wish
from tests.factories.plans import activate, add_family_goal, make_helped, mark_all_domains
from tests.journeys.steps import WISH

pytestmark = pytest.mark.journey

PERSONS = (NewPerson(PersonRole.PARENT, "Kaat"), NewPerson(PersonRole.CHILD, "Seppe"))
NEED = "Zo hoeft Kaat niet alles opnieuw te vertellen."


@pytest.mark.rule(30)
def test_a_mother_says_yes_changes_her_mind_and_it_stops(somebody: Any, workers: Any) -> None:
    helped = make_helped(workers.team, persons=PERSONS)
    mother = helped.mother.id
    mark_all_domains(helped)
    add_family_goal(helped)
    with request_transaction(helped.coach):
        write_wish(helped.coach, plan_id=helped.plan.id, text=WISH, speaker_id=mother)
    activate(helped)
    with request_transaction(helped.coach):
        card = issue_card(helped.coach, person_id=mother)
    coach, kaat, psychologist = somebody(), somebody(phone=True, javascript=False), somebody()

    coach.sign_in(workers.accounts[Role.COACH])
    coach.open(f"/gezinnen/{helped.family.id}/delen/")
    coach.checks_accessibility()
    coach.press("Iets delen")
    coach.choose("recipient", "function:psychologist")
    coach.pick("about", "Kaat")
    coach.pick("parts", "Wie we zijn")
    coach.fill(need=NEED)
    coach.checks_accessibility()
    coach.press("Bewaren")
    assert coach.reads("Er wordt nog niets gedeeld: het wacht op Kaat.")

    psychologist.sign_in(workers.accounts[Role.PSYCHOLOGIST])
    shown = f"/gedeeld/{helped.family.id}/"
    assert psychologist.page.goto(psychologist.address + shown).status == 404

    kaat.open("/gezin/")
    kaat.fill(code=card.code, pin=card.pin)
    kaat.press("Openen")
    kaat.unfold("Privacy en rechten")
    kaat.press("Wie mag wat weten?")
    assert kaat.reads(NEED)
    kaat.press("Ja, dat mag")
    assert kaat.reads("wordt nu gedeeld")

    psychologist.open(shown)
    assert psychologist.reads(WISH)

    kaat.press("Niet meer delen")
    assert kaat.reads("Het is gestopt")
    assert psychologist.page.reload().status == 404
    assert not psychologist.reads(WISH)
    coach.open(f"/gezinnen/{helped.family.id}/delen/")
    assert coach.reads("Kaat zei nee")
    assert not coach.violations + psychologist.violations
