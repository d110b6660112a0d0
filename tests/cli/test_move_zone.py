"""`eenplan move-zone`: shown before it is done; the past stays, and so does the area's rule (rules 7, 46, 47)."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from click.testing import CliRunner, Result

from eenplan.cli.move_zone import move_zone
from eenplan.core.acting import task
from eenplan.core.errors import RuleBroken
from eenplan.network import queries
from eenplan.network.actions import load_reference_data

pytestmark = [pytest.mark.django_db, pytest.mark.rule(47)]

NEW_YEAR = date(2027, 1, 1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel("2026-03-02T09:00:00Z", tick=False):
        yield


def run(*more: str, zone: str = "elz12", to: str = "P14", since: str = "2027-01-01") -> Result:
    args = [zone, "--to", to, "--from", since, "--basis", "besluit van 1 maart 2026", *more]
    return CliRunner().invoke(move_zone, args, catch_exceptions=False)


def code_on(day: date) -> str | None:
    found = queries.area_on(task(), on=day, postal_code="3600")
    return found.partnership.code if found.partnership else None


def test_without_yes_it_is_only_shown() -> None:
    said = run().output
    assert "Kemp en Duin" in said
    assert "Genk" in said
    assert "Nothing was changed" in said
    assert code_on(NEW_YEAR) == "P15"


@pytest.mark.rule(46)
def test_from_the_day_on_and_not_before_and_loading_again_keeps_it() -> None:
    run("--yes")
    load_reference_data(task())
    assert [code_on(day) for day in (date(2022, 1, 1), date(2026, 12, 31), NEW_YEAR)] == ["P15", "P15", "P14"]
    planned = next(one for one in queries.area_changes(task()) if one.code == "elz12").stretches[-1]
    assert (planned.since, planned.is_planned) == (NEW_YEAR, True)


def test_what_cannot_be_is_refused() -> None:
    for code, given in [
        ("network:area-past", {"since": "2026-03-02"}),
        ("network:area-same", {"to": "P15"}),
    ]:
        with pytest.raises(RuleBroken) as refused:
            run("--yes", **given)
        assert refused.value.code == code
    run("--yes")
    with pytest.raises(RuleBroken) as refused:
        run("--yes", since="2026-06-01")
    assert refused.value.code == "network:area-planned"
    assert run(zone="elz999").exit_code == 2
    assert run(to="P99").exit_code == 2


@pytest.mark.rule(7)
def test_an_area_stays_whole() -> None:
    for zones, to, code in [
        (("elz12", "elz22"), "P14", "network:area-one"),
        (("elz12", "elz22", "elz54"), "P14", "network:area-none"),
        (("elz12",), "P10", "network:area-pieces"),
    ]:
        with pytest.raises(RuleBroken) as refused:
            run("--yes", *zones[1:], zone=zones[0], to=to)
        assert refused.value.code == code
    assert code_on(NEW_YEAR) == "P15"
