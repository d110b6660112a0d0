"""Five talks with the psychologist: everybody may know how many and about what, nobody can write down what was said."""

from datetime import date, timedelta
from typing import Any

import pytest

from eenplan.core.acting import request_transaction
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.families.actions import NewPerson, issue_card
from eenplan.families.enums import PersonRole
from eenplan.web.shared import words
from tests.factories.plans import make_active
from tests.factories.sessions import share_with_psychologist

pytestmark = pytest.mark.journey

PERSONS = (
    NewPerson(PersonRole.PARENT, "Kaat", parental_authority=True),
    NewPerson(PersonRole.CHILD, "Fien", birth_date=date(2013, 5, 4)),
)
# The one line that there is takes a few words, as a diary does.
LINE, NOTE = "voor de toetsen", "Fien vertelt dat ze elke nacht wakker ligt en dat ze bang is voor morgen."


@pytest.mark.rule(39)
def test_five_talks_are_a_number_and_a_theme(somebody: Any, workers: Any) -> None:
    # Given a girl of thirteen who said yes to sharing something with the psychologist
    helped = make_active(workers.team, family_name="Kaat en Fien", persons=PERSONS)
    kaat, fien = helped.people
    share_with_psychologist(helped, fien.id)
    with request_transaction(helped.coach):
        cards = {one: issue_card(helped.coach, person_id=one.id) for one in (kaat, fien)}

    # When the psychologist begins talks with her: there is a theme, and no room for what was said
    psychologist = somebody()
    psychologist.sign_in(workers.accounts[Role.PSYCHOLOGIST])
    psychologist.open("/gedeeld/")
    psychologist.press("Lees wat gedeeld is")
    psychologist.press("Gesprekken beginnen")
    psychologist.pick("about", "Fien")
    psychologist.fill_date("agreed_on", today() - timedelta(days=40))
    psychologist.pick("theme", "Rustig worden")
    assert psychologist.page.locator("main textarea").count() == 0
    psychologist.fill(line=NOTE)
    psychologist.press("Bewaren")
    assert (
        psychologist.reads("Er is een probleem") or psychologist.page.locator(".errors, [role=alert]").count()
    )
    psychologist.checks_accessibility()
    psychologist.fill(line=LINE)
    psychologist.press("Bewaren")

    # And notes five that were held, one of them today in one press, and one that was called off
    days = [today() - timedelta(days=7 * week) for week in (5, 4, 3, 2)]
    for day in days:
        psychologist.press("Andere dag, of afgezegd")
        assert psychologist.page.locator("main textarea, main input[type=text]:not([inputmode])").count() == 0
        psychologist.fill_date("day", day)
        psychologist.press("Bewaren")
    psychologist.press("Andere dag, of afgezegd")
    psychologist.fill_date("day", today() - timedelta(days=7))
    psychologist.pick("status", "afgezegd")
    psychologist.press("Bewaren")
    psychologist.press("Vandaag gehouden")
    assert psychologist.reads("5 gesprekken gehouden")
    assert psychologist.reads("afgezegd")
    psychologist.checks_accessibility()

    # Then the coach knows how many and about what, and of no day
    coach = somebody(phone=True)
    coach.sign_in(workers.accounts[Role.COACH])
    coach.open(f"/gezinnen/{helped.family.id}/plan/")
    coach.unfolds()
    assert coach.reads(f"Rustig worden: {LINE}")
    assert coach.reads("5 gesprekken gehouden")
    assert not any(coach.reads(words.weekday(day)) for day in days)
    assert not coach.visits(f"/gedeeld/{helped.family.id}/gesprekken/")

    # And Fien reads on her phone the days of her own talks, of which her mother is told nothing
    own, mother = somebody(phone=True), somebody(phone=True, javascript=False)
    for reader, person in ((own, fien), (mother, kaat)):
        reader.open("/gezin/")
        reader.fill(code=cards[person].code, pin=cards[person].pin)
        reader.press("Openen")
    own.press("Gesprekken")
    assert own.reads("5 gesprekken gehouden")
    own.unfolds()
    assert all(own.reads(words.weekday(day)) for day in days)
    own.checks_accessibility()
    assert not mother.reads("Gesprekken")
    mother.open("/gezin/gesprekken/")
    assert mother.reads("Hier staat nu niets")
    assert not mother.reads("Rustig worden")
