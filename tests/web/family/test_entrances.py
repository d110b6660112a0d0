"""A mother who left her card at home: from giving her address to coming in with a code."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from eenplan.core.acting import task
from eenplan.core.enums import Role
from eenplan.families.tasks import send_codes
from tests.factories.family_plan import FamilyPlan, make_card
from tests.web.family.conftest import Enter

pytestmark = pytest.mark.django_db
ADDRESS = "kaat@example.org"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


def _code() -> str:
    send_codes(task())
    return "".join(sign for sign in mail.outbox[-1].body.split("is ", 1)[1][:7] if sign.isdigit())


def _add(browser: Client) -> None:
    answer = browser.post("/gezin/binnenkomen/nieuw/", {"address": ADDRESS})
    assert answer.status_code == 302
    answer = browser.post(answer["Location"], {"code": _code()}, follow=True)
    assert "k•••@example.org" in answer.content.decode()


def test_in_without_the_card(made: FamilyPlan, client: Client) -> None:
    card = make_card(made)
    client.post("/gezin/", {"code": card.code, "pin": card.pin})
    _add(client)
    client.post("/gezin/sluiten/")
    assert client.get("/gezin/plan/").status_code == 302
    answer = client.post("/gezin/zonder-kaart/", {"address": " Kaat@EXAMPLE.org "}, follow=True)
    assert "Als wij dit adres" in answer.content.decode()
    code = _code()
    wrong = client.post("/gezin/zonder-kaart/code/", {"code": code, "pin": "x"})
    assert "horen niet bij elkaar" in wrong.content.decode()
    assert code in wrong.content.decode(), "what was typed stands there still"
    assert (
        client.post("/gezin/zonder-kaart/code/", {"code": code, "pin": card.pin})["Location"]
        == "/gezin/start/"
    )
    assert client.get("/gezin/plan/").status_code == 200


def test_the_answer_is_the_same_for_who_is_not_known(client: Client, made: FamilyPlan) -> None:
    card = make_card(made)
    client.post("/gezin/", {"code": card.code, "pin": card.pin})
    _add(client)
    client.post("/gezin/sluiten/", follow=True)
    pages = [
        TOKEN.sub("", client.post("/gezin/zonder-kaart/", {"address": address}, follow=True).content.decode())
        for address in (ADDRESS, "vreemd@example.org")
    ]
    refused = client.post("/gezin/zonder-kaart/code/", {"code": "123456", "pin": "123456"})
    assert pages[0] == pages[1]
    assert refused.status_code == 200


@pytest.mark.parametrize(
    ("typed", "words"), [("", "Typ je e-mailadres"), ("089 00 00", "naam@voorbeeld.be"), ("x" * 300, "254")]
)
@pytest.mark.parametrize("path", ["/gezin/zonder-kaart/", "/gezin/binnenkomen/nieuw/"])
def test_what_cannot_be_read_is_kept_and_explained(
    typed: str, words: str, path: str, made: FamilyPlan, enter: Enter
) -> None:
    answer = enter(made).post(path, {"address": typed})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert typed in answer.content.decode()
    assert not mail.outbox


def test_three_codes_for_one_address_then_patience(client: Client, settings: Any) -> None:
    settings.LIMITS_TIMES = 1
    answers = [client.post("/gezin/zonder-kaart/", {"address": ADDRESS}).status_code for _time in range(4)]
    assert answers == [302, 302, 302, 429]
    other = client.post("/gezin/zonder-kaart/", {"address": "ander@example.org"})
    assert other.status_code == 302, "who asks too often for one address keeps nobody else out"


def test_no_longer_with_this_address(made: FamilyPlan, enter: Enter) -> None:
    browser = enter(made)
    _add(browser)
    page = browser.get("/gezin/binnenkomen/").content.decode()
    path = page.split("/stoppen/")[0].rsplit('action="', 1)[1] + "/stoppen/"
    after = browser.post(path, follow=True).content.decode()
    assert "k•••@example.org" not in after
    assert "Je kaart werkt zoals altijd" in after


def test_nobody_without_a_card_manages_ways_in(client: Client) -> None:
    for path in ("/gezin/binnenkomen/", "/gezin/binnenkomen/nieuw/"):
        assert client.get(path)["Location"] == "/gezin/"
    assert client.get("/gezin/zonder-kaart/code/")["Location"] == "/gezin/zonder-kaart/"


def test_the_coach_sees_the_ways_in_and_ends_one(made: FamilyPlan, client: Client) -> None:
    card = make_card(made)
    client.post("/gezin/", {"code": card.code, "pin": card.pin})
    _add(client)
    client.post("/gezin/sluiten/")
    client.force_login(made.team.account(Role.COACH))
    page = client.get(f"/gezinnen/{made.family.id}/kaarten/").content.decode()
    assert "een code per e-mail naar k•••@example.org" in page
    path = page.split("/kaarten/zonder/")[1].split('"')[0]
    client.post(f"/gezinnen/{made.family.id}/kaarten/zonder/{path}")
    assert "k•••@example.org" not in client.get(f"/gezinnen/{made.family.id}/kaarten/").content.decode()
