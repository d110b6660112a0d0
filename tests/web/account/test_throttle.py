"""Guessing, tried by an attacker with many addresses; and its victim, who comes in all the same."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
import time_machine
from django.test import Client

from eenplan.core.acting import signing_in
from eenplan.core.clock import BRUSSELS
from eenplan.core.enums import Role
from eenplan.network.queries.factors import recovery_codes
from tests.cast import make_team
from tests.web.account.signing import PASSWORD, code_of, send_password, with_app, with_password

pytestmark = pytest.mark.django_db

START = datetime(2026, 11, 18, 12, 0, tzinfo=BRUSSELS)
CODE = "/account/code/"
WRONG = "niet het wachtwoord"
IN = (302, CODE)


@pytest.fixture(autouse=True)
def no_demo(settings: Any) -> None:
    """The rules of a site for real."""
    settings.DEMO = False


@pytest.fixture
def victim() -> Any:
    """A coach's account."""
    return with_password(make_team().account(Role.COACH))


def app_of(account: Any) -> str:
    """An app that was set up this morning."""
    with after(hours=-3):
        return with_app(account)


@pytest.fixture
def addresses() -> Iterator[str]:
    """As many addresses as an attacker wants."""
    return (f"203.0.{number // 250}.{number % 250 + 1}" for number in count())


def after(**time: int) -> Any:
    """Some time later."""
    return time_machine.travel(START + timedelta(**time), tick=False)


def answers(client: Client, account: Any, **more: Any) -> tuple[int, str]:
    """What a password is answered with: a status, and where it leads or what is said."""
    found = send_password(client, account, **more)
    said = "wait" if "te vaak geprobeerd" in found.content.decode() else "wrong"
    return found.status_code, found.headers.get("Location", said)


def guess(account: Any, addresses: Iterator[str], times: int) -> list[tuple[int, str]]:
    """Wrong passwords, each from another address and an empty browser."""
    return [
        answers(Client(), account, password=WRONG, REMOTE_ADDR=next(addresses)) for _number in range(times)
    ]


def test_from_many_addresses_nobody_guesses_a_password(victim: Any, addresses: Iterator[str]) -> None:
    app_of(victim)
    with after():
        assert guess(victim, addresses, 11) == [(200, "wrong")] * 10 + [(200, "wait")]
        # The right one is not even looked at: an attacker does not learn it.
        assert answers(Client(), victim, REMOTE_ADDR=next(addresses)) == (200, "wait")
    tried = 10
    for minutes in range(15, 10 * 60, 15):
        with after(minutes=minutes):
            tried += guess(victim, addresses, 3).count((200, "wrong"))
    assert tried <= 40


def test_the_owner_comes_in_meanwhile_on_a_device_of_their_own(victim: Any, addresses: Iterator[str]) -> None:
    secret = app_of(victim)
    home = Client()
    with after(hours=-1):
        send_password(home, victim)
        assert home.post(CODE, {"code": code_of(secret)}).status_code == 302
        home.post("/account/logout/")
    with after():
        guess(victim, addresses, 30)
        assert answers(home, victim, REMOTE_ADDR=next(addresses)) == IN
        assert home.post(CODE, {"code": code_of(secret)}).status_code == 302
        assert home.get("/vandaag/").status_code == 200


def test_a_known_device_is_known_for_its_own_people_alone(victim: Any, addresses: Iterator[str]) -> None:
    attacker = with_password(make_team("9902").account(Role.COACH))
    secret = app_of(attacker)
    theirs = Client()
    with after():
        send_password(theirs, attacker)
        assert theirs.post(CODE, {"code": code_of(secret)}).status_code == 302
        theirs.post("/account/logout/")
        assert theirs.cookies["device"]["httponly"]
        assert attacker.email not in theirs.cookies["device"].value
        guess(victim, addresses, 10)
        assert answers(theirs, victim) == (200, "wait")
        theirs.cookies["device"] = "verzonnen"
        assert answers(theirs, victim) == (200, "wait")
        own = [answers(theirs, attacker, password=WRONG)[1] for _number in range(16)]
        assert own[-1] == "wait"


def test_a_known_device_that_was_stolen_guesses_no_further_than_its_share(victim: Any) -> None:
    secret = app_of(victim)
    home = Client()
    with after():
        send_password(home, victim)
        home.post(CODE, {"code": code_of(secret)})
        home.post("/account/logout/")
        found = [answers(home, victim, password=WRONG) for _number in range(16)]
        assert found[-2:] == [(200, "wrong"), (200, "wait")]


def test_of_no_address_is_told_whether_it_exists(victim: Any, addresses: Iterator[str]) -> None:
    class Nobody:
        email = "niemand@example.org"

    with after():
        assert guess(Nobody(), addresses, 11) == guess(victim, addresses, 11)


def test_one_address_tries_no_more_than_a_hundred_times(victim: Any, settings: Any) -> None:
    with after():
        found = [
            Client().post("/account/login/", {"login": f"a{number}@example.org", "password": WRONG})
            for number in range(101)
        ]
        assert "te vaak geprobeerd" in found[-1].content.decode()
        assert "te vaak geprobeerd" not in found[-2].content.decode()


def test_who_knows_the_password_does_not_guess_the_code(victim: Any, addresses: Iterator[str]) -> None:
    secret = app_of(victim)
    home, thief = Client(), Client()
    with after(hours=-1):
        send_password(home, victim)
        home.post(CODE, {"code": code_of(secret)})
        home.post("/account/logout/")
    with after():
        assert answers(thief, victim, REMOTE_ADDR=next(addresses)) == IN
        said = [
            thief.post(CODE, {"code": f"{number:06}"}, REMOTE_ADDR=next(addresses)).content.decode()
            for number in range(11)
        ]
        assert "klopt niet" in said[9]
        assert "te vaak geprobeerd" in said[10]
        locked = thief.post(CODE, {"code": code_of(secret)}, REMOTE_ADDR=next(addresses))
        assert locked.status_code == 422
        assert answers(home, victim) == IN
        assert home.post(CODE, {"code": code_of(secret)}).status_code == 302


def test_a_code_from_paper_still_opens_when_codes_of_the_app_were_guessed_at(
    victim: Any, addresses: Iterator[str]
) -> None:
    app_of(victim)
    paper = recovery_codes(signing_in(victim.pk, victim.actor_id))
    with after():
        thief = Client()
        send_password(thief, victim)
        for number in range(11):
            thief.post(CODE, {"code": f"{number:06}"}, REMOTE_ADDR=next(addresses))
        new = Client()
        assert answers(new, victim, REMOTE_ADDR=next(addresses)) == IN
        assert new.post(CODE, {"code": paper[0]}).status_code == 302


def test_the_page_keeps_the_address_and_never_the_password(victim: Any, addresses: Iterator[str]) -> None:
    with after():
        guess(victim, addresses, 10)
        page = send_password(Client(), victim, password=PASSWORD).content.decode()
        assert victim.email in page
        assert PASSWORD not in page
        assert "toestel waarop je al eens ingelogd was" in page
