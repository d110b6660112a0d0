"""What partnerships are made of, on the screen, on paper and as a file; and what a partnership asks of itself."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from pypdf import PdfReader

from eenplan.core.enums import Role
from eenplan.network.enums import Layer, Sector
from eenplan.network.models import CallRequirement
from tests.cast import Team, make_official, make_team
from tests.factories.network import PartnershipZoneFactory, ZoneFactory
from tests.factories.partners import make_partner
from tests.network.test_composition import TABLE
from tests.once import once
from tests.web.desk.test_listing import text_of

pytestmark = pytest.mark.django_db

PAGE = "/netwerk/samenstelling/"
OF_2021 = {"op": "2021-01-01"}
ASK = f"{PAGE}eigen/"


NOW = "2026-03-02T09:00:00Z"


@pytest.fixture(autouse=True)
def today_is() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@once(at=NOW)
def here() -> Team:
    return make_team("9901")


@once(at=NOW)
def there() -> Team:
    return make_team("9902")


@pytest.fixture
def as_role(client: Client) -> Callable[[Team, Role], Client]:
    def sign_in(team: Team, role: Role) -> Client:
        client.force_login(team.account(role))
        return client

    return sign_in


@pytest.fixture
def coordinator(here: Team, as_role: Callable[[Team, Role], Client]) -> Client:
    return as_role(here, Role.COORDINATOR)


def page_of(team: Team) -> str:
    return f"{PAGE}{team.partnership.code}/"


@once(at=NOW)
def two_zones(here: Team) -> Team:
    south = ZoneFactory(name="Zuid")
    PartnershipZoneFactory(partnership=here.partnership, zone=south)
    make_partner(here.partnership, Sector.CLB, Layer.BROAD_ACCESS, zones=(here.zone,), name="CLB Noord")
    make_partner(here.partnership, Sector.CGG, name="CGG Onbekend")
    return here


def test_the_published_table_stands_on_one_screen(coordinator: Client) -> None:
    said = text_of(coordinator.get(PAGE, OF_2021))
    at = 0
    for name, number in TABLE:
        at = said.index(f"{name} ", at)
        assert said.index(f" {number} ", at) < said.index("niet bekend", at + len(name))
    assert "Samen 171" in said
    assert "Ging op 1 juli 2021 op in Samen1Plan Gent / RTJ De Tafels (aangenomen)." in said
    assert "Heet later De Plan-trekkers." in said
    assert "20 coaches en 4 eerstelijnspsychologen (geteld op 13 november 2019)" in said
    assert "3 bekend, er zijn er meer" in said


def test_what_must_and_what_was_only_called_crucial_are_kept_apart(coordinator: Client) -> None:
    first = text_of(coordinator.get(PAGE, OF_2021))
    assert "Eerste oproep (20 juli 2017)" in first
    assert first.index("Moeten volgens de oproep minstens meedoen") < first.index(
        "Actoren van de brede instap"
    )
    assert first.index("Cruciaal genoemd, maar niet verplicht") < first.index("Lokale besturen en OCMW’s")
    second = text_of(coordinator.get(PAGE, {"op": "2021-07-01"}))
    assert "Tweede oproep (juni 2020)" in second
    assert "Met wie de oproep samenwerking vraagt" in second
    assert "Cruciaal genoemd" not in second


def test_what_the_data_cannot_answer_is_said(coordinator: Client) -> None:
    said = text_of(coordinator.get(PAGE, OF_2021))
    for words in (
        "alleen dat het er 26 tot 59 zijn",
        "er is geen lijst van alle organisaties in een gebied",
        "we nemen aan van juni 2020 tot en met juni 2021",
        "De dag waarop een samenwerkingsverband begon, is aangenomen.",
    ):
        assert words in said
    later = text_of(coordinator.get(PAGE))
    assert "Voor deze dag zijn geen aantallen organisaties met subsidie openbaar." in later
    assert "Samen 171" not in later


def test_before_there_was_any(coordinator: Client) -> None:
    assert "Toen werkte er nog geen samenwerkingsverband" in text_of(
        coordinator.get(PAGE, {"op": "2018-01-01"})
    )


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"op": "gisteren"}, "Deze datum begrijpen we niet."),
        ({"op": "2021-02-30"}, "Die dag bestaat niet."),
        ({"op": "1850-01-01"}, "Deze datum ligt te vroeg"),
        ({"op": "9999-12-31"}, "Deze datum ligt te laat"),
        ({"op_day": "1", "op_month": "", "op_year": "2021"}, "Vul ook de maand in"),
    ],
)
def test_a_day_that_cannot_be_keeps_what_was_typed(
    here: Team, coordinator: Client, asked: dict[str, str], said: str
) -> None:
    for address in (PAGE, page_of(here)):
        answer = coordinator.get(address, asked)
        assert answer.status_code == 422
        assert said in text_of(answer)
        assert f'value="{next(iter(asked.values()))}"' in answer.content.decode() or "op_day" not in asked
    for ending in ("pdf", "csv", "xlsx"):
        assert coordinator.get(f"{PAGE}{ending}/", asked).url.startswith(f"{PAGE}?op")


def test_the_own_partnership_stands_first_and_alone_opens(
    here: Team, there: Team, coordinator: Client
) -> None:
    page = coordinator.get(PAGE).content.decode()
    rows = page.split('<th scope="row">')[1:]
    assert here.partnership.names.get().name in rows[0]
    assert page_of(here) in page
    assert page_of(there) not in page
    assert coordinator.get(page_of(here)).status_code == 200
    assert coordinator.get(page_of(there)).status_code == 404
    assert coordinator.get(f"{PAGE}NIETS/").status_code == 404


def test_what_is_missing_is_named_per_zone_with_a_way_to_solve_it(
    two_zones: Team, coordinator: Client
) -> None:
    page = coordinator.get(page_of(two_zones))
    said = text_of(page)
    assert f"{two_zones.zone.name}: doet mee CLB Noord" in said
    # Of the other partner nobody said in which zones it works, so in the south nobody is called missing.
    assert (
        "Zuid: niet bekend Misschien CGG Onbekend: we weten niet in welke zones, of welk soort hulp." in said
    )
    make_partner(two_zones.partnership, Sector.CGG, Layer.SPECIALISED, zones=(two_zones.zone,))
    two_zones.partnership.organisations.get(organisation__name="CGG Onbekend")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE network_organisation SET layer = 'specialised' WHERE name = 'CGG Onbekend'")
    said = text_of(coordinator.get(page_of(two_zones)))
    assert "Zuid: ontbreekt" in said
    assert "Sociale diensten van de jeugdrechtbank ontbreekt" in said
    assert "Basisvoorzieningen in de eerstelijnszone (1 zone)" in said


def test_the_steering_group_reads_the_table_and_its_own_page_and_changes_nothing(
    here: Team, there: Team, as_role: Callable[[Team, Role], Client]
) -> None:
    steering = as_role(here, Role.STEERING)
    for address in (PAGE, f"{PAGE}pdf/", f"{PAGE}csv/", f"{PAGE}xlsx/", page_of(here)):
        assert steering.get(address).status_code == 200, address
    shown = text_of(steering.get(page_of(here)))
    assert "Voeg een partner toe" not in shown
    assert "Spreek zelf iets af" not in shown
    assert 'href="/netwerk/"' not in steering.get(PAGE).content.decode()
    assert steering.get(page_of(there)).status_code == 404
    assert [steering.get(one).status_code for one in (ASK, "/netwerk/", "/netwerk/team/")] == [403] * 3


def test_an_official_reads_all_and_changes_nothing(here: Team, there: Team, client: Client) -> None:
    client.force_login(make_official().staff_member.account)
    page = client.get(PAGE)
    assert page.status_code == 200
    assert page_of(here) in page.content.decode()
    for team in (here, there):
        detail = client.get(page_of(team))
        assert detail.status_code == 200
        assert "Spreek zelf iets af" not in text_of(detail)
    assert client.get("/netwerk/").status_code == 403
    assert client.get(ASK).status_code == 403


@pytest.mark.parametrize("role", [Role.COACH, Role.INTAKE, Role.PARTNER, Role.PSYCHOLOGIST])
def test_others_do_not_open_it(here: Team, as_role: Callable[[Team, Role], Client], role: Role) -> None:
    browser = as_role(here, role)
    for address in (PAGE, page_of(here), f"{PAGE}pdf/", f"{PAGE}csv/", f"{PAGE}xlsx/", ASK):
        assert browser.get(address).status_code == 403


def test_a_visitor_signs_in_first(client: Client, here: Team) -> None:
    for address in (PAGE, page_of(here), f"{PAGE}pdf/"):
        assert client.get(address).status_code == 302


def test_the_paper_is_tagged_and_complete(coordinator: Client) -> None:
    paper = coordinator.get(f"{PAGE}pdf/", OF_2021)
    assert paper["Content-Type"] == "application/pdf"
    assert "samenstelling-2021-01-01.pdf" in paper["Content-Disposition"]
    read = PdfReader(io.BytesIO(paper.content))
    root = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("nl")
    assert read.metadata
    assert read.metadata.title == "Samenstelling van de samenwerkingsverbanden op 1 januari 2021"
    said = "".join("".join(page.extract_text().split()) for page in read.pages)  # lines break in names
    at = 0
    for name, number in TABLE:
        at = said.index(name.replace(" ", ""), at)
        assert str(number) in said[at:]
    assert "Samen171" in said
    assert "Watdezegegevensnietzeggen" in said
    tags = _tags(root["/StructTreeRoot"])
    assert tags.count("H1") == 1
    assert 2 <= tags.count("Table") <= len(read.pages)  # it runs on
    assert tags.count("TH") >= 5 + 15 + 1
    assert {"TD", "L", "LI"} <= set(tags)


def _tags(node: Any) -> list[str]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [tag for child in node for tag in _tags(child)]
    if not isinstance(node, dict):
        return []
    own = [str(node["/S"])[1:]] if "/S" in node else []
    return own + (_tags(node["/K"]) if "/K" in node else [])


def test_the_csv_has_notes_and_leaves_empty_what_is_not_known(coordinator: Client) -> None:
    answer = coordinator.get(f"{PAGE}csv/", OF_2021)
    text = answer.content.decode("utf-8-sig")
    notes = [line for line in text.splitlines() if line.startswith("#")]
    assert any("171" in note for note in notes)
    assert any("26 tot 59" in note for note in notes)
    rows = list(
        csv.DictReader((line for line in text.splitlines() if not line.startswith("#")), delimiter=";")
    )
    assert [(row["name"], int(row["subsidised_recipients"])) for row in rows] == TABLE
    assert (rows[0]["partners"], rows[0]["missing"], rows[0]["workers"]) == ("", "", "")
    assert (rows[-1]["partners"], rows[-1]["partners_complete"]) == ("3", "false")


def test_the_workbook_has_numbers_as_numbers_and_the_notes(coordinator: Client) -> None:
    book = load_workbook(io.BytesIO(coordinator.get(f"{PAGE}xlsx/", OF_2021).content))
    table, notes = book.worksheets
    rows = list(table.iter_rows(min_row=2, values_only=True))
    assert [(row[1], row[2]) for row in rows] == TABLE
    assert rows[0][3] is None
    assert any("171" in str(row[0]) for row in notes.iter_rows(values_only=True))


@pytest.mark.parametrize("more", [1, 3])
def test_the_same_queries_whatever_the_rows(here: Team, coordinator: Client, more: int) -> None:
    for number in range(more):
        make_partner(make_team(f"981{number}").partnership)
        make_partner(here.partnership, zones=(here.zone,))
    counts = []
    for address in (PAGE, page_of(here)):
        with CaptureQueriesContext(connection) as asked:
            coordinator.get(address)
        statements = [query["sql"] for query in asked.captured_queries]
        counts.append(len([sql for sql in statements if sql.startswith("SELECT") and " FROM " in sql]))
    assert counts == [13, 16]


# What a partnership asks of itself.

TYPED = {
    "words": "Een school in elke zone",
    "level": "zone",
    "sectors": ["school"],
    "source": "stuurgroep van 2 maart",
    "since_day": "3",
    "since_month": "3",
    "since_year": "2026",
}


def test_a_coordinator_asks_something_more_and_takes_it_back(two_zones: Team, coordinator: Client) -> None:
    answer = coordinator.post(ASK, TYPED, follow=True)
    said = text_of(answer)
    assert "Een school in elke zone: jullie vragen dit vanaf 3 maart." in said
    assert "in elke zone · school · vanaf 3 maart 2026 · stuurgroep van 2 maart" in said
    tomorrow = text_of(coordinator.get(page_of(two_zones), {"op": "2026-03-03"}))
    assert "Wat het samenwerkingsverband zelf afsprak" in tomorrow
    made = CallRequirement.objects.get(partnership=two_zones.partnership)
    gone = coordinator.post(f"{ASK}{made.id}/terugnemen/", follow=True)
    assert "Een school in elke zone is teruggenomen." in text_of(gone)
    assert not CallRequirement.objects.filter(partnership=two_zones.partnership).exists()


def test_what_has_begun_is_ended_on_a_day(here: Team, coordinator: Client, today_is: Any) -> None:
    coordinator.post(ASK, TYPED)
    made = CallRequirement.objects.get(partnership=here.partnership)
    today_is.move_to("2026-03-10T09:00:00Z")
    coordinator.force_login(here.account(Role.COORDINATOR))
    back = coordinator.post(f"{ASK}{made.id}/terugnemen/", follow=True)
    assert "Dit geldt al en kan je niet meer terugnemen." in text_of(back)
    end = f"{ASK}{made.id}/stoppen/"
    assert "Een school in elke zone" in text_of(coordinator.get(end))
    past = coordinator.post(end, {"until_day": "1", "until_month": "3", "until_year": "2026"})
    assert past.status_code == 422
    coordinator.post(end, {"until_day": "1", "until_month": "4", "until_year": "2026"})
    made.refresh_from_db()
    assert made.period.upper == date(2026, 4, 1)
    twice = coordinator.post(end, {"until_day": "1", "until_month": "5", "until_year": "2026"})
    assert twice.status_code == 422
    assert "al vastgelegd wanneer het stopt" in text_of(twice)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"words": ""}, "Schrijf wie moet meedoen"),
        ({"words": "x" * 121}, "hoogstens 120 tekens"),
        ({"words": "!?"}, "Schrijf wie moet meedoen"),
        ({"level": ""}, "Kies of dit in elke zone moet"),
        ({"level": "straat"}, "level"),
        ({"sectors": []}, "Kies minstens één sector of één soort hulp."),
        ({"sectors": ["bakker"]}, "sectors"),
        ({"source": " "}, "Schrijf waar dit beslist is"),
        ({"since_day": "1"}, "Deze datum ligt te vroeg"),
        ({"since_year": "9999"}, "Deze datum ligt te laat"),
    ],
)
def test_bad_input_says_how_to_mend_it_and_keeps_what_was_typed(
    here: Team, coordinator: Client, wrong: dict[str, Any], said: str
) -> None:
    typed = TYPED | wrong
    answer = coordinator.post(ASK, typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert "Fout:" in page
    for field in ("words", "source"):
        assert str(typed[field]).strip() in page
    assert not CallRequirement.objects.filter(partnership=here.partnership).exists()


def test_the_same_twice_is_refused_beside_its_words(coordinator: Client) -> None:
    coordinator.post(ASK, TYPED)
    answer = coordinator.post(ASK, TYPED)
    assert answer.status_code == 422
    assert "Dit vragen jullie dan al." in text_of(answer)


def test_nobody_touches_what_others_ask(
    here: Team, there: Team, as_role: Callable[[Team, Role], Client]
) -> None:
    as_role(there, Role.COORDINATOR).post(ASK, TYPED)
    theirs = CallRequirement.objects.get(partnership=there.partnership)
    of_call = CallRequirement.objects.filter(call__isnull=False).first()
    browser = as_role(here, Role.COORDINATOR)
    for one in (theirs, of_call):
        assert browser.get(f"{ASK}{one.id}/stoppen/").status_code == 404
        assert browser.post(f"{ASK}{one.id}/terugnemen/").status_code == 404
    for role in (Role.ADMIN, Role.COACH):
        assert as_role(here, role).post(ASK, TYPED).status_code == 403
    assert CallRequirement.objects.filter(partnership__isnull=False).count() == 1
