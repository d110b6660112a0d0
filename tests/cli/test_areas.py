"""`eenplan area` and `eenplan load-reference-data`."""

import csv
import io
import json
import re

import pytest
from click.testing import CliRunner

from eenplan.cli.areas import area, load_reference_data
from eenplan.core.errors import RuleBroken

pytestmark = pytest.mark.django_db


@pytest.mark.rule(7)
def test_the_area_of_a_postal_code_on_a_day_for_machines() -> None:
    result = CliRunner().invoke(
        area, ["--postal-code", "3600", "--date", "2020-05-01", "--format", "json"], catch_exceptions=False
    )
    assert json.loads(result.stdout) == [
        {
            "date": "2020-05-01",
            "postal_code": "3600",
            "places": "Genk",
            "nis_code": "71016",
            "municipality": "Genk",
            "zone_code": "elz12",
            "zone": "Kemp en Duin",
            "partnership_code": "P15",
            "partnership": "Plan-Trekkers Oost-Limburg",
            "assumed": True,
            "confidence": "low",
            "basis": "taken from the later area of the partnership",
        }
    ]


def test_a_choice_is_several_rows() -> None:
    result = CliRunner().invoke(
        area, ["--nis-code", "11002", "--date", "2022-01-01", "--format", "csv"], catch_exceptions=False
    )
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert {row["zone_code"] for row in rows} == {"elz2-1", "elz2-2", "elz2-3", "elz2-4"}
    assert {row["partnership_code"] for row in rows} == {"P01"}


@pytest.mark.parametrize("arguments", [[], ["--postal-code", "3600", "--nis-code", "71016"]])
def test_one_of_two_codes_is_asked(arguments: list[str]) -> None:
    result = CliRunner().invoke(area, arguments)
    assert result.exit_code == 2
    assert "--nis-code" in result.stderr


def test_an_unknown_postal_code_is_refused() -> None:
    with pytest.raises(RuleBroken, match="network:postal-code-unknown"):
        CliRunner().invoke(area, ["--postal-code", "4000"], catch_exceptions=False)


def test_loading_says_how_much() -> None:
    result = CliRunner().invoke(load_reference_data, [], catch_exceptions=False)
    rows = re.match(r"Reference data loaded: (\d+) rows in \d+ tables\.", result.stdout)
    assert rows
    assert int(rows[1]) > 2300
    assert CliRunner().invoke(load_reference_data, ["--quiet"], catch_exceptions=False).stdout == ""
