"""Inhabitants under 25: from a file with its source and day, or nothing."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from decimal import Decimal

import pytest

from eenplan.core.acting import TASK_ACTOR, Acting, task
from eenplan.core.enums import ActorKind, Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.reporting.actions import load_population
from eenplan.reporting.models import Population
from eenplan.reporting.queries import Table, figures
from tests.reporting.conftest import MakeFacts

AsWeb = Callable[[Acting], AbstractContextManager[None]]
ON = date(2020, 6, 1)


def load(text: str, **asked: object) -> int:
    known = {"text": text, "on": ON, "source": "Statbel (proef)", "assumed": False} | asked
    return load_population(task(), **known)  # type: ignore[arg-type]  # as written above


def read(as_web: AsWeb, acting: Acting, by: str = "municipality") -> Table:
    with as_web(acting):
        return figures(acting, year=2021, areas_on=date(2021, 12, 31), by=by, asked_on=date(2022, 6, 1))


@pytest.mark.rule(44)
def test_a_rate_is_of_the_loaded_numbers_with_their_source(
    make_facts: MakeFacts, as_web: AsWeb, official: Acting
) -> None:
    make_facts(60)
    assert load("nis_code,under_25\n71016,30000\n") == 1
    assert load("\ufeffnis_code,under_25\n71016,20000\n") == 1
    table = read(as_web, official)
    (genk,) = [row for row in table.rows if row.code == "71016"]
    (gent,) = [row for row in table.rows if row.code == "44021"]
    assert genk.per_1000 == Decimal("3.0")
    assert gent.per_1000 is None
    assert "per_1000" not in gent.hidden
    assert table.inhabitants is not None
    assert (table.inhabitants.on, table.inhabitants.source, table.inhabitants.assumed) == (
        ON,
        "Statbel (proef)",
        False,
    )
    (zone,) = [row for row in read(as_web, official, "zone").rows if row.code == "elz12"]
    assert zone.referrals == 60
    assert zone.per_1000 is None  # its other municipalities have no number


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("gemeente,aantal\n31005,5\n", "columns", "eerste regel"),
        ("nis_code,under_25\n", "empty", "geen enkele"),
        ("", "columns", "eerste regel"),
        ("nis_code,under_25\n31005,5\n99999,5\n", "line", "Regel 3: de NIS-code 99999"),
        ("nis_code,under_25\n31005,5\n31005,6\n", "line", "twee keer"),
        ("nis_code,under_25\n31005,-5\n", "line", "Regel 2: -5 is geen aantal"),
        ("nis_code,under_25\n31005\n", "line", "geen aantal"),
        ("nis_code,under_25\n31005,²\n", "line", "geen aantal"),
    ],
)
def test_a_wrong_file_is_told_where_and_changes_nothing(db: None, text: str, code: str, said: str) -> None:
    load("nis_code,under_25\n31005,7\n")
    with pytest.raises(RuleBroken) as broken:
        load(text)
    assert broken.value.code == f"reporting:population-{code}"
    assert said in str(broken.value.message)
    assert [row.under_25 for row in Population.objects.all()] == [7]


@pytest.mark.parametrize(
    ("asked", "code"), [({"source": " "}, "source"), ({"on": date(2999, 1, 1)}, "future")]
)
def test_without_a_source_or_a_past_day_nothing_is_kept(
    db: None, asked: dict[str, object], code: str
) -> None:
    with pytest.raises(RuleBroken) as broken:
        load("nis_code,under_25\n31005,7\n", **asked)
    assert broken.value.code == f"reporting:population-{code}"
    assert not Population.objects.exists()


def test_only_an_administrator_loads(db: None) -> None:
    acting = Acting(TASK_ACTOR, ActorKind.STAFF, Role.OFFICIAL)
    with pytest.raises(NotFound):
        load_population(acting, text="", on=ON, source="x", assumed=False)
