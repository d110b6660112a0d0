"""The attack on what is published: no subtraction between tables, areas or units shows a small number."""

from collections import Counter
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eenplan.referrals.enums import OutcomeKind
from eenplan.reporting.disclosure import LEVELS, Base, Grid, base_of, is_safe, is_small
from tests.reporting.attack import KINDS, Attack, is_part, unknowns

LIMIT = 3
PARTS = [part for level in LEVELS for part in level.parts if part not in ("q1", "q2", "q3", "q4", "children")]
Truth = dict[tuple[int, str, str], int]


@st.composite
def years(draw: st.DrawFn) -> tuple[Truth, tuple[Grid, ...]]:
    """A year of a few places, mostly small numbers, and tables by old and new areas that cut across each other."""
    places = range(draw(st.integers(2, 5)))
    number = st.one_of(st.just(0), st.integers(0, 4), st.integers(0, 12))
    truth = {}
    kinds = draw(st.lists(st.sampled_from(list(KINDS)), min_size=1, max_size=6, unique=True))
    for place, kind in product(places, kinds):
        truth[place, kind, "families"] = draw(number)
        truth[place, kind, "again"] = draw(st.one_of(st.just(0), number))
    grids = [Grid(tuple(places), 3)]
    for weight in (1000, 300, 30):
        grids.insert(0, Grid(tuple(draw(st.integers(0, 2)) for _place in places), weight))
    return truth, tuple(grids)


def counts_of(truth: Truth, places: int) -> tuple[tuple[tuple[str, int], ...], ...]:
    found = [Counter[str]() for _place in range(places)]
    for unknown, number in truth.items():
        for part in PARTS:
            if is_part(unknown, part):
                found[unknown[0]][part] += number
    return tuple(tuple(sorted(parts.items())) for parts in found)


def learn_all(attack: Attack, base: Base, grids: tuple[Grid, ...], counts: list[dict[str, int]]) -> int:
    """Every number of every table, totals included; how many there are."""
    learned = 0
    everything = Grid((0,) * len(counts), 0)
    for level, grid in product(LEVELS, (everything, *grids)):
        for row in base.rows_shown(level.name, grid.rows):
            there = [place for place, found in enumerate(grid.rows) if found == row]
            for part in set(level.parts) & set(PARTS):
                attack.learn(frozenset(there), part, sum(counts[place].get(part, 0) for place in there))
                learned += 1
    return learned


@pytest.mark.rule(43)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(years())
def test_nobody_works_out_a_small_number(year: tuple[Truth, tuple[Grid, ...]]) -> None:
    truth, grids = year
    places = len(grids[0].rows)
    found = counts_of(truth, places)
    base = base_of(found, grids, LIMIT)
    counts = [dict(parts) for parts in found]
    attack = Attack(unknowns(range(places)))
    learn_all(attack, base, grids, counts)
    for places_of, part in targets(grids, places):
        real = sum(counts[place].get(part, 0) for place in places_of)
        if is_small(real, LIMIT):
            target = [
                position
                for position, unknown in enumerate(attack.of)
                if unknown[0] in places_of and is_part(unknown, part)
            ]
            assert attack.can_be(target, LIMIT), f"{part} of {sorted(places_of)} is known to be small"


def targets(grids: tuple[Grid, ...], places: int) -> list[tuple[frozenset[int], str]]:
    """What must stay hidden: each part of each place, and of each row of each table."""
    rows = {frozenset([place]) for place in range(places)} | {frozenset(range(places))}
    for grid in grids:
        rows |= {
            frozenset(place for place, found in enumerate(grid.rows) if found == row) for row in grid.rows
        }
    return [(row, part) for row in sorted(rows, key=sorted) for part in PARTS]


@pytest.mark.rule(43)
def test_the_attack_itself_finds_a_small_number_by_subtracting() -> None:
    attack = Attack(unknowns("ab"))
    attack.learn(frozenset("ab"), "referrals", 12)
    attack.learn(frozenset("a"), "referrals", 10)
    of_b = [position for position, unknown in enumerate(attack.of) if unknown[0] == "b"]
    assert attack.can_be(of_b, 2)
    assert not attack.can_be(of_b, LIMIT)


@pytest.mark.rule(43)
def test_a_small_place_takes_a_neighbour_along() -> None:
    """By municipality: 20, 2 and 9 in one zone. Leaving out the 2 alone would be undone by the zone's 31."""
    counts = tuple((("families", number), ("referrals", number)) for number in (20, 2, 9))
    grids = (Grid(("z", "z", "z"), 30), Grid((0, 1, 2), 3))
    base = base_of(counts, grids, 5)
    assert base.rows_shown("referrals", grids[0].rows) == {"z"}
    assert base.rows_shown("referrals", grids[1].rows) == {0}


@pytest.mark.rule(43)
@pytest.mark.rule(46)
def test_a_zone_that_moved_is_not_found_by_subtracting_areas() -> None:
    """Place 1 (with 3) goes from partnership A to B: by old or by new areas rows are left out, not both shown."""
    counts = tuple((("families", number), ("referrals", number)) for number in (40, 3, 50))
    old, new = Grid(("A", "A", "B"), 1000), Grid(("A", "B", "B"), 300)
    base = base_of(counts, (old, new), 5)
    assert base.rows_shown("referrals", old.rows) == {"A", "B"}
    assert base.rows_shown("referrals", new.rows) == frozenset()


def test_every_other_outcome_is_told_apart() -> None:
    parts = {part for level in LEVELS for part in level.parts}
    assert {kind.value for kind in OutcomeKind if kind != OutcomeKind.TAKEN_UP} <= parts


@pytest.mark.rule(43)
def test_a_block_needs_families_too() -> None:
    assert not is_safe(LEVELS[0], {"referrals": 9, "families": 1}, 5)
    assert is_safe(LEVELS[0], {"referrals": 9, "families": 5}, 5)
    assert is_safe(LEVELS[0], {}, 5)
