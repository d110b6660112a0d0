"""The lines around homes on a family tree: pure geometry, given where everybody stands. `lanes`: how many run above each row."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from eenplan.web.shared.drawing_rows import Kin, Who
from eenplan.web.shared.drawing_sizes import Point, Sizes


@dataclass(frozen=True, slots=True)
class Outline:
    """The line around a home: corners of a closed shape, and where its name stands."""

    home: int
    corners: tuple[Point, ...]
    name_at: Point | None
    width: float


def homes_of(kin: Kin, rows: Sequence[Sequence[Who]]) -> list[dict[Who, list[int]]]:
    """Of each row, in which homes everybody lives."""
    return [
        {who: [number for number, home in enumerate(kin.homes) if who in home] for who in line}
        for line in rows
    ]


def outlines(
    kin: Kin,
    rows: Sequence[Sequence[Who]],
    runs: Sequence[Mapping[Who, list[int]]],
    at: Mapping[Who, Point],
    top: Sequence[float],
    lanes: Sequence[int],
    size: Sizes,
) -> Iterable[Outline]:
    """Around who lives together: one shape where they stand beside and below each other, else one for each group."""
    for home in range(len(kin.homes)):
        boxes: list[tuple[int, float, float, float, float]] = []
        for number, line in enumerate(rows):
            group: list[Who] = []
            for who in [*line, None]:
                if who is not None and home in runs[number][who]:
                    group.append(who)
                elif group:
                    boxes.append(_box(number, group, home, runs, at, top, lanes, size))
                    group = []
        for chain in _chains(boxes, size.symbol):
            (_row, left, high, right, low) = chain[0]
            depth = max(
                runs[chain[0][0]][who].index(home)
                for who in rows[chain[0][0]]
                if left < at[who][0] < right and home in runs[chain[0][0]][who]
            )
            if size.is_turned:
                name_at, width = (left + 18 + 20 * depth, high + 8), low - high - 12
            else:
                name_at, width = (left + 12, high + 17 + size.label * depth), right - left - 16
            yield Outline(home, _corners(chain), name_at, width)


def _box(
    number: int,
    group: Sequence[Who],
    home: int,
    runs: Sequence[Mapping[Who, list[int]]],
    at: Mapping[Who, Point],
    top: Sequence[float],
    lanes: Sequence[int],
    size: Sizes,
) -> tuple[int, float, float, float, float]:
    """Row, left, top, right and bottom of those of a home who stand beside each other: nested where homes share."""
    inset = 4 + 5.0 * max(runs[number][who].index(home) for who in group)
    most = max(len(runs[number][who]) for who in group)
    left = min(at[who][0] for who in group) - size.cell / 2 + inset
    right = max(at[who][0] for who in group) + size.cell / 2 - inset
    high = top[number] - size.label * most - 10 - size.lane * lanes[number] + inset
    return number, left, high, right, top[number] + size.symbol + size.name - 2 - inset


def _chains(
    boxes: Sequence[tuple[int, float, float, float, float]], least: int
) -> list[list[tuple[int, float, float, float, float]]]:
    """Boxes of rows below each other that overlap enough to be one shape, from above."""
    chains: list[list[tuple[int, float, float, float, float]]] = []
    for box in boxes:
        for chain in chains:
            last = chain[-1]
            if last[0] == box[0] - 1 and min(last[3], box[3]) - max(last[1], box[1]) >= least:
                chain.append(box)
                break
        else:
            chains.append([box])
    return chains


def _corners(chain: Sequence[tuple[int, float, float, float, float]]) -> tuple[Point, ...]:
    """The corners of boxes joined by a passage, clockwise."""
    right: list[Point] = []
    left: list[Point] = []
    for number, (_row, start, high, end, low) in enumerate(chain):
        if number:
            _before, first, _high, last, _low = chain[number - 1]
            right += [(min(last, end), _low), (min(last, end), high)]
            left += [(max(first, start), _low), (max(first, start), high)]
        right += [(end, high), (end, low)]
        left += [(start, high), (start, low)]
    return tuple(_straight([*right, *left[::-1]]))


def _straight(points: Sequence[Point]) -> Iterable[Point]:
    """The same shape without points that stand twice or on a straight line."""
    once = [point for number, point in enumerate(points) if point != points[number - 1]]
    for number, (x, y) in enumerate(once):
        before, after = once[number - 1], once[(number + 1) % len(once)]
        if not (before[0] == x == after[0] or before[1] == y == after[1]):
            yield x, y
