"""`eenplan retention` destroys what is over, and only tells with --dry-run (rule 42)."""

import csv
import json
from datetime import date
from typing import Any

import pytest
import time_machine
from click.testing import CliRunner

from eenplan.cli.retention import COLUMNS, retention
from eenplan.core.acting import request_transaction
from eenplan.core.enums import Role
from eenplan.families.models import Family
from eenplan.referrals.actions import end
from eenplan.referrals.enums import OutcomeKind
from eenplan.rights.models import Certificate, Ending
from tests.cast import MARKER, make_team
from tests.factories.referrals import make_referral

pytestmark = [pytest.mark.django_db, pytest.mark.rule(42)]


@pytest.fixture
def family() -> Family:
    """A family that ends on 2 November 2031."""
    team = make_team()
    intake = team.acting(Role.INTAKE)
    with time_machine.travel("2026-11-02T10:00:00+01:00", tick=False):
        referral = make_referral(team)
        with request_transaction(intake):
            end(intake, referral_id=referral.id, kind=OutcomeKind.WITHDRAWN, reason="wil niet meer")
    return referral.family


def run(day: str, *options: str) -> Any:
    """What the command says on a day."""
    with time_machine.travel(f"{day}T02:00:00+01:00", tick=False):
        done = CliRunner().invoke(retention, options)
    assert done.exit_code == 0, done.output
    return done


def test_it_tells_first_and_destroys_when_it_is_time(family: Family) -> None:
    assert "1 added" in run("2031-08-01").output
    assert "Told of: 1. Destroyed: 0" in run("2031-09-05").output
    assert "Destroyed: 0" in run("2031-11-03").output
    assert "Destroyed: 1" in run("2031-11-04").output
    assert not Family.objects.filter(id=family.id).exists()
    assert Certificate.objects.get().destroyed_on == date(2031, 11, 4)


@pytest.mark.parametrize("how", ["text", "csv", "json"])
def test_looking_first_changes_nothing_and_names_nobody(family: Family, how: str) -> None:
    told = run("2027-01-01", "--dry-run", "--until", "2031-12-31", "--format", how)
    assert not Ending.objects.exists()
    assert Family.objects.filter(id=family.id).exists()
    assert family.reference in told.stdout
    assert MARKER.format("") not in told.output
    if how == "json":
        (row,) = json.loads(told.stdout)
        assert (row["what"], row["ends_on"], row["why"]) == ("file", "2031-11-02", "untaken")
        assert row["goes_on"] is None
        assert row["tables"]["referrals_referral"] == 1
        assert row["rows"] == sum(row["tables"].values())
    if how == "csv":
        (line,) = csv.DictReader(told.stdout.splitlines())
        assert tuple(line) == COLUMNS
        assert "families_person=3" in line["tables"]


def test_nothing_is_to_go_before_its_day(family: Family) -> None:
    assert json.loads(run("2027-01-01", "--dry-run", "--format", "json").stdout) == []


def test_a_day_goes_with_looking_alone(family: Family) -> None:
    done = CliRunner().invoke(retention, ["--until", "2090-01-01"])
    assert done.exit_code == 2
    assert "nothing is destroyed before its day" in done.output
    assert Family.objects.filter(id=family.id).exists()
