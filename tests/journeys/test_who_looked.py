"""A mother reads on her phone who looked at the plan and asks why; her coach answers; the privacy officer keeps watch."""

import os
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from eenplan.core.acting import request_transaction
from eenplan.core.enums import Role
from eenplan.families.actions import issue_card
from eenplan.plans.queries import plan
from tests.factories.network import AssignmentFactory
from tests.factories.plans import make_helped

pytestmark = pytest.mark.journey


def picture(person: Any, name: str) -> None:
    """A picture of the page, when somebody wants to look at it."""
    folder = os.environ.get("EENPLAN_PICTURES")
    if folder:
        person.page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.rule(40)
def test_who_looked_is_asked_and_answered(somebody: Any, workers: Any) -> None:
    # Given a family whose coach read the plan, and a privacy officer
    with transaction.atomic():
        helped = make_helped(workers.team)
        AssignmentFactory(
            staff_member=workers.assignments[Role.PARTNER].staff_member,
            role=Role.PRIVACY_OFFICER,
            partnership=workers.partnership,
            share=Decimal(0),
        )
    coach_name = workers.assignments[Role.COACH].staff_member.name
    with request_transaction(helped.coach):
        card = issue_card(helped.coach, person_id=helped.mother.id)
        plan(helped.coach, helped.family.id)

    # When the mother opens the page on her phone, without script
    mother = somebody(phone=True, javascript=False)
    mother.open("/gezin/")
    mother.fill(code=card.code, pin=card.pin)
    mother.press("Openen")
    mother.unfold("Privacy en rechten")
    mother.press("Wie keek in ons plan?")
    assert mother.reads(coach_name)
    assert mother.reads("plan-trekker")
    mother.press("Iets vragen hierover")
    mother.press("Vraag versturen")
    assert mother.reads("Schrijf wat je wil weten.")
    picture(mother, "ask")
    mother.fill(words="Waarom keek je vandaag?")
    mother.press("Vraag versturen")
    assert mother.reads("Je vraag is weg.")
    picture(mother, "looked")

    # Then the coach answers
    coach = somebody()
    coach.sign_in(workers.accounts[Role.COACH])
    coach.open(f"/gezinnen/{helped.family.id}/")
    coach.press("Wie keek in dit dossier?")
    coach.checks_accessibility()
    picture(coach, "coach")
    coach.press("Antwoorden")
    coach.checks_accessibility()
    coach.fill(words="Om ons gesprek voor te bereiden.")
    coach.press("Antwoord versturen")

    # And the mother reads it; the privacy officer too
    again = somebody(phone=True)
    again.open("/gezin/")
    again.fill(code=card.code, pin=card.pin)
    again.press("Openen")
    again.open("/gezin/wie-keek/")
    assert again.reads("Om ons gesprek voor te bereiden.")
    again.checks_accessibility()
    picture(again, "answered")
    officer = somebody(phone=True)
    officer.sign_in(workers.accounts[Role.PARTNER])
    officer.page.click("text=van rol wisselen")
    officer.page.check("text=privacyverantwoordelijke")
    officer.press("Werk in deze rol")
    picture(officer, "officer-home")
    for name, path in (
        ("officer-questions", "/privacy/vragen/"),
        ("officer-breadth", "/privacy/breed-kijken/"),
        ("officer-limits", "/privacy/breed-kijken/grenzen/"),
    ):
        officer.open(path)
        officer.checks_accessibility()
        picture(officer, name)
    assert not officer.reads(helped.family.name)
