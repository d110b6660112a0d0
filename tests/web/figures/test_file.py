"""The file: the columns of the command, the numbers of the page, and its notes."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from eenplan.core.acting import TASK_ACTOR, Acting
from eenplan.core.enums import ActorKind, Role
from eenplan.reporting.queries import COLUMNS, figures
from tests.cast import make_team
from tests.factories.network import PartnershipFactory, PartnershipZoneFactory, ZoneFactory
from tests.web.figures.conftest import MakeFacts, queries_of

IN_MARCH = date(2021, 3, 20)
GENT = {"nis": "44021", "zone": "elz13"}
DEMO = "Demogegevens: geen echte cijfers van een partnerschap"


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
def test_it_holds_the_numbers_of_the_reporting_room(official: Client, make_facts: MakeFacts) -> None:
    make_facts(6, held_on=IN_MARCH)
    make_facts(7)
    make_facts(3, **GENT)
    found = rows(take(official))
    table = figures(
        Acting(TASK_ACTOR, ActorKind.STAFF, Role.OFFICIAL), year=2021, areas_on=date(2021, 12, 31)
    )
    assert len(found) == len(table.rows)
    for line, row in zip(found, table.rows, strict=True):
        assert tuple(line) == COLUMNS
        for column, value in row.cells().items():
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
    assert [value for value in line.values() if value] == ["P15", "De Plan-trekkers", "true"]


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
        "Cijfers van: 1 juni 2022",
        "Teleenheid: referrals = aanmelding, families = gezin, children = kind of jongere",
        "Vergelijk niet zomaar met 2020",
    ):
        assert part in said


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
    assert "/cijfers/csv/?jaar=2021&amp;gebieden_op=2020-12-31" in page.content.decode()


def test_queries_do_not_grow(official: Client, make_facts: MakeFacts) -> None:
    for number, areas in enumerate((1, 2)):
        make_facts(6, **(GENT if number else {}))
        for area in range(areas):
            make_team(f"98{number}{area}")
        # Five of the figures, six for three comparisons.
        assert queries_of(official, "figures:download-figures", "?jaar=2021") == 11
