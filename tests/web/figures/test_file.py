"""The file: the columns of the command, the numbers of the page, and its notes."""

import csv
import io
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse

from eenplan.core.acting import TASK_ACTOR, Acting
from eenplan.core.enums import ActorKind, Role
from eenplan.reporting.queries import columns, figures
from eenplan.web.figures.presenters import definitions
from tests.cast import make_team
from tests.factories.network import PartnershipFactory, PartnershipZoneFactory, ZoneFactory
from tests.web.figures.conftest import MakeFacts, queries_of

IN_MARCH = date(2021, 3, 20)
GENT = {"nis": "44021", "zone": "elz13"}
DEMO = "Demogegevens: geen echte cijfers van een samenwerkingsverband"


def take(browser: Client, query: str = "?jaar=2021") -> str:
    page = browser.get(reverse("figures:download-figures") + query)
    assert page.status_code == 200
    assert page["Content-Type"] == "text/csv; charset=utf-8"
    assert page.content.startswith("\ufeff".encode())
    return page.content.decode("utf-8-sig")


def notes(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("#")]


def rows(text: str) -> list[dict[str, str]]:
    """As a program reads it: notes skipped, semicolons."""
    lines = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    return list(csv.DictReader(io.StringIO(lines), delimiter=";"))


@pytest.mark.rule(45)
def test_it_holds_the_numbers_of_the_reporting_room(
    official: Client, make_facts: MakeFacts, as_web: Any
) -> None:
    make_facts(6, held_on=IN_MARCH)
    make_facts(7)
    make_facts(3, **GENT)
    found = rows(take(official))
    acting = Acting(TASK_ACTOR, ActorKind.STAFF, Role.OFFICIAL)
    with as_web(acting):
        table = figures(acting, year=2021, areas_on=date(2021, 12, 31))
    assert len(found) == len(table.rows)
    for line, row in zip(found, table.rows, strict=True):
        assert tuple(line) == columns("partnership", outcomes=True)
        for column, value in row.cells(outcomes=True).items():
            if isinstance(value, bool):
                assert line[column] == str(value).lower()
            elif isinstance(value, Decimal):
                assert Decimal(line[column].replace(",", ".")) == value
            else:
                assert line[column] == ("" if value is None else str(value))


@pytest.mark.rule(43)
def test_small_counts_are_left_out(official: Client, make_facts: MakeFacts) -> None:
    make_facts(4, held_on=IN_MARCH)
    (line,) = [line for line in rows(take(official)) if line["partnership_code"] == "P15"]
    shown = {name: value for name, value in line.items() if value}
    assert set(shown) == {"partnership_code", "partnership_name", "suppressed", "inhabitants_under_25"}
    assert shown["suppressed"] == "true"


@pytest.mark.rule(44)
@pytest.mark.rule(46)
def test_its_notes_say_what_it_is_before_the_first_row(official: Client, make_facts: MakeFacts) -> None:
    make_facts(6)
    text = take(official)
    said = "\n".join(notes(text))
    assert text.splitlines()[: len(notes(text))] == notes(text)
    assert ";" not in said
    for part in (
        "Periode: ontvangen van 1 januari 2021 tot en met 31 december 2021",
        "Gebieden: zoals ze waren op 31 december 2021",
        "Cijfers van: 31 maart 2022",
        "Teleenheid: referrals = aanmelding",
        "families = gezin, children = kind of jongere",
        "Vergelijk niet zomaar met 2020",
    ):
        assert part in said


@pytest.mark.rule(46)
def test_its_notes_say_since_when_each_partnership_works(official: Client, make_facts: MakeFacts) -> None:
    make_facts(6)
    page = official.get(reverse("figures:read-figures") + "?jaar=2021").content.decode()
    text = take(official)
    for said in ("begon op 1 april 2019", "begin aangenomen", "gebied aangenomen"):
        assert said in page
        assert said in "\n".join(notes(text))
    working = {row["partnership_name"] for row in rows(text) if row["partnership_code"]}
    told = {line[2:].partition(": begon op ")[0] for line in notes(text) if ": begon op " in line}
    assert told == working
    assert {f"# {row[0]}" for row in take_workbook(official)["Toelichting"]} == set(notes(text))
    assert "begon op" not in take(official, "?jaar=2021&per=zone")


@pytest.mark.parametrize("demo", [True, False])
def test_invented_figures_say_so_in_the_file_and_its_name(
    official: Client, make_facts: MakeFacts, demo: bool
) -> None:
    make_facts(6, demo=demo)
    page = official.get(reverse("figures:download-figures") + "?jaar=2021")
    assert (f"# {DEMO}" in page.content.decode()) is demo
    mark = "demogegevens-" if demo else ""
    assert f'"{mark}cijfers-2021-gebieden-2021-12-31.csv"' in page["Content-Disposition"]


def test_a_name_is_never_a_formula(official: Client, db: None) -> None:
    for name in ("=1+1", "+32", "-1", "@SOM(A1)"):
        PartnershipZoneFactory(partnership=PartnershipFactory(name=name), zone=ZoneFactory())
    names = {line["partnership_name"] for line in rows(take(official))}
    assert {"'=1+1", "'+32", "'-1", "'@SOM(A1)"} <= names
    assert not [name for name in names if name[:1] in "=+-@"]


