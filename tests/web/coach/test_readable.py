"""The hint about hard words: for what a worker writes, never for what the family says, never in the way."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from eenplan.families.models import Words
from tests.factories.plans import Helped
from tests.web.shared.test_readability import EASY, HARD

pytestmark = pytest.mark.django_db

HINT = "Dit kan eenvoudiger voor wie het leest."


def at(helped: Helped, name: str, **more: Any) -> str:
    """The address of a page about the family."""
    return reverse(f"coach:{name}", kwargs={"family_id": helped.family.id, **more})


def test_a_hard_text_of_a_worker_is_kept_and_gets_a_hint(alice: Client, helped: Helped) -> None:
    page = at(helped, "write-text", section="wat-goed-gaat")
    answer = alice.post(page, {"text": HARD, "speaker": "worker"}, follow=True)
    assert "Het kan eenvoudiger voor wie het leest." in answer.content.decode()
    kept = Words.objects.get(text=HARD)
    shown = alice.get(at(helped, "change-text", item_id=kept.item_id)).content.decode()
    assert HINT in shown
    assert "<q>schuldbemiddelingsprocedure</q>" in shown
    assert "Een lange zin, van 20 woorden" in shown


@pytest.mark.parametrize("who", ["family", "easy"])
def test_there_is_no_hint_about_the_familys_words_or_an_easy_text(
    alice: Client, helped: Helped, who: str
) -> None:
    page = at(helped, "write-text", section="wat-goed-gaat")
    text, speaker = (HARD, str(helped.mother.id)) if who == "family" else (EASY, "worker")
    answer = alice.post(page, {"text": text, "speaker": speaker}, follow=True)
    assert "eenvoudiger" not in answer.content.decode()
    kept = Words.objects.get(text=text)
    assert HINT not in alice.get(at(helped, "change-text", item_id=kept.item_id)).content.decode()


def test_while_typing_the_hint_is_asked_and_nothing_is_kept(alice: Client) -> None:
    page = reverse("coach:check-readability")
    assert HINT in alice.post(f"{page}?veld=text", {"text": HARD, "speaker": "worker"}).content.decode()
    assert alice.post(f"{page}?veld=text", {"text": HARD, "speaker": "x"}).content.decode().strip() == ""
    note = {"text": HARD, "seen_by": "team"}
    assert alice.post(f"{page}?veld=text&allen", note).content.decode().strip() == ""
    assert HINT in alice.post(f"{page}?veld=text&allen", {**note, "seen_by": "all"}).content.decode()
    assert not Words.objects.filter(text=HARD).exists()
