"""A mother makes her copy on her phone and asks not to use her data for a while; the coach decides; she reads it (rule 37)."""

from typing import Any

import pytest
from django.db import transaction

from eenplan.core.acting import request_transaction
from eenplan.core.enums import Role
from eenplan.families.actions import issue_card
from tests.factories.plans import make_helped

pytestmark = pytest.mark.journey


@pytest.mark.rule(37)
def test_a_copy_and_what_is_not_used_for_a_while(somebody: Any, workers: Any) -> None:
    # Given a family with a coach, and a mother with a card
    with transaction.atomic():
        helped = make_helped(workers.team)
    with request_transaction(helped.coach):
        card = issue_card(helped.coach, person_id=helped.mother.id)

    def comes_in() -> Any:
        mother = somebody(phone=True)
        mother.open("/gezin/")
        mother.fill(code=card.code, pin=card.pin)
        mother.press("Openen")
        mother.open("/gezin/mijn-gegevens/")
        mother.checks_accessibility()
        return mother

    # When she makes her copy, and asks not to use her data for a while
    mother = comes_in()
    mother.press("Mijn kopie maken")
    mother.checks_accessibility()
    assert mother.reads(helped.mother.given_name)
    mother.open("/gezin/mijn-gegevens/vraag/")
    mother.choose("kind", "restriction")
    mother.press("Vraag versturen")
    mother.checks_accessibility()
    mother.fill(words="Mijn naam staat fout: zoek het eerst uit.")
    mother.press("Vraag versturen")
    assert mother.reads("Je vraag is bewaard")

    # Then her coach says yes
    coach = somebody()
    coach.sign_in(workers.accounts[Role.COACH])
    coach.open(f"/gezinnen/{helped.family.id}/gegevens/")
    coach.checks_accessibility()
    coach.press("Antwoorden")
    coach.checks_accessibility()
    coach.choose("outcome", "accepted")
    coach.press("Antwoord bewaren")
    assert coach.reads("gebruik beperkt")
    coach.checks_accessibility()
    coach.press("Weer gebruiken")
    coach.checks_accessibility()

    # And she reads the answer, and takes it back herself
    again = comes_in()
    assert again.reads("Dit gebruiken we nu niet")
    again.press("Dit mag weer gebruikt worden")
    assert again.reads("mag vanaf nu weer gebruikt worden")
    again.checks_accessibility()
