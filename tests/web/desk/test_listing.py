"""The list by deadline: its words, filters, pages, search and number of queries."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from eenplan.core.enums import Role
from eenplan.referrals.enums import Urgency
from tests.cast import Team
from tests.factories.network import PartnershipZoneFactory, ZoneFactory
from tests.web.desk.situations import planned, received, taken_up, with_coach

pytestmark = pytest.mark.django_db

LIST = "/aanmeldingen/"
SEARCH = "/aanmeldingen/zoeken/"


def text_of(page: object) -> str:
    """The page as words, on one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())  # type: ignore[attr-defined]


def test_an_empty_desk_says_what_will_come(intake: Client) -> None:
    page = text_of(intake.get(LIST))
    assert "Geen open aanmeldingen" in page
    assert "Niemand wacht nu op een eerste gesprek." in page


def test_one_sentence_sums_up_and_leads_to_who_it_is_about(here: Team, intake: Client) -> None:
    received(here, 35, family_name="Eerste")
    received(here, 33, family_name="Tweede")
    received(here, 28, family_name="Derde")
    received(here, 2, family_name="Vierde")
    page = text_of(intake.get(LIST))
    assert "Twee gezinnen wachten langer dan beloofd." in page
    assert "Eén moet binnen de week een gesprek krijgen." in page
    late = text_of(intake.get(LIST, {"klok": "te-laat"}))
    assert "Eerste" in late
    assert "Tweede" in late
    assert "Derde" not in late
    soon = text_of(intake.get(LIST, {"klok": "deze-week"}))
    assert "Derde" in soon
    assert "Eerste" not in soon


def test_the_list_goes_by_deadline_with_the_clock_in_words(here: Team, intake: Client) -> None:
    received(here, 2)
    received(here, 35)
    received(here, 29)
    received(here, 31)
    page = text_of(intake.get(LIST))
    words = ["4 dagen te laat beloofd tegen 17 november", "Vandaag laatste dag van de belofte",
             "Nog 2 dagen tegen 23 november", "Nog 28 dagen tegen 19 december"]  # fmt: skip
    places = [page.index(line) for line in words]
    assert places == sorted(places)


def test_a_row_says_who_what_they_say_who_referred_and_the_next_act(here: Team, intake: Client) -> None:
    received(here, 35, family_name="Janssens", referrer_organisation="CLB Voorbeeld")
    page = text_of(intake.get(LIST))
    assert f"Gezin met 2 kinderen, {here.municipality.name_nl}" in page
    assert "Janssens" in page
    assert "“GEHEIM-vraag”" in page
    assert "CLB Voorbeeld · 17 oktober" in page
    assert "coach: nog niemand" in page
    assert "Lezen en opnemen voor Janssens" in page
    assert "GEHEIM-kijk" not in page  # the referrer's view stays on the page of the referral


def test_the_one_button_is_filled_only_when_it_presses(here: Team, intake: Client) -> None:
    received(here, 2, family_name="Rustig")
    assert 'class="button quiet" href="/aanmeldingen/0' in intake.get(LIST).content.decode()
    received(here, 2, family_name="Dringend", urgency=Urgency.TODAY)
    html = intake.get(LIST).content.decode()
    assert 'class="button" href="/aanmeldingen/0' in html
    assert "vandaag nog" in html


@pytest.mark.rule(12)
def test_acute_danger_stands_on_top_wherever_its_deadline_puts_it(here: Team, intake: Client) -> None:
    received(here, 20, family_name="Gewoon")
    received(here, 1, family_name="Gevaar", acute_danger=True)
    assert "Bij één gezin is acuut gevaar gemeld." in text_of(intake.get(LIST))
    only = text_of(intake.get(LIST, {"klok": "gevaar"}))
    assert "Gevaar" in only
    assert "Gewoon" not in only


def test_filters_with_their_counts(here: Team, intake: Client) -> None:
    received(here, family_name="Nieuwling")
    taken_up(here, family_name="Zoekend")
    with_coach(here, family_name="Begeleid")
    planned(here, family_name="Afgesproken")
    page = text_of(intake.get(LIST))
    assert "Alle open 4 Nieuw 1 Coach kiezen 1 Gesprek plannen 1 Gesprek gepland 1" in page
    for chosen, name, others in (
        ("nieuw", "Nieuwling", "Zoekend"),
        ("coach", "Zoekend", "Begeleid"),
        ("plannen", "Begeleid", "Afgesproken"),
        ("gepland", "Afgesproken", "Nieuwling"),
    ):
        page = text_of(intake.get(LIST, {"toon": chosen}))
        assert name in page, chosen
        assert others not in page, chosen


def test_one_zone_at_a_time(here: Team, intake: Client) -> None:
    other = ZoneFactory()
    PartnershipZoneFactory(partnership=here.partnership, zone=other)
    received(here, family_name="Janssens")
    assert "Janssens" in text_of(intake.get(LIST, {"zone": str(here.zone.id)}))
    empty = text_of(intake.get(LIST, {"zone": str(other.id)}))
    assert "Janssens" not in empty
    assert "Hier staat nu niemand" in empty
    assert f"Zone {other.name}" in empty
    assert f"Zonder “Zone {other.name}” : 1 gezin" in empty