def test_a_wrong_question_leads_to_the_page_that_answers_it(official: Client) -> None:
    page = official.get(reverse("figures:download-figures") + "?jaar=1999&gebieden_op=rommel")
    assert page.status_code == 302
    assert page["Location"] == reverse("figures:read-figures") + "?jaar=1999&gebieden_op=rommel"


def test_the_page_leads_to_its_own_file(official: Client, make_facts: MakeFacts) -> None:
    make_facts(6)
    page = official.get(reverse("figures:read-figures") + "?jaar=2020&gebieden_op=2021-12-31")
    assert "Nog geen aanmeldingen in 2020" in page.content.decode()
    page = official.get(reverse("figures:read-figures") + "?jaar=2021&gebieden_op=2020-12-31")
    assert (
        "/cijfers/csv/?jaar=2021&amp;per=samenwerkingsverband&amp;gebieden_op=2020-12-31"
        in page.content.decode()
    )


def test_queries_do_not_grow(official: Client, make_facts: MakeFacts) -> None:
    for number, areas in enumerate((1, 2)):
        make_facts(6, **(GENT if number else {}))
        for area in range(areas):
            make_team(f"98{number}{area}")
        # Nine of the figures, six for three comparisons, three for since when each partnership works.
        assert queries_of(official, "figures:download-figures", "?jaar=2021") == 18


def sheets(data: bytes) -> dict[str, list[list[object]]]:
    """A workbook as a program reads it: the cells of each sheet, numbers as numbers."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    read = {}
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names = [found.get("name") for found in _parsed(packed, "xl/workbook.xml")[0]]
        for number, name in enumerate(names, 1):
            root = _parsed(packed, f"xl/worksheets/sheet{number}.xml")
            assert not list(root.iter(f"{space}f")), "a formula"
            read[str(name)] = [
                [_value(found.get(place)) for place in range(max(found) + 1)]
                for row in root.iter(f"{space}row")
                for found in [{_place(cell): cell for cell in row}]
            ]
    return read


def _parsed(packed: zipfile.ZipFile, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(packed.read(name))  # noqa: S314 (we made it ourselves)


def _place(cell: ElementTree.Element) -> int:
    letters = str(cell.get("r")).rstrip("0123456789")
    return sum((ord(letter) - 64) * 26**power for power, letter in enumerate(reversed(letters))) - 1


def _value(cell: ElementTree.Element | None) -> object:
    if cell is None:
        return None
    text = "".join(cell.itertext())
    if cell.get("t") == "inlineStr":
        return text
    return text == "1" if cell.get("t") == "b" else Decimal(text)


def take_workbook(browser: Client, query: str = "?jaar=2021") -> dict[str, list[list[object]]]:
    page = browser.get(reverse("figures:download-workbook") + query)
    assert page.status_code == 200
    assert page["Content-Type"].endswith("spreadsheetml.sheet")
    assert page["Content-Disposition"].endswith('.xlsx"')
    return sheets(page.content)


def test_the_workbook_holds_the_same_numbers_as_numbers(official: Client, make_facts: MakeFacts) -> None:
    make_facts(6, held_on=IN_MARCH)
    make_facts(7)
    make_facts(3, **GENT)
    book = take_workbook(official)
    head, *lines = book["Cijfers"]
    found = rows(take(official))
    assert len(lines) == len(found) + 1
    assert lines[-1][1] == "Heel Vlaanderen en Brussel"
    for line, known in zip(lines, found, strict=False):
        for name, cell in zip(head, [*line, *[None] * (len(head) - len(line))], strict=True):
            written = known[str(name)]
            if isinstance(cell, bool):
                assert written == str(cell).lower()
            elif isinstance(cell, Decimal):
                assert Decimal(written.replace(",", ".")) == cell
            else:
                assert written == (cell or "")
    said = "\n".join(str(row[0]) for row in book["Toelichting"])
    for part in ("Periode:", "Gebieden:", "Cijfers van:", "Teleenheid:", "die van 21 november 2026"):
        assert part in said
    assert {row[0] for row in book["Definities"][1:]} == {known.column for known in definitions.ALL}


def test_in_the_workbook_a_name_is_a_text(official: Client, db: None) -> None:
    for name in ("=1+1", "@SOM(A1)", "<b>&\x07"):
        PartnershipZoneFactory(partnership=PartnershipFactory(name=name), zone=ZoneFactory())
    names = {row[1] for row in take_workbook(official)["Cijfers"][1:]}
    assert {"=1+1", "@SOM(A1)", "<b>&"} <= names


@pytest.mark.parametrize("demo", [True, False])
def test_an_invented_workbook_says_so(official: Client, make_facts: MakeFacts, demo: bool) -> None:
    make_facts(6, demo=demo)
    assert (take_workbook(official)["Toelichting"][0] == [DEMO]) is demo
