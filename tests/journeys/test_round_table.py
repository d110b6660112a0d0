"""A round table with a teacher and a neighbour: a screen in the middle, the mother's phone beside it, minutes for each."""

from datetime import timedelta
from typing import Any

import pytest

from eenplan.core.acting import request_transaction
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.families.actions import Labels, NewPerson, issue_card, relabel
from eenplan.families.enums import PersonRole
from eenplan.plans.actions import HelpFields, TeamFields, add_help, note_team_member
from eenplan.plans.enums import HelpState, Secrecy, TeamKind
from tests.factories.plans import activate, add_family_goal, make_helped, mark_all_domains
from tests.journeys.steps import WAITS_FOR

pytestmark = pytest.mark.journey

PERSONS = (NewPerson(PersonRole.PARENT, "Kaat"), NewPerson(PersonRole.CHILD, "Seppe"))
GOAL = "We eten drie keer per week samen aan tafel."
SECRET = "Ik ben bang als Jeroen drinkt."
QUESTION = "Wie haalt Seppe op woensdag?"


@pytest.mark.rule(36)
def test_a_round_table_with_a_teacher_and_a_neighbour(somebody: Any, workers: Any) -> None:
    # Given a family with a goal for everybody and one that Kaat told in confidence, and a teacher who helps
    helped = make_helped(workers.team, persons=PERSONS)
    mark_all_domains(helped)
    add_family_goal(helped, GOAL)
    secret = add_family_goal(helped, SECRET)
    with request_transaction(helped.coach):
        relabel(helped.coach, item_id=secret, labels=Labels(confidential=True))
        teacher = TeamFields("Juf Lies", TeamKind.PROFESSIONAL, role="juf van Seppe", secrecy=Secrecy.NO)
        note_team_member(helped.coach, plan_id=helped.plan.id, member=teacher)
        add_help(helped.coach, plan_id=helped.plan.id, help=HelpFields(WAITS_FOR, HelpState.WAITING))
    activate(helped)
    with request_transaction(helped.coach):
        card = issue_card(helped.coach, person_id=helped.mother.id)
    coach, kaat = somebody(), somebody(phone=True)

    # When the coach plans it, agrees with Kaat who comes, and puts three things on the agenda
    coach.sign_in(workers.accounts[Role.COACH])
    coach.open(f"/gezinnen/{helped.family.id}/")
    coach.press("Rondetafel plannen")
    coach.checks_accessibility()
    coach.fill_date("on", today() + timedelta(days=7))
    coach.fill(at="14.30")
    coach.pick("where", "Ergens anders")
    coach.fill(place="Huis van het Kind, zaal 2")
    coach.press("Verder: wie komt er?")
    coach.checks_accessibility()
    coach.page.get_by_label("Kaat, ouder").first.select_option("must")
    coach.page.get_by_label("Juf Lies").select_option("may")
    coach.fill(others="Buurvrouw Rita")
    coach.pick("agreed_with", "Kaat")
    coach.press("Bewaren")
    coach.checks_accessibility()
    for told in (GOAL, SECRET, WAITS_FOR):
        coach.pick("pieces", told)
    coach.fill(own=QUESTION)
    coach.press("Op de agenda zetten")
    assert coach.reads(SECRET)
    coach.checks_accessibility()
    table = coach.path

    # And Kaat says with her card that she comes
    kaat.open("/gezin/")
    kaat.fill(code=card.code, pin=card.pin)
    kaat.press("Openen")
    kaat.open("/gezin/overleg/")
    kaat.checks_accessibility()
    kaat.page.locator("main .tiles a, main a:has-text('14.30')").first.click()
    kaat.pick("said", "Ja, ik kom")
    kaat.checks_accessibility()
    kaat.press("Mijn antwoord bewaren")
    here = kaat.path

    # Then the screen in the middle shows one point at a time, and never what Kaat told in confidence
    coach.press("Aan tafel gaan")
    for name in ("Kaat", "Juf Lies", "Buurvrouw Rita"):
        coach.pick("who", name)
    coach.checks_accessibility()
    coach.press("Beginnen")
    assert coach.reads(GOAL)
    coach.checks_accessibility()

    # And both write at once: no word of either is lost
    kaat.open(here)
    kaat.press("Meeschrijven aan tafel")
    kaat.checks_accessibility()
    coach.unfolds()
    coach.fill(line="Op maandag lukt het al.", decision="Rita eet op woensdag mee")
    kaat.fill(line="Zonder gsm aan tafel.", decision="Ik maak een lijstje")
    kaat.press("Bewaren")

    # And what Kaat wrote comes on the screen by itself, under the hands of the coach who is typing
    coach.page.locator("main [name=decision]").focus()
    coach.page.locator("[data-there]", has_text="Zonder gsm aan tafel.").wait_for()
    coach.page.locator("[data-new]", has_text="Er kwam iets bij.").wait_for()
    assert coach.page.input_value("main [name=decision]") == "Rita eet op woensdag mee"
    assert coach.page.evaluate("document.activeElement.name") == "decision"
    coach.page.locator("[data-loose] fieldset", has_text="Ik maak een lijstje").wait_for()
    wide = coach.page.viewport_size
    for size in ({"width": 390, "height": 844}, wide):
        coach.page.set_viewport_size(size)
        coach.checks_accessibility()
    coach.pick("seat", "Buurvrouw Rita")
    coach.fill_date("due_on", today() + timedelta(days=7))
    coach.press("Bewaren")
    for said in ("Op maandag lukt het al.", "Zonder gsm aan tafel.", "Rita eet op woensdag mee"):
        assert coach.reads(said)

    # And the table goes on once Kaat's decision has somebody who does it, and a day
    coach.press("Volgend punt")
    assert coach.reads("wie ze doet")
    coach.checks_accessibility()
    loose = coach.page.locator("fieldset.card")
    loose.locator("select").select_option(label="Kaat")
    for part, text in zip(
        ("day", "month", "year"), (today() + timedelta(days=3)).strftime("%d %m %Y").split(), strict=True
    ):
        loose.locator(f"[name$=due_on_{part}]").fill(text)
    coach.press("Volgend punt")
    assert coach.reads(WAITS_FOR)
    coach.press("Volgend punt")
    assert coach.reads(QUESTION)
    assert not coach.reads(SECRET)
    coach.press("Afronden")
    assert coach.reads("Hierover is nog niets beslist")
    coach.checks_accessibility()
    for name in ("Kaat", "Juf Lies"):
        coach.pick("who", name)
    coach.press("Afronden")
    assert coach.reads("Rita eet op woensdag mee")
    assert not coach.reads(SECRET)
    coach.checks_accessibility()
    with coach.page.expect_navigation():
        coach.page.get_by_role("button", name="Samen kijken stoppen").click()
    assert coach.path == table
    assert coach.reads(SECRET)
    coach.checks_accessibility()

    # And everybody reads what was agreed: it stands in the plan, and in Kaat's minutes
    coach.open(f"/gezinnen/{helped.family.id}/plan/")
    assert coach.reads("Ik maak een lijstje")
    kaat.open(here)
    assert kaat.reads("Zonder gsm aan tafel.")
    assert kaat.reads("Rita eet op woensdag mee")
    kaat.checks_accessibility()
