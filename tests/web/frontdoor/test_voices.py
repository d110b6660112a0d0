"""A youngster asks for itself, and somebody thinks a family through that knows nothing of it."""

import html
import re
from typing import Any

import pytest
from django.test import Client

from eenplan.core.enums import Role
from eenplan.families.models import ContactDetail, Family, Person
from eenplan.referrals.models import Referral
from tests.cast import Team, make_team
from tests.once import once
from tests.web.frontdoor.answers import CONSULT, GIVEN, REFERRER, WORDS, YOUNG, fill
from tests.web.frontdoor.test_call import answers as call_answers

pytestmark = pytest.mark.django_db
SEND = "/aanmelden/nakijken/"


@once(autouse=True)
def team() -> Team:
    return make_team("9901")


def text_of(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(response.content.decode())).split())


def test_a_youngster_asks_with_a_first_name_and_a_safe_way(client: Client) -> None:
    assert fill(client, YOUNG, read=True)[-1] == SEND
    check = text_of(client.get(SEND))
    assert "We praten eerst met jou" in check
    sent = text_of(client.post(SEND, follow=True))
    row = Referral.objects.get()
    assert (row.self_referred, row.parents_may_know, row.told_ages) == (True, False, [15])
    assert (row.referrer_type, row.family_informed, row.preferred_contact) == (
        "family",
        None,
        "via juf Els op school",
    )
    assert (row.family.name, Person.objects.get().given_name) == (GIVEN, GIVEN)
    assert not ContactDetail.objects.exists()
    assert "Iemand neemt eerst met jou contact op" in sent
    assert "Je vraag is binnen" in sent
    assert "Je hoeft niets te bewaren" in sent  # a paper may be found at home
    assert GIVEN not in sent


def test_crisis_help_and_what_is_told_to_whom_stand_on_the_way(client: Client) -> None:
    for address, said in YOUNG.items():
        page = client.get(address)
        assert 'href="tel:102"' in page.content.decode(), address
        client.post(address, said)
    assert 'href="tel:102"' in client.get(SEND).content.decode()
    assert "Je ouders, je school en je vrienden krijgen het niet te lezen" in text_of(
        client.get("/aanmelden/jong/")
    )
    assert "We bellen niet naar je ouders" in text_of(client.get("/aanmelden/stap/ouders/"))


@pytest.mark.parametrize(
    ("address", "sent", "words"),
    [
        ("/aanmelden/jong/", {}, "ben je nu in gevaar"),
        ("/aanmelden/stap/jij/", {}, "Vul een voornaam in"),
        ("/aanmelden/stap/jij/", {"given_name": "Noor", "age": "vijftien"}, "Schrijf dit als een getal"),
        ("/aanmelden/stap/jij/", {"given_name": "Noor", "age": "31"}, "tot en met 25 jaar"),
        ("/aanmelden/stap/contact/", {"safe_to_contact": "yes"}, "Vul één manier in"),
        ("/aanmelden/stap/contact/", {"family_phone": "12"}, "telefoonnummer klopt nog niet"),
        ("/aanmelden/stap/ouders/", {}, "Kies nog een antwoord"),
        ("/aanmelden/stap/vraag/", {}, "Eén zin is genoeg"),
    ],
)
def test_a_youngsters_mistake_is_said_kindly(
    client: Client, address: str, sent: dict[str, str], words: str
) -> None:
    fill(client, YOUNG)
    page = client.post(address, sent)
    assert page.status_code == 422
    assert words in text_of(page)
    assert not Referral.objects.exists()


@pytest.mark.rule(12)
def test_a_youngster_in_danger_first_sees_whom_to_call(client: Client) -> None:
    sent = client.post("/aanmelden/jong/", {"acute_danger": "yes"})
    assert sent["Location"] == "/aanmelden/gevaar-nu/"
    fill(client, dict(list(YOUNG.items())[1:]))
    client.post(SEND)
    row = Referral.objects.get()
    assert (row.acute_danger, row.urgency) == (True, "today")


