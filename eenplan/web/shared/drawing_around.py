"""Who is around a family: the family in the middle, who matters above it, who helps below. Pure geometry and words.

An ecomap after Ann Hartman, *Social Casework* 59 (1978): a thick line to whom gives strength, a dashed one to what is
still waited for. The nearer somebody is to the family, the nearer they stand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from textwrap import wrap

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from eenplan.plans.enums import Closeness, HelpState, TeamKind
from eenplan.plans.queries import HelpPiece, MattersPiece, Pieces, TeamPiece
from eenplan.web.shared import words
from eenplan.web.shared.direction import apart
from eenplan.web.shared.drawing import Text
from eenplan.web.shared.drawing_ladder import ACROSS, BOX, TALL, ladder

WIDE, HIGH = 160, 56
FIRST, FURTHER = 160, 74
EDGE, GAP, MIDDLE = 16, 8, 60
LETTERS = 18
# Each ring is a little flatter than a circle, so that it fits a page.
FLAT = 0.86
CROWD, BACK = 4, 0.8
RINGS = {Closeness.NEAR: 0, Closeness.CLOSE: 1, Closeness.FURTHER: 2}


@dataclass(frozen=True, slots=True)
class Near:
    """Somebody or something around the family: in which ring, and how the line to it is drawn."""

    name: str
    about: str
    ring: int
    is_strong: bool = False
    is_waited_for: bool = False
    is_service: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """Where somebody stands: the middle of a rounded box."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Around:
    """Where everybody stands around the middle."""

    width: float
    height: float
    middle: Spot
    spots: tuple[Spot, ...]
    # How far each ring on which somebody stands is from the middle.
    rings: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class AroundBox:
    """One around the family as it is drawn."""

    style: str
    left: str
    top: str
    line: str
    names: tuple[Text, ...]
    full: str


@dataclass(frozen=True, slots=True)
class AroundRow:
    """One row of the table."""

    name: str
    about: str
    near: str


@dataclass(frozen=True, slots=True)
class LadderView:
    """The same drawing for a narrow screen."""

    width: int
    height: int
    box: tuple[int, int]
    middle: Text
    stile: str
    boxes: tuple[AroundBox, ...]


@dataclass(frozen=True, slots=True)
class AroundView:
    """The drawing, the same for a narrow screen, and its table."""

    width: int
    height: int
    middle: Text
    rings: tuple[tuple[str, str], ...]
    boxes: tuple[AroundBox, ...]
    rows: tuple[AroundRow, ...]
    summing: str
    ladder: LadderView


def around(above: Sequence[Near], below: Sequence[Near], *, mirrored: bool = False) -> Around:
    """Who matters in the upper half, who helps in the lower: the rings grow until nobody stands on somebody else."""
    wider = 0
    spots = _spots(above, below, wider)
    while _overlap([*spots, Spot(0, 0)]):
        wider += 8
        spots = _spots(above, below, wider)
    if mirrored:
        spots = [Spot(-spot.x, spot.y) for spot in spots]
    left = min([spot.x - WIDE / 2 for spot in spots] + [-MIDDLE]) - EDGE
    right = max([spot.x + WIDE / 2 for spot in spots] + [MIDDLE]) + EDGE
    high = min([spot.y - HIGH / 2 for spot in spots] + [-MIDDLE]) - EDGE
    low = max([spot.y + HIGH / 2 for spot in spots] + [MIDDLE]) + EDGE
    return Around(
        right - left,
        low - high,
        Spot(-left, -high),
        tuple(Spot(spot.x - left, spot.y - high) for spot in spots),
        tuple(_away(ring, wider) for ring in sorted({one.ring for one in (*above, *below)})),
    )


def _spots(above: Sequence[Near], below: Sequence[Near], wider: int) -> list[Spot]:
    """Around a middle at zero: everybody in a direction of their own, who is near in the middle of their half."""
    spots: list[Spot] = []
    for half, side in ((above, -1), (below, 1)):
        count = len(half)
        angles = sorted(
            (pi * (number + 0.5) / count for number in range(count)),
            key=lambda angle: (round(abs(angle - pi / 2), 6), -angle),
        )
        nearest = sorted(range(count), key=lambda number: (half[number].ring, number))
        placed = dict(zip(nearest, angles, strict=True))
        for number, one in enumerate(half):
            # Of many services every second one stands back: they are near in no order.
            stands_back = one.is_service and count > CROWD and int(placed[number] * count / pi) % 2
            away = _away(one.ring + (BACK if stands_back else 0), wider)
            spots.append(Spot(-cos(placed[number]) * away, side * sin(placed[number]) * away * FLAT))
    return spots


def _away(ring: float, wider: int) -> float:
    """How far a ring is from the middle."""
    return FIRST + FURTHER * ring + wider * (1 + 0.4 * ring)


