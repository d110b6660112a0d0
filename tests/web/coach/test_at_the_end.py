"""The page on which a trajectory ends names what still waits, with where to answer it; the family reads why it was left."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from eenplan.core.acting import request_transaction
from eenplan.core.clock import today
from eenplan.families.actions import issue_card
from eenplan.plans.enums import Brings
from eenplan.plans.models import Closure
from tests.factories.contributions import brought, with_card
from tests.factories.plans import Helped, activate, add_family_goal, add_step, mark_all_domains
from tests.web.coach.conftest import typed_date

pytestmark = [pytest.mark.django_db, pytest.mark.rule(41)]


def test_what_waits_is_named_with_a_link_and_left_with_a_reason_the_family_reads(
    alice: Client, helped: Helped
) -> None:
    path = reverse("coach:close-trajectory", args=[helped.family.id])
    assert "Dit wacht nog" not in alice.get(path).content.decode()
    mark_all_domains(helped)
    goal = add_family_goal(helped).hex
    add_step(helped)
    add_step(helped)
    activate(helped)
    brought(with_card(helped, helped.mother), Brings.GOAL)
    page = alice.get(path).content.decode()
    for words in (
        "1 voorstel van het gezin zonder antwoord",
        "2 stappen die openstaan",
        "Waarom blijft wat nog wacht zoals het is?",
    ):
        assert words in page, words
    for name in ("list-contributions", "read-plan"):
        assert reverse(f"coach:{name}", args=[helped.family.id]) in page

    typed = {
        "reason": "goals_reached", f"status_{goal}": "reached", f"score_{goal}": "8",
        "remaining_needs": "Niets meer.", "who_continues": "Oma blijft komen.", "copy_offered": "yes",
        **typed_date("told_of_retention_on", today()), **typed_date("aftercare_on", today()),
    }  # fmt: skip
    refused: Any = alice.post(path, typed)
    assert refused.status_code == 422
    said = refused.content.decode()
    assert "Antwoord eerst, of schrijf voor het gezin op waarom het zo blijft" in said
    assert "Oma blijft komen." in said
    assert not Closure.objects.exists()
    assert alice.post(path, {**typed, "left_reason": "De stappen doen jullie zelf."}).status_code == 302
    closed = alice.get(reverse("coach:read-family", args=[helped.family.id])).content.decode()
    assert "De stappen doen jullie zelf." in closed

    with request_transaction(helped.coach):
        card = issue_card(helped.coach, person_id=helped.people[1].id)
    family = Client()
    assert family.post("/gezin/", {"code": card.code, "pin": card.pin}).status_code == 302
    page = family.get("/gezin/plan/").content.decode()
    assert "Niet alles was klaar" in page
    assert "zonder antwoord" not in page
    assert "De stappen doen jullie zelf." in page
