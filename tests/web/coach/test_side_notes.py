"""A worker's note beside what the family said, at the coach's door."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from eenplan.core.acting import request_transaction
from eenplan.families.models import Item, Words
from eenplan.families.rules import FOR_TEAM
from eenplan.plans.actions import mark_domain, write_side_note, write_wish
from eenplan.plans.enums import Mark
from tests.factories.plans import Helped, add_family_goal

pytestmark = pytest.mark.django_db


def at(helped: Helped, name: str, **more: Any) -> str:
    """The address of a page about the family."""
    return reverse(f"coach:{name}", kwargs={"family_id": helped.family.id, **more})


def test_the_family_stands_first_and_the_note_beneath_with_who_wrote_it(
    alice: Client, helped: Helped
) -> None:
    goal = add_family_goal(helped, "De kleinste slaapt door")
    page = at(helped, "add-side-note", item_id=goal)
    assert "“De kleinste slaapt door”" in alice.get(page).content.decode()
    assert alice.post(page, {"text": "We proberen een vast uur."}).status_code == 302
    read = alice.get(at(helped, "read-plan")).content.decode()
    assert read.index("De kleinste slaapt door") < read.index("We proberen een vast uur.")
    assert "schreef erbij:" in read
    kept = Words.objects.get(text="We proberen een vast uur.").item_id
    assert not Item.objects.get(id=kept).released_to_all
    page = at(helped, "change-side-note", item_id=kept)
    shown = alice.get(page)
    assert "We proberen een vast uur." in shown.content.decode()
    typed = {"text": "Om acht uur.", "seen_by": "all", "base": shown.context["form"].initial["base"]}
    assert alice.post(page, typed).status_code == 302
    assert Item.objects.get(id=kept).released_to_all
    assert "Notitie: Om acht uur." in alice.get(at(helped, "read-who-sees")).content.decode()


def test_a_note_stands_beside_a_part_of_life_too(alice: Client, helped: Helped) -> None:
    with request_transaction(helped.coach):
        kept = mark_domain(helped.coach, plan_id=helped.plan.id, domain="housing", mark=Mark.TALK_ABOUT)
        write_side_note(helped.coach, beside_id=kept.item_id, text="Op de lijst sinds mei.")
    read = alice.get(at(helped, "change-domain", domain="housing")).content.decode()
    assert "Op de lijst sinds mei." in read
    assert at(helped, "add-side-note", item_id=kept.item_id) in read


def test_an_empty_note_and_one_for_too_many_are_refused(alice: Client, helped: Helped) -> None:
    with request_transaction(helped.coach):
        wish = write_wish(
            helped.coach, plan_id=helped.plan.id, text="x", speaker_id=helped.mother.id, labels=FOR_TEAM
        )
    page = at(helped, "add-side-note", item_id=wish.item_id)
    assert "Schrijf hier iets" in alice.post(page, {"text": " "}).content.decode()
    answer = alice.post(page, {"text": "Te ruim", "seen_by": "all"})
    assert answer.status_code == 422
    assert "Te ruim" in answer.content.decode()
    assert "Niet iedereen leest waar deze notitie bij staat." in answer.content.decode()
    assert alice.get(at(helped, "add-side-note", item_id=helped.family.id)).status_code == 404


@pytest.mark.parametrize("who", ["bob", "charlie", "coordinator", "partner", "visitor"])
def test_nobody_else_writes_a_note(enter: Any, helped: Helped, who: str) -> None:
    goal = add_family_goal(helped)
    answer = enter(who).post(at(helped, "add-side-note", item_id=goal), {"text": "GEHEIM-erbij"})
    assert answer.status_code in (302, 403, 404)
    assert not Words.objects.filter(text="GEHEIM-erbij").exists()
