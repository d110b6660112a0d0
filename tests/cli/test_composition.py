"""`eenplan composition`, as called from a shell."""

import csv
import io
import json
from datetime import date

import pytest
from click.testing import CliRunner, Result

from eenplan.cli.composition import composition
from eenplan.network.enums import Layer, Sector
from tests.cast import make_team
from tests.factories.network import PartnershipZoneFactory, ZoneFactory
from tests.factories.partners import make_partner
from tests.network.test_composition import TABLE

pytestmark = pytest.mark.django_db


def call(*arguments: str) -> Result:
    return CliRunner().invoke(composition, arguments, catch_exceptions=False)


def test_json_has_exactly_the_keys_and_the_published_table() -> None:
    result = call("--date", "2021-01-01", "--format", "json")
    found = json.loads(result.stdout)
    assert list(found) == ["date", "partnerships"]
    assert found["date"] == "2021-01-01"
    for row in found["partnerships"]:
        assert list(row) == ["code", "name", "partners", "subsidised_recipients", "sectors", "missing"]
    assert [(row["name"], row["subsidised_recipients"]) for row in found["partnerships"]] == TABLE
    assert sum(row["subsidised_recipients"] for row in found["partnerships"]) == 171
    antwerp, genk = found["partnerships"][0], found["partnerships"][-1]
    # Not known is null: neither none, nor missing, nor met.
    assert (antwerp["partners"], antwerp["sectors"], antwerp["missing"]) == (None, {}, None)
    assert (genk["partners"], genk["missing"]) == (3, None)
    assert genk["sectors"] == {"ckg": 1, "huis_van_het_kind": 1, "local_authority": 1}
    assert "assumed" in result.stderr
    assert "171 in all" in result.stderr


def test_what_is_surely_missing_is_named_with_its_zone() -> None:
    team = make_team("9901")
    zone = ZoneFactory(name="Zuid")
    PartnershipZoneFactory(partnership=team.partnership, zone=zone)
    for layer in Layer:
        if layer not in (Layer.MANDATED, Layer.BROAD_ACCESS):
            make_partner(team.partnership, Sector.OPGROEIEN, layer)
    make_partner(team.partnership, Sector.CLB, Layer.BROAD_ACCESS, zones=(team.zone,))
    rows = json.loads(call("--date", "2026-01-01", "--format", "json").stdout)["partnerships"]
    row = next(row for row in rows if row["code"] == team.partnership.code)
    assert row["partners"] == 5
    assert [(one["requirement"], one["zone"], one["strength"]) for one in row["missing"]] == [
        ("basic-services", "Zuid", "asked"),
        ("mandated", None, "asked"),
    ]
    lines = list(csv.DictReader(io.StringIO(call("--date", "2026-01-01", "--format", "csv").stdout)))
    line = next(line for line in lines if line["code"] == team.partnership.code)
    assert line["missing"] == "basic-services (Zuid); mandated"
    assert {one["missing"] for one in lines} - {line["missing"]} == {"not known"}


def test_people_read_the_notes_above_the_table() -> None:
    result = call("--date", "2021-01-01")
    notes, _, table = result.stdout.partition("\n\n")
    assert notes.startswith("Call of 2017")
    assert table.startswith("code  name")
    assert "Sonja Erteejee Brussel" in table
    assert result.stderr == ""


def test_before_the_first_call_there_is_nothing() -> None:
    result = call("--date", "2017-01-01", "--format", "json")
    assert json.loads(result.stdout) == {"date": "2017-01-01", "partnerships": []}
    assert "No call" in result.stderr


def test_without_a_day_it_is_today() -> None:
    assert date.fromisoformat(json.loads(call("--format", "json").stdout)["date"])


@pytest.mark.parametrize(
    "arguments", [("--date", "1 januari"), ("--date", "2021-02-30"), ("--format", "xml")]
)
def test_a_wrong_call_says_what_is_wrong(arguments: tuple[str, ...]) -> None:
    result = call(*arguments)
    assert result.exit_code == 2
    assert arguments[0] in result.stderr