@pytest.mark.parametrize("query", ["toon=alles", "zone=x'--", "klok=nooit", "na=niets", "na=20261399.00"])
def test_an_address_that_makes_no_sense_shows_everything(here: Team, intake: Client, query: str) -> None:
    received(here, family_name="Janssens")
    page = intake.get(f"{LIST}?{query}")
    assert page.status_code == 200
    assert "Janssens" in text_of(page)


def test_further_in_a_long_list(here: Team, intake: Client) -> None:
    for number in range(51):
        received(here, 2, family_name=f"Gezin{number:02}")
    first = intake.get(LIST)
    assert text_of(first).count("Lezen en opnemen voor") == 50
    following = re.search(r'href="([^"]+na=[^"]+)"', first.content.decode())
    assert following
    second = intake.get(following[1].replace("&amp;", "&"))
    assert text_of(second).count("Lezen en opnemen voor") == 1
    assert "Terug naar het begin" in text_of(second)


@pytest.mark.parametrize("rows", [1, 3])
def test_eleven_queries_whatever_the_rows(here: Team, intake: Client, rows: int) -> None:
    for _number in range(rows):
        with_coach(here)
    with CaptureQueriesContext(connection) as asked:
        intake.get(LIST)
    assert len(_on_tables(asked)) == 11, [sql[:90] for sql in _on_tables(asked)]


@pytest.mark.parametrize(
    "query",
    ["einde=ja", "aanmelder=clb&jongste=0-2", "aanmelder=gp", "coach=niemand&oudste=12-17", "klok=te-laat"],
)
def test_no_page_asks_more_than_the_first(here: Team, intake: Client, query: str) -> None:
    with_coach(here)
    received(here, 40)
    with CaptureQueriesContext(connection) as asked:
        intake.get(f"{LIST}?{query}&zone={here.zone.id}")
    assert len(_on_tables(asked)) <= 11, "\n".join(sql[:60] for sql in _on_tables(asked))


def _on_tables(asked: CaptureQueriesContext) -> list[str]:
    """The statements that read or write rows: not the savepoints and settings around them."""
    statements = [query["sql"] for query in asked.captured_queries]
    return [sql for sql in statements if " FROM " in sql or sql.startswith(("INSERT", "UPDATE", "DELETE"))]


@pytest.mark.parametrize(
    "text", ["GEHEIM-familienaam", "geheim-MOEDER", "dochter", "doc", "fam GEH", "dóchtèr"]
)
def test_search_by_name(here: Team, intake: Client, text: str) -> None:
    received(here)
    page = intake.post(SEARCH, {"text": text})
    assert page.status_code == 200
    assert "Eén aanmelding gevonden." in text_of(page)


def test_search_by_reference_opens_the_referral(here: Team, intake: Client) -> None:
    found = received(here)
    page = intake.post(SEARCH, {"text": found.reference.lower().replace("-", " ")})
    assert page["Location"] == reverse("desk:read-referral", args=[found.id])


def test_a_name_never_stands_in_an_address(here: Team, intake: Client) -> None:
    received(here, family_name="Zoekmij")
    page = intake.post(SEARCH, {"text": "Zoekmij"})
    html = page.content.decode()
    assert "Zoekmij" in html
    assert not re.search(r'(?:href|action)="[^"]*Zoekmij', html)
    assert 'method="post" action="/aanmeldingen/zoeken/"' in html
    assert "Zoekmij" not in "".join(map(str, intake.session.values()))
    assert "Zoekmij" not in text_of(intake.get(f"{LIST}?zoek=Niemand&toon=gepland"))


@pytest.mark.parametrize("text", ["do", "ochter", "doc xyz", "docz", "do%", "d_chter"])
def test_only_the_beginning_of_a_word_finds_it(here: Team, intake: Client, text: str) -> None:
    received(here)
    assert "Niemand gevonden" in text_of(intake.post(SEARCH, {"text": text}))


def test_nothing_found_says_how_to_search(intake: Client) -> None:
    assert "Niemand gevonden" in text_of(intake.post(SEARCH, {"text": "Onbestaand"}))


@pytest.mark.parametrize("text", ["", "   ", "x" * 101])
def test_a_search_that_cannot_be(intake: Client, text: str) -> None:
    page = intake.post(SEARCH, {"text": text})
    assert page.status_code == 422
    assert "Er klopt nog iets niet" in text_of(page)


def test_a_search_page_that_is_opened_again_leads_to_the_list(intake: Client) -> None:
    assert intake.get(SEARCH)["Location"] == LIST


def test_the_coordinator_sees_the_same_desk(here: Team, as_role: Callable[[Team, Role], Client]) -> None:
    received(here, family_name="Janssens")
    assert "Janssens" in text_of(as_role(here, Role.COORDINATOR).get(LIST))
