"""The story of seed 003, whole: referred, taken up, a coach, a first conversation, one plan, agreed, counted, closed."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from eenplan.core.clock import BRUSSELS, today
from eenplan.core.enums import Role
from eenplan.plans.models import Closure
from eenplan.referrals.models import Fact
from tests.journeys.steps import (
    GOAL,
    QUESTION,
    STEP,
    VIEW,
    WAITS_FOR,
    WISH,
    read_card,
    refer_kaat_and_jeroen,
)

pytestmark = pytest.mark.journey


def test_from_referral_to_one_plan(somebody: Any, workers: Any) -> None:
    # Given a family that a CLB refers on the second of November
    clb = somebody()
    with time_machine.travel(datetime(2026, 11, 2, 10, 0, tzinfo=BRUSSELS)):
        reference = refer_kaat_and_jeroen(clb)
    with time_machine.travel(datetime(2026, 11, 16, 9, 0, tzinfo=BRUSSELS)):
        helped(somebody, workers, reference)


def helped(somebody: Any, workers: Any, reference: str) -> None:
    """What happens two weeks later, on the sixteenth."""

    # When the intake worker finds it on the desk, takes it up and gives it a coach
    intake = somebody()
    intake.sign_in(workers.accounts[Role.INTAKE])
    intake.open("/aanmeldingen/")
    intake.checks_accessibility()
    assert intake.reads("Kaat en Jeroen")
    intake.press("Lezen en opnemen")
    assert intake.reads(QUESTION)
    assert intake.reads(VIEW)
    assert intake.reads(reference)
    intake.checks_accessibility()
    intake.press("Aanmelding opnemen")
    intake.press("Coach kiezen")
    intake.checks_accessibility()
    intake.pick("coach", "Coach Voorbeeld")
    intake.press("Coach bewaren")
    assert intake.reads("Coach Voorbeeld")

    # And the coach holds the first conversation within the month
    coach = somebody(phone=True)
    coach.sign_in(workers.accounts[Role.COACH])
    coach.open("/vandaag/")
    coach.checks_accessibility()
    coach.open("/gezinnen/")
    coach.checks_accessibility()
    coach.press("Kaat en Jeroen")
    coach.checks_accessibility()
    family = coach.path
    coach.open(family + "eerste-gesprek/noteren/")
    coach.checks_accessibility()
    coach.fill_date("held_at", today())
    coach.fill(at="8.30")
    coach.pick("present", "Kaat")
    coach.pick("channel", "huis")
    coach.press("Gesprek bewaren")
    coach.open(family)
    assert coach.reads("Eerste gesprek")

    # And writes the plan with the family, in its own words
    plan = family + "plan/"
    coach.open(plan)
    coach.checks_accessibility()
    assert coach.reads("Wat ontbreekt nog")
    coach.open(plan + "teksten/wat-we-willen/")
    coach.checks_accessibility()
    coach.fill(text=WISH)
    coach.pick("speaker", "Kaat")
    coach.press("Bewaren")
    coach.open(plan + "levensdomeinen/")
    coach.checks_accessibility()
    for choice in coach.page.locator("main input[type=radio][value=not_now]").all():
        choice.check()
    coach.press("Bewaren")
    coach.open(plan + "doelen/nieuw/")
    coach.checks_accessibility()
    coach.fill(text=GOAL)
    coach.pick("expressed_by", "Kaat")
    coach.press("Bewaren")
    coach.open(plan + "stappen/nieuw/")
    coach.checks_accessibility()
    coach.fill(text=STEP)
    coach.pick("owner", "Jeroen")
    coach.fill_date("due_on", today() + timedelta(days=10))
    coach.press("Bewaren")
    coach.open(plan + "hulp/nieuw/")
    coach.checks_accessibility()
    coach.fill(what=WAITS_FOR, bridge="de coach oefent elke week het ochtendritme")
    coach.pick("state", "wachten")
    coach.fill_date("since", today() - timedelta(days=180))
    coach.press("Bewaren")

    # And they agree on it together
    coach.open(plan + "afspreken/")
    coach.checks_accessibility()
    coach.pick("took_part", "Kaat")
    coach.fill_date("next_review_date", today() + timedelta(weeks=6))
    coach.press("Dit is nu ons plan")
    coach.checks_accessibility()
    assert coach.reads(GOAL)

    # And Kaat gets a card, opens the plan on her own phone, and agrees herself
    coach.open(family + "kaarten/")
    coach.checks_accessibility()
    coach.press("Kaart maken")
    coach.checks_accessibility()
    code, pin = read_card(coach)
    kaat = somebody(phone=True, javascript=False)
    kaat.open("/gezin/")
    kaat.fill(code=code.lower().replace("-", " "), pin=pin)
    kaat.press("Open")
    assert kaat.reads("Kaat")
    kaat.open("/gezin/plan/")
    assert kaat.reads(GOAL)
    kaat.unfolds()
    for words in (WISH, GOAL, STEP, WAITS_FOR):
        assert kaat.reads(words), words
    assert not kaat.reads(VIEW)
    kaat.open("/gezin/plan/antwoord/")
    kaat.choose("answer", "agreed")
    kaat.press("Mijn antwoord bewaren")
    coach.open(plan)
    assert coach.reads("akkoord")

    # And when somebody comes to look over her shoulder, the plan closes behind her
    hurried = somebody(phone=True)
    hurried.page.route("https://www.meteo.be/**", lambda route: route.fulfill(body="Het weer"))
    hurried.open("/gezin/")
    hurried.fill(code=code, pin=pin)
    hurried.press("Open")
    with hurried.page.expect_navigation():
        hurried.page.click("[data-leave]")
    assert any(hurried.open("/gezin/plan/") or hurried.reads("De code op je kaart") for _ in range(20))

    # Then the year's figures count it
    coordinator = somebody()
    coordinator.sign_in(workers.accounts[Role.COORDINATOR])
    coordinator.open("/cijfers/")
    coordinator.checks_accessibility()
    assert coordinator.reads("De Plan-trekkers")

    # And when it goes well, it is closed, with the notice that is due
    coach.open(family + "afronden/")
    coach.checks_accessibility()
    coach.choose("reason", "goals_reached")
    coach.page.locator("main [name^=status_][value=reached]").check()
    coach.fill(remaining_needs="Niets meer dat haast heeft.", who_continues="Oma haalt de jongste op.")
    coach.fill(left_reason="Wat nog openstaat, doet Kaat verder met oma.")
    coach.fill_date("told_of_retention_on", today())
    coach.choose("copy_offered", "yes")
    coach.fill_date("aftercare_on", today() + timedelta(days=180))
    coach.press("Traject afronden")
    coach.checks_accessibility()
    assert coach.reads("afgerond")
    closure = Closure.objects.get()
    assert (closure.copy_offered, closure.told_of_retention_on) == (True, today())
    fact = Fact.objects.get()
    assert (fact.conversation_held_on, fact.late_since) == (today(), None)