def _overlap(spots: Sequence[Spot]) -> bool:
    return any(
        abs(one.x - other.x) < WIDE + GAP and abs(one.y - other.y) < HIGH + GAP
        for number, one in enumerate(spots)
        for other in spots[:number]
    )


def who_matters(pieces: Pieces) -> list[Near]:
    """Who matters to the family, the nearest first."""
    found = [_matters(one) for one in pieces.of(MattersPiece)]
    return sorted(found, key=lambda one: one.ring)


def _matters(one: MattersPiece) -> Near:
    ring = RINGS[one.closeness] if one.closeness else 1
    near = str(one.closeness.label) if one.closeness else ""
    about = " · ".join(part for part in (apart(one.relation), near) if part)
    return Near(one.name, about, ring, is_strong=bool(one.gives_strength))


def who_helps(pieces: Pieces, *, besides: Sequence[Near] = ()) -> list[Near]:
    """Who helps and which help there is or is waited for; who matters as well stands there once."""
    names = {one.name for one in besides}
    team = [_member(one) for one in pieces.team if one.name not in names]
    return [*team, *(_help(one) for one in pieces.help if one.state != HelpState.ENDED and one.text)]


def _member(one: TeamPiece) -> Near:
    about = " · ".join(apart(part) for part in (one.role, one.organisation) if part)
    is_service = one.team_kind == TeamKind.PROFESSIONAL
    return Near(one.name, about, 1 if is_service else 0, is_service=is_service)


def _help(one: HelpPiece) -> Near:
    waits = one.state == HelpState.WAITING
    about = " · ".join(part for part in (apart(one.organisation), str(one.state.label)) if part)
    return Near(
        one.text.text if one.text else "", about, 2 if waits else 1, is_waited_for=waits, is_service=True
    )


def around_view(pieces: Pieces) -> AroundView | None:
    """Who is around the family, as far as the reader may know; None while nobody was named."""
    above = who_matters(pieces)
    below = who_helps(pieces, besides=above)
    if not above and not below:
        return None
    placed = around(above, below, mirrored=get_language_bidi())
    everybody = [*above, *below]
    middle = placed.middle
    return AroundView(
        round(placed.width),
        round(placed.height),
        Text(f"{middle.x:.1f}", f"{middle.y:.1f}", _("ons gezin")),
        tuple((f"{away:.1f}", f"{away * FLAT:.1f}") for away in placed.rings),
        tuple(_box(one, spot, middle) for one, spot in zip(everybody, placed.spots, strict=True)),
        tuple(AroundRow(one.name, one.about, _how(one)) for one in everybody),
        _("Rond het gezin staan: %(names)s. De tabel eronder zegt hetzelfde in woorden.")
        % {"names": words.listed([one.name for one in everybody])},
        _ladder(above, below),
    )


def _ladder(above: Sequence[Near], below: Sequence[Near]) -> LadderView:
    placed = ladder([one.ring for one in above], [one.ring for one in below], mirrored=get_language_bidi())
    boxes = (
        AroundBox(
            _style(one),
            f"{rung.left:g}",
            f"{rung.top:g}",
            rung.line,
            _lines(one.name, rung.left + BOX / 2, rung.top + TALL / 2, letters=LETTERS, most=3),
            _full(one),
        )
        for one, rung in zip((*above, *below), placed.rungs, strict=True)
    )
    middle = Text(f"{ACROSS / 2:g}", f"{placed.middle:g}", _("ons gezin"))
    return LadderView(ACROSS, round(placed.height), (BOX, TALL), middle, placed.stile, tuple(boxes))


def _how(one: Near) -> str:
    return _("geeft kracht") if one.is_strong else ""


def _style(one: Near) -> str:
    return (
        "waits" if one.is_waited_for else "strong" if one.is_strong else "service" if one.is_service else ""
    )


def _full(one: Near) -> str:
    return ", ".join(part for part in (one.name, one.about, _how(one)) if part)


def _lines(name: str, x: float, y: float, *, letters: int, most: int) -> tuple[Text, ...]:
    """A name in at most so many lines, around the middle of its box."""
    lines = wrap(name, letters, break_long_words=True) or [""]
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1][: letters - 1]}…"]
    first = y + 5.5 - 9.5 * (len(lines) - 1)
    return tuple(Text(f"{x:.1f}", f"{first + 19 * number:.1f}", line) for number, line in enumerate(lines))


def _box(one: Near, spot: Spot, middle: Spot) -> AroundBox:
    return AroundBox(
        _style(one),
        f"{spot.x - WIDE / 2:.1f}",
        f"{spot.y - HIGH / 2:.1f}",
        f"M{middle.x:.1f} {middle.y:.1f}L{spot.x:.1f} {spot.y:.1f}",
        _lines(one.name, spot.x, spot.y, letters=LETTERS, most=2),
        _full(one),
    )
