"""The first page of the privacy officer."""

import html

import pytest
from django.test import Client
from django.urls import reverse

from eenplan.core.enums import Role
from tests.cast import MARKER, make_family, make_team

pytestmark = pytest.mark.django_db


def test_it_is_where_one_lands_and_says_what_is_never_shown(client: Client) -> None:
    team = make_team()
    make_family(team)
    client.force_login(team.account(Role.PRIVACY_OFFICER))
    page = client.get("/", follow=True)
    assert page.redirect_chain == [(reverse("privacy:read-home"), 302)]
    text = html.unescape(page.content.decode())
    assert "Nooit wat er in een dossier staat" in text
    assert "Je ziet mee of " in text
    assert MARKER.format("") not in text


@pytest.mark.parametrize("role", [Role.COACH, Role.INTAKE, Role.COORDINATOR, Role.ADMIN, Role.STEERING])
def test_nobody_else_comes_in(client: Client, role: Role) -> None:
    client.force_login(make_team().account(role))
    assert client.get(reverse("privacy:read-home")).status_code == 403


def test_a_visitor_is_asked_to_sign_in(client: Client) -> None:
    assert "/account/login/" in client.get(reverse("privacy:read-home")).headers["Location"]
