"""What the figures mean: every column, dated, the same as in the documentation."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from eenplan.reporting.queries import COLUMNS, UNITS
from eenplan.web.figures.presenters import definitions
from eenplan.web.figures.presenters.help_waits import COLUMNS as COLUMNS_OF_WAITS
from tests.web.figures.conftest import MakeFacts

pytestmark = pytest.mark.django_db

DOCUMENTED = (Path(settings.BASE_DIR) / "docs" / "figures.md").read_text(encoding="utf-8")
WITHOUT_MEANING = {"partnership_code", "partnership_name", "suppressed"}


@pytest.mark.rule(44)
def test_every_column_has_its_meaning_and_its_unit(official: Client) -> None:
    page = official.get(reverse("figures:read-definitions")).content.decode()
    shown = {column: unit for unit, column in re.findall(r"Teleenheid: (.+?) · kolom (\w+)", page)}
    assert {column: shown[column] for column in UNITS} == {
        column: str(unit.label) for column, unit in UNITS.items()
    }
    assert set(COLUMNS) - WITHOUT_MEANING == {known.column for known in definitions.COLUMNS}
    assert set(UNITS) == {known.column for known in definitions.ALL}
    waiting = set(COLUMNS_OF_WAITS) - {*("zone", "zone_name", "help_type", "help_type_name", "suppressed")}
    assert waiting == {known.column for known in definitions.WAITING}
    assert {column: shown[column] for column in waiting} == {
        column: definitions.unit(column) for column in waiting
    }


def test_they_are_dated_as_in_the_documentation(official: Client) -> None:
    page = official.get(reverse("figures:read-definitions")).content.decode()
    assert "Deze afspraken gelden vanaf 21 november 2026" in page
    assert f"{definitions.SINCE.day} November {definitions.SINCE.year}" in DOCUMENTED
    for known in definitions.EVERY:
        assert f"`{known.column}`" in DOCUMENTED


def test_the_rule_of_the_clock_stands_there(official: Client) -> None:
    page = official.get(reverse("figures:read-definitions")).content.decode()
    for said in (
        "31 januari wordt 28 of 29 februari",
        "met minstens één iemand van het gezin",
        "Eens te laat blijft te laat",
    ):
        assert said in page


@pytest.mark.rule(44)
def test_each_figure_has_a_page_of_its_own_dated(official: Client) -> None:
    for known in definitions.EVERY:
        page = official.get(f"{reverse('figures:read-definition', args=[known.column])}?op=2026-11-21")
        assert str(known.title) in page.content.decode()
        assert "Vanaf 21 november 2026" in page.content.decode()
        assert "nog geen afspraak" not in page.content.decode()


def test_a_figure_leads_to_what_it_meant_then(official: Client) -> None:
    known = definitions.Definition(
        "families",
        "Gezinnen",
        (
            definitions.Version(date(2021, 1, 1), "Zo was het."),
            definitions.Version(date(2022, 1, 1), "Nu zo."),
        ),
    )
    assert known.on(date(2020, 12, 31)) is None
    assert known.on(date(2021, 12, 31)) == known.versions[0]
    assert known.on(date(2022, 1, 1)) == known.versions[1]
    page = official.get(reverse("figures:read-definition", args=["families"]) + "?op=2020-01-01")
    assert "Op die dag was er nog geen afspraak" in page.content.decode()


@pytest.mark.parametrize(("address", "status"), [("onbekend", 404), ("families", 200)])
def test_an_unknown_figure_or_day(official: Client, address: str, status: int) -> None:
    page = official.get(reverse("figures:read-definition", args=[address]) + "?op=gisteren")
    assert page.status_code == status


def test_the_table_links_each_column_to_its_meaning_of_today(official: Client, make_facts: MakeFacts) -> None:
    make_facts(6)
    page = official.get(reverse("figures:read-figures") + "?jaar=2021").content.decode()
    assert '/cijfers/definities/within_month_share/?op=2022-06-01"' in page
