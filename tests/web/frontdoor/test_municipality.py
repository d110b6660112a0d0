"""A page for each municipality: who helps there, how to ask, whom to call; found by name or postal code."""

import html
import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from eenplan.core.acting import public_form, task
from eenplan.core.clock import today
from eenplan.network.actions import NewContactPoint, set_contact_point
from eenplan.network.models import Municipality
from eenplan.network.queries import area_on, municipalities_on

pytestmark = pytest.mark.django_db


def words_of(response: Any) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_who_helps_in_genk_and_how_to_ask(client: Client) -> None:
    page = client.get("/gemeente/genk/")
    text = words_of(page)
    assert page.status_code == 200
    for said in (
        "Hulp voor gezinnen in Genk",
        "De Plan-trekkers",
        "Kemp en Duin",
        "plan-trekker",
        "112",
        "1813",
    ):
        assert said in text
    for href in ("/aanmelden/", "/aanmelden/zelf/"):
        assert f'"{href}"' in page.content.decode()


def test_search_engines_may_read_it_and_it_has_one_address(client: Client) -> None:
    page = client.get("/gemeente/genk/").content.decode()
    assert '<meta name="robots" content="index, follow">' in page
    assert 'rel="canonical" href="http://testserver/gemeente/genk/"' in page
    title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    assert title
    assert " ".join(title[1].split()) == "Hulp voor gezinnen in Genk – Eén Plan"


def test_without_a_known_number_it_says_so_and_with_one_it_shows_it(client: Client) -> None:
    assert "nog geen telefoonnummer" in words_of(client.get("/gemeente/genk/"))
    partnership = area_on(public_form(), on=today(), postal_code="3600").partnership
    assert partnership is not None
    who = NewContactPoint("Aanmeldteam", "089 00 00 42", "op werkdagen van 9 tot 17 uur")
    set_contact_point(task(), partnership_id=partnership.id, who=who, since=today())
    text = words_of(client.get("/gemeente/genk/"))
    assert "089 00 00 42" in text
    assert "op werkdagen van 9 tot 17 uur" in text
    assert "nog geen telefoonnummer" not in text


def test_a_city_in_several_zones_shows_them_all(client: Client) -> None:
    text = words_of(client.get("/gemeente/antwerpen/"))
    area = area_on(public_form(), on=today(), nis_code="11002")
    assert len(area.candidates) > 1
    for candidate in area.candidates:
        assert candidate.zone is not None
        assert candidate.zone.name in text


def test_a_merged_municipality_leads_to_the_new_one_and_says_so(client: Client) -> None:
    old = Municipality.objects.filter(
        successor__isnull=False, period__endswith__lt=date(2026, 1, 1)
    ).select_related("successor")
    seen = 0
    for row in old:
        from eenplan.network.queries import slug_of

        if slug_of(row.name_nl) == slug_of(row.successor.name_nl):
            continue
        page = client.get(f"/gemeente/{slug_of(row.name_nl)}/", follow=True)
        assert page.status_code == 200, row.name_nl
        text = words_of(page)
        assert f"Hulp voor gezinnen in {row.successor.name_nl}" in text
        assert f"{row.name_nl} hoort sinds" in text
        seen += 1
    assert seen > 5


def test_who_says_to_come_from_another_municipality_is_not_believed(client: Client) -> None:
    for before in ("genk", "nergens", "<script>", "x" * 3000):
        text = words_of(client.get("/gemeente/hasselt/", {"vroeger": before}))
        assert "hoort sinds" not in text


def test_brussels_is_bruxelles_for_who_reads_french(client: Client) -> None:
    assert client.get("/gemeente/bruxelles/")["Location"] == "/gemeente/brussel/"
    assert "Brussel" in words_of(client.get("/gemeente/brussel/"))
    client.post("/taal/", {"language": "fr", "next": "/"})
    assert "Bruxelles" in words_of(client.get("/gemeente/brussel/"))


@pytest.mark.parametrize("slug", ["nergens", "x" * 300, "0", "-"])
def test_what_is_no_municipality_is_not_found(client: Client, slug: str) -> None:
    assert client.get(f"/gemeente/{slug}/").status_code == 404


def test_every_municipality_of_today_has_its_own_page(client: Client) -> None:
    rows = municipalities_on(public_form(), today())
    slugs = {row.municipality.slug for row in rows}
    assert len(slugs) == len(rows) > 280
    assert all(row.partnerships for row in rows)
    page = client.get("/gemeente/").content.decode()
    assert all(f'"/gemeente/{slug}/"' in page for slug in slugs)


@pytest.mark.parametrize(
    ("typed", "leads"),
    [
        ("3600", "/gemeente/genk/"),
        ("genk", "/gemeente/genk/"),
        ("GENK ", "/gemeente/genk/"),
        ("Antwerpen", "/gemeente/antwerpen/"),
        ("2000", "/gemeente/antwerpen/"),
        ("Bruxelles", "/gemeente/brussel/"),
    ],
)
def test_the_search_leads_to_the_page(client: Client, typed: str, leads: str) -> None:
    found = client.get("/gemeente/zoeken/", {"place": typed})
    assert found.status_code == 302
    assert found["Location"].split("?")[0] == leads


def test_a_former_name_leads_to_what_it_became(client: Client) -> None:
    found = client.get("/gemeente/zoeken/", {"place": "Kruibeke"}, follow=True)
    assert "Kruibeke hoort sinds" in words_of(found)


def test_more_than_one_that_fits_is_a_choice_of_links(client: Client) -> None:
    page = client.get("/gemeente/zoeken/", {"place": "beer"})
    assert page.status_code == 200
    assert page.content.decode().count('href="/gemeente/beer') + page.content.decode().count("/gemeente/") > 3


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Vul een postcode in"),
        ("0000", "Deze postcode kennen we niet"),
        ("5000", "ligt in Wallonië"),
        ("<script>", "“<script>” kennen we niet"),
        ("x" * 10000, "hoogstens 100 tekens"),
        ("🙂", "kennen we niet"),
    ],
)
def test_a_search_that_finds_nothing_says_how_to_mend_it(client: Client, typed: str, words: str) -> None:
    page = client.get("/gemeente/zoeken/", {"place": typed})
    assert page.status_code == 422
    assert words in words_of(page)
    assert "<script>" not in page.content.decode()


def _asked(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len([query for query in asked.captured_queries if " FROM " in query["sql"]])


def test_a_large_city_asks_no_more_of_the_database_than_a_small_place(client: Client) -> None:
    assert _asked(client, "/gemeente/antwerpen/") == _asked(client, "/gemeente/genk/") == 8
    assert _asked(client, "/gemeente/") == 4
