"""At the table and on paper: a copy for somebody, what is not right, and the answer (rule 37)."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from eenplan.core.acting import request_transaction
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.families.actions import Labels, write_item
from eenplan.families.enums import ItemKind
from eenplan.plans.actions import write_wish
from eenplan.rights.models import Decision, Request
from tests.factories.plans import Helped, make_helped
from tests.web.coach.conftest import NOW
from tests.web.family.test_sharing import DAUGHTER, FATHER, MOTHER, came_in, text_of
from tests.web.family.test_sharing import helped as helped

pytestmark = pytest.mark.django_db
MADE_AT = NOW

HERS, HIS = "GEHEIM-van-moeder", "GEHEIM-van-vader"


def signed_in(helped: Helped, role: Role = Role.COACH) -> Client:
    """A worker's browser."""
    client = Client()
    client.force_login(helped.team.account(role))
    return client


def address(helped: Helped, name: str, *more: object) -> str:
    """A page of this family."""
    return reverse(f"coach:{name}", args=[helped.family.id, *more])


def told(helped: Helped, text: str, who: int, **labels: Any) -> Any:
    """A note of the coach, from somebody."""
    with request_transaction(helped.coach):
        return write_item(
            helped.coach,
            family_id=helped.family.id,
            kind=ItemKind.NOTE,
            text=text,
            speaker_id=helped.people[who].id,
            labels=Labels(**labels),
        ).id


def noted(helped: Helped, who: int, **changes: str) -> dict[str, str]:
    """What the coach fills in for somebody."""
    day = today()
    return {
        "person": str(helped.people[who].id),
        "kind": "correction",
        "words": "dit klopt niet",
        "how": "paper",
        "asked_on_day": str(day.day),
        "asked_on_month": str(day.month),
        "asked_on_year": str(day.year),
        **changes,
    }


@pytest.mark.rule(37)
def test_a_copy_at_the_table_holds_what_that_person_may_read(helped: Helped) -> None:
    told(helped, HERS, MOTHER, confidential=True)
    told(helped, HIS, FATHER, confidential=True)
    coach = signed_in(helped)
    answer: Any = coach.post(address(helped, "ask-copy", helped.people[FATHER].id))
    page, file = coach.get(answer.url), coach.get(f"{answer.url.rstrip('/')}.json")
    paper: Any = coach.get(f"{answer.url.rstrip('/')}.pdf")
    assert paper.content.startswith(b"%PDF")
    for found in (page.content.decode(), file.content.decode()):
        assert HIS in found
        assert HERS not in found
    row = Request.objects.get()
    assert (row.kind, row.how, row.person_id) == ("copy", "table", helped.people[FATHER].id)


@pytest.mark.rule(33)
def test_a_youngsters_copy_at_the_table_is_the_own_file(helped: Helped) -> None:
    told(helped, "GEHEIM-rechtbank", DAUGHTER, court=True)
    told(helped, "wat het team schreef", MOTHER)
    coach = signed_in(helped)
    answer: Any = coach.post(address(helped, "ask-copy", helped.people[DAUGHTER].id))
    page = text_of(coach.get(answer.url))
    assert "wat het team schreef" in page
    assert "GEHEIM-rechtbank" not in page
    assert "Iets kan achtergehouden zijn" in page


@pytest.mark.rule(37)
def test_what_is_asked_on_paper_is_decided_and_told(helped: Helped) -> None:
    coach = signed_in(helped)
    answer: Any = coach.post(address(helped, "note-request"), noted(helped, MOTHER))
    assert answer.status_code == 302
    asked = Request.objects.get()
    assert "Verbeteren" in text_of(coach.get("/vandaag/")) or "verbeteren" in text_of(coach.get("/vandaag/"))
    place = address(helped, "decide-request", asked.id)
    too_early: Any = coach.post(place, {"outcome": "corrected", "reason": ""})
    assert too_early.status_code == 422
    assert "nog niets veranderd" in text_of(too_early)
    bare: Any = coach.post(place, {"outcome": "refused", "reason": " "})
    assert bare.status_code == 422
    assert "Schrijf waarom" in text_of(bare)
    assert not Decision.objects.exists()
    coach.post(place, {"outcome": "refused", "reason": "het staat zo op het rijksregister"})
    mine = text_of(came_in(helped, MOTHER).get("/gezin/mijn-gegevens/"))
    assert "het staat zo op het rijksregister" in mine
    assert "Vlaamse Toezichtcommissie" in mine
    assert "Wacht op een antwoord" not in text_of(coach.get(address(helped, "read-rights")))
    again: Any = coach.post(place, {"outcome": "refused", "reason": "nog eens"})
    assert "al beslist" in text_of(again)


