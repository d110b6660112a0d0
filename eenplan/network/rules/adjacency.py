"""Which zones adjoin, read from the map, and whether zones form one whole. Pure: no database here."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from math import cos, dist, radians
from typing import Any, TypeVar

# Kilometres in a degree of latitude; a degree of longitude is shorter, here in the middle of Flanders.
_NORTH = 111.2
_EAST = _NORTH * cos(radians(51))
# The map is simplified: a border shorter than this (in kilometres) is a point in which zones touch.
SHORTEST_BORDER = 0.1
FEWEST_ZONES = 2

Pair = tuple[str, str]
Zone = TypeVar("Zone")


def borders(topology: Mapping[str, Any], kind: str, code: str) -> dict[Pair, float]:
    """The length in kilometres of each border between two areas of a TopoJSON; each pair once, in order.

    Areas share a border where they share arcs. Areas that touch in a point share none.
    """
    owners: dict[int, set[str]] = defaultdict(set)
    for shape in topology["objects"][kind]["geometries"]:
        for arc in _arcs(shape["arcs"]):
            owners[arc].add(shape["properties"][code])
    lengths: dict[Pair, float] = defaultdict(float)
    for arc, codes in owners.items():
        for one, other in combinations(sorted(codes), 2):
            lengths[one, other] += _length(topology["arcs"][arc], topology["transform"]["scale"])
    return dict(sorted(lengths.items()))


def adjoining(lengths: Mapping[Pair, float]) -> list[Pair]:
    """The pairs whose border is more than a point."""
    return [pair for pair, length in lengths.items() if length >= SHORTEST_BORDER]


def _arcs(nested: Iterable[Any]) -> Iterator[int]:
    """The numbers of the arcs of a shape; an arc that runs backwards is written as its complement."""
    for part in nested:
        if isinstance(part, int):
            yield part if part >= 0 else ~part
        else:
            yield from _arcs(part)


def _length(steps: Sequence[Sequence[int]], scale: Sequence[float]) -> float:
    """An arc is a first point and then steps, in whole parts of a degree."""
    return sum(dist((0, 0), (x * scale[0] * _EAST, y * scale[1] * _NORTH)) for x, y in steps[1:])


def pieces(zones: Collection[Zone], neighbours: Mapping[Zone, Collection[Zone]]) -> list[set[Zone]]:
    """The zones, put together where they adjoin: one piece when they form a whole."""
    left, found = set(zones), []
    while left:
        piece, reached = set(), {left.pop()}
        while reached:
            zone = reached.pop()
            piece.add(zone)
            reached |= left & set(neighbours.get(zone, ()))
            left -= reached
        found.append(piece)
    return sorted(found, key=len, reverse=True)


def is_whole(zones: Collection[Zone], neighbours: Mapping[Zone, Collection[Zone]]) -> bool:
    """Whether zones are an area as the second call asks it: two or more, each reached from each."""
    return len(zones) >= FEWEST_ZONES and len(pieces(zones, neighbours)) == 1
