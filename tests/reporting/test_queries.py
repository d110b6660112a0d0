"""Figures by partnership on a date, read as an official under the web role."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from eenplan.core.acting import TASK_ACTOR, Acting
from eenplan.core.enums import ActorKind, Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.core.ids import new_id
from eenplan.reporting.queries import OUTCOMES, UNITS, Row, Table, area_change, figures
from tests.reporting.conftest import MakeFacts

AsWeb = Callable[[Acting], AbstractContextManager[None]]
END_2020, END_2021 = date(2020, 12, 31), date(2021, 12, 31)
TODAY = date(2022, 6, 1)
BRUGGE = {"nis": "31005", "zone": "elz6"}
GENT = {"nis": "44021", "zone": "elz13"}


@pytest.fixture
def table(as_web: AsWeb, official: Acting) -> Callable[..., Table]:
    """The figures as an official gets them."""

    def ask(year: int = 2021, areas_on: date = END_2021, asked_on: date = TODAY, **asked: Any) -> Table:
        with as_web(official):
            return figures(official, year=year, areas_on=areas_on, asked_on=asked_on, **asked)

    return ask


def row(table: Table, code: str) -> Row:
    (found,) = [row for row in table.rows if row.code == code]
    return found


@pytest.mark.rule(45)
def test_a_partnership_has_its_figures(make_facts: MakeFacts, table: Callable[..., Table]) -> None:
    make_facts(6, held_on=date(2021, 3, 20))
    make_facts(5, held_on=date(2021, 3, 30), recorded_on=date(2021, 5, 1))
    make_facts(5, outcome="withdrawn", ended_on=date(2021, 3, 12))
    make_facts(7)
    found = row(table(), "P15")
    assert found.name == "De Plan-trekkers"
    assert (found.referrals, found.families, found.children) == (23, 23, 46)
    assert (found.within_month, found.within_month_share) == (6, Decimal("0.3333"))
    assert (found.median_days, found.p75_days, found.suppressed) == (20, None, False)
    assert found.ended_otherwise == found.held_in_time_recorded_later == 5


@pytest.mark.rule(44)
def test_the_table_says_what_when_where_and_on_which_day(
    make_facts: MakeFacts, table: Callable[..., Table]
) -> None:
    make_facts(5, demo=True)
    found = table()
    assert (found.since, found.until) == (date(2021, 1, 1), date(2022, 1, 1))
    assert (found.areas_on, found.extracted_on) == (END_2021, date(2022, 3, 31))
    assert found.demo
    for said in ("aanmelding", "2021", "2021-12-31", "2022-03-31", "verzonnen"):
        assert said in found.statement
    assert {UNITS["families"].value, UNITS["children"].value} == {"family", "child"}


@pytest.mark.rule(44)
def test_a_family_referred_twice_is_one_family(make_facts: MakeFacts, table: Callable[..., Table]) -> None:
    again = new_id()
    make_facts(9)
    make_facts(5, family_token=again, children=3)
    make_facts(1, family_token=again, children=4)
    found = row(table(), "P15")
    assert (found.referrals, found.families, found.children) == (15, 10, 22)


@pytest.mark.rule(43)
def test_few_repeats_are_not_found_by_subtracting_families(
    make_facts: MakeFacts, table: Callable[..., Table]
) -> None:
    make_facts(9)
    make_facts(2, family_token=new_id())
    found = row(table(), "P15")
    assert found.referrals == 11
    assert found.families is found.children is None


def test_only_the_year_of_receipt_counts(make_facts: MakeFacts, table: Callable[..., Table]) -> None:
    for day in (END_2020, date(2021, 1, 1), END_2021, date(2022, 1, 1)):
        make_facts(5, received_on=day)
    assert row(table(), "P15").referrals == 10


def test_what_was_recorded_afterwards_is_not_known_yet(
    make_facts: MakeFacts, table: Callable[..., Table]
) -> None:
    make_facts(6, held_on=date(2021, 3, 20), recorded_on=date(2021, 4, 1))
    early = table(asked_on=date(2021, 4, 1))
    assert row(early, "P15").within_month == 0
    assert row(early, "P15").still_within_month == 6
    assert early.provisional
    assert row(table(), "P15").within_month == 6
    assert not table().provisional


@pytest.mark.rule(46)
def test_areas_are_those_of_the_asked_date(make_facts: MakeFacts, table: Callable[..., Table]) -> None:
    make_facts(6, **BRUGGE)
    make_facts(7, **GENT)
    later = table()
    assert len(later.rows) == 16
    assert (row(later, "P13").referrals, row(later, "P05").referrals) == (6, 7)
    sooner = table(areas_on=END_2020)
    assert [found.code for found in sooner.rows] == [
        "H05", "H07", *[f"P{number:02}" for number in (1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 14, 15)], "",
    ]  # fmt: skip
    assert (row(sooner, "H07").name, row(sooner, "H07").referrals) == ("Samen1Plan Gent", 7)
    assert (row(sooner, "").name, row(sooner, "").referrals) == ("geen partnerschap", 6)


@pytest.mark.rule(7)
def test_a_municipality_counts_in_its_zone_of_the_asked_date(
    make_facts: MakeFacts, table: Callable[..., Table]
) -> None:
    make_facts(5, nis="11035", zone="elz34")  # Ranst moved from Pallieterland to Voorkempen in 2025
    make_facts(6, nis="11007", zone="elz55")  # Borsbeek merged into Antwerpen, which lies in four zones
    assert row(table(), "P04").referrals == 5
    moved = table(areas_on=date(2025, 6, 1))
    assert (row(moved, "P02").referrals, row(moved, "P01").referrals) == (5, 6)


@pytest.mark.rule(43)
@pytest.mark.parametrize(("number", "shown"), [(0, 0), (1, None), (4, None), (5, 5)])
def test_small_rows_are_left_out(
    make_facts: MakeFacts, table: Callable[..., Table], number: int, shown: int | None
) -> None:
    make_facts(number, held_on=date(2021, 3, 20), children=9)
    found = row(table(), "P15")
    assert found.referrals == shown
    assert found.suppressed is (shown is None)
    if found.suppressed:
        assert set(found.cells().values()) == {"P15", "De Plan-trekkers", None, True}
        assert found.ended_otherwise is None


@pytest.mark.rule(43)
def test_many_referrals_of_few_families_are_left_out(
    make_facts: MakeFacts, table: Callable[..., Table]
) -> None:
    make_facts(9, family_token=new_id())
    found = row(table(), "P15")
    assert found.suppressed
    assert found.referrals is found.families is None


@pytest.mark.rule(43)
def test_a_small_count_takes_what_is_derived_from_it_along(
    make_facts: MakeFacts, table: Callable[..., Table]
) -> None:
    make_facts(20)
    make_facts(3, held_on=date(2021, 3, 20))
    found = row(table(), "P15")
    assert found.referrals == 23
    assert found.suppressed
    assert found.within_month is found.within_month_share is found.median_days is found.p75_days is None
    assert row(table(smallest_shown=2), "P15").within_month == 3


def test_queries_do_not_grow_with_the_rows(make_facts: MakeFacts, as_web: AsWeb, official: Acting) -> None:
    for number in (1, 3):
        make_facts(number)
        make_facts(number, **GENT)
        with as_web(official), CaptureQueriesContext(connection) as queries:
            figures(official, year=2021, areas_on=END_2021)
        assert len(queries) == 9


@pytest.mark.parametrize("role", [Role.COACH, Role.PARTNER, Role.COORDINATOR, Role.INTAKE, Role.ADMIN])
def test_everybody_who_reads_figures_reads_the_same(
    make_facts: MakeFacts, as_web: AsWeb, official: Acting, role: Role
) -> None:
    make_facts(6)
    make_facts(3, **GENT)
    acting = Acting(TASK_ACTOR, ActorKind.STAFF, role)
    with as_web(acting):
        found = figures(acting, year=2021, areas_on=END_2021)
    with as_web(official):
        assert found == figures(official, year=2021, areas_on=END_2021)


@pytest.mark.parametrize(
    "role", sorted({Role.PSYCHOLOGIST, Role.FAMILY_MEMBER, Role.PUBLIC_FORM, Role.NOBODY, Role.TASK})
)
def test_other_roles_get_no_figures(db: None, as_web: AsWeb, role: Role) -> None:
    acting = Acting(TASK_ACTOR, ActorKind.STAFF, role)
    with as_web(acting), pytest.raises(NotFound):
        figures(acting, year=2021, areas_on=END_2021)
    with as_web(acting), pytest.raises(NotFound):
        area_change(acting, before=END_2020, after=END_2021)


@pytest.mark.parametrize(("asked", "code"), [({"by": "street"}, "by-unknown"), ({"year": 1}, "year-unknown")])
def test_a_wrong_question_is_refused(official: Acting, asked: dict[str, object], code: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        figures(official, **{"year": 2021, "areas_on": END_2021, **asked})
    assert broken.value.code == f"reporting:{code}"


@pytest.mark.rule(46)
def test_a_change_of_areas_warns(db: None, as_web: AsWeb, official: Acting) -> None:
    with as_web(official):
        change = area_change(official, before=END_2020, after=END_2021)
        same = area_change(official, before=END_2021, after=END_2021 + timedelta(365))
    assert change.changed
    assert "Brugge" in change.zones
    assert {"H05", "H07", "P05", "P13", "P16"} <= set(change.partnerships)
    assert "31" in change.warning
    assert not same.changed
    assert same.warning == ""


def test_by_zone_and_municipality(make_facts: MakeFacts, table: Callable[..., Table]) -> None:
    make_facts(6, **BRUGGE)
    make_facts(7, **GENT)
    zones = table(by="zone")
    assert len(zones.rows) == 60
    assert (row(zones, "elz6").referrals, row(zones, "elz13").referrals) == (6, 7)
    places = table(by="municipality")
    assert (row(places, "31005").name, row(places, "31005").referrals) == ("Brugge", 6)
    assert places.total.referrals == 13


@pytest.mark.rule(46)
def test_a_merged_municipality_counts_by_the_areas_asked(
    make_facts: MakeFacts, table: Callable[..., Table]
) -> None:
    make_facts(6, nis="11007", zone="elz55")  # Borsbeek, part of Antwerpen since 2025
    make_facts(8, nis="11002", zone="elz55")
    before, after = table(by="municipality"), table(by="municipality", areas_on=date(2025, 6, 1))
    assert (row(before, "11007").referrals, row(before, "11002").referrals) == (6, 8)
    assert row(after, "11002").referrals == 14
    assert not [found for found in after.rows if found.code == "11007"]


def test_a_running_year_has_figures_by_partnership_only(
    make_facts: MakeFacts, table: Callable[..., Table]
) -> None:
    make_facts(6)
    running = table(asked_on=date(2021, 11, 1))
    assert running.provisional
    assert running.extracted_on == date(2021, 9, 30)
    for by in ("zone", "municipality"):
        with pytest.raises(RuleBroken) as broken:
            table(by=by, asked_on=date(2021, 11, 1))
        assert broken.value.code == "reporting:year-runs"


@pytest.mark.rule(43)
def test_asking_on_another_day_shows_the_same(make_facts: MakeFacts, table: Callable[..., Table]) -> None:
    make_facts(12, held_on=date(2021, 3, 20))
    make_facts(6, held_on=date(2021, 5, 20), recorded_on=date(2022, 4, 5))
    first, later = table(asked_on=date(2022, 4, 1)), table(asked_on=date(2023, 1, 1))
    assert first == later
    assert row(first, "P15").median_days == 10
    assert row(first, "P15").p75_days is None


@pytest.mark.rule(45)
def test_outcomes_stand_beside_the_share(make_facts: MakeFacts, table: Callable[..., Table]) -> None:
    make_facts(20, held_on=date(2021, 3, 20))
    for kind in ("consult_only", "forwarded", "withdrawn", "duplicate", "not_eligible"):
        make_facts(5, outcome=kind, ended_on=date(2021, 3, 12))
    make_facts(6)
    found = row(table(), "P15")
    assert found.referrals == 51
    assert [found.values[kind] for kind in OUTCOMES] == [20, 5, 5, 5, 5, 5, 6]
    assert sum(int(found.values[kind] or 0) for kind in OUTCOMES) == found.referrals


def test_per_thousand_young_inhabitants(make_facts: MakeFacts, table: Callable[..., Table]) -> None:
    make_facts(60, **BRUGGE)
    found = table(by="municipality")
    young = row(found, "31005").inhabitants_under_25
    assert row(found, "31005").per_1000 == (Decimal(60000) / Decimal(young)).quantize(Decimal("0.1"))
    assert found.inhabitants is not None
    assert found.inhabitants.assumed


@pytest.mark.rule(9)
def test_a_consult_without_names_is_a_referral_and_no_family(
    make_facts: MakeFacts, table: Callable[..., Table]
) -> None:
    make_facts(10, held_on=date(2021, 3, 10))
    make_facts(6, anonymous=True, outcome="consult_only", ended_on=date(2021, 3, 10))
    found = row(table(), "P15")
    assert (found.referrals, found.families, found.children) == (16, 10, 20)
    assert (found.consult_only, found.within_month_share) == (6, Decimal(1))
    assert found.median_days == found.p75_days == 0
