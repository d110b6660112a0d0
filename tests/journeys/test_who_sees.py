"""What somebody tells in confidence stays with the coach, at a table with others too; and a file that is opened in need."""

from datetime import date
from typing import Any

import pytest

from eenplan.core.acting import request_transaction
from eenplan.core.enums import Role
from eenplan.families.actions import Labels, NewPerson, issue_card
from eenplan.families.enums import PersonRole
from eenplan.plans.actions import write_wish
from tests.factories.plans import Helped, activate, add_family_goal, make_helped, mark_all_domains

pytestmark = pytest.mark.journey

OPEN = "Een kamer voor elk van ons."
SECRET = "Ik slaap slecht sinds papa weg is."
WHY = "De moeder belde: ze is bang. De coach is niet te bereiken."


@pytest.fixture
def helped(workers: Any) -> Helped:
    """A family of a mother, a father and a girl of 13, with a wish that all may read."""
    found = make_helped(
        workers.team,
        persons=(
            NewPerson(PersonRole.PARENT, "Kaat", parental_authority=True),
            NewPerson(PersonRole.PARENT, "Stef", parental_authority=True),
            NewPerson(PersonRole.CHILD, "Noor", birth_date=date(2013, 5, 4)),
        ),
    )
    mark_all_domains(found)
    add_family_goal(found, "We wonen ruimer voor de zomer.")
    with request_transaction(found.coach):
        write_wish(found.coach, plan_id=found.plan.id, text=OPEN, speaker_id=found.mother.id)
    return found


def test_what_a_girl_of_13_tells_in_confidence_is_the_coachs_alone(
    somebody: Any, workers: Any, helped: Helped
) -> None:
    # Given what Noor tells the coach, who writes it for few
    coach = somebody()
    coach.sign_in(workers.accounts[Role.COACH])
    family = f"/gezinnen/{helped.family.id}"
    coach.open(f"{family}/plan/teksten/wat-we-willen/")
    coach.unfolds()
    coach.fill(text=SECRET)
    coach.pick("speaker", "Noor")
    coach.choose("seen_by", "few")
    coach.press("Bewaren")
    father = next(one for one in helped.people if one.given_name == "Stef")
    with request_transaction(helped.coach):
        card = issue_card(helped.coach, person_id=father.id)

    # When the coach looks first who sees what, before they agree on the plan
    coach.open(f"{family}/plan/")
    coach.press("Wie ziet wat?")
    coach.checks_accessibility()
    coach.pick("wie", "Stef")
    coach.press("Zo bekijken")
    assert coach.reads("Dit ziet Stef niet")
    assert SECRET not in coach.page.locator(".beside .card").first.inner_text()
    activate(helped)

    # Then her father's own plan does not show it, nor the screen that they look at together; the coach's does
    dad = somebody(phone=True)
    dad.open("/gezin/")
    dad.fill(code=card.code, pin=card.pin)
    dad.press("Open")
    dad.open("/gezin/plan/")
    dad.unfolds()
    assert dad.reads(OPEN)
    assert not dad.reads(SECRET)
    assert dad.reads("Niet iedereen ziet alles.")
    coach.open(f"{family}/samen-kijken/")
    for name in ("Stef", "Noor"):
        coach.pick("who", name)
    coach.press("Samen kijken")
    coach.unfolds()
    assert coach.reads(OPEN)
    assert not coach.reads(SECRET)
    coach.page.get_by_role("button", name="Samen kijken stoppen").click()
    coach.page.wait_for_url("**/plan/")
    assert coach.reads(SECRET)


def test_a_teacher_at_a_round_table_reads_what_is_for_all(
    somebody: Any, workers: Any, helped: Helped
) -> None:
    # Given a tablet on the table, with a teacher who is bound by no secrecy
    with request_transaction(helped.coach):
        few = Labels(confidential=True)
        write_wish(
            helped.coach, plan_id=helped.plan.id, text=SECRET, speaker_id=helped.people[2].id, labels=few
        )
    coach = somebody(phone=True, javascript=False)
    coach.sign_in(workers.accounts[Role.COACH])
    coach.open(f"/gezinnen/{helped.family.id}/samen-kijken/")
    coach.press("Samen kijken")
    assert coach.reads("Duid aan wie er mee naar het scherm kijkt")
    coach.pick("who", "Iemand anders aan tafel")
    coach.press("Samen kijken")
    assert coach.reads(OPEN)
    assert not coach.reads(SECRET)
    assert coach.reads("Niet iedereen ziet alles.")
    assert not coach.reads("Mijn gezinnen")

    # When somebody touches another page, it asks to stop first
    answer = coach.page.goto(f"{coach.address}/vandaag/")
    assert answer.status == 409
    assert coach.reads("Je kijkt nog samen")
    coach.press("Terug naar het plan")
    with coach.page.expect_navigation():
        coach.page.get_by_role("button", name="Samen kijken stoppen").click()
    assert coach.reads("Mijn gezinnen")


def test_a_file_that_was_opened_in_an_emergency_is_seen_and_reviewed(
    somebody: Any, workers: Any, helped: Helped
) -> None:
    # Given a colleague who opens the file with its number and a reason
    colleague = somebody(phone=True)
    colleague.sign_in(workers.accounts[Role.INTAKE])
    colleague.open("/noodtoegang/")
    colleague.fill(number=helped.family.reference, reason=WHY)
    colleague.checks_accessibility()
    colleague.press("Dossier openen")
    assert colleague.reads("Open tot")
    assert colleague.reads("We wonen ruimer voor de zomer.")
    colleague.checks_accessibility()
    colleague.press("Ik ben klaar")
    assert colleague.reads("weer dicht")

    # When the coach comes in, it stands first
    coach = somebody()
    coach.sign_in(workers.accounts[Role.COACH])
    coach.open("/vandaag/")
    assert coach.reads(WHY)
    coach.press("Ik heb dit gezien")

    # Then the coordinator reviews it in words, and the coach reads them
    coordinator = somebody()
    coordinator.sign_in(workers.accounts[Role.COORDINATOR])
    coordinator.open("/netwerk/")
    assert coordinator.reads("Dossiers die in nood geopend werden")
    coordinator.open("/noodtoegang/nakijken/")
    coordinator.press("Nakijken")
    coordinator.choose("justified", "yes")
    coordinator.fill(words="Nodig: het gezin vroeg het zelf.")
    coordinator.checks_accessibility()
    coordinator.press("Bewaren")
    coach.open(f"/gezinnen/{helped.family.id}/tijdlijn/")
    assert coach.reads("Bij het nakijken: terecht.")
