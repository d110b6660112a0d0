"""Setting up a partnership on screen: by the administrator alone, bad input answered, called off until it begins."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from eenplan.core.enums import Role
from eenplan.network.models import Partnership
from tests.cast import Team, make_official, make_team
from tests.once import once

pytestmark = pytest.mark.django_db

LIST, NEW = "/netwerk/opstarten/", "/netwerk/opstarten/nieuw/"
SAID = {"name": "Nieuw begin", "code": "p17", "since_day": "1", "since_month": "1", "since_year": "2027"}


NOW = "2026-11-22T09:00:00Z"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@once(at=NOW)
def team() -> Team:
    return make_team("9901")


@pytest.fixture
def admin(team: Team, client: Client) -> Client:
    client.force_login(team.account(Role.ADMIN))
    return client


def test_a_name_and_a_day_lead_to_the_steps(admin: Client) -> None:
    assert "Er start niemand op" in admin.get(LIST).content.decode()
    answer = admin.post(NEW, SAID, follow=True)
    seen = answer.content.decode()
    assert answer.redirect_chain == [("/netwerk/opstarten/P17/", 302)]
    assert "Begint op 1 januari 2027" in seen
    assert "Nog niemand voor" in seen
    assert "/netwerk/team/?voor=P17" in seen
    assert "1 van 5 stappen klaar" in admin.get(LIST).content.decode()
    assert admin.get("/netwerk/team/?voor=P17").status_code == 200
    assert admin.get("/netwerk/partners/?voor=P17").status_code == 200
    assert admin.get("/instellingen/?voor=P17").status_code == 200


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"since_year": "2026", "since_month": "11", "since_day": "22"}, "Deze datum ligt te vroeg"),
        ({"since_day": "31", "since_month": "2"}, "since"),
        ({"code": "17"}, "die met een letter begint"),
        ({"name": " "}, "name"),
        ({"name": "n" * 121}, "120"),
        ({"code": "P\u202e7"}, "die met een letter begint"),
    ],
)
def test_bad_input_is_told_and_keeps_what_was_typed(admin: Client, typed: dict[str, str], told: str) -> None:
    answer = admin.post(NEW, SAID | typed)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    if "name" not in typed:
        assert 'value="Nieuw begin"' in answer.content.decode()
    assert Partnership.objects.filter(code__in=("P17", "17")).count() == 0


def test_a_code_that_exists_is_told(admin: Client, team: Team) -> None:
    answer = admin.post(NEW, SAID | {"code": team.partnership.code})
    assert (answer.status_code, "Die code bestaat al" in answer.content.decode()) == (422, True)


def test_called_off_after_one_look(admin: Client) -> None:
    admin.post(NEW, SAID)
    off = "/netwerk/opstarten/P17/terugnemen/"
    assert "Nieuw begin terugnemen?" in admin.get(off).content.decode()
    assert Partnership.objects.filter(code="P17").exists()
    assert "is teruggenomen" in admin.post(off, follow=True).content.decode()
    assert not Partnership.objects.filter(code="P17").exists()
    assert admin.get("/netwerk/opstarten/P17/").status_code == 404


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.INTAKE, Role.COACH, Role.PARTNER, None])
def test_nobody_else_comes_here(client: Client, team: Team, role: Role | None) -> None:
    client.force_login(team.account(role) if role else make_official().staff_member.account)
    for path in (LIST, NEW, "/netwerk/opstarten/P17/", "/netwerk/opstarten/P17/terugnemen/"):
        assert client.get(path).status_code in (403, 404)
        assert client.post(path).status_code in (403, 404, 405)
    assert Client().get(LIST).status_code == 302
