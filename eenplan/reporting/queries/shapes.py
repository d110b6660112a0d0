"""The outlines of zones and municipalities of today, for drawing a map. Attribution: docs/data.md."""

import json
from collections.abc import Iterator, Sequence
from functools import cache
from math import cos, radians
from pathlib import Path
from typing import Any

import eenplan.network
from eenplan.reporting.enums import Level

_FILE = Path(eenplan.network.__path__[0]) / "data" / "flanders_brussels.topojson"
WIDTH = 900
_MIDDLE = cos(radians(51))
_STEP = 2.0
ATTRIBUTION = "Statbel 1-1-2025 / Data & Analyse van de Vlaamse provincies"
_CODES = {Level.ZONE: ("zones", "elz_code"), Level.MUNICIPALITY: ("municipalities", "nis_code")}
Point = tuple[int, int]


@cache
def outlines(kind: Level) -> tuple[dict[str, str], int]:
    """For each code the path of its outline (SVG), in a drawing `WIDTH` wide; and how high that is.

    Neighbours share their border exactly: borders are made simpler before they are joined to outlines.
    """
    source = json.loads(_FILE.read_text(encoding="utf-8"))
    degrees = [_degrees(arc, source["transform"]) for arc in source["arcs"]]
    west = min(x for arc in degrees for x, _y in arc)
    east = max(x for arc in degrees for x, _y in arc)
    north = max(y for arc in degrees for _x, y in arc)
    south = min(y for arc in degrees for _x, y in arc)
    scale = WIDTH / ((east - west) * _MIDDLE)
    arcs = [
        _simple([(round((x - west) * _MIDDLE * scale), round((north - y) * scale)) for x, y in arc])
        for arc in degrees
    ]
    objects, code = _CODES[kind]
    paths = {
        shape["properties"][code]: "".join(_path(ring, arcs) for ring in _rings(shape))
        for shape in source["objects"][objects]["geometries"]
    }
    return paths, round((north - south) * scale)


def _degrees(arc: Sequence[Sequence[int]], transform: Any) -> list[tuple[float, float]]:
    (scale_x, scale_y), (shift_x, shift_y) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        points.append((x * scale_x + shift_x, y * scale_y + shift_y))
    return points


def _simple(points: list[Point]) -> list[Point]:
    """Without points that lie closer together than one sees; the ends stay."""
    kept = [points[0]]
    for point in points[1:-1]:
        if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) > _STEP:
            kept.append(point)
    return [*kept, points[-1]]


def _rings(shape: Any) -> Iterator[list[int]]:
    polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
    for polygon in polygons:
        yield from polygon


def _path(ring: Sequence[int], arcs: Sequence[Sequence[Point]]) -> str:
    points: list[Point] = []
    for number in ring:
        arc = list(arcs[number]) if number >= 0 else list(reversed(arcs[~number]))
        points += arc if not points else arc[1:]
    x, y = points[0]
    steps = [f"M{x} {y}l"]
    for next_x, next_y in points[1:]:
        if (next_x, next_y) != (x, y):
            steps.append(f"{next_x - x} {next_y - y} ")
        x, y = next_x, next_y
    return "".join(steps).rstrip() + "z" if len(steps) > 2 else ""
