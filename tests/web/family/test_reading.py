"""Somebody of a family who was away for a while types the PIN, and finds back what they were typing."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from eenplan.core.clock import now
from tests.factories.family_plan import FamilyPlan, make_card

pytestmark = pytest.mark.django_db
ANSWER = "/gezin/plan/antwoord/"
WORDS = "Ik wil er nog eens over slapen"


@pytest.fixture
def card(made: FamilyPlan, client: Client) -> Any:
    card = make_card(made)
    client.post("/gezin/", {"code": card.code, "pin": card.pin})
    return card


def later(minutes: int) -> Any:
    return time_machine.travel(now() + timedelta(minutes=minutes), tick=False)


def test_after_half_an_hour_the_pin_and_then_the_same_page(client: Client, card: Any) -> None:
    with later(31):
        answer = client.get("/gezin/plan/", follow=True)
        assert "Typ je pincode" in answer.content.decode()
        assert answer.redirect_chain[-1][0] == "/gezin/?naar=%2Fgezin%2Fplan%2F"
        wrong = client.post("/gezin/", {"pin": "000000", "naar": "/gezin/plan/"}).content.decode()
        assert "niet de juiste pincode" in wrong
        assert 'value="/gezin/plan/"' in wrong
        assert client.post("/gezin/", {"pin": card.pin, "naar": "/gezin/plan/"})["Location"] == "/gezin/plan/"
        assert client.get("/gezin/plan/").status_code == 200


def test_who_goes_on_reading_is_not_asked(client: Client, card: Any) -> None:
    for minutes in (20, 40, 60):
        with later(minutes):
            assert client.get("/gezin/plan/").status_code == 200


def test_half_a_page_typed_stands_there_again(client: Client, card: Any) -> None:
    with later(31):
        sent = client.post(
            ANSWER, {"answer": "agreed", "words": WORDS}, headers={"Referer": f"http://testserver{ANSWER}"}
        )
        assert sent["Location"].startswith("/gezin/?naar=")
        assert "niet weg" in client.get(sent["Location"]).content.decode()
        back = client.post("/gezin/", {"pin": card.pin, "naar": ANSWER})["Location"]
        assert WORDS in client.get(back).content.decode()


def test_what_one_typed_is_not_for_who_comes_in_after_them(
    made: FamilyPlan, client: Client, card: Any
) -> None:
    other = make_card(made, made.child)
    with later(31):
        client.post(ANSWER, {"words": WORDS}, headers={"Referer": f"http://testserver{ANSWER}"})
        client.post("/gezin/sluiten/")
        client.post("/gezin/", {"code": other.code, "pin": other.pin})
        assert WORDS not in client.get(ANSWER).content.decode()


def test_leaving_the_screen_closes_the_plan_and_keeps_the_words(client: Client, card: Any) -> None:
    away = client.post("/gezin/weg/", {"words": WORDS}, headers={"Referer": f"http://testserver{ANSWER}"})
    assert client.get("/gezin/plan/")["Location"].startswith("/gezin/?naar=")
    back = client.post("/gezin/", {"pin": card.pin, "naar": ANSWER})
    assert away["Location"].endswith("antwoord%2F")
    assert WORDS in client.get(back["Location"]).content.decode()


@pytest.mark.parametrize(
    "page", ["https://elders.example/", "//elders.example/", "/account/login/", "/gezin//x\\y"]
)
def test_the_pin_leads_nowhere_else(page: str, client: Client, card: Any) -> None:
    with later(31):
        found = client.post("/gezin/", {"pin": card.pin, "naar": page})["Location"]
    assert found.startswith("/gezin/")


def test_five_wrong_pins_rest_the_card(client: Client, card: Any) -> None:
    with later(31):
        for _try in range(5):
            client.post("/gezin/", {"pin": "x"})
        assert "over een kwartier" in client.post("/gezin/", {"pin": card.pin}).content.decode()


def test_the_plan_is_closed_elsewhere_from_here(made: FamilyPlan, client: Client, card: Any) -> None:
    phone = Client(headers={"User-Agent": "Mozilla/5.0 (Android 14) Firefox/130"})
    phone.post("/gezin/", {"code": card.code, "pin": card.pin})
    page = client.get("/gezin/binnenkomen/").content.decode()
    assert "Firefox · Android" in page
    client.post("/gezin/binnenkomen/elders/sluiten/")
    assert phone.get("/gezin/plan/").status_code == 302
    assert client.get("/gezin/plan/").status_code == 200
    assert "Firefox · Android" not in client.get("/gezin/binnenkomen/").content.decode()