@pytest.mark.rule(37)
def test_a_correction_that_was_made_is_told_on_her_own_page(helped: Helped) -> None:
    with request_transaction(helped.coach):
        wish = write_wish(helped.coach, plan_id=helped.plan.id, text="een hond", speaker_id=helped.mother.id)
    coach = signed_in(helped)
    place = address(helped, "note-about-piece", wish.item_id)
    assert coach.post(place, noted(helped, MOTHER)).status_code == 302
    change = address(helped, "change-text", wish.item_id)
    typed = {"text": "een kat", "speaker": str(helped.mother.id)}
    typed["base"] = coach.get(change).context["form"].initial["base"]
    assert coach.post(change, typed).status_code == 302
    decide = address(helped, "decide-request", Request.objects.get().id)
    assert coach.post(decide, {"outcome": "corrected", "reason": ""}).status_code == 302
    assert Decision.objects.get().outcome == "corrected"
    mine = text_of(came_in(helped, MOTHER).get("/gezin/mijn-gegevens/"))
    assert "dit klopt niet" in mine
    assert "verbeterd op" in mine


@pytest.mark.rule(37)
def test_a_statement_noted_for_who_reads_the_piece_alone(helped: Helped) -> None:
    with request_transaction(helped.coach):
        wish = write_wish(
            helped.coach,
            plan_id=helped.plan.id,
            text=HERS,
            speaker_id=helped.mother.id,
            labels=Labels(confidential=True),
        )
    coach = signed_in(helped)
    place = address(helped, "note-about-piece", wish.item_id)
    refused: Any = coach.post(place, noted(helped, FATHER, kind="statement"))
    assert refused.status_code == 422
    assert "leest dit stuk niet" in text_of(refused)
    assert not Request.objects.exists()
    assert coach.post(place, noted(helped, MOTHER, kind="statement")).status_code == 302
    asked = Request.objects.get()
    coach.post(address(helped, "decide-request", asked.id), {"outcome": "beside"})
    assert Decision.objects.get().words.text == "dit klopt niet"


def test_bad_input_keeps_what_was_typed(helped: Helped) -> None:
    coach = signed_in(helped)
    for changes, shown in (
        ({"person": ""}, "Kies nog een antwoord"),
        ({"person": str(helped.plan.id)}, "Kies een van de antwoorden"),
        ({"kind": "copy"}, "Kies een van de antwoorden"),
        ({"how": "own_card"}, "Kies een van de antwoorden"),
        ({"asked_on_year": "2091"}, "toekomst"),
        ({"words": ""}, "Vul nog in"),
    ):
        answer: Any = coach.post(address(helped, "note-request"), noted(helped, MOTHER, **changes))
        assert answer.status_code == 422, changes
        if changes.get("words") != "":
            assert "dit klopt niet" in text_of(answer)
        if shown != "toekomst":
            assert shown in text_of(answer)
    assert not Request.objects.exists()


def test_who_may_not(helped: Helped) -> None:
    elsewhere = make_helped(helped.team)
    coach = signed_in(helped)
    coach.post(address(helped, "note-request"), noted(helped, MOTHER))
    asked = Request.objects.get()
    other_family = reverse("coach:decide-request", args=[elsewhere.family.id, asked.id])
    assert coach.get(other_family).status_code == 404
    for role, status in (
        (Role.INTAKE, 403),
        (Role.PARTNER, 403),
        (Role.PSYCHOLOGIST, 403),
        (Role.PRIVACY_OFFICER, 403),
        (Role.ADMIN, 403),
    ):
        client = signed_in(helped, role)
        for name, more in (("read-rights", ()), ("note-request", ()), ("decide-request", (asked.id,))):
            assert client.get(address(helped, name, *more)).status_code == status, (role, name)
    coordinator = signed_in(helped, Role.COORDINATOR)
    assert coordinator.get(address(helped, "read-rights")).status_code == 200
    assert coordinator.post(address(helped, "ask-copy", helped.mother.id)).status_code == 403
    expected = coach.post(address(helped, "ask-copy", elsewhere.mother.id))
    assert expected.status_code == 404


def test_a_request_more_costs_no_query_more(helped: Helped, django_assert_num_queries: Any) -> None:
    coach = signed_in(helped)
    coach.post(address(helped, "note-request"), noted(helped, MOTHER))
    place = address(helped, "read-rights")
    coach.get(place)
    with django_assert_num_queries(QUERIES):
        coach.get(place)
    for who in (MOTHER, FATHER, DAUGHTER):
        coach.post(address(helped, "note-request"), noted(helped, who))
    with django_assert_num_queries(QUERIES):
        coach.get(place)


QUERIES = 15