def test_without_the_familys_knowledge_only_a_consult_is_asked(client: Client) -> None:
    fill(client, CONSULT, read=True)
    asked = text_of(client.get("/aanmelden/stap/plaats/"))
    assert "je kan overleggen zonder naam" in asked
    assert client.get("/aanmelden/stap/contact/").status_code == 302
    receipt = text_of(client.post(SEND, follow=True))
    row, family = Referral.objects.get(), Family.objects.get()
    assert (row.anonymous, row.told_ages, row.family_informed) == (True, [4, 7, 15], False)
    assert (row.referrer_name, row.referrer_phone) == ("An Voorbeeld", "089 00 00 01")
    assert (family.name, family.postal_code) == ("Overleg zonder naam", "")
    assert {(one.given_name, one.birth_date) for one in Person.objects.all()} == {("", None)}
    assert "We bellen je terug" in receipt
    assert "ermee bezig zijn, en wie je kan bellen" in receipt
    assert "tegen wanneer" not in receipt  # nothing is promised by a day
    assert "vaste coach" not in receipt


def test_a_family_that_was_named_first_is_not_sent_after_all(client: Client) -> None:
    fill(client, REFERRER)
    client.post("/aanmelden/stap/weten/", {"family_informed": "no"})
    fill(client, dict(list(CONSULT.items())[4:]))
    check = text_of(client.get(SEND))
    assert GIVEN not in check
    assert WORDS not in check
    client.post(SEND)
    assert {one.given_name for one in Person.objects.all()} == {""}
    assert not ContactDetail.objects.exists()


def test_who_does_not_know_whether_the_family_knows_names_nobody(client: Client) -> None:
    fill(client, dict(list(REFERRER.items())[:2]))
    page = client.post("/aanmelden/stap/weten/", {"family_informed": "unknown"})
    assert page.status_code == 422
    assert "Nee, of dat weet ik niet zeker" in text_of(page)
    assert client.post("/aanmelden/stap/weten/", {"family_informed": "no"}).status_code == 302
    assert "Wat wil je overleggen?" in text_of(client.get("/aanmelden/stap/overleg/"))


@pytest.mark.rule(12)
def test_acute_danger_lets_a_family_be_named_that_does_not_know(client: Client) -> None:
    pages = REFERRER | {"/aanmelden/stap/weten/": {"family_informed": "no"}}
    fill(client, pages, read=True, gevaar={"acute_danger": "yes"})
    client.post(SEND)
    row = Referral.objects.get()
    assert (row.anonymous, row.family_informed, row.acute_danger) == (False, False, True)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("4", [4]), ("0 en 17", [0, 17]), ("4,7;15", [4, 7, 15]), ("4 jaar, 7 ans and 2 years", [4, 7, 2])],
)
def test_ages_are_understood_as_people_write_them(client: Client, typed: str, kept: list[int]) -> None:
    fill(client, CONSULT, leeftijden={"ages": typed})
    client.post(SEND)
    assert Referral.objects.get().told_ages == kept


@pytest.mark.parametrize("typed", ["3/4/2015", "Noor 4", "4 maanden", "en", "٤", "121", "1 " * 21])
def test_what_is_no_age_is_refused(client: Client, typed: str) -> None:
    fill(client, CONSULT)
    page = client.post("/aanmelden/stap/leeftijden/", {"ages": typed})
    assert page.status_code == 422
    assert html.escape(typed.strip()) in page.content.decode()


def test_a_consult_needs_somebody_to_call_back(client: Client) -> None:
    fill(client, CONSULT)
    page = client.post("/aanmelden/stap/aanmelder/", {"referrer_email": "an@example.org"})
    assert "Vul je telefoonnummer in" in text_of(page)
    assert "Vul je naam in" in text_of(page)


def test_on_the_phone_too_a_name_is_not_written_behind_a_familys_back(client: Client, team: Team) -> None:
    client.force_login(team.account(Role.INTAKE))
    named = client.post("/aanmelden/telefoon/", call_answers(family_informed="no"))
    assert "Het gezin weet hier nog niet van" in text_of(named)
    still = client.post("/aanmelden/telefoon/", call_answers(family_informed="no", anonymous="on"))
    assert "Laat namen, geboortedatums" in text_of(still)
    bare = {
        "anonymous": "on",
        "family_informed": "no",
        "family_name": "",
        "persons-0-given_name": "",
        "persons-0-day": "",
    }
    sent = client.post("/aanmelden/telefoon/", call_answers(**bare))
    assert sent.status_code == 302, text_of(sent)
    assert Referral.objects.get().anonymous
