"""A translation beside the family's sentence: written by the coach at the coach's door."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from eenplan.core.acting import request_transaction
from eenplan.families.models import Family, Words
from eenplan.plans.actions import write_wish
from tests.factories.plans import Helped

pytestmark = pytest.mark.django_db

ARABIC, DUTCH = "أريد بيتا هادئا", "Ik wil een rustig huis"


def page(family: Family, item_id: UUID) -> str:
    """Where the coach puts a translation beside a piece."""
    return reverse("coach:translate-piece", args=[family.id, item_id])


def typed(text: str = ARABIC, **more: Any) -> dict[str, Any]:
    """An Arabic translation as the form sends it."""
    return {"said_in": "nl", "into": "ar", "in-text": text, "by": "worker", **more}


def test_what_was_typed_stays_when_it_is_refused(alice: Client, helped: Helped) -> None:
    item_id = wish_of(helped)
    at = page(helped.family, item_id)
    answer = alice.post(at, typed(into="nl"))
    assert answer.status_code == 422
    assert ARABIC in answer.content.decode()
    assert "Kies een andere taal voor de vertaling." in answer.content.decode()
    answer = alice.post(at, typed(by=""))
    assert "Duid aan wie dit vertaalde." in answer.content.decode()
    assert not Words.objects.filter(text=ARABIC).exists()
    assert alice.post(at, typed(into="klingon")).status_code == 422


@pytest.mark.parametrize("who", ["bob", "charlie", "coordinator", "partner", "visitor"])
def test_who_does_not_write_here_does_not_translate(enter: Any, helped: Helped, who: str) -> None:
    item_id = wish_of(helped)
    answer = enter(who).post(page(helped.family, item_id), typed())
    assert answer.status_code in (302, 403, 404)
    assert not Words.objects.filter(text=ARABIC).exists()


def test_a_note_of_a_worker_has_no_translation(alice: Client, helped: Helped) -> None:
    item_id = wish_of(helped, speaker_id=None)
    assert alice.get(page(helped.family, item_id)).status_code == 404


def test_the_plan_asks_for_a_translation_where_one_is_wanted(alice: Client, helped: Helped) -> None:
    item_id = wish_of(helped)
    plan = reverse("coach:read-plan", args=[helped.family.id])
    at = page(helped.family, item_id)
    assert at not in alice.get(plan).content.decode()
    alice.post(at, {**typed(DUTCH), "said_in": "ar", "into": "fr"})
    assert at in alice.get(plan).content.decode()  # said in Arabic, and not yet there in Dutch
    alice.post(at, {**typed(DUTCH), "said_in": "ar", "into": "nl"})
    read = alice.get(plan).content.decode()
    assert at not in read
    assert DUTCH in read


def wish_of(helped: Helped, text: str = "Een tuin", **changes: Any) -> UUID:
    """A wish of the mother's; its item's id."""
    changes.setdefault("speaker_id", helped.mother.id)
    with request_transaction(helped.coach):
        return write_wish(helped.coach, plan_id=helped.plan.id, text=text, **changes).item_id
