"""The first page of who works with no family: never empty, never a refusal."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from eenplan.core.enums import Role
from tests.cast import make_team

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "said", "not_yet"),
    [
        (Role.EXPERT, "Je weet zelf hoe het is om hulp te krijgen", "enkel wat ze met jou delen"),
        (Role.STEERING, "of gezinnen op tijd hulp krijgen", "Gezinnen en hun plannen zie je niet."),
        (Role.ADMIN, "Per samenwerkingsverband, zonder namen.", "Gezinnen en hun plannen zie je niet."),
    ],
)
def test_it_says_what_one_can_do_here_and_every_door_opens(
    client: Client, role: Role, said: str, not_yet: str
) -> None:
    team = make_team()
    client.force_login(team.account(role))
    page = client.get("/", follow=True)
    assert page.redirect_chain == [(reverse("account:read-start"), 302)]
    text = html.unescape(page.content.decode())
    assert said in text
    assert not_yet in text
    doors = re.findall(r'<a href="([^"]+)"', text.split('class="tiles"')[1])
    assert len(doors) >= 2
    for door in doors:
        assert client.get(door, follow=True).status_code == 200, door


def test_signing_in_shows_no_codes(client: Client) -> None:
    account = make_team().account(Role.EXPERT)
    account.set_password("een-plan-demo")
    account.save()
    sent = {"login": account.email, "password": "een-plan-demo"}
    page = client.post("/account/login/", sent, follow=True).content.decode()
    assert "Welkom" in page
    assert str(account.pk) not in page
    assert "Je bent uitgelogd." in client.post("/account/logout/", follow=True).content.decode()
