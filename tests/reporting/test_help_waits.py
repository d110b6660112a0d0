"""How long is waited for which help: the database counts as a slow count does, and no small number can be worked out."""

from datetime import date, timedelta
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eenplan.core.acting import Acting, request_transaction
from eenplan.core.actions import writing
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound
from eenplan.network.models import PartnershipZone
from eenplan.plans.models import WaitFact
from eenplan.reporting.queries.help_waits import Cell, help_waits, last_known_day
from tests.cast import Team, acting_as, make_official, make_team
from tests.factories.network import PartnershipZoneFactory, ZoneFactory
from tests.once import once

pytestmark = pytest.mark.django_db

TODAY = date(2026, 5, 12)
NOW = "2026-05-12T08:00:00Z"
LAST = date(2026, 4, 30)
KINDS = ["therapy", "stay", ""]


@once(at=NOW)
def team() -> Team:
    """A partnership of three zones."""
    made = make_team()
    for _more in range(2):
        PartnershipZoneFactory(partnership=made.partnership, zone=ZoneFactory())
    return made


@pytest.fixture(autouse=True)
def today_is() -> Any:
    """A day in May."""
    with time_machine.travel(NOW, tick=False):
        yield


def zones_of(team: Team) -> list[UUID]:
    """Its zones."""
    rows = PartnershipZone.objects.filter(partnership=team.partnership).order_by("zone__code")
    return list(rows.values_list("zone_id", flat=True))


def keep(rows: list[dict[str, Any]]) -> None:
    """Write rows without names as they are."""
    with writing():
        WaitFact.objects.bulk_create(WaitFact(**row) for row in rows)


def row_of(zone: UUID, kind: str, begun: int, over: int | None = None, **more: Any) -> dict[str, Any]:
    """A wait that began so many days ago, and is over after so many."""
    since = TODAY - timedelta(days=begun)
    how = more.pop("how", "started_on")
    row = {
        "zone_id": zone,
        "help_type": kind,
        "since": since,
        "noted_on": since,
        "family_token": uuid4(),
        **more,
    }
    if over is not None:
        day = since + timedelta(days=over)
        row |= {how: day, "over_noted_on": more.get("over_noted_on", day)}
    return row


def slow(rows: list[dict[str, Any]], known_on: date) -> tuple[Any, ...]:
    """How many wait, the longest, median, P75 and share within a month, counted one by one; None of nothing."""
    known = [row for row in rows if row["noted_on"] <= known_on and row["since"] <= known_on]
    waits = []
    for row in known:
        over = row.get("over_noted_on")
        start, left = row.get("started_on"), row.get("left_on")
        is_over = over is not None and over <= known_on
        started = start if is_over and start and start <= known_on else None
        gone = left if is_over and left and left <= known_on else None
        waits.append((row["since"], ((started or gone or known_on) - row["since"]).days, started, gone))
    now = [days for _since, days, started, gone in waits if not started and not gone]
    recent = [(days, bool(started)) for since, days, started, _gone in waits if (known_on - since).days < 731]
    share, curve = 1.0, []
    for day in sorted({days for days, started in recent if started}):
        at_risk = sum(days >= day for days, _started in recent)
        share *= 1 - sum(days == day and started for days, started in recent) / at_risk
        curve.append((day, share))
    reached = [next((day for day, left in curve if left <= part + 1e-9), None) for part in (0.5, 0.25)]
    in_month = 1 - min((left for day, left in curve if day <= 31), default=1.0) if recent else None
    return len(now), max(now, default=None), *reached, in_month and round(in_month, 9)


def told(cell: Cell) -> tuple[Any, ...]:
    """The same of a cell."""
    return cell.waiting, cell.longest, cell.median, cell.p75, cell.in_month and round(cell.in_month, 9)


def read(acting: Acting, partnership: UUID | None = None) -> Any:
    """The table as somebody reads it."""
    with request_transaction(acting):
        return help_waits(acting, partnership)


days = st.integers(0, 900)
history = st.lists(
    st.tuples(
        st.integers(0, 2), st.sampled_from(KINDS), days, st.none() | days, st.booleans(), st.integers(0, 40),
        st.integers(0, 5),
    ),
    max_size=40,
)  # fmt: skip


