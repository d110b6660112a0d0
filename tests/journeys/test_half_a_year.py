"""Half a year on a waiting list: the coach asks again, something helps meanwhile, the help starts and the bridge closes."""

from datetime import timedelta
from typing import Any

import pytest

from eenplan.core.acting import request_transaction
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.families.actions import Labels, NewPerson, issue_card
from eenplan.families.enums import PersonRole
from tests.factories.plans import activate, add_family_goal, make_helped, mark_all_domains
from tests.factories.waits import wait_for

pytestmark = pytest.mark.journey

PERSONS = (NewPerson(PersonRole.PARENT, "Kaat"), NewPerson(PersonRole.CHILD, "Seppe"))
HELP = "Begeleiding bij autisme"
RIDING = "Elke woensdag paardrijden met de vrijwilliger"
CARRIED = "Na het paardrijden is Seppe rustig: de begeleidster komt op donderdag."


@pytest.mark.rule(5)
def test_help_starts_after_half_a_year_and_the_bridge_closes(somebody: Any, workers: Any) -> None:
    # Given help for Kaat and Seppe that is waited for since half a year, in a plan that was agreed
    helped = make_helped(workers.team, persons=PERSONS)
    mark_all_domains(helped)
    add_family_goal(helped, "We willen dat Seppe rustig slaapt.")
    wait_for(helped, Labels(released_to_all=True), what=HELP, since=today() - timedelta(weeks=26))
    activate(helped)
    with request_transaction(helped.coach):
        card = issue_card(helped.coach, person_id=helped.mother.id)
    coach, kaat = somebody(), somebody(phone=True)

    # When 'Vandaag' says that nobody asked for long, and the coach asks and notes what they said
    coach.sign_in(workers.accounts[Role.COACH])
    coach.open("/vandaag/")
    assert coach.reads("Hoe staat het met de wachtlijst?")
    coach.press(HELP)
    assert coach.reads("al 26 weken")
    coach.fill(said="Nog twee gezinnen voor ons.", list_name="Lijst voor jonge kinderen")
    coach.fill_date("expected", today() + timedelta(days=30))
    coach.press("Nog altijd wachten")
    coach.open("/vandaag/")
    assert not coach.reads("Hoe staat het met de wachtlijst?")

    # And something helps meanwhile
    coach.open(f"/gezinnen/{helped.family.id}/plan/")
    coach.press("Navragen en overbruggen")
    coach.press("Iets erbij")
    coach.fill(what=RIDING)
    coach.pick("kind", "iemand uit hun netwerk")
    coach.checks_accessibility()
    coach.press("Bewaren")
    assert coach.reads(RIDING)
    coach.unfolds()
    assert coach.reads("Nog twee gezinnen voor ons.")
    coach.checks_accessibility()

    # Then Kaat reads on her phone how it stands
    kaat.open("/gezin/")
    kaat.fill(code=card.code, pin=card.pin)
    kaat.press("Openen")
    kaat.open("/gezin/waar-we-op-wachten/")
    for said in (
        HELP,
        "Lijst voor jonge kinderen",
        RIDING,
        "Dit helpt intussen",
        "blijft je coach bij jullie",
    ):
        assert kaat.reads(said)
    kaat.checks_accessibility()

    # When the help starts, one form closes the wait and the bridge, and asks what goes over
    coach.press("De gewone hulp is gestart")
    assert coach.reads(RIDING)
    coach.checks_accessibility()
    coach.page.get_by_label(RIDING).fill(CARRIED)
    coach.press("Bewaren")
    assert coach.reads("de hulp is gestart")
    assert coach.reads(CARRIED)
    assert not coach.reads("Nog altijd wachten")
    kaat.open("/gezin/waar-we-op-wachten/")
    assert kaat.reads("Gestart op")
    assert kaat.reads(CARRIED), "what the riding brought goes along with the help"
    assert kaat.reads("Dit hielp, en dit nemen we ervan mee")
    assert not kaat.reads("Dit helpt intussen")

    # And the coordinator counts it, while the coach is who it was
    keeper = somebody()
    keeper.sign_in(workers.accounts[Role.COORDINATOR])
    keeper.open("/cijfers/wachten/")
    assert keeper.reads("26\u00a0weken")
    keeper.checks_accessibility()
    assert helped.trajectory.coaches.get().period.upper is None
