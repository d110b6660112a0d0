"""A mother who reads Arabic opens her card, reads the plan, and agrees aloud with the coach."""

from typing import Any

import pytest

from eenplan.core.acting import request_transaction
from eenplan.core.enums import Role
from eenplan.families.actions import NewPerson, issue_card
from eenplan.families.enums import PersonRole
from eenplan.families.models import Person
from eenplan.plans.actions import write_wish
from eenplan.plans.models import Agreement
from tests.factories.plans import activate, add_family_goal, make_helped, mark_all_domains

pytestmark = pytest.mark.journey

PERSONS = (NewPerson(PersonRole.PARENT, "Rima"), NewPerson(PersonRole.CHILD, "Sami"))
WISH = "أريد بيتاً هادئاً لأولادي"


def speak(reader: Any, language: str) -> None:
    """Choose a language in the menu on top."""
    reader.page.click("details.language summary")
    with reader.page.expect_navigation():
        reader.page.click(f"button[name=language][value={language}]")


@pytest.mark.rule(22)
@pytest.mark.rule(48)
def test_a_mother_reading_arabic_agrees_aloud_with_the_coach(somebody: Any, workers: Any) -> None:
    helped = make_helped(workers.team, persons=PERSONS)
    mark_all_domains(helped)
    add_family_goal(helped)
    with request_transaction(helped.coach):
        write_wish(
            helped.coach, plan_id=helped.plan.id, text=WISH, speaker_id=helped.mother.id, language="ar"
        )
    activate(helped)
    with request_transaction(helped.coach):
        card = issue_card(helped.coach, person_id=helped.mother.id)
    rima, coach = somebody(phone=True), somebody()

    rima.open("/gezin/")
    speak(rima, "ar")
    html = rima.page.locator("html")
    assert (html.get_attribute("lang"), html.get_attribute("dir")) == ("ar", "rtl")
    rima.fill(code=card.code, pin=card.pin)
    with rima.page.expect_navigation():
        rima.page.click("main form:has([name=pin]) button[type=submit]")
    assert Person.objects.get(id=helped.mother.id).language == "ar"
    rima.open("/gezin/plan/")
    said = rima.page.locator("blockquote[lang=ar]", has_text=WISH)
    assert said.evaluate("words => getComputedStyle(words).direction") == "rtl"
    assert said.evaluate("words => getComputedStyle(words).textAlign") in ("start", "right")

    rima.open("/gezin/plan/antwoord/")
    rima.page.check("[name=answer][value=agreed]", force=True)
    rima.page.fill("[name=words]", "نعم")
    with rima.page.expect_navigation():
        rima.page.click("main form:has([name=answer]) button[type=submit]")
    assert rima.page.locator("#id_understood_0, [name=understood]").count() >= 1
    assert not Agreement.objects.filter(version__plan=helped.plan).exists()
    assert rima.page.input_value("[name=words]") == "نعم"
    rima.checks_accessibility()
    rima.page.check("[name=understood][value=aloud]", force=True)
    with rima.page.expect_navigation():
        rima.page.click("main form:has([name=answer]) button[type=submit]")
    row = Agreement.objects.get(version__plan=helped.plan)
    assert (row.answer, row.understood, row.language, row.words) == ("agreed", "aloud", "ar", "نعم")

    coach.sign_in(workers.accounts[Role.COACH])
    coach.open(f"/gezinnen/{helped.family.id}/plan/")
    assert coach.reads("hardop, samen met de coach")

    assert not rima.violations + coach.violations
