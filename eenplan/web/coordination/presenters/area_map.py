"""Areas on the map: neighbours by different patterns, each partnership with its code; a table says the same."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from eenplan.network.queries.areas import Known
from eenplan.network.queries.redrawing import ZoneServed
from eenplan.reporting.enums import Level
from eenplan.reporting.queries import ATTRIBUTION, WIDTH, outlines

PATTERNS = ("c1", "c2", "c3", "hidden", "c4")
NOBODY = "none"
_STEP = re.compile(r"-?\d+")


@dataclass(frozen=True, slots=True)
class Shape:
    """The outline of a zone, its pattern, what it says to who points at it, and whether it changes hands."""

    path: str
    pattern: str
    said: str
    moves: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """The code of a partnership in the middle of its largest zone."""

    x: int
    y: int
    text: str


@dataclass(frozen=True, slots=True)
class AreaMap:
    """A map: title, what it shows in words, the part of the drawing that is shown, shapes and labels."""

    id: str
    title: str
    description: str
    box: str
    size: int
    shapes: tuple[Shape, ...]
    labels: tuple[Label, ...]
    moves: bool = False
    attribution: str = field(default=ATTRIBUTION)


def bounds(path: str) -> tuple[int, int, int, int]:
    """West, north, east and south of a path of absolute beginnings and relative steps."""
    xs: list[int] = []
    ys: list[int] = []
    for part in filter(None, path.split("M")):
        numbers = [int(number) for number in _STEP.findall(part)]
        x, y = numbers[:2]
        xs.append(x)
        ys.append(y)
        for step_x, step_y in zip(numbers[2::2], numbers[3::2], strict=False):
            x, y = x + step_x, y + step_y
            xs.append(x)
            ys.append(y)
    return min(xs), min(ys), max(xs), max(ys)


def colours(neighbours: Mapping[UUID, Collection[UUID]]) -> dict[UUID, str]:
    """A pattern for each area, so that no two that adjoin have the same, as far as patterns reach."""
    found: dict[UUID, str] = {}
    for area in sorted(neighbours, key=lambda one: (-len(neighbours[one]), str(one))):
        taken = {found.get(near) for near in neighbours[area]}
        found[area] = next((one for one in PATTERNS if one not in taken), PATTERNS[-1])
    return found


def areas_that_adjoin(
    serves: Mapping[UUID, Known | None], near: Mapping[UUID, Collection[UUID]]
) -> dict[UUID, set[UUID]]:
    """For every partnership those of which a zone adjoins one of its own."""
    found: dict[UUID, set[UUID]] = {known.id: set() for known in serves.values() if known}
    for zone, known in serves.items():
        for other in near.get(zone, ()):
            by = serves.get(other)
            if known and by and by.id != known.id:
                found[known.id].add(by.id)
                found[by.id].add(known.id)
    return found


def draw(
    name: str,
    title: str,
    zones: Sequence[ZoneServed],
    serves: Mapping[UUID, Known | None],
    patterns: Mapping[UUID, str],
    *,
    moved: Collection[UUID] = (),
    only: Collection[UUID] | None = None,
) -> AreaMap:
    """The map of who serves each zone. With `only`, the part of the map with those partnerships, larger."""
    paths, height = outlines(Level.ZONE)
    shown = [zone for zone in zones if zone.code in paths]
    nobody = _("geen samenwerkingsverband")
    shapes = [
        Shape(
            paths[zone.code],
            patterns.get(by.id, NOBODY)
            if (by := serves[zone.id]) and (only is None or by.id in only)
            else NOBODY,
            f"{zone.name}: {by.name if by else nobody}",
            zone.id in moved,
        )
        for zone in shown
    ]
    shapes.sort(key=lambda shape: shape.moves)
    near = [
        bounds(paths[zone.code])
        for zone in shown
        if only is None or ((by := serves[zone.id]) and by.id in only) or zone.id in moved
    ]
    box = _around(near) if only is not None and near else (0, 0, WIDTH, height)
    size = max(14, round(box[2] / 34))
    return AreaMap(
        name,
        title,
        _("Elk gebied heeft een ander patroon dan zijn buren. De tabel op deze pagina zegt hetzelfde."),
        " ".join(map(str, box)),
        size,
        tuple(shapes),
        tuple(_labels(shown, serves, paths, only, size)),
        bool(moved),
    )


def _around(boxes: Sequence[tuple[int, int, int, int]]) -> tuple[int, int, int, int]:
    margin = 15
    west, north = min(box[0] for box in boxes) - margin, min(box[1] for box in boxes) - margin
    east, south = max(box[2] for box in boxes) + margin, max(box[3] for box in boxes) + margin
    return west, north, east - west, south - north


def _labels(
    zones: Iterable[ZoneServed],
    serves: Mapping[UUID, Known | None],
    paths: Mapping[str, str],
    only: Collection[UUID] | None,
    size: int,
) -> Iterable[Label]:
    largest: dict[UUID, tuple[int, Label]] = {}
    for zone in zones:
        by = serves[zone.id]
        if by is None or (only is not None and by.id not in only):
            continue
        west, north, east, south = bounds(paths[zone.code])
        extent = (east - west) * (south - north)
        if extent > largest.get(by.id, (0, None))[0]:
            largest[by.id] = extent, Label((west + east) // 2, (north + south + size) // 2, by.code)
    return [label for _extent, label in largest.values()]