@pytest.mark.rule(45)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history)
def test_the_database_counts_as_a_slow_count_does_those_still_waiting_included(
    team: Team, found: Any
) -> None:
    zones = zones_of(team)
    tokens = [uuid4() for _token in range(6)]
    rows = []
    for zone, kind, begun, over, left, later, token in found:
        row = row_of(zones[zone], kind, begun, over, how="left_on" if left else "started_on")
        row["family_token"] = tokens[token]
        if over is not None:
            row["over_noted_on"] += timedelta(days=later)
        rows.append(row)
    WaitFact.objects.all()._raw_delete("default")
    keep(rows)
    table = read(team.acting(Role.COORDINATOR))
    for zone, kind in product([None, *zones], [None, *KINDS]):
        mine = [
            row for row in rows
            if (zone is None or row["zone_id"] == zone) and (kind is None or row["help_type"] == kind)
        ]  # fmt: skip
        assert told(table.cell(zone, kind)) == slow(mine, TODAY), (zone, kind)


@pytest.mark.rule(43)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from(KINDS), st.integers(0, 9)), max_size=9))
def test_no_small_number_can_be_worked_out(team: Team, found: Any) -> None:
    """Whatever is added up or subtracted: a number that follows is nothing, or five families and more."""
    zones = zones_of(team)
    WaitFact.objects.all()._raw_delete("default")
    keep([row_of(zones[zone], kind, 100) for zone, kind, number in found for _one in range(number)])
    table = read(team.acting(Role.STEERING))
    places = list(product(zones, KINDS))
    equations = []
    for zone, kind in product([None, *zones], [None, *KINDS]):
        cell = table.cell(zone, kind)
        if cell.waiting is not None:
            inside = [float((zone in (None, z)) and (kind in (None, k))) for z, k in places]
            equations.append([*inside, float(cell.waiting)])
    for one in table.together:
        inside = [float(one.zone_id in (None, z) and k in one.kinds) for z, k in places]
        equations.append([*inside, float(one.cell.waiting)])
    for place in range(len(places)):
        known = _follows(equations, place)
        assert known is None or known == 0 or known >= 5, (places[place], known)


@pytest.mark.rule(43)
def test_what_is_not_shown_each_is_told_as_one(team: Team) -> None:
    zone, other, *_others = zones_of(team)
    for kind, number in (("therapy", 9), ("stay", 3), ("school", 4), ("childcare", 2)):
        keep([row_of(zone, kind, 100 + number) for _one in range(number)])
    keep([row_of(other, "therapy", 100) for _one in range(6)])
    table = read(team.acting(Role.STEERING))
    for place in (None, zone):
        told = [one for one in table.together if one.zone_id == place]
        hidden = {kind for kind in table.kinds if table.cell(place, kind).waiting is None}
        assert {kind for one in told for kind in one.kinds} == hidden >= {"stay", "childcare"}
        shown = [table.cell(place, kind).waiting for kind in table.kinds if kind not in hidden]
        assert sum(shown) + sum(one.cell.waiting for one in told) == table.cell(place, None).waiting
        assert all(one.cell.waiting >= 5 and one.cell.median is None for one in told)
    assert not read(team.acting(Role.COORDINATOR)).together


def _follows(equations: list[list[float]], place: int) -> float | None:
    """The value of one unknown when the equations decide it (Gauss and Jordan); else None."""
    rows = [list(row) for row in equations]
    used = 0
    for column in range(len(rows[0]) - 1 if rows else 0):
        pivot = next((at for at in range(used, len(rows)) if abs(rows[at][column]) > 1e-9), None)
        if pivot is None:
            continue
        rows[used], rows[pivot] = rows[pivot], rows[used]
        rows[used] = [value / rows[used][column] for value in rows[used]]
        for at, row in enumerate(rows):
            if at != used and abs(row[column]) > 1e-9:
                rows[at] = [a - row[column] * b for a, b in zip(row, rows[used], strict=True)]
        used += 1
    for row in rows:
        if abs(row[place] - 1) < 1e-9 and all(abs(v) < 1e-9 for at, v in enumerate(row[:-1]) if at != place):
            return round(row[-1], 6)
    return None


