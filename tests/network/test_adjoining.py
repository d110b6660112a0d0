"""Which zones adjoin, and that a partnership serves two or more that do."""

import json
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import given
from hypothesis import strategies as st

from eenplan.core.actions import writing
from eenplan.network.models import Partnership, PartnershipAreaException, PartnershipZone, Zone, ZoneAdjacency
from eenplan.network.reference import DATA, FROM_THE_MAP
from eenplan.network.rules.adjacency import adjoining, borders, is_whole, pieces
from tests.factories.network import (
    SINCE_2021,
    AreaExceptionFactory,
    PartnershipFactory,
    PartnershipZoneFactory,
    ZoneAdjacencyFactory,
    ZoneFactory,
)

pytestmark = pytest.mark.rule(7)

BEFORE = DateRange(date(2019, 4, 1), date(2021, 7, 1))
LATER = date(2025, 1, 1)


def squares() -> dict[str, Any]:
    """Four squares around one point: west and east of it share borders, those across only the point."""
    across = [[[0, 0], [1000, 0]], [[0, 0], [0, 1000]], [[0, 0], [-1000, 0]], [[0, 0], [0, -1000]]]
    sides = {"ne": [0, ~1], "nw": [1, ~2], "sw": [2, ~3], "se": [3, ~0]}
    shapes = [
        {"type": "Polygon", "properties": {"code": code}, "arcs": [arcs]} for code, arcs in sides.items()
    ]
    return {
        "transform": {"scale": [0.001, 0.001], "translate": [4, 51]},
        "arcs": across,
        "objects": {"zones": {"geometries": shapes}},
    }


def test_areas_share_a_border_and_not_a_point() -> None:
    lengths = borders(squares(), "zones", "code")
    assert set(lengths) == {("ne", "nw"), ("ne", "se"), ("nw", "sw"), ("se", "sw")}
    assert lengths["ne", "se"] == pytest.approx(70, abs=1)
    assert lengths["ne", "nw"] == pytest.approx(111.2)
    assert adjoining({("a", "b"): 0.03, ("a", "c"): 0.5}) == [("a", "c")]


def test_zones_make_pieces() -> None:
    line = {"a": {"b"}, "b": {"a", "c"}, "c": {"b"}}
    assert pieces(["a", "c"], line) == [{"a"}, {"c"}] or pieces(["a", "c"], line) == [{"c"}, {"a"}]
    assert is_whole(["a", "b", "c"], line)
    assert not is_whole(["a", "c"], line)
    assert not is_whole(["a"], line)
    assert not is_whole([], line)


@given(st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7))), st.sets(st.integers(0, 7)))
def test_pieces_are_all_zones_once_and_never_adjoin(pairs: set[tuple[int, int]], zones: set[int]) -> None:
    neighbours: dict[int, set[int]] = {zone: set() for zone in range(8)}
    for one, other in pairs:
        neighbours[one].add(other)
        neighbours[other].add(one)
    found = pieces(zones, neighbours)
    assert sorted(zone for piece in found for zone in piece) == sorted(zones)
    for piece in found:
        assert not any(neighbours[zone] & zones - piece for zone in piece)


@pytest.mark.django_db
def test_the_table_says_what_the_map_says(reference_data: None) -> None:
    topology = json.loads((DATA / "flanders_brussels.topojson").read_text(encoding="utf-8"))
    of_map = {frozenset(pair) for pair in adjoining(borders(topology, "zones", "elz_code"))}
    rows = ZoneAdjacency.objects.filter(source=FROM_THE_MAP).values_list("zone__code", "neighbour__code")
    assert {frozenset(pair) for pair in rows} == of_map
    assert len(of_map) == len(rows) == 147
    assert {"elz22", "elz28"} not in of_map, "thirty metres on the map is a point"
    antwerp = {code for pair in of_map if "elz2-1" in pair for code in pair}
    assert antwerp == {"elz2-1", "elz2-2", "elz2-3", "elz2-4", "elz29", "elz55"}
    assert set().union(*of_map) == set(
        Zone.objects.filter(code__startswith="elz").values_list("code", flat=True)
    )


