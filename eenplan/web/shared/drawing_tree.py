"""Where everything of a family tree stands: pure geometry, the same for the same family.

Symbols and lines follow McGoldrick, Gerson and Petry, *Genograms: Assessment and Treatment*, 4th edition (Norton,
2020): a square for a man, a circle for a woman, a triangle for a birth to come, a stroke through who has died, partners
joined from below, children hanging from that line, two short strokes where partners parted, a line around a home.
The rounded diamond of who is neither, or of whom it is not known, is that of Bennett and others, *Journal of Genetic
Counseling* 17 (2008). We softened them: rounded, thin, and never in alarming colours.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from eenplan.web.shared.drawing_homes import Outline, homes_of, outlines
from eenplan.web.shared.drawing_rows import Kin, generations, ordered
from eenplan.web.shared.drawing_sizes import ACROSS, Point, Sizes

Who = Hashable

SWEEPS = 6


class Kind(StrEnum):
    """How a line is drawn."""

    COUPLE = "couple"
    PARTED = "parted"
    PARENTS = "parents"
    CHILD = "child"
    STEP = "step"
    FOSTER = "foster"
    SIBLING = "sibling"
    LOOSE = "loose"


@dataclass(frozen=True, slots=True)
class Tied:
    """A tie to draw: `kind` COUPLE, PARTED, CHILD, STEP, FOSTER, SIBLING or LOOSE (half and step)."""

    id: Hashable
    kind: Kind
    one: Who
    other: Who


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points, and the ties that it tells."""

    kind: Kind
    points: tuple[Point, ...]
    tells: tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """The whole drawing. `at` is the middle of each symbol."""

    width: float
    height: float
    at: Mapping[Who, Point]
    lines: tuple[Line, ...]
    parted_at: tuple[Point, ...]
    outlines: tuple[Outline, ...]


@dataclass(slots=True)
class _Union:
    """Who has children, or is a couple: one line from below, from which the children hang."""

    parents: tuple[Who, ...]
    kind: Kind
    tells: list[Hashable] = field(default_factory=list)
    children: dict[Who, list[Hashable]] = field(default_factory=dict)
    is_parted: bool = False


def tree(
    kin: Kin,
    ties: Sequence[Tied],
    *,
    feet: Mapping[Who, float] | None = None,
    mirrored: bool = False,
    size: Sizes = ACROSS,
) -> Tree:
    """Draw a family: everybody once and apart, every tie told by a line.

    `feet`: how far behind a symbol its name ends, where lines begin. `mirrored`: read from right to left.
    """
    row = generations(kin)
    rows = ordered(kin, row)
    column = _columns(kin, rows, size)
    unions = _unions(ties)
    lanes = _Lanes(unions, [one for one in ties if one.kind in (Kind.SIBLING, Kind.LOOSE)], row, column, size)
    runs = homes_of(kin, rows)
    names = [max((len(runs[number][who]) for who in line), default=0) for number, line in enumerate(rows)]
    top: list[float] = []
    height: float = size.edge
    for number, _line in enumerate(rows):
        height += size.edge + size.lane * lanes.above[number] + size.label * names[number]
        top.append(height)
        height += size.symbol + size.name + size.lane * (lanes.below[number] + lanes.bars[number])
    at = {who: (column[who], top[row[who]] + size.symbol / 2) for who in kin.people}
    width = max(column.values(), default=0) + size.cell / 2
    drawn = _Pen(at, row, top, lanes, unions, feet or {}, size)
    lines, parted = drawn.draw(ties)
    around = outlines(kin, rows, runs, at, top, lanes.above, size)
    made = Tree(width, height + size.edge, at, tuple(lines), tuple(parted), tuple(around))
    if size.is_turned:
        made = _turn(made)
    return _mirror(made) if mirrored else made


def _columns(kin: Kin, rows: Sequence[Sequence[Who]], size: Sizes) -> dict[Who, float]:
    """The middle of everybody from the start of the drawing: in order, a cell apart, near their own."""
    near: dict[Who, list[Who]] = defaultdict(list)
    for up, down in kin.parents:
        near[up].append(down)
        near[down].append(up)
    widest = max((len(line) for line in rows), default=0)
    at = {
        who: size.cell * (spot + (widest - len(line)) / 2) for line in rows for spot, who in enumerate(line)
    }
    for sweep in range(SWEEPS):
        for line in rows if sweep % 2 else rows[::-1]:
            wish = [
                sum(at[other] for other in near[who]) / len(near[who]) if near[who] else at[who]
                for who in line
            ]
            at.update(zip(line, _apart(wish, size.cell), strict=True))
    start = min(at.values(), default=0)
    return {who: round(place - start) + size.cell / 2 for who, place in at.items()}


