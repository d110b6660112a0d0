"""A boy of 13 adds his own goal to the plan and keeps a remark from his father; without a script, on his own phone."""

from datetime import date
from typing import Any

import pytest

from eenplan.core.acting import request_transaction
from eenplan.core.enums import Role
from eenplan.families.actions import NewPerson, issue_card
from eenplan.families.enums import PersonRole
from tests.factories.plans import activate, add_family_goal, add_step, make_helped, mark_all_domains

pytestmark = pytest.mark.journey

JUDO = "Ik wil weer naar de judo, op woensdag."
REMARK = "Papa roept dan altijd. Ik durf dat niet te zeggen."


@pytest.mark.rule(34)
def test_a_boy_adds_his_own_goal_and_keeps_a_remark_from_his_father(somebody: Any, workers: Any) -> None:
    # Given a family with an agreed plan in which the boy has a step to take
    helped = make_helped(
        workers.team,
        persons=(
            NewPerson(PersonRole.PARENT, "Stef", parental_authority=True),
            NewPerson(PersonRole.CHILD, "Lars", birth_date=date(2013, 5, 4)),
        ),
    )
    stef, lars = helped.people
    mark_all_domains(helped)
    goal = add_family_goal(helped, "We eten elke avond samen.")
    add_step(helped, "De tafel dekken", person_id=lars.id, goal_id=goal)
    activate(helped)
    with request_transaction(helped.coach):
        cards = {one: issue_card(helped.coach, person_id=one.id) for one in (stef, lars)}

    def enters(person: Any) -> Any:
        reader = somebody(phone=True, javascript=False)
        reader.open("/gezin/")
        reader.fill(code=cards[person].code, pin=cards[person].pin)
        reader.press("Openen")
        return reader

    # When he proposes a goal for everybody to read, says something beside another for his coach alone, and ticks off
    boy = enters(lars)
    boy.open("/gezin/plan/")
    boy.press("Zelf iets voorstellen")
    boy.press("Een doel voorstellen")
    boy.press("Versturen")
    assert boy.reads("Kies wie dit mag lezen. Jij beslist dat.")
    boy.fill(words=JUDO)
    boy.pick("whose", "Voor mij")
    boy.pick("reads", "Iedereen in ons plan")
    boy.press("Versturen")
    assert boy.reads("wacht op je coach")
    boy.press("Iets zeggen bij het plan")
    boy.press("Hier iets bij zeggen")
    boy.pick("stance", "Ik zie dit anders")
    boy.fill(words=REMARK)
    boy.pick("reads", "Alleen mijn coach")
    boy.press("Versturen")
    assert boy.reads("Alleen jij en je coach lezen dit")
    boy.open("/gezin/wat-ik-doe/")
    boy.press("Dit is klaar")
    assert boy.reads("Fijn dat het gelukt is.")

    # And the coach finds it on 'Vandaag', puts the goal in the plan in one act, and agrees on it with them
    coach = somebody()
    coach.sign_in(workers.accounts[Role.COACH])
    coach.open("/vandaag/")
    assert coach.reads("Lars deed: ‘De tafel dekken’")
    coach.press("Lars stelt een doel voor")
    assert coach.reads(JUDO)
    coach.checks_accessibility()
    coach.press("Zet in het plan")
    assert coach.reads("het staat in het plan, in dezelfde woorden")
    assert coach.reads(REMARK)
    coach.checks_accessibility()
    coach.press("Antwoorden")
    coach.pick("verdict", "We praten erover")
    coach.fill(reason="Dank je dat je dit zegt. Ik bel je morgen.")
    coach.press("Antwoord bewaren")
    coach.checks_accessibility()
    activate(helped)

    # Then the father reads his goal in his words and that the table is laid, and nowhere the remark
    father = enters(stef)
    father.open("/gezin/plan/")
    assert father.reads(JUDO)
    assert father.reads("Lars · klaar op")
    for page in ("start/", "plan/", "voorstel/", "koelkast/", "wie-keek/", "plan/versies/", "wat-ik-doe/"):
        father.open(f"/gezin/{page}")
        assert "durf dat niet" not in father.page.content()
        assert "ziet dit anders" not in father.page.content()
        assert "Ik bel je morgen" not in father.page.content()
    # And the boy reads what came of both
    boy.open("/gezin/voorstel/")
    assert boy.reads("staat in het plan")
    assert boy.reads("Dank je dat je dit zegt. Ik bel je morgen.")
    reader = somebody(phone=True)
    reader.open("/gezin/")
    reader.fill(code=cards[lars].code, pin=cards[lars].pin)
    reader.press("Openen")
    for page in (
        "voorstel/",
        "voorstel/doel/",
        "voorstel/stap/",
        "plan/?erbij",
        f"plan/erbij/{goal}/",
        "wat-ik-doe/",
    ):
        reader.open(f"/gezin/{page}")
        reader.checks_accessibility()
