"""'Wie keek in ons plan?': by day, in plain words, without script; and asking about it."""

from datetime import date
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from eenplan.audit.actions import record_read
from eenplan.core.acting import request_transaction
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.families.actions import NewPerson, issue_card
from eenplan.families.enums import PersonRole
from eenplan.rights.models import LookQuestion
from eenplan.web.shared.words import hour
from tests.cast import make_team
from tests.conftest import CarefulClient
from tests.factories.network import AssignmentFactory
from tests.factories.plans import Helped, make_helped
from tests.once import once

pytestmark = pytest.mark.django_db

PAGE = "/gezin/wie-keek/"
ASK = "/gezin/wie-keek/vraag/"


@once
def helped() -> Helped:
    """A mother, a father and their son."""
    return make_helped(
        make_team(),
        persons=(
            NewPerson(PersonRole.PARENT, "Kaat"),
            NewPerson(PersonRole.PARENT, "Jeroen"),
            NewPerson(PersonRole.CHILD, "Seppe", birth_date=date(2020, 1, 2)),
        ),
    )


def came_in(helped: Helped, who: int = 0) -> Client:
    """Somebody's own browser, with their own card."""
    with request_transaction(helped.coach):
        card = issue_card(helped.coach, person_id=helped.people[who].id)
    client = CarefulClient()
    assert client.post("/gezin/", {"code": card.code, "pin": card.pin}).status_code == 302
    return client


def text_of(page: Any) -> str:
    """What a page says."""
    return unescape(page.content.decode())


def coach_name(helped: Helped) -> str:
    """How the coach is called."""
    return str(helped.team.assignments[Role.COACH].staff_member.name)


@pytest.mark.rule(40)
def test_it_says_who_as_what_on_which_day_and_why_and_never_at_what_hour(helped: Helped) -> None:
    client = came_in(helped)
    assert PAGE in text_of(client.get("/gezin/start/"))
    with request_transaction(helped.coach):
        record_read(helped.coach, "plans:plan", families=[helped.family.id])
    text = text_of(client.get(PAGE))
    worker = helped.team.assignments[Role.COACH].staff_member
    for said in (
        worker.name,
        f"gezinscoach, {worker.organisation.name}",
        "as jullie plan",
        "Waarom: hulp aan",
    ):
        assert said in text
    assert hour(now()) not in text
    assert "dat is van ieder zelf" in text


@pytest.mark.rule(40)
def test_a_question_is_sent_kept_and_answered_on_the_page(helped: Helped) -> None:
    client = came_in(helped)
    href = f"{ASK}?dag={today()}&wie={helped.coach.actor_id}"
    assert href in text_of(client.get(PAGE))
    assert coach_name(helped) in text_of(client.get(href))
    refused = client.post(href, {"words": " "})
    assert (refused.status_code, "Schrijf wat je wil weten." in text_of(refused)) == (422, True)
    assert not LookQuestion.objects.exists()
    sent = client.post(href, {"words": "Waarom keek je?"}, follow=True)
    assert "Je vraag is weg." in text_of(sent)
    assert f"Over {coach_name(helped)}" in text_of(sent)
    assert "wacht op een antwoord" in text_of(sent)
    assert "Waarom keek je?" not in text_of(came_in(helped, 1).get(PAGE))

    coach = Client()
    coach.force_login(helped.team.account(Role.COACH))
    page = reverse("coach:read-looked", args=[helped.family.id])
    assert page in text_of(coach.get(reverse("coach:read-family", args=[helped.family.id])))
    assert "Vraag over wie in het plan keek" in text_of(coach.get(reverse("coach:list-today")))
    assert "Waarom keek je?" in text_of(coach.get(page))
    answer = reverse("coach:answer-look", args=[helped.family.id, LookQuestion.objects.get().id])
    refused = coach.post(answer, {"words": ""})
    assert (refused.status_code, "Schrijf een antwoord." in text_of(refused)) == (422, True)
    assert coach.post(answer, {"words": "Voor ons gesprek."}, follow=True).status_code == 200
    assert "Hier antwoordde al iemand op." in text_of(coach.post(answer, {"words": "Nog eens."}))
    assert "Vraag over wie in het plan keek" not in text_of(coach.get(reverse("coach:list-today")))
    told = text_of(client.get(PAGE))
    assert "Voor ons gesprek." in told
    assert f"{coach_name(helped)}, gezinscoach" in told


@pytest.mark.parametrize(
    "asked",
    ["?dag=2020-01-01&wie=x", "?dag=morgen&wie=00000000-0000-7000-8000-000000000002", "?wie=", "?dag="],
)
def test_who_is_not_on_the_list_cannot_be_asked_about(helped: Helped, asked: str) -> None:
    assert came_in(helped).get(ASK + asked).status_code == 404


def test_a_day_that_is_none_shows_the_newest(helped: Helped) -> None:
    client = came_in(helped)
    assert coach_name(helped) in text_of(client.get(f"{PAGE}?voor=gisteren"))
    earlier = text_of(client.get(f"{PAGE}?voor=2019-01-01"))
    assert coach_name(helped) not in earlier
    assert "Terug naar het begin" in earlier


def test_the_same_queries_however_many_looked(helped: Helped) -> None:
    client = came_in(helped)
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(
            connection,
        ) as few:
            client.get(PAGE)
        counts.append(len(few))
        for role in (Role.INTAKE, Role.COORDINATOR, Role.COACH):
            acting = helped.team.acting(role)
            with request_transaction(acting):
                record_read(acting, "plans:plan", families=[helped.family.id])
    assert counts[0] == counts[1]


@pytest.mark.parametrize("role", [Role.INTAKE, Role.PSYCHOLOGIST, Role.ADMIN, Role.PRIVACY_OFFICER])
def test_others_do_not_read_the_coachs_page(helped: Helped, role: Role) -> None:
    client = Client()
    client.force_login(helped.team.account(role))
    assert client.get(reverse("coach:read-looked", args=[helped.family.id])).status_code == 403


def test_a_colleague_and_a_visitor_find_nothing(helped: Helped) -> None:
    client = Client()
    client.force_login(
        AssignmentFactory(role=Role.COACH, partnership=helped.team.partnership).staff_member.account
    )
    assert client.get(reverse("coach:read-looked", args=[helped.family.id])).status_code == 404
    assert Client().get(PAGE).headers["Location"] == "/gezin/"
    assert Client().post(ASK, {"words": "x"}).headers["Location"] == "/gezin/"