@pytest.mark.rule(43)
def test_five_waits_of_one_family_point_at_it(team: Team) -> None:
    zone, *_others = zones_of(team)
    token = uuid4()
    keep([row_of(zone, "therapy", 100, family_token=token) for _one in range(8)])
    assert read(team.acting(Role.STEERING)).cell(zone, "therapy").waiting is None
    assert read(team.acting(Role.COORDINATOR)).cell(zone, "therapy").waiting == 8


def test_the_own_coordinator_reads_today_and_others_the_end_of_the_month_before(team: Team) -> None:
    zone, *_others = zones_of(team)
    keep([row_of(zone, "therapy", begun) for begun in (40, 40, 40, 40, 40, 3)])
    own, guard = read(team.acting(Role.COORDINATOR)), read(team.acting(Role.STEERING))
    assert (own.known_on, own.cell(None, None).waiting) == (TODAY, 6)
    assert (guard.known_on, guard.cell(None, None).waiting) == (LAST, 5)
    assert last_known_day(team.acting(Role.STEERING), date(2026, 1, 31)) == date(2025, 12, 31)


def test_what_was_noted_later_changes_no_figure_of_before(team: Team) -> None:
    zone, *_others = zones_of(team)
    keep([row_of(zone, "therapy", 100) for _one in range(6)])
    keep([row_of(zone, "therapy", 100, noted_on=TODAY) for _one in range(3)])
    assert read(team.acting(Role.STEERING)).cell(None, None).waiting == 6


@pytest.mark.rule(43)
def test_who_reads_which_zones(team: Team) -> None:
    other = make_team("9902")
    for zone in (team.zone, other.zone):
        keep([row_of(zone.id, "therapy", 100) for _one in range(6)])
    official = acting_as(make_official())
    for one in (team, other):
        assert read(official, one.partnership.id).cell(None, None).waiting == 6
    assert read(team.acting(Role.STEERING), other.partnership.id).cell(other.zone.id, None).waiting == 0
    with request_transaction(team.acting(Role.COORDINATOR)), connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(waiting) FROM reporting_help_waits(%s, %s::uuid[])", [TODAY, [other.zone.id]]
        )
        assert cursor.fetchone()[0] == 0, "PostgreSQL itself counts no zones of others"


@pytest.mark.parametrize("role", [Role.COACH, Role.INTAKE, Role.PARTNER, Role.ADMIN])
def test_others_count_nothing(team: Team, role: Role) -> None:
    keep([row_of(team.zone.id, "therapy", 100)])
    acting = team.acting(role)
    with request_transaction(acting):
        with pytest.raises(NotFound):
            help_waits(acting)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT sum(waiting) FROM reporting_help_waits(%s, %s::uuid[])", [TODAY, [team.zone.id]]
            )
            assert cursor.fetchone()[0] == 0


@pytest.mark.parametrize("times", [1, 30])
def test_two_queries_whatever_there_is(team: Team, times: int, django_assert_num_queries: Any) -> None:
    for zone in zones_of(team):
        keep([row_of(zone, "stay", 100, 40) for _one in range(times)])
    acting = team.acting(Role.STEERING)
    with request_transaction(acting), django_assert_num_queries(2):
        help_waits(acting)


def test_it_is_counted_along_an_index(team: Team) -> None:
    for zone in zones_of(team):
        keep([row_of(zone, kind, 100, 40) for kind in KINDS for _one in range(5)])
    acting = team.acting(Role.COORDINATOR)
    with request_transaction(acting), connection.cursor() as cursor:
        # A table of forty rows is read whole otherwise; one of a hundred thousand is not.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        asked = """SELECT pg_stat_get_xact_numscans('plans_waitfact'::regclass),
            (SELECT sum(pg_stat_get_xact_numscans(indexrelid)) FROM pg_index WHERE indrelid = 'plans_waitfact'::regclass)"""
        cursor.execute(asked)
        whole, by_index = cursor.fetchone()
        help_waits(acting)
        cursor.execute(asked)
        whole_after, by_index_after = cursor.fetchone()
    assert whole_after == whole
    # Each kind in each zone: a step to find it, and its rows.
    assert by_index_after - by_index >= 2 * len(KINDS) * len(zones_of(team))
