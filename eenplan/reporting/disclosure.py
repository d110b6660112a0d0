"""Which counts of a year may stand beside each other, so that no small one can be worked out (rule 43).

Everything published of a year is computed from one *base*: places are grouped into blocks until each count
that the base holds is nothing or large enough. A row of any table, by any areas, shows a figure only when it
is a union of whole blocks. So all tables together tell no more than the base does, and subtracting them from
each other leads back to the base. Rarer figures have wider blocks: a level's blocks are unions of those of
its parent, and its parts split one part of the parent. Why that is safe stands in docs/adr/0009; the attack
on it in tests/reporting/test_disclosure.py. No database.
"""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

Counts = Mapping[str, int]
# Grids that weigh less are of municipalities.
_MUNICIPAL = 10


@dataclass(frozen=True, slots=True)
class Level:
    """Parts that become known together. `needs` must be large enough wherever there is anything at all."""

    name: str
    parent: str | None
    parts: tuple[str, ...]
    needs: tuple[str, ...] = ()


# The parts are counts that exclude each other within their level's place in the tree, or what can be derived
# from them by subtraction (`again`, `ended_late`, `other_1`…): those too must not be small.
LEVELS = (
    Level("referrals", None, ("referrals", "q1", "q2", "q3", "q4"), needs=("families",)),
    Level("families", "referrals", ("families", "again", "children")),
    Level("month", "referrals", ("in_time", "ended_otherwise", "still_within_month", "late")),
    Level("taken_up", "month", ("taken_late", "taken_within", "open_late", "open_within", "ended_late")),
    Level("recorded_later", "taken_up", ("held_in_time_recorded_later", "taken_late_rest")),
    Level("consult_only", "taken_up", ("consult_only", "other_1")),
    Level("withdrawn", "consult_only", ("withdrawn", "other_2")),
    Level("forwarded", "withdrawn", ("forwarded", "other_3")),
    Level("duplicate", "forwarded", ("duplicate", "not_eligible")),
)


@dataclass(frozen=True, slots=True)
class Grid:
    """One table that is offered: for each place (by position) the row it falls in. Heavier: kept sooner."""

    rows: tuple[Hashable, ...]
    weight: int


@dataclass(frozen=True, slots=True)
class Base:
    """The blocks of each level: for each place (by position) its block. A level may be withheld altogether."""

    blocks: Mapping[str, tuple[int, ...]]
    withheld: frozenset[str]

    def rows_shown(self, level: str, rows: Sequence[Hashable]) -> frozenset[Hashable]:
        """Of a table (the row of each place): the rows that are whole blocks of a level."""
        if level in self.withheld:
            return frozenset()
        rows_of: dict[int, set[Hashable]] = {}
        for block, row in zip(self.blocks[level], rows, strict=True):
            rows_of.setdefault(block, set()).add(row)
        broken = {row for found in rows_of.values() if len(found) > 1 for row in found}
        return frozenset(set(rows) - broken)

    def joined(self, level: str, rows: Sequence[Hashable]) -> tuple[frozenset[Hashable], ...]:
        """Rows of a table that are no whole blocks each, but are so together: as few in each as can be."""
        if level in self.withheld:
            return ()
        found: list[set[Hashable]] = []
        for block in dict.fromkeys(self.blocks[level]):
            one = {row for at, row in zip(self.blocks[level], rows, strict=True) if at == block}
            touched = [other for other in found if other & one]
            found = [other for other in found if not other & one] + [one.union(*touched)]
        return tuple(frozenset(one) for one in found if len(one) > 1)


def is_small(count: int, smallest_shown: int) -> bool:
    """Whether a count is so small that it could point at somebody. Nobody at all is not small."""
    return 0 < count < smallest_shown


def is_safe(level: Level, counts: Counts, smallest_shown: int) -> bool:
    """Whether a block may be known at a level."""
    if any(is_small(counts.get(part, 0), smallest_shown) for part in level.parts):
        return False
    anybody = any(counts.get(part, 0) for part in level.parts)
    return not anybody or all(counts.get(need, 0) >= smallest_shown for need in level.needs)


