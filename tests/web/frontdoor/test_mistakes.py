"""Whatever is typed wrongly: a clear word on how to mend it, what was typed stays, nothing is made, never a 500."""

import html
from typing import Any

import pytest
from django.test import Client

from eenplan.families.models import Family, Person
from eenplan.referrals.models import Referral
from tests.cast import make_team
from tests.factories.network import (
    MunicipalityFactory,
    MunicipalityZoneFactory,
    PartnershipZoneFactory,
    PostalCodeFactory,
    ZoneFactory,
)
from tests.once import once
from tests.web.frontdoor.answers import OWN, REFERRER, fill

pytestmark = pytest.mark.django_db
SEND = "/aanmelden/nakijken/"
LONG = "lang " * 2000


@once(autouse=True)
def team() -> Any:
    return make_team("9901")


@pytest.mark.parametrize(
    ("address", "sent", "words", "kept"),
    [
        ("/aanmelden/", {}, "Kies wie je bent", ""),
        ("/aanmelden/", {"referrer_type": "koning"}, "Kies een van de antwoorden", ""),
        ("/aanmelden/stap/gevaar/", {}, "is er nu gevaar", ""),
        ("/aanmelden/stap/plaats/", {}, "Vul de postcode in", ""),
        ("/aanmelden/stap/plaats/", {"place": "1234"}, "Deze postcode kennen we niet", "1234"),
        ("/aanmelden/stap/plaats/", {"place": "4000"}, "ligt in Wallonië", "4000"),
        ("/aanmelden/stap/plaats/", {"place": "36000"}, "vier cijfers", "36000"),
        (
            "/aanmelden/stap/plaats/",
            {"place": "Nergenshuizen"},
            "kennen we niet in Vlaanderen",
            "Nergenshuizen",
        ),
        ("/aanmelden/stap/plaats/", {"place": "x" * 300}, "hoogstens 100 tekens", ""),
        ("/aanmelden/stap/plaats/", {"place": "\x00"}, "", ""),
        ("/aanmelden/gezin/1/", {"given_name": "Noor"}, "Kies wie het is", "Noor"),
        ("/aanmelden/gezin/1/", {"role": "child", "day_day": "3/5/2099"}, "moet nog komen", "3/5/2099"),
        (
            "/aanmelden/gezin/1/",
            {"role": "child", "day_day": "31/2/2019"},
            "Die dag bestaat niet",
            "31/2/2019",
        ),
        ("/aanmelden/gezin/1/", {"role": "child", "day_day": "gisteren"}, "begrijpen we niet", "gisteren"),
        ("/aanmelden/gezin/1/", {"role": "child", "day_day": "3/5/1819"}, "Kijk het jaar", "3/5/1819"),
        ("/aanmelden/gezin/1/", {"role": "expected", "day_day": "3/5/2019"}, "al voorbij", "3/5/2019"),
        ("/aanmelden/gezin/1/", {"role": "expected", "day_day": "3/5/2099"}, "meer dan een jaar", "3/5/2099"),
        (
            "/aanmelden/gezin/1/",
            {"role": "child", "given_name": "x" * 101},
            "hoogstens 100 tekens",
            "x" * 101,
        ),
        ("/aanmelden/stap/contact/", {}, "Kies nog een antwoord", ""),
        ("/aanmelden/stap/contact/", {"family_email": "an.be"}, "e-mailadres klopt nog niet", "an.be"),
        ("/aanmelden/stap/contact/", {"family_phone": "bel mij"}, "telefoonnummer klopt nog niet", "bel mij"),
        ("/aanmelden/stap/taal/", {}, "Kies nog een antwoord", ""),
        ("/aanmelden/stap/vraag/", {"going_well": "Veel"}, "vink aan dat je niet weet", "Veel"),
        ("/aanmelden/stap/vraag/", {"question": LONG}, "hoogstens 5000 tekens", "lang lang"),
        ("/aanmelden/stap/kijk/", {}, "Eén zin is genoeg", ""),
        (
            "/aanmelden/stap/kijk/",
            {"referrer_view": "Ja", "domains": ["niets"]},
            "antwoorden die er staan",
            "Ja",
        ),
        ("/aanmelden/stap/aanmelder/", {"referrer_name": "An"}, "Eén van de twee is genoeg", "An"),
    ],
)
def test_a_mistake_says_how_to_mend_it(
    client: Client, address: str, sent: dict[str, Any], words: str, kept: str
) -> None:
    fill(client, REFERRER)
    page = client.post(address, sent)
    shown = html.unescape(page.content.decode())
    assert page.status_code == 422
    assert words in shown
    assert kept in shown
    assert 'role="alert"' in shown
    client.post("/aanmelden/gezin/", {"more": "no"})
    assert client.get(SEND).status_code == 200  # the good answers of before still stand
    assert not Family.objects.exists()


