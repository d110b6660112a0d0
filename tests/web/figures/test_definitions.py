"""What the figures mean: every column, dated, the same as in the documentation."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from eenplan.reporting.queries import COLUMNS, UNITS
from eenplan.web.figures.presenters import definitions

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


def test_they_are_dated_as_in_the_documentation(official: Client) -> None:
    page = official.get(reverse("figures:read-definitions")).content.decode()
    assert "Deze afspraken gelden vanaf 21 november 2026" in page
    assert f"{definitions.SINCE.day} November {definitions.SINCE.year}" in DOCUMENTED
    for known in definitions.COLUMNS:
        assert f"`{known.column}`" in DOCUMENTED


def test_the_rule_of_the_clock_stands_there(official: Client) -> None:
    page = official.get(reverse("figures:read-definitions")).content.decode()
    for said in (
        "31 januari wordt 28 of 29 februari",
        "met minstens één iemand van het gezin",
        "Eens te laat blijft te laat",
    ):
        assert said in page