@lru_cache(maxsize=64)
def base_of(
    counts: tuple[tuple[tuple[str, int], ...], ...],
    grids: tuple[Grid, ...],
    smallest_shown: int,
    levels: tuple[Level, ...] = LEVELS,
) -> Base:
    """Group places (their counts by position) for all levels, keeping whole what weighs most in the grids.

    The same counts always give the same base. `grids[0]` is the table whose rows are kept together first. The first
    part of the first of the levels says how large a place is.
    """
    size = levels[0].parts[0]
    places = [Counter(dict(found)) for found in counts]
    known: dict[str, tuple[int, ...]] = {}
    withheld: set[str] = set()
    for level in levels:
        start = known[level.parent] if level.parent else tuple(range(len(places)))
        ways = [
            _grow(level, start, places, grids, smallest_shown, together=together, size=size)
            for together in (False, True)
        ]
        _loss, blocks, safe = min(ways, key=lambda way: way[0])
        known[level.name] = blocks
        if not safe or level.parent in withheld:
            withheld.add(level.name)
    return Base(known, frozenset(withheld))


@dataclass(slots=True)
class _Block:
    """Places that are counted together: which, how many, and which rows of each grid they touch."""

    places: list[int]
    counts: Counter[str]
    touches: list[set[Hashable]]
    safe: bool


def _grow(
    level: Level,
    start: Sequence[int],
    places: Sequence[Counter[str]],
    grids: Sequence[Grid],
    smallest_shown: int,
    *,
    together: bool,
    size: str,
) -> tuple[int, tuple[int, ...], bool]:
    """Join blocks that are not safe with others until all are. Returns the loss, the blocks, and if all are.

    `together` joins by preference what is not safe either; which of both loses least depends on the numbers.
    """
    blocks: dict[int, _Block] = {}
    for place, first in enumerate(start):
        block = blocks.setdefault(first, _Block([], Counter(), [set() for _grid in grids], True))
        block.places.append(place)
        block.counts.update(places[place])
        for touched, grid in zip(block.touches, grids, strict=True):
            touched.add(grid.rows[place])
    for block in blocks.values():
        block.safe = is_safe(level, block.counts, smallest_shown)
    broken: list[set[Hashable]] = [set() for _grid in grids]
    for block in blocks.values():
        for gone, touched in zip(broken, block.touches, strict=True):
            if len(touched) > 1:
                gone |= touched
    while len(blocks) > 1:
        unsafe = [key for key, block in blocks.items() if not block.safe]
        if not unsafe:
            break
        key = min(unsafe, key=lambda key: (blocks[key].counts[size], key))
        block = blocks.pop(key)
        partner = _partner(block, blocks, level, grids, broken, smallest_shown, together=together, size=size)
        _join(blocks[partner], block, broken)
        blocks[partner].safe = is_safe(level, blocks[partner].counts, smallest_shown)
    of_place = [0] * len(places)
    for key, block in blocks.items():
        for place in block.places:
            of_place[place] = key
    loss = sum(grid.weight * len(gone) for grid, gone in zip(grids, broken, strict=True))
    return loss, tuple(of_place), all(block.safe for block in blocks.values())


def _partner(
    block: _Block,
    blocks: Mapping[int, _Block],
    level: Level,
    grids: Sequence[Grid],
    broken: Sequence[set[Hashable]],
    smallest_shown: int,
    *,
    together: bool,
    size: str,
) -> int:
    """With which block to join: what breaks the least; then what helps another, then what is smallest."""
    near = {key: other for key, other in blocks.items() if other.touches[0] & block.touches[0]}

    def loss(key: int) -> tuple[int, bool, bool, int, int]:
        other = blocks[key]
        lost = 0
        for grid, gone, mine, theirs in zip(grids, broken, block.touches, other.touches, strict=True):
            if len(mine | theirs) > 1:
                # What is not safe by itself will be joined anyway: its own rows are no loss.
                doomed = (
                    not other.safe
                    and len(theirs) == 1
                    and ((together and not near) or grid.weight < _MUNICIPAL)
                )
                lost += grid.weight * len(mine - gone) + grid.weight * len(set() if doomed else theirs - gone)
        joined = {part: block.counts[part] + other.counts[part] for part in (*level.parts, *level.needs)}
        return lost, not is_safe(level, joined, smallest_shown), other.safe, other.counts[size], key

    return min(near or blocks, key=loss)


def _join(into: _Block, block: _Block, broken: Sequence[set[Hashable]]) -> None:
    into.places += block.places
    into.counts.update(block.counts)
    for gone, touched, more in zip(broken, into.touches, block.touches, strict=True):
        touched |= more
        if len(touched) > 1:
            gone |= touched
