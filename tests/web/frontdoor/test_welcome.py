"""The first page, where workers begin, and who helps where on a day."""

import html
import re
from typing import Any

import pytest
from django.test import Client

from eenplan.core.enums import Role
from eenplan.web.frontdoor.welcome import first_page_of
from tests.cast import make_team

pytestmark = pytest.mark.django_db


def words_of(response: Any) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_the_first_page_has_the_two_ways_in_and_the_way_back(client: Client) -> None:
    page = client.get("/").content.decode()
    for address in (
        "/aanmelden/",
        "/aanmelden/zelf/",
        "/gemeente/zoeken/",
        "/volg/",
        "/gezin/",
        "/account/login/",
    ):
        assert f'"{address}"' in page


@pytest.mark.parametrize("role", [Role.INTAKE, Role.COACH, Role.COORDINATOR, Role.PARTNER, Role.ADMIN])
def test_a_worker_goes_on_to_the_first_page_of_the_menu(client: Client, role: Role) -> None:
    client.force_login(make_team().account(role))
    page = client.get("/")
    first = first_page_of(role)
    if first:
        assert (page.status_code, page["Location"]) == (302, first)
    else:
        assert page.status_code == 200


@pytest.mark.rule(7)
def test_who_helps_here_today_and_on_another_day(client: Client) -> None:
    today = words_of(client.get("/wie-helpt/", {"place": "3600"}))
    assert "Hier helpt: De Plan-trekkers" in today
    assert "Kemp en Duin" in today
    before = words_of(client.get("/wie-helpt/", {"place": "3600", "on": "1/3/2016"}))
    assert "Op 1 maart 2016 werkte hier nog geen samenwerkingsverband" in before
    assert "Meld een gezin aan" not in before


@pytest.mark.rule(7)
def test_what_is_assumed_is_marked(client: Client) -> None:
    assert "aangenomen" in words_of(client.get("/wie-helpt/", {"place": "3600", "on": "1/3/2016"}))


@pytest.mark.rule(7)
def test_several_places_are_offered_and_one_can_be_chosen(client: Client) -> None:
    page = client.get("/wie-helpt/", {"place": "Antwerpen"})
    choices = re.findall(r'name="chosen" value="([^"]+)"', page.content.decode())
    assert len(choices) > 1
    chosen = words_of(client.get("/wie-helpt/", {"place": "Antwerpen", "chosen": choices[0]}))
    assert "Hier helpt:" in chosen


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"place": ""}, "Vul een postcode in"),
        ({"place": "0000"}, "Deze postcode kennen we niet"),
        ({"place": "5000"}, "ligt in Wallonië"),
        ({"place": "<script>"}, "“<script>” kennen we niet"),
        ({"place": "3600", "on": "ooit"}, "Deze datum begrijpen we niet"),
        ({"place": "x" * 10000}, "hoogstens 100 tekens"),
    ],
)
def test_a_search_that_finds_nothing_says_how_to_mend_it(
    client: Client, asked: dict[str, str], words: str
) -> None:
    page = client.get("/wie-helpt/", asked)
    assert page.status_code == 422
    assert words in words_of(page)
    assert "<script>" not in page.content.decode()
