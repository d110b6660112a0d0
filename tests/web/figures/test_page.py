"""The page of a year: the numbers of the reporting room, and all that they need to be understood."""

import re
from datetime import date
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from eenplan.core.acting import TASK_ACTOR, Acting
from eenplan.core.enums import ActorKind, Role
from eenplan.core.ids import new_id
from eenplan.network.models import Partnership
from eenplan.reporting.queries import APART, OUTCOMES, figures
from eenplan.web.figures.presenters import words
from tests.factories.network import AssignmentFactory
from tests.web.figures.conftest import Enter, MakeFacts, queries_of

END_2021 = date(2021, 12, 31)
DEMO = "Demogegevens: geen echte cijfers van een samenwerkingsverband"
HIDDEN = "∗ niet getoond"
IN_MARCH = date(2021, 3, 20)
BRUGGE = {"nis": "31005", "zone": "elz6"}
GENT = {"nis": "44021", "zone": "elz13"}


class Rows(HTMLParser):
    """The cells of the rows of a table's body, by the name in the row's head."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self._row: list[str] | None = None
        self._inside = 0
        for body in page.split("<tbody>")[1:]:
            self.feed(body.split("</tbody>")[0])

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "tr":
            self._row = []
        elif tag in ("th", "td") and self._row is not None:
            self._row.append("")
            self._inside = 1

    def handle_endtag(self, tag: str) -> None:
        if tag in ("th", "td"):
            self._inside = 0
        elif tag == "tr" and self._row:
            cells = [" ".join(cell.split()) for cell in self._row]
            known = {re.split("begon op|bestond nog", name)[0].strip(): name for name in self.found}
            name = known.get(cells[0], cells[0])
            self.found[name] = [*self.found.get(name, []), *cells[1:]]

    def handle_data(self, data: str) -> None:
        if self._inside and self._row:
            self._row[-1] += data


def read(browser: Client, query: str = "?jaar=2021", status: int = 200) -> str:
    page = browser.get(reverse("figures:read-figures") + query)
    assert page.status_code == status
    return page.content.decode()


def row(page: str, name: str = "De Plan-trekkers") -> list[str]:
    (found,) = [cells for head, cells in Rows(page).found.items() if head.startswith(name)]
    return found


@pytest.mark.rule(45)
def test_the_numbers_are_those_of_the_reporting_room(
    official: Client, make_facts: MakeFacts, as_web: Any
) -> None:
    make_facts(6, held_on=IN_MARCH)
    make_facts(5, held_on=date(2021, 3, 30), recorded_on=date(2021, 5, 1))
    make_facts(5, outcome="withdrawn", ended_on=date(2021, 3, 12))
    make_facts(7, outcome="taken_up", taken_up_on=IN_MARCH)
    acting = Acting(TASK_ACTOR, ActorKind.STAFF, Role.OFFICIAL)
    with as_web(acting):
        found = figures(acting, year=2021, areas_on=END_2021)
    (known,) = [line for line in found.rows if line.code == "P15"]
    page = read(official)
    assert (known.median_days, known.p75_days) == (20, None)
    assert row(page) == [
        "23", words.cell(known, "per_1000"), "23", "46", "6", "33,3 %", "20 dagen", "nog niet bereikt",
        *[str(known.values[column]) for column in (*OUTCOMES, *APART)],
    ]  # fmt: skip
    assert "De helft van de gezinnen had binnen 20 dagen een gesprek. Driekwart is nog niet bereikt" in page


@pytest.mark.rule(44)
def test_unit_period_areas_and_day_stand_on_the_page(official: Client, make_facts: MakeFacts) -> None:
    make_facts(6)
    page = read(official)
    for said in (
        "ontvangen van 1 januari 2021 tot en met 31 december 2021",
        "Gebieden: zoals ze waren op 31 december 2021",
        "Cijfers van: 31 maart 2022",
        "niet op te tellen",
    ):
        assert said in page
    head = page.split("<thead>")[1].split("</thead>")[0]
    assert re.findall(r'scope="col(?:group)?">\s*([a-z ]+)</th>', head) == [
        "aanmelding", "aanmelding", "gezin", "kind of jongere", "aanmelding", "kalenderdag",
    ]  # fmt: skip


@pytest.mark.rule(44)
def test_the_whole_stands_below(official: Client, make_facts: MakeFacts) -> None:
    make_facts(6)
    make_facts(7, **GENT)
    foot = read(official).split("<tfoot>")[1].split("</tfoot>")[0]
    assert "Heel Vlaanderen en Brussel" in foot
    assert ">13<" in foot


def test_the_table_says_what_it_is_to_who_cannot_see_it(official: Client, make_facts: MakeFacts) -> None:
    make_facts(6)
    page = read(official)
    assert '<caption id="figures-caption">Aanmeldingen in 2021 per samenwerkingsverband' in page
    assert 'role="region" tabindex="0" aria-labelledby="figures-caption"' in page
    body = page.split("<tbody>")[1].split("</tbody>")[0]
    assert body.count('<th scope="row">') == len(Rows(page).found)
    assert 'role="img"' in page
    assert 'aria-labelledby="map-title map-description"' in page
    assert "style=" not in page


@pytest.mark.rule(43)
def test_of_a_small_row_nothing_is_shown(official: Client, make_facts: MakeFacts) -> None:
    make_facts(4, held_on=IN_MARCH)
    page = read(official)
    assert set(row(page)) == {HIDDEN}
    assert "er zou iemand in te herkennen zijn" in " ".join(page.split())
    assert "De Plan-trekkers</h3>" not in page


@pytest.mark.rule(43)
def test_a_small_count_takes_its_share_and_waits_along(official: Client, make_facts: MakeFacts) -> None:
    make_facts(3, held_on=IN_MARCH)
    make_facts(20)
    make_facts(2, ended_on=date(2021, 3, 12), outcome="withdrawn")
    page = read(official)
    cells = row(page)
    assert cells[0] == cells[2] == "25"
    assert set(cells[4:]) == {HIDDEN}
    assert "De wachttijd tonen we hier niet." in page


@pytest.mark.rule(43)
def test_few_families_referred_often_are_too_small(official: Client, make_facts: MakeFacts) -> None:
    make_facts(9, family_token=new_id())
    assert set(row(read(official))) == {HIDDEN}


def test_a_share_is_rounded_not_cut_off(official: Client, make_facts: MakeFacts) -> None:
    make_facts(10, held_on=IN_MARCH)
    make_facts(5)
    assert row(read(official))[5] == "66,7 %"


@pytest.mark.rule(45)
def test_who_all_wait_have_not_reached_the_half(official: Client, make_facts: MakeFacts) -> None:
    make_facts(8)
    page = read(official)
    assert row(page)[6:8] == ["nog niet bereikt", "nog niet bereikt"]
    assert "Nog geen helft van de gezinnen had een eerste gesprek." in page


def test_while_a_year_runs_its_figures_are_provisional(official: Client, make_facts: MakeFacts) -> None:
    make_facts(8, received_on=date(2022, 3, 20))
    page = read(official, "")
    assert row(page)[3:5] == ["0", "nog niet te zeggen"]
    assert "Cijfers van: 31 maart 2022" in page
    assert "Voorlopig" in page
    assert "Voorlopig" not in read(official, "?jaar=2021")


@pytest.mark.parametrize("demo", [True, False])
def test_invented_figures_say_so(official: Client, make_facts: MakeFacts, demo: bool) -> None:
    make_facts(6, demo=demo)
    page = read(official)
    assert (DEMO in page) is demo
    assert (DEMO in page.split("<caption")[1].split("</caption>")[0]) is demo


@pytest.mark.rule(46)
def test_years_with_other_areas_carry_a_warning(official: Client, make_facts: MakeFacts) -> None:
    make_facts(6)
    page = read(official)
    assert "Vergelijk niet zomaar met 2020" in page
    assert "Vergelijk niet zomaar met 2022" not in page
    assert "Vergelijk niet zomaar" in read(official, "?jaar=2020")
    assert "Vergelijk niet zomaar" not in read(official, "?jaar=2022")


@pytest.mark.rule(46)
def test_areas_that_are_not_the_years_own_carry_a_warning(official: Client, make_facts: MakeFacts) -> None:
    make_facts(6, received_on=date(2020, 3, 10))
    make_facts(2, received_on=date(2020, 3, 10), **GENT)
    page = read(official, "?jaar=2020&gebieden_op=2021-12-31")
    assert "Deze tabel gebruikt de gebieden van 31 december 2021. In 2020 zelf waren ze anders" in page
    assert "Vergelijk niet zomaar met 2021" not in page
    assert "Deze tabel gebruikt" not in read(official, "?jaar=2020")


def test_what_had_not_begun_is_told(official: Client, make_facts: MakeFacts) -> None:
    make_facts(6, received_on=date(2020, 3, 10))
    before = read(official, "?jaar=2020")
    assert re.search(r"nog niet begonnen op 31 december 2020:[^<]*Noord-West-Vlaanderen", before)
    assert not [head for head in Rows(before).found if head.startswith("Noord-West-Vlaanderen")]
    after = Rows(read(official, "?jaar=2020&gebieden_op=2021-12-31")).found
    (head,) = [head for head in after if head.startswith("Noord-West-Vlaanderen")]
    assert "bestond nog niet in 2020" in head


def test_assumed_areas_are_marked(official: Client, make_facts: MakeFacts) -> None:
    make_facts(6)
    heads = list(Rows(read(official)).found)
    (west,) = [head for head in heads if head.startswith("Jeugdhulp Westhoek")]
    (voor,) = [head for head in heads if head.startswith("Voor- en Noorderkempen")]
    assert "gebied aangenomen" in west
    assert "gebied aangenomen" not in voor


def test_places_without_a_partnership_have_their_own_row(official: Client, make_facts: MakeFacts) -> None:
    make_facts(6, received_on=date(2020, 3, 10), **BRUGGE)
    assert row(read(official, "?jaar=2020"), "geen partnerschap")[0] == "6"


def test_an_empty_year_says_so(official: Client, db: None) -> None:
    page = read(official, "?jaar=2019")
    assert "Nog geen aanmeldingen in 2019" in page
    assert "<table" not in page


@pytest.mark.parametrize(
    ("query", "kept", "said"),
    [
        ("?jaar=1999", 'value="1999"', "Zo ver gaan de cijfers niet terug"),
        ("?jaar=2023", 'value="2023"', "Dat jaar moet nog komen. Kies 2022 of vroeger."),
        ("?jaar=vorig", 'value="vorig"', "Schrijf het jaar met vier cijfers"),
        ("?jaar=", 'name="jaar"', "Vul een jaar in"),
        ("?jaar=2021&gebieden_op=rommel", 'value="rommel"', "Deze datum begrijpen we niet"),
        ("?jaar=2021&gebieden_op=2021-02-30", 'value="2021-02-30"', "Die dag bestaat niet"),
        ("?jaar=2021&gebieden_op=2030-01-01", 'value="2030-01-01"', "vandaag of vroeger"),
        ("?jaar=2021&gebieden_op=1900-01-01", 'value="1900-01-01"', "te vroeg"),
        (
            "?jaar=2021&gebieden_op_day=3&gebieden_op_month=&gebieden_op_year=2021",
            'value="3"',
            "Vul ook de maand in",
        ),
        ("?jaar=" + "9" * 400, "", "Dat jaar moet nog komen"),
        ("?jaar=2021%00", "", "vier cijfers"),
        ("?jaar=2021&per=straat", 'value="2021"', "Kies samenwerkingsverband, eerstelijnszone of gemeente."),
        ("?jaar=2022&per=zone", 'value="2022"', "pas cijfers als het jaar is afgesloten, na 31 maart 2023"),
    ],
)
def test_a_wrong_question_is_kept_and_answered_plainly(
    official: Client, make_facts: MakeFacts, query: str, kept: str, said: str
) -> None:
    make_facts(6)
    page = read(official, query, status=422)
    assert kept in page
    assert said in page
    assert "<table" not in page
    assert "Er klopt nog iets niet" in page


def test_the_readers_own_partnership_is_said_first(client: Client, make_facts: MakeFacts) -> None:
    make_facts(6)
    make_facts(6, **GENT)
    mine = AssignmentFactory(role=Role.COORDINATOR, partnership=Partnership.objects.get(code="P15"))
    client.force_login(mine.staff_member.account)
    said = re.findall(r"<h3>(.*?)</h3>", read(client))
    assert said[0] == "De Plan-trekkers"
    assert len(said) == 2


@pytest.mark.rule(43)
def test_who_works_there_reads_why_the_own_figures_are_left_out_too(
    client: Client, make_facts: MakeFacts
) -> None:
    make_facts(3)
    make_facts(20, **GENT)
    why = "Dat geldt ook voor jullie eigen cijfers"
    for code, told in (("P15", True), ("P06", False)):
        mine = AssignmentFactory(role=Role.COORDINATOR, partnership=Partnership.objects.get(code=code))
        client.force_login(mine.staff_member.account)
        page = " ".join(read(client).split())
        assert (why in page) is told
        assert page.index("∗ betekent: niet getoond") < page.index("<table")


def test_queries_do_not_grow(official: Client, make_facts: MakeFacts) -> None:
    for places in ([{}], [GENT, BRUGGE]):
        for place in places:
            make_facts(6, **place)
        # Nine of the figures, six for three comparisons, eight about partnerships and their areas.
        assert queries_of(official, "figures:read-figures", "?jaar=2021") == 23


def test_by_municipality_with_its_map(
    enter: Enter, make_facts: MakeFacts, today_is: time_machine.Traveller
) -> None:
    official = enter(Role.OFFICIAL)
    make_facts(6, **BRUGGE)
    make_facts(7, **GENT)
    page = read(official, "?jaar=2021&per=gemeente&gebieden_op=2022-06-01")
    assert row(page, "Brugge")[0] == "6"
    assert "Van deze gebieden is er geen kaart" in page
    today_is.move_to("2026-06-01T08:00:00Z")
    page = read(enter(Role.OFFICIAL), "?jaar=2021&per=gemeente&gebieden_op=2026-05-01")
    said = dict(re.findall(r"<title>([^:<]+): ([^<]+)</title>", unescape(page)))
    assert said["Brugge"] == row(page, "Brugge")[1]
    assert said["Hasselt"] == row(page, "Hasselt")[1]


@pytest.mark.rule(43)
def test_map_and_table_leave_out_the_same(official: Client, make_facts: MakeFacts) -> None:
    make_facts(30, **BRUGGE)
    make_facts(3, **GENT)
    page = read(official, "?jaar=2021&per=zone")
    said = dict(re.findall(r"<title>([^:<]+): ([^<]+)</title>", unescape(page)))
    cells = Rows(page).found
    assert len(said) == 60
    for name, shown in said.items():
        assert cells[name][1] == (HIDDEN if shown == "niet getoond" else shown)
    assert HIDDEN in {found[1] for found in cells.values()}
    assert 'fill="url(#hidden)"' in page


@pytest.mark.rule(46)
def test_a_year_can_be_counted_by_the_areas_of_another(official: Client, make_facts: MakeFacts) -> None:
    make_facts(6, received_on=date(2020, 3, 10), **BRUGGE)
    page = read(official, "?jaar=2020")
    hrefs = re.findall(r'href="([^"]+)"[^>]*>gebieden van (\d{4})', page)
    by_areas = {year: href.replace("&amp;", "&").split("?")[1] for href, year in hrefs}
    assert row(page, "geen partnerschap")[0] == "6"
    assert row(read(official, f"?{by_areas['2022']}"), "Noord-West-Vlaanderen")[0] == "6"


def test_every_partnership_says_when_it_began(official: Client, make_facts: MakeFacts) -> None:
    make_facts(6)
    heads = list(Rows(read(official)).found)
    assert all("begon op" in head for head in heads)
