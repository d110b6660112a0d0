"""A family comes back: the coach reads its plan of before beside the new one, and takes along what they still want."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from eenplan.audit.models import Entry
from eenplan.core.acting import request_transaction
from eenplan.families.actions import issue_card
from eenplan.families.enums import ItemKind
from eenplan.families.models import Item
from eenplan.families.rules import FOR_FEW
from eenplan.plans import actions
from eenplan.plans.enums import GoalStatus
from eenplan.plans.models import Goal, StillWanted
from tests.cast import MARKER, Team
from tests.factories.coming_back import back_again, close
from tests.factories.plans import Helped, activate, add_family_goal, make_helped, mark_all_domains
from tests.once import once
from tests.web.coach.conftest import NOW

pytestmark = pytest.mark.django_db

GOAL, WISH, FEW = "Elke avond samen eten", "Rust in huis", MARKER.format("fluister")


@once(at=NOW - timedelta(days=200))
def ended(here: Team) -> Helped:
    """A family that was helped for a day."""
    helped = make_helped(here)
    mark_all_domains(helped)
    add_family_goal(helped, GOAL, score_now=4)
    with request_transaction(helped.coach):
        speaker = helped.mother.id
        actions.write_wish(helped.coach, plan_id=helped.plan.id, text=WISH, speaker_id=speaker)
        actions.write_wish(helped.coach, plan_id=helped.plan.id, text=FEW, speaker_id=speaker, labels=FOR_FEW)
    activate(helped)
    close(helped, GoalStatus.LET_GO, remaining_needs="Iemand voor de centen")
    return helped


@once(at=NOW)
def returned(ended: Helped) -> Helped:
    """The family came back to the same coach."""
    return back_again(ended)


def at(helped: Helped, name: str, **more: Any) -> str:
    return reverse(f"coach:{name}", kwargs={"family_id": helped.family.id, **more})


def read(client: Client, path: str, status: int = 200) -> str:
    answer: Any = client.get(path)
    assert answer.status_code == status, path
    return str(answer.content.decode())


def goal_of_then(helped: Helped) -> UUID:
    return Goal.objects.exclude(plan=helped.plan).get().item_id


@pytest.mark.rule(18)
@pytest.mark.rule(19)
def test_from_coming_back_to_a_new_plan_with_what_they_still_want(alice: Client, returned: Helped) -> None:
    # Given a family that came back, the coach is offered its plan of before, and nothing of it stands in the new one
    page = read(alice, at(returned, "read-plan"))
    assert "Dit gezin had al een plan" in page
    assert GOAL not in page
    page = read(alice, at(returned, "read-earlier"))
    for words in (
        GOAL,
        WISH,
        FEW,
        "Iemand voor de centen",
        "cijfer toen: 8",
        "Losgelaten",
        "Hier staat nog niets",
    ):
        assert words in page, words

    # When nobody is said to want it still, it stays where it is
    path = at(returned, "take-along", item_id=goal_of_then(returned))
    mother = returned.mother
    page = read(alice, path)
    assert f"Vraag het zeker aan {mother.given_name}." in page
    assert "checked" not in page
    refused: Any = alice.post(path, {})
    assert refused.status_code == 422
    assert "duid aan wie zei dat dit nog klopt" in refused.content.decode()
    assert not StillWanted.objects.exists()

    # And when the mother says so, it goes along in her words, and the page of then says that it did
    assert alice.post(path, {"wanted_by": [str(mother.id)]}).status_code == 302
    assert GOAL in read(alice, at(returned, "read-plan"))
    page = read(alice, at(returned, "read-earlier"))
    assert f"Ging mee op 18 november. {mother.given_name} zei dat het nog klopt." in page
    assert alice.get(path).status_code == 302
    assert Goal.objects.get(plan=returned.plan).expressed_by_id == mother.id

    # Then the family reads with its card what it had, that it chooses, and what goes along
    with request_transaction(returned.coach):
        card = issue_card(returned.coach, person_id=returned.people[1].id)
    family = Client()
    assert family.post("/gezin/", {"code": card.code, "pin": card.pin}).status_code == 302
    page = read(family, "/gezin/start/")
    assert "Ons vorige plan" in page
    assert "Jullie plan wordt nog gemaakt" in page
    page = read(family, "/gezin/vorig-plan/")
    assert "jullie kiezen wat nog klopt" in page
    assert page.count("Gaat mee naar jullie nieuwe plan") == 1
    assert WISH in page
    # Of what is for few, it reads nothing (rule 34).
    assert FEW not in page

    # And once the new plan is agreed, it is no longer offered
    assert "Dit gezin had al een plan" in read(alice, at(returned, "read-plan"))
    mark_all_domains(returned)
    activate(returned)
    assert "Dit gezin had al een plan" not in read(alice, at(returned, "read-plan"))
    assert "Ons vorige plan" not in read(family, "/gezin/start/")


def test_who_may_not_and_what_is_not_there(
    enter: Callable[[str], Client], returned: Helped, helped: Helped
) -> None:
    paths = [at(returned, "read-earlier"), at(returned, "take-along", item_id=goal_of_then(returned))]
    for who in ("bob", "charlie", "coordinator_elsewhere", "partner"):
        client = enter(who)
        for path in paths:
            assert client.get(path).status_code in (403, 404), (who, path)
    assert enter("visitor").get(paths[0]).status_code == 302
    alice = enter("alice")
    # Nobody takes along what is not of that plan, or what is done and begun anew.
    assert alice.get(at(returned, "take-along", item_id=returned.family.id)).status_code == 404
    domain = Item.objects.filter(family=returned.family, kind=ItemKind.DOMAIN).values_list("id", flat=True)[0]
    assert alice.get(at(returned, "take-along", item_id=domain)).status_code == 302
    assert alice.get(at(helped, "read-earlier")).status_code == 404
    assert "Het vorige plan" not in read(alice, at(helped, "read-plan"))


@pytest.mark.rule(40)
def test_reading_costs_the_same_and_is_recorded(alice: Client, returned: Helped) -> None:
    counts = []
    for _round in range(2):
        read(alice, at(returned, "read-earlier"))
        with CaptureQueriesContext(connection) as counted:
            read(alice, at(returned, "read-earlier"))
        counts.append(len(counted))
        with request_transaction(returned.coach):
            for number in range(3):
                actions.write_wish(returned.coach, plan_id=returned.plan.id, text=f"wens {number}")
    assert counts[0] == counts[1]
    entries = Entry.objects.filter(what="plans:earlier-plan", families__contains=[returned.family.id])
    assert entries.count() == 4
