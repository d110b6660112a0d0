"""What a researcher does on screen, and what everybody else does not."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from eenplan.core.enums import Role
from eenplan.reporting.models import Extraction
from eenplan.web.research.presenters import COLUMNS
from tests.cast import make_family, make_official, make_researcher, make_team
from tests.reporting.conftest import MakeFacts, make_facts

__all__ = ["make_facts"]

pytestmark = pytest.mark.django_db
PAGE = "/onderzoek/"
TAKE = "/onderzoek/ophalen/"
ASKED = {"year": "2021", "purpose": "Wachttijden na de hertekening", "ending": "csv"}
LEAK = "GEHEIM"


@pytest.fixture(autouse=True)
def today_is() -> Iterator[Any]:
    """1 June 2022."""
    with time_machine.travel("2022-06-01T08:00:00Z", tick=False) as traveller:
        yield traveller


@pytest.fixture
def researcher(client: Client) -> Client:
    """The browser of a researcher."""
    client.force_login(make_researcher().staff_member.account)
    return client


def test_signing_in_leads_there_and_says_what_and_why(researcher: Client) -> None:
    page = researcher.get("/", follow=True)
    assert page.redirect_chain == [(PAGE, 302)]
    text = page.content.decode()
    for said in ("Niemand is te herkennen", "minder dan 5 gelijk", "bewaren we nergens", "Nog niets."):
        assert said in text
    assert 'value="2021"' in text
    assert 'value="2022"' not in text


@pytest.mark.rule(43)
def test_the_csv_has_a_line_per_referral_and_says_what_it_leaves_out(
    researcher: Client, make_facts: MakeFacts
) -> None:
    make_family(make_team())
    make_facts(6, demo=True)
    make_facts(5, nis="44021", zone="elz13", children=4)
    make_facts(2, nis="44021", zone="elz13", children=1, demo=True)
    answer = researcher.post(TAKE, ASKED)
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == 'attachment; filename="demogegevens-onderzoek-2021.csv"'
    assert "no-store" in answer["Cache-Control"]
    text = answer.content.decode("utf-8-sig")
    assert LEAK not in text
    notes = [line for line in text.splitlines() if line.startswith("#")]
    said = " ".join(notes)
    for words in (
        "Demogegevens",
        "ontvangen in 2021",
        "31 maart 2022",
        "Teleenheid: aanmelding",
        "Minder dan vijf",
    ):
        assert words in said
    lines = list(csv.reader(io.StringIO("\n".join(text.splitlines()[len(notes) :])), delimiter=";"))
    assert lines[0] == [code for code, _meaning in COLUMNS]
    assert len(lines) == 12
    assert {line[3] for line in lines[1:]} == {"elz12", "elz13"}
    assert "Aanmeldingen van 2021, als CSV" in researcher.get(PAGE).content.decode()


def test_the_workbook_has_the_same_with_its_words_on_sheets_of_their_own(
    researcher: Client, make_facts: MakeFacts
) -> None:
    make_facts(6)
    answer = researcher.post(TAKE, ASKED | {"ending": "xlsx"})
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Rijen", "Toelichting", "Kolommen", "Codes"]
    assert book["Rijen"].max_row == 7
    assert ("elz12", "Gent") not in [tuple(cell.value for cell in row) for row in book["Rijen"].iter_rows()]
    assert "elz12" in [row[0].value for row in book["Codes"].iter_rows()]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"year": "2022"}, "Kies een jaar dat afgesloten is."),
        ({"year": "onzin"}, "Kies een jaar dat afgesloten is."),
        ({"purpose": ""}, "Schrijf voor welk onderzoek dit is."),
        ({"purpose": "x" * 201}, "200"),
        ({"ending": "pdf"}, "Kies CSV of XLSX."),
    ],
)
def test_bad_input_says_how_to_mend_it_and_keeps_what_was_typed(
    researcher: Client, wrong: dict[str, str], said: str
) -> None:
    page = researcher.post(TAKE, ASKED | {"purpose": "Mijn onderzoek"} | wrong)
    text = page.content.decode()
    assert page.status_code == 422
    assert said in text
    if "purpose" not in wrong:
        assert 'value="Mijn onderzoek"' in text
    assert not Extraction.objects.exists()


def test_a_name_of_a_purpose_is_no_markup(researcher: Client, make_facts: MakeFacts) -> None:
    make_facts(6)
    researcher.post(TAKE, ASKED | {"purpose": "<b>vet</b>"})
    assert "&lt;b&gt;vet" in researcher.get(PAGE).content.decode()


def test_an_administrator_reads_the_register_and_takes_nothing(
    researcher: Client, make_facts: MakeFacts
) -> None:
    make_facts(6)
    researcher.post(TAKE, ASKED)
    admin = Client()
    admin.force_login(make_team().account(Role.ADMIN))
    text = admin.get(PAGE).content.decode()
    assert ASKED["purpose"] in text
    assert "Werker" in text
    assert "<form" not in text.split("<main")[1].split("</main>")[0]
    assert admin.post(TAKE, ASKED).status_code == 403


@pytest.mark.parametrize(
    "role",
    [
        Role.COACH,
        Role.INTAKE,
        Role.COORDINATOR,
        Role.PARTNER,
        Role.PSYCHOLOGIST,
        Role.EXPERT,
        Role.STEERING,
        Role.OFFICIAL,
    ],
)
def test_nobody_else_comes_in(client: Client, role: Role) -> None:
    held = make_official() if role is Role.OFFICIAL else make_team().assignments[role]
    client.force_login(held.staff_member.account)
    assert client.get(PAGE).status_code == 403
    assert client.post(TAKE, ASKED).status_code == 403
    assert Client().get(PAGE)["Location"].startswith("/account/login/")


def test_a_researcher_opens_nothing_else(researcher: Client) -> None:
    closed = (
        "figures:read-figures",
        "coordination:read-start",
        "coordination:read-composition",
        "words:list-kinds",
    )
    closed += ("desk:list-referrals", "coach:list-today", "account:read-start")
    assert [researcher.get(reverse(name)).status_code for name in closed] == [403] * len(closed)


@pytest.mark.parametrize("number", [1, 3])
def test_the_same_queries_whatever_the_register(
    researcher: Client, make_facts: MakeFacts, number: int
) -> None:
    make_facts(6)
    for _time in range(number):
        researcher.post(TAKE, ASKED)
    with CaptureQueriesContext(connection) as queries:
        assert researcher.get(PAGE).status_code == 200
    assert len([one for one in queries if "reporting_extraction" in one["sql"]]) == 1
    assert len([one for one in queries if "network_staffmember" in one["sql"]]) == 2