@pytest.mark.django_db
def test_all_sixteen_are_whole_and_only_brussels_is_excused(reference_data: None) -> None:
    excused = PartnershipAreaException.objects.filter(partnership__code__regex="^[HP]")
    assert [row.partnership.code for row in excused] == ["P07"]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT code, network_area_broken_on(id) FROM network_partnership WHERE code ~ '^[HP][0-9]'"
        )
        assert {day for _code, day in cursor.fetchall()} == {None}


def speak_now() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def refused_after(*statements: tuple[str, list[Any]]) -> bool:
    """Whether raw SQL is refused because an area is not whole."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement, values in statements:
                cursor.execute(statement, values)
            speak_now()
    except IntegrityError as error:
        return "two or more adjoining zones" in str(error)
    return False


@pytest.fixture
def whole(db: None) -> Partnership:
    """A partnership without an exception, over three zones in a row."""
    made: Partnership = PartnershipFactory(excused=False)
    zones = sorted((ZoneFactory() for _ in range(3)), key=lambda zone: zone.id)
    for zone in zones:
        PartnershipZoneFactory(partnership=made, zone=zone)
    for one, other in pairwise(zones):
        ZoneAdjacencyFactory(zone=one, neighbour=other)
    speak_now()
    return made


def zones_in_order(partnership: Partnership) -> list[PartnershipZone]:
    return list(PartnershipZone.objects.filter(partnership=partnership).order_by("zone_id"))


def give_away(row: PartnershipZone, to: Partnership) -> list[tuple[str, list[Any]]]:
    return [
        (
            "UPDATE network_partnershipzone SET period = daterange(lower(period), %s) WHERE id = %s",
            [LATER, row.id],
        ),
        (
            "INSERT INTO network_partnershipzone SELECT gen_random_uuid(), daterange(%s, NULL), source, confidence,"
            " basis, period_assumed, %s, zone_id FROM network_partnershipzone WHERE id = %s",
            [LATER, to.id, row.id],
        ),
    ]


def columns() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = 'network_partnershipzone'"
            " ORDER BY ordinal_position"
        )
        return [name for (name,) in cursor.fetchall()]


def test_raw_sql_cannot_leave_one_zone_or_two_pieces(whole: Partnership) -> None:
    assert columns() == [
        "id", "period", "source", "confidence", "basis", "period_assumed", "partnership_id", "zone_id",
    ]  # fmt: skip
    to = PartnershipFactory()
    first, middle, last = zones_in_order(whole)
    assert refused_after(*give_away(middle, to)), "two pieces"
    assert refused_after(*give_away(first, to), *give_away(middle, to)), "one zone"
    assert not refused_after(*give_away(first, to)), "two adjoining zones"
    assert refused_after(*give_away(last, to))


def test_a_working_partnership_without_any_zone_is_refused(db: None) -> None:
    PartnershipFactory(excused=False)
    with pytest.raises(IntegrityError, match="two or more adjoining"):
        speak_now()


def test_an_exception_excuses_for_its_days_only(whole: Partnership) -> None:
    to = PartnershipFactory()
    _first, middle, _last = zones_in_order(whole)
    AreaExceptionFactory(partnership=whole, period=DateRange(LATER, date(2026, 1, 1)))
    assert refused_after(*give_away(middle, to)), "the exception ends before the area is whole again"
    with writing():
        PartnershipAreaException.objects.filter(partnership=whole).update(period=DateRange(LATER, None))
    assert not refused_after(*give_away(middle, to))
    assert refused_after(
        ("DELETE FROM network_partnershipareaexception WHERE partnership_id = %s", [whole.id])
    )


def test_a_border_that_is_taken_away_counts(whole: Partnership) -> None:
    zone = zones_in_order(whole)[0].zone_id
    assert refused_after(("DELETE FROM network_zoneadjacency WHERE zone_id = %s", [zone]))


def test_before_july_2021_one_zone_was_enough(db: None) -> None:
    partnership = PartnershipFactory(excused=False, period=BEFORE)
    zone = ZoneFactory()
    PartnershipZoneFactory(partnership=partnership, zone=zone, period=BEFORE)
    PartnershipZoneFactory(partnership=PartnershipFactory(), zone=zone, period=SINCE_2021)
    speak_now()


def test_the_web_reads_neighbours_and_writes_none(whole: Partnership, as_web: Any) -> None:
    assert ZoneAdjacency.objects.exists()
    with pytest.raises(DatabaseError, match="permission denied"), as_web(None):
        connection.cursor().execute("DELETE FROM network_zoneadjacency")