@pytest.mark.parametrize("typed", ["3/5/2019", "3 mei 2019", "03.05.2019", "2019-05-03", "3-5-2019"])
def test_dates_as_people_type_them(client: Client, typed: str) -> None:
    fill(client, REFERRER, **{"1": {"day_day": typed}})
    client.post(SEND)
    assert str(Person.objects.get().birth_date) == "2019-05-03"


@pytest.mark.rule(7)
@pytest.mark.parametrize("typed", ["٩٩٠١", " 9901 ", "B-9901", "b 9901"])
def test_a_postal_code_as_people_type_it(client: Client, typed: str) -> None:
    fill(client, REFERRER, plaats={"place": typed})
    assert client.post(SEND).status_code == 302
    assert Referral.objects.get().postal_code == "9901"


@pytest.mark.parametrize(
    "name", ["عائلة الخطيب", "👨‍👩‍👧 Huis 🌈", "O’Neill-D'hondt", "‮omgekeerd", "x" * 100]
)
def test_every_name_is_a_name(client: Client, name: str) -> None:
    fill(client, REFERRER, contact={"family_name": name}, **{"1": {"given_name": name}})
    assert client.post(SEND).status_code == 302
    assert Family.objects.get().name == name
    assert Person.objects.get().given_name == name


@pytest.mark.rule(7)
def test_a_postal_code_with_several_places_asks_which(client: Client, team: Any) -> None:
    other = MunicipalityFactory()
    zone = ZoneFactory()
    MunicipalityZoneFactory(municipality=other, zone=zone)
    PostalCodeFactory(code="9901", municipality=other, place_name="Anderdorp")
    PartnershipZoneFactory(partnership=team.partnership, zone=zone)
    pages = dict(REFERRER)
    before = dict(list(pages.items())[:3])
    fill(client, before)
    asked = client.post("/aanmelden/stap/plaats/", {"place": "9901"})
    assert asked.status_code == 422
    assert "Anderdorp" in asked.content.decode()
    wrong = client.post("/aanmelden/stap/plaats/", {"place": "9901", "chosen": "00000/niets"})
    assert "Kies waar het gezin woont" in wrong.content.decode()
    chosen = {"place": "9901", "chosen": f"{other.nis_code}/{zone.code}"}
    assert client.post("/aanmelden/stap/plaats/", chosen).status_code == 302
    fill(client, dict(list(pages.items())[4:]))
    assert client.post(SEND).status_code == 302
    assert Referral.objects.get().municipality_id == other.id


def test_a_merged_municipality_leads_to_the_one_of_today(client: Client) -> None:
    found = client.get("/wie-helpt/", {"place": "Opglabbeek"}).content.decode()
    assert "Opglabbeek hoort nu bij Oudsbergen" in found
    before = dict(list(REFERRER.items())[:3])
    fill(client, before)
    assert client.post("/aanmelden/stap/plaats/", {"place": "Opglabbeek"}).status_code == 302
    fill(client, dict(list(REFERRER.items())[4:]))
    assert "Oudsbergen (vroeger Opglabbeek)" in client.get(SEND).content.decode()
    assert client.post(SEND).status_code == 302
    assert Referral.objects.get().municipality.name_nl == "Oudsbergen"


def test_a_family_that_asks_for_itself_can_be_reached(client: Client) -> None:
    fill(client, OWN)
    page = client.post("/aanmelden/stap/contact/", {"safe_to_contact": "yes"})
    assert page.status_code == 422
    assert "Eén van de twee is genoeg" in page.content.decode()


def test_nobody_stays_beyond_what_fits(client: Client) -> None:
    fill(client, REFERRER)
    for place in range(2, 24):
        client.post(f"/aanmelden/gezin/{place}/", {"role": "child"})
    client.post("/aanmelden/gezin/", {"more": "no"})
    client.post(SEND)
    assert Person.objects.count() == 20


@pytest.mark.parametrize("address", ["/aanmelden/stap/niets/", "/aanmelden/gezin/99/", "/aanmelden/gezin/0/"])
def test_pages_that_are_not_there_lead_back(client: Client, address: str) -> None:
    fill(client, REFERRER)
    assert client.get(address).status_code == 302
    assert client.post(address, {"role": "child"}).status_code == 302
