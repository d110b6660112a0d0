"""All tables of a year together, as an official gets them, attacked as one (see `attack`)."""

import random
from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest

from eenplan.core.acting import Acting
from eenplan.core.ids import new_id
from eenplan.network.reference import reference_id
from eenplan.reporting.enums import Level
from eenplan.reporting.queries import Table, figures
from eenplan.reporting.queries.areas import History, Spot
from eenplan.reporting.queries.table import LEVEL_OF
from tests.reporting.attack import KINDS, OTHERWISE, Attack, is_part, unknowns
from tests.reporting.conftest import MakeFacts

AsWeb = Callable[[Acting], AbstractContextManager[None]]
LIMIT = 5
# Municipalities of which the partnership or the zone changed in 2021 or 2025, and their neighbours.
PLACES = [
    ("11035", "elz34"), ("11007", "elz55"), ("31005", "elz6"), ("44021", "elz13"), ("71016", "elz12"),
    ("73009", None), ("35011", None), ("35029", None), ("11039", None), ("71022", None), ("31004", None),
]  # fmt: skip
DAYS = [date(2020, 12, 31), date(2021, 12, 31), date(2025, 12, 31)]
# Of each kind of the attack: what its fact looks like.
EARLY, LATE = date(2021, 3, 20), date(2021, 5, 20)
LOOKS: dict[str, dict[str, object]] = {
    "in_time": {"held_on": EARLY},
    "late_noted_later": {"held_on": EARLY, "recorded_on": LATE},
    "late_taken": {"held_on": LATE},
    "late_open": {},
} | {f"ended_{kind}": {"outcome": kind, "ended_on": EARLY} for kind in OTHERWISE}
LOOKS |= {f"late_{kind}": {"outcome": kind, "ended_on": LATE} for kind in OTHERWISE}
Truth = dict[tuple[Spot, str, str], int]


@pytest.fixture
def truth(make_facts: MakeFacts) -> Truth:
    """A year with many small numbers, a few large ones, and some families referred again."""
    chance, found = random.Random(43), {}
    areas = History.read().on(DAYS[1])
    for nis, code in PLACES:
        municipality = reference_id("municipality", nis)
        zone = reference_id("zone", code) if code else next(iter(areas.zones[municipality]))
        code = code or areas.zone_names[zone].code
        for kind, looks in LOOKS.items():
            for time in ("families", "again"):
                usual = chance.choice([0, 0, 1, 2, 6]) if time == "families" else chance.choice([0, 0, 0, 1])
                number = chance.randint(4, 30) if (kind, time) == ("in_time", "families") else usual
                found[Spot(municipality, zone), kind, time] = number
                for _referral in range(number):
                    token = new_id()
                    if time == "again":  # the first was received elsewhere, and counts there
                        make_facts(
                            nis="24062",
                            zone="elz23",
                            family_token=token,
                            received_on=date(2021, 1, 5),
                            held_on=date(2021, 1, 9),
                        )
                    make_facts(nis=nis, zone=code, family_token=token, **looks)
    elsewhere = Spot(reference_id("municipality", "24062"), reference_id("zone", "elz23"))
    found[elsewhere, "in_time", "families"] = sum(
        number for (_spot, _kind, time), number in found.items() if time == "again"
    )
    return found


@pytest.mark.rule(43)
@pytest.mark.rule(46)
def test_no_small_number_follows_from_all_tables_together(
    truth: Truth, as_web: AsWeb, official: Acting
) -> None:
    history = History.read()
    attack = Attack(unknowns({spot for spot, _kind, _time in truth}))
    hidden: list[tuple[frozenset[Spot], str, int]] = []
    shown = 0
    for day in DAYS:
        for level in Level:
            with as_web(official):
                table = figures(official, year=2021, areas_on=day, by=level.value, asked_on=date(2026, 1, 1))
            for spots, row in rows_of(table, history, {spot for spot, _kind, _time in truth}):
                for column in LEVEL_OF:
                    part = "in_time" if column == "within_month" else column
                    if column in ("children", "within_month_share", "median_days", "p75_days"):
                        continue
                    real = sum(
                        number
                        for unknown, number in truth.items()
                        if unknown[0] in spots and is_part(unknown, part)
                    )
                    if row[column] is None:
                        hidden.append((spots, part, real))
                    else:
                        assert row[column] == real
                        assert not 0 < real < LIMIT
                        attack.learn(spots, part, real)
                        shown += 1
    assert shown > 500
    small = sorted(
        {found for found in hidden if 0 < found[2] < LIMIT}, key=lambda found: (found[1], found[2])
    )
    assert len(small) > 50
    for spots, part, _real in random.Random(1).sample(small, 50):
        target = [
            place for place, unknown in enumerate(attack.of) if unknown[0] in spots and is_part(unknown, part)
        ]
        assert attack.can_be(target, LIMIT)
    kinds = [unknown for unknown in attack.of if 0 < truth.get(unknown, 0) < LIMIT]
    for unknown in random.Random(2).sample(kinds, 50):
        assert attack.can_be([attack.of.index(unknown)], LIMIT)


def rows_of(
    table: Table, history: History, spots: set[Spot]
) -> list[tuple[frozenset[Spot], dict[str, object]]]:
    """Each row that has any referrals, and the whole: the places it counts, and its columns."""
    areas = history.on(table.areas_on)
    places: dict[Hashable, set[Spot]] = {}
    for spot in spots:
        key = areas.row_of(spot, table.by)
        places.setdefault(areas.name(key, table.by).code, set()).add(spot)
    found = [(frozenset(places[row.code]), dict(row.values)) for row in table.rows if row.code in places]
    return [*found, (frozenset(spots), dict(table.total.values))]


def test_kinds_cover_a_closed_year() -> None:
    assert set(KINDS) - set(LOOKS) == {"within_taken", "within_open"}
    assert timedelta(0) < LATE - EARLY
