"""`eenplan figures`, as called from a shell."""

import csv
import io
import json

import pytest
from click.testing import CliRunner, Result

from eenplan.cli.figures import figures
from eenplan.reporting.queries import COLUMNS


def call(*arguments: str) -> Result:
    return CliRunner().invoke(figures, arguments)


YEAR = ("--year", "2021", "--areas-on", "2021-12-31", "--by", "partnership")


@pytest.mark.django_db
def test_csv_has_exactly_the_columns_and_no_total() -> None:
    result = call(*YEAR, "--format", "csv")
    assert result.exit_code == 0
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == 16
    assert rows[14]["partnership_name"] == "De Plan-trekkers"


@pytest.mark.django_db
@pytest.mark.rule(44)
def test_what_is_counted_is_said_beside_it() -> None:
    for form in ("csv", "json"):
        assert "gebieden zoals op 2021-12-31" in call(*YEAR, "--format", form).stderr
    assert "gebieden zoals op 2021-12-31" in call(*YEAR).stdout


@pytest.mark.django_db
def test_json_has_nulls_and_numbers() -> None:
    rows = json.loads(call(*YEAR, "--format", "json").stdout)
    assert rows[0]["referrals"] == 0
    assert rows[0]["median_days"] is None
    assert rows[0]["suppressed"] is False


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "--year"),
        (("--year", "soon"), "--year"),
        (("--year", "2021", "--areas-on", "31-12-2021"), "--areas-on"),
        (("--year", "2021", "--by", "street"), "--by"),
        (("--year", "2021", "--format", "xml"), "--format"),
        (("--year", "2021", "--month", "3"), "--month"),
    ],
)
def test_a_wrong_call_is_told_on_stderr_and_exits_with_2(arguments: tuple[str, ...], said: str) -> None:
    result = call(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


@pytest.mark.django_db
def test_outcomes_come_after_the_columns() -> None:
    rows = json.loads(call(*YEAR, "--outcomes", "--format", "json").stdout)
    assert tuple(rows[0])[: len(COLUMNS)] == COLUMNS
    assert {"taken_up", "consult_only", "open", "per_1000"} <= set(rows[0])


@pytest.mark.django_db
def test_by_zone_and_municipality() -> None:
    zones = json.loads(call("--year", "2021", "--by", "zone", "--format", "json").stdout)
    assert len(zones) == 60
    assert tuple(zones[0])[:2] == ("zone_code", "zone_name")
    places = json.loads(call("--year", "2021", "--by", "municipality", "--format", "json").stdout)
    assert "31005" in {place["municipality_code"] for place in places}
