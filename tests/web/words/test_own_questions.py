"""A coordinator adds a question to the referral form: looks at it first, takes it back or ends it later (rule 47)."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from eenplan.core.enums import Role
from eenplan.network.models import FormQuestion
from tests.cast import Team, make_team
from tests.factories.questions import add_question
from tests.once import once

pytestmark = [pytest.mark.django_db, pytest.mark.rule(47)]

LIST, NEW = "/instellingen/vragen/", "/instellingen/vragen/nieuw/"
TYPED = {
    "label_nl": "Wie bracht je op het idee?",
    "label_fr": "Qui vous a donné l’idée ?",
    "kind": "choice",
    "choices_nl": "school\r\nhuisarts\r\n",
    "asked_of": "professional",
    "place": "end",
    "since_day": "3",
    "since_month": "3",
    "since_year": "2026",
    "code": "own-0123456789abcdef",
}


NOW = "2026-03-02T09:00:00Z"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@once(at=NOW)
def team() -> Team:
    return make_team("9901")


@pytest.fixture
def coordinator(team: Team, client: Client) -> Client:
    client.force_login(team.account(Role.COORDINATOR))
    return client


def test_added_after_a_look_at_how_it_will_stand_in_the_form(coordinator: Client, team: Team) -> None:
    assert NEW in coordinator.get(LIST).content.decode()
    assert coordinator.get(NEW).status_code == 200
    seen = coordinator.post(NEW, TYPED).content.decode()
    assert 'type="radio"' in seen
    assert "huisarts" in seen
    assert "Qui vous a donné" in seen
    assert not FormQuestion.objects.exists()
    assert coordinator.post(NEW, TYPED | {"confirm": "yes"}).status_code == 302
    assert coordinator.post(NEW, TYPED | {"confirm": "yes"}).status_code == 302  # pressed twice
    one = FormQuestion.objects.get()
    assert (one.partnership_id, one.choices_nl, one.kind) == (
        team.partnership.id,
        "school\nhuisarts",
        "choice",
    )
    listed = coordinator.get(LIST).content.decode()
    assert "Vanaf 3 maart" in listed
    assert "Wie bracht je op het idee?" in listed
    assert coordinator.post(f"{LIST}{one.code}/terugnemen/", {"since": "2026-03-03"}).status_code == 302
    assert not FormQuestion.objects.exists()


def test_changed_and_ended_from_a_day(coordinator: Client, team: Team, clock: Any) -> None:
    code = add_question(team, "Wie bracht je op het idee?")
    page = coordinator.get(f"{LIST}{code}/").content.decode()
    assert "Stel deze vraag vanaf die dag niet meer" in page
    day = {"since_day": "9", "since_month": "3", "since_year": "2026"}
    looked = coordinator.post(f"{LIST}{code}/", {**day, "default": "on"}).content.decode()
    assert "Deze vraag staat niet meer op het formulier" in looked
    assert coordinator.post(f"{LIST}{code}/", {**day, "default": "on", "confirm": "yes"}).status_code == 302
    clock.move_to("2026-03-10T09:00:00Z")
    coordinator.force_login(team.account(Role.COORDINATOR))
    listed = coordinator.get(LIST).content.decode()
    assert "Hoe het vroeger was" in listed
    assert "We vragen dit nu niet." in listed


def test_one_for_all_is_left_out_here(coordinator: Client, team: Team) -> None:
    code = add_question(team, "Voor iedereen?", everywhere=True)
    page = coordinator.get(f"{LIST}{code}/").content.decode()
    assert "Stellen we deze vraag?" in page
    day = {"since_day": "9", "since_month": "3", "since_year": "2026"}
    sent = {
        **day,
        "label_nl": "Voor iedereen?",
        "kind": "text",
        "asked_of": "all",
        "place": "end",
        "shown": "no",
    }
    assert coordinator.post(f"{LIST}{code}/", {**sent, "confirm": "yes"}).status_code == 302
    assert FormQuestion.objects.filter(partnership=team.partnership, shown=False).exists()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"label_nl": ""}, "Vul nog in"),
        ({"label_nl": "x" * 161}, "te lang"),
        ({"kind": ""}, "Kies nog een antwoord"),
        ({"choices_nl": "school"}, "2 tot 10 verschillende antwoorden"),
        ({"choices_fr": "école"}, "evenveel antwoorden als in het Nederlands"),
        ({"asked_of": "niemand"}, "Kies een van de antwoorden"),
        ({"since_day": "1"}, "te vroeg"),
    ],
)
def test_bad_input_is_explained_and_kept(coordinator: Client, typed: dict[str, str], says: str) -> None:
    answer = coordinator.post(NEW, {**TYPED, **typed})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert "Qui vous a donné" in answer.content.decode()
    assert not FormQuestion.objects.exists()


def test_a_code_of_ones_own_making_is_not_kept(coordinator: Client) -> None:
    coordinator.post(NEW, TYPED | {"confirm": "yes", "code": "<b>"})
    assert FormQuestion.objects.get().code != "<b>"


@pytest.mark.parametrize("role", [Role.COACH, Role.INTAKE, Role.OFFICIAL])
def test_others_add_none(team: Team, client: Client, role: Role) -> None:
    if role is not Role.OFFICIAL:
        client.force_login(team.account(role))
    assert client.post(NEW, TYPED | {"confirm": "yes"}).status_code in (302, 403)
    assert not FormQuestion.objects.exists()


def test_a_new_word_for_a_phase_has_no_page_to_add(coordinator: Client) -> None:
    assert coordinator.get("/instellingen/fases/nieuw/").status_code == 404
