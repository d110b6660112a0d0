"""Days as people type them, names from everywhere, places that went on in another: understood, or said plainly."""

import html
import re
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from eenplan.families.models import Person
from eenplan.referrals.models import Referral
from tests.cast import make_team
from tests.once import once
from tests.web.frontdoor.answers import OWN, REFERRER, fill

pytestmark = pytest.mark.django_db
SEND, PERSON = "/aanmelden/nakijken/", "/aanmelden/gezin/1/"


@once(autouse=True)
def team() -> Any:
    return make_team("9901")


def text_of(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(response.content.decode())).split())


@pytest.mark.parametrize(
    "typed",
    [
        "3/4/2015",
        "3-4-2015",
        "3.4.2015",
        "03042015",
        "3 april 2015",
        "3 APRIL 2015",
        "3 apr. 2015",
        "3 avril 2015",
        "2015-04-03",
        "vrijdag 3 april 2015",
        "vendredi 3 avril 2015",
        "le 3 avril 2015",
        "3rd April 2015",
        "3de april 2015",
        "٣/٤/٢٠١٥",
    ],
)
def test_a_day_is_understood_as_people_write_it(client: Client, typed: str) -> None:
    fill(client, REFERRER, **{"1": {"day_day": typed}})
    client.post(SEND)
    assert Person.objects.get().birth_date == date(2015, 4, 3)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("3/4/15", "Schrijf het jaar met vier cijfers"),
        ("3 april '15", "Schrijf het jaar met vier cijfers"),
        ("04/2015", "begrijpen we niet"),
        ("31 april 2015", "Die dag bestaat niet"),
        ("29/2/2015", "Die dag bestaat niet"),
        ("3/13/2015", "Vul ook de maand in"),
        ("3/4/2027", "moet nog komen"),
        ("0", "Vul ook de maand in"),
        ("3/4/99999", "Schrijf het jaar met vier cijfers"),
    ],
)
def test_a_day_that_cannot_be_says_how_to_mend_it(client: Client, typed: str, words: str) -> None:
    fill(client, REFERRER)
    with time_machine.travel("2026-11-21 12:00:00+00:00", tick=False):
        page = client.post(PERSON, {"role": "child", "given_name": "Noor", "day_day": typed})
    assert page.status_code == 422
    assert words in text_of(page)
    assert f'value="{html.escape(typed)}"' in page.content.decode()
    assert 'value="Noor"' in page.content.decode()


@pytest.mark.parametrize(
    "name", ["مريم", "שרה לוי", "👨‍👩‍👧 Peeters", "Nguyễn Thị Ánh", "O’Brien-D'Haese", "李", "x" * 100]
)
def test_names_from_everywhere_are_kept_as_they_are(client: Client, name: str) -> None:
    fill(client, REFERRER, **{"1": {"given_name": name}, "contact": {"family_name": name}})
    assert html.escape(name) in client.get(SEND).content.decode()
    client.post(SEND)
    assert (Person.objects.get().given_name, Referral.objects.get().family.name) == (name, name)


@pytest.mark.parametrize(
    ("address", "field"),
    [
        (PERSON, "given_name"),
        ("/aanmelden/stap/contact/", "family_name"),
        ("/aanmelden/stap/contact/", "preferred_contact"),
        ("/aanmelden/stap/aanmelder/", "referrer_name"),
        ("/aanmelden/stap/taal/", "other_language"),
    ],
)
def test_a_name_of_ten_thousand_signs_is_too_long(client: Client, address: str, field: str) -> None:
    fill(client, REFERRER)
    page = client.post(address, REFERRER[address] | {field: "é" * 10_000})
    assert page.status_code == 422
    assert "Dit is te lang: hoogstens" in text_of(page)
    assert "Nu zijn het er 10000" in text_of(page)
    assert "é" * 10_000 in page.content.decode()


def test_what_is_unreadable_is_refused_and_breaks_nothing(client: Client) -> None:
    fill(client, OWN)
    for typed in ("\x00", "a\x00b"):
        for address in (PERSON, "/aanmelden/stap/contact/", "/aanmelden/stap/vraag/"):
            page = client.post(address, {"given_name": typed, "question": typed, "family_name": typed})
            assert page.status_code in (302, 422)
            later = client.post(address, {"given_name": typed, "question": typed, "later": "yes"})
            assert later.status_code in (302, 422)