def _apart(wish: Sequence[float], cell: int) -> list[float]:
    """The places nearest to those wished for, in the same order and at least a cell apart (pooling neighbours)."""
    pools: list[list[float]] = []
    for spot, place in enumerate(wish):
        pools.append([round(place - cell * spot), 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            value, count = pools.pop()
            before, more = pools[-1]
            pools[-1] = [(before * more + value * count) / (more + count), more + count]
    flat = [round(value) for value, count in pools for _ in range(int(count))]
    return [place + cell * spot for spot, place in enumerate(flat)]


def _unions(ties: Iterable[Tied]) -> list[_Union]:
    """Couples, and who has children together, each once."""
    found: dict[tuple[frozenset[Who], Kind], _Union] = {}
    of_child: dict[tuple[Who, Kind], list[Tied]] = defaultdict(list)
    for one in ties:
        if one.kind in (Kind.COUPLE, Kind.PARTED):
            union = found.setdefault(
                (frozenset((one.one, one.other)), Kind.CHILD), _Union((one.one, one.other), Kind.COUPLE)
            )
            union.tells.append(one.id)
            union.is_parted = one.kind == Kind.PARTED
        elif one.kind in (Kind.CHILD, Kind.STEP, Kind.FOSTER):
            of_child[one.other, one.kind].append(one)
    for (child, kind), ups in of_child.items():
        parents = tuple(dict.fromkeys(one.one for one in ups))
        key = (frozenset(parents), kind)
        union = found.setdefault(key, _Union(parents, Kind.PARENTS if kind == Kind.CHILD else kind))
        union.children[child] = [one.id for one in ups]
    return list(found.values())


class _Lanes:
    """In which lane below or above a row each level line runs, so that none lies on another."""

    def __init__(
        self,
        unions: Sequence[_Union],
        siblings: Sequence[Tied],
        row: Mapping[Who, int],
        column: Mapping[Who, float],
        size: Sizes,
    ) -> None:
        count = max(row.values(), default=-1) + 1
        self.ports_below = _ports([union.parents for union in unions], column, size.port)
        self.ports_above = _ports(
            [tuple(union.children) for union in unions] + [(one.one, one.other) for one in siblings],
            column,
            size.port,
        )
        self.below, self.bars, self.above = [0] * count, [0] * count, [0] * count
        self.lane_of: dict[int, int] = {}
        self.bar_of: dict[int, int] = {}
        self.above_of: dict[Hashable, int] = {}
        self.drop_of: dict[int, float] = {}
        self.row_of = [max(row[who] for who in union.parents) for union in unions]
        taken: dict[tuple[str, int], list[list[tuple[float, float]]]] = defaultdict(list)
        used: set[float] = set()
        for number, union in sorted(
            enumerate(unions), key=lambda one: (_span(one[1].parents, column), one[0])
        ):
            start, end = self._ends(number, union.parents, column)
            self.lane_of[number] = _lane(taken["below", self.row_of[number]], start, end)
            if union.children:
                kids = [column[who] + self.ports_above[number, who] for who in union.children]
                drop = min(max(sum(kids) / len(kids), start), end)
                while drop in used:
                    drop += 7
                used.add(drop)
                self.drop_of[number] = drop
                self.bar_of[number] = _lane(
                    taken["bar", self.row_of[number]],
                    min(*kids, drop) - size.port,
                    max(*kids, drop) + size.port,
                )
        for one in siblings:
            start, end = sorted((column[one.one], column[one.other]))
            level = min(row[one.one], row[one.other])
            self.above_of[one.id] = _lane(taken["above", level], start, end)
        for (where, number), lanes in taken.items():
            {"below": self.below, "bar": self.bars, "above": self.above}[where][number] = len(lanes)

    def _ends(self, number: int, parents: Sequence[Who], column: Mapping[Who, float]) -> tuple[float, float]:
        places = [column[who] + self.ports_below[number, who] for who in parents]
        return min(places), max(places)


def _span(parents: Sequence[Who], column: Mapping[Who, float]) -> float:
    return max(column[who] for who in parents) - min(column[who] for who in parents)


def _ports(
    groups: Sequence[Sequence[Who]], column: Mapping[Who, float], port: int
) -> dict[tuple[int, Who], float]:
    """How far beside the middle of a symbol each of its lines leaves, in the order in which they go."""
    of: dict[Who, list[tuple[float, int]]] = defaultdict(list)
    for number, group in enumerate(groups):
        middle = sum(column[who] for who in group) / len(group) if group else 0.0
        for who in group:
            of[who].append((middle, number))
    return {
        (number, who): port * (spot - (len(lines) - 1) / 2)
        for who, lines in of.items()
        for spot, (_middle, number) in enumerate(sorted(lines))
    }


def _lane(lanes: list[list[tuple[float, float]]], start: float, end: float) -> int:
    """The first lane in which this stretch is free; it takes it."""
    for number, lane in enumerate(lanes):
        if all(end < first or last < start for first, last in lane):
            lane.append((start, end))
            return number
    lanes.append([(start, end)])
    return len(lanes) - 1


class _Pen:
    """Draws the lines."""

    def __init__(
        self,
        at: Mapping[Who, Point],
        row: Mapping[Who, int],
        top: Sequence[float],
        lanes: _Lanes,
        unions: Sequence[_Union],
        feet: Mapping[Who, float],
        size: Sizes,
    ) -> None:
        self.at, self.row, self.top, self.lanes, self.unions = at, row, top, lanes, unions
        self.feet, self.size = feet, size

    def draw(self, ties: Iterable[Tied]) -> tuple[list[Line], list[Point]]:
        """All lines, and where the strokes of who parted stand."""
        lines: list[Line] = []
        parted: list[Point] = []
        for number, union in enumerate(self.unions):
            level = self._level(number)
            lines.append(Line(union.kind, self._bracket(number, union, level), tuple(union.tells)))
            if union.is_parted:
                parted.append(self._middle(number, union, level))
            lines += self._children(number, union, level)
        numbered = len(self.unions)
        for one in ties:
            if one.kind in (Kind.SIBLING, Kind.LOOSE):
                lines.append(self._siblings(numbered, one))
                numbered += 1
        return lines, parted

    def _level(self, number: int) -> float:
        row = self.lanes.row_of[number]
        return self.top[row] + self.size.symbol + self.size.name + self.size.lane * self.lanes.lane_of[number]

    def _bracket(self, number: int, union: _Union, level: float) -> tuple[Point, ...]:
        """Down from one parent, along, and up to the other; from one alone just down to where the children hang."""
        feet = sorted(
            (
                self.at[who][0] + self.lanes.ports_below[number, who],
                self.at[who][1] + self.size.symbol / 2 + self.feet.get(who, 0),
            )
            for who in union.parents
        )
        points: list[Point] = []
        for x, y in feet:
            points += [(x, level), (x, y), (x, level)]
        return tuple(points[1:] if len(feet) == 1 else points[1:-1])

    def _middle(self, number: int, union: _Union, level: float) -> Point:
        feet = [self.at[who][0] + self.lanes.ports_below[number, who] for who in union.parents]
        middle = (min(feet) + max(feet)) / 2
        drop = self.lanes.drop_of.get(number)
        # Beside the line from which the children hang.
        return (middle - 18 if drop is not None and abs(drop - middle) < 14 else middle, level)

    def _children(self, number: int, union: _Union, level: float) -> Iterable[Line]:
        if not union.children:
            return
        row, drop = self.lanes.row_of[number], self.lanes.drop_of[number]
        bar = (
            self.top[row]
            + self.size.symbol
            + self.size.name
            + self.size.lane * (self.lanes.below[row] + self.lanes.bar_of[number])
        )
        kind = Kind.CHILD if union.kind in (Kind.COUPLE, Kind.PARENTS) else union.kind
        for child, tells in union.children.items():
            x = self.at[child][0] + self.lanes.ports_above[number, child]
            points = ((drop, level), (drop, bar), (x, bar), (x, self.at[child][1] - self.size.symbol / 2))
            yield Line(kind, points, tuple(tells))

    def _siblings(self, number: int, one: Tied) -> Line:
        level = min(self.row[one.one], self.row[one.other])
        y = self.top[level] - self.size.edge / 2 - self.size.lane * self.lanes.above_of[one.id]
        ends = [
            (self.at[who][0] + self.lanes.ports_above[number, who], self.at[who][1] - self.size.symbol / 2)
            for who in (one.one, one.other)
        ]
        (start, first), (end, last) = ends
        return Line(one.kind, ((start, first), (start, y), (end, y), (end, last)), (one.id,))


def _turn(made: Tree) -> Tree:
    """The same drawing with its rows as columns: generations go along the line, brothers and sisters down the page."""

    def turn(point: Point) -> Point:
        return point[1], point[0]

    return _moved(made, turn, made.height, made.width)


def _mirror(made: Tree) -> Tree:
    """The same drawing, read from right to left."""

    def turn(point: Point) -> Point:
        return made.width - point[0], point[1]

    return _moved(made, turn, made.width, made.height)


def _moved(made: Tree, turn: Callable[[Point], Point], width: float, height: float) -> Tree:
    return Tree(
        width,
        height,
        {who: turn(point) for who, point in made.at.items()},
        tuple(Line(one.kind, tuple(map(turn, one.points)), one.tells) for one in made.lines),
        tuple(map(turn, made.parted_at)),
        tuple(
            Outline(
                one.home,
                tuple(map(turn, one.corners)),
                turn(one.name_at) if one.name_at else None,
                one.width,
            )
            for one in made.outlines
        ),
    )
