"""The privacy officer: who looks unusually widely, and questions of families about who looked."""

from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from eenplan.audit.actions import record_read
from eenplan.core.acting import request_transaction
from eenplan.core.enums import Role
from eenplan.families.actions import issue_card
from eenplan.families.models import Card
from eenplan.families.queries import reader
from eenplan.rights.actions import ask_look
from eenplan.rights.models import BreadthRemark
from tests.cast import MARKER, Team, make_family, make_team
from tests.factories.plans import make_helped
from tests.once import once

pytestmark = pytest.mark.django_db

PAGE = "/privacy/breed-kijken/"
LIMITS = "/privacy/breed-kijken/grenzen/"


@once
def team() -> Team:
    """A partnership."""
    return make_team()


@pytest.fixture
def officer(team: Team, client: Client) -> Client:
    """Its privacy officer's browser."""
    client.force_login(team.account(Role.PRIVACY_OFFICER))
    return client


def text_of(page: Any) -> str:
    """What a page says."""
    return unescape(page.content.decode())


def opens(team: Team, number: int) -> list[str]:
    """The intake worker opens some files; their references."""
    intake = team.acting(Role.INTAKE)
    files = [make_family(team) for _file in range(number)]
    with request_transaction(intake):
        for one in files:
            record_read(intake, "referrals:referral:read", families=[one.id])
    return [one.reference for one in files]


@pytest.mark.rule(40)
def test_breadth_is_told_from_the_chosen_number_on_and_put_aside_with_a_remark(
    team: Team, officer: Client
) -> None:
    assert "niets dat je nog moet bekijken" in text_of(officer.get(PAGE))
    sent = {"days": "7", "opened": "2", "outside": "3", "emergencies": "2"}
    refused = officer.post(LIMITS, {**sent, "days": "0"})
    assert (refused.status_code, 'value="2"' in text_of(refused)) == (422, True)
    assert officer.post(LIMITS, sent).status_code == 302
    references = opens(team, 3)
    text = text_of(officer.get(PAGE))
    worker = team.assignments[Role.INTAKE].staff_member
    assert worker.name in text
    assert "Opende 3 dossiers." in text
    assert all(reference in text for reference in references)
    assert MARKER.format("") not in text
    assert "geen uren, geen inhoud" in text
    remark = reverse("privacy:remark-on-breadth", args=[worker.actor_id, "files"])
    refused = officer.post(remark, {"words": ""})
    assert (refused.status_code, "Schrijf wat je vond of deed." in text_of(refused)) == (422, True)
    assert officer.post(remark, {"words": "Verving een collega."}).status_code == 302
    text = text_of(officer.get(PAGE))
    assert "niets dat je nog moet bekijken" in text
    assert "Verving een collega." in text.split("Bekeken")[1]
    assert BreadthRemark.objects.count() == 1
    assert (
        officer.get(reverse("privacy:remark-on-breadth", args=[worker.actor_id, "outside"])).status_code
        == 404
    )


def test_one_question_whatever_is_found(team: Team, officer: Client) -> None:
    officer.post(LIMITS, {"days": "7", "opened": "1", "outside": "3", "emergencies": "2"})
    opens(team, 2)
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as few:
            assert "Opende" in text_of(officer.get(PAGE))
        counts.append(len(few))
        for role in (Role.COORDINATOR, Role.ADMIN):
            acting = team.acting(role)
            with request_transaction(acting):
                for _file in range(2):
                    record_read(acting, "plans:plan", families=[make_family(team).id])
    assert counts[0] == counts[1]


@pytest.mark.rule(40)
def test_a_question_is_read_without_who_asks_and_answered_once(team: Team, officer: Client) -> None:
    helped = make_helped(team)
    with request_transaction(helped.coach):
        card = issue_card(helped.coach, person_id=helped.mother.id)
    mother = reader(Card.objects.get(id=card.card_id))
    with request_transaction(mother):
        asked = ask_look(mother, words="Wie mag dit lezen?")
    text = text_of(officer.get("/privacy/vragen/"))
    assert "Wie mag dit lezen?" in text
    assert helped.family.reference in text
    assert MARKER.format("") not in text
    href = reverse("privacy:answer-look", args=[asked.id])
    assert href in text
    assert officer.post(href, {"words": "Je coach, en wie jij koos."}, follow=True).status_code == 200
    assert "Hier antwoordde al iemand op." in text_of(officer.post(href, {"words": "Nog eens."}))
    elsewhere = Client()
    elsewhere.force_login(make_team("9902").account(Role.PRIVACY_OFFICER))
    assert "Wie mag dit lezen?" not in text_of(elsewhere.get("/privacy/vragen/"))
    assert elsewhere.get(href).status_code == 404


@pytest.mark.parametrize("role", [Role.COACH, Role.INTAKE, Role.COORDINATOR, Role.ADMIN])
@pytest.mark.parametrize("path", [PAGE, LIMITS, "/privacy/vragen/"])
def test_nobody_else_comes_in(team: Team, client: Client, role: Role, path: str) -> None:
    client.force_login(team.account(role))
    assert client.get(path).status_code == 403
