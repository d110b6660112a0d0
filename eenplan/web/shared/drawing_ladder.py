"""Who is around a family, for a narrow screen: the same as `drawing_around`, as a ladder that is read from top to bottom.

The family stands in the middle; who matters above it, who helps below, the nearest next to it, two beside each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass

# In the units of the drawing, which is as wide as a phone of 360 pixels leaves room for.
ACROSS, BOX, TALL = 328, 154, 70
STEP, EDGE, MIDDLE = 84, 4, 46


@dataclass(frozen=True, slots=True)
class Rung:
    """Where one stands: the beginning of its box, and how its line goes to the stile in the middle."""

    left: float
    top: float
    line: str


@dataclass(frozen=True, slots=True)
class Ladder:
    """Where all stand. `stile` is the line from top to bottom, `middle` how high the family stands."""

    height: float
    middle: float
    stile: str
    rungs: tuple[Rung, ...]


def ladder(above: Sequence[int], below: Sequence[int], *, mirrored: bool = False) -> Ladder:
    """Place who matters and who helps, given how far each is from the family: the nearest next to the middle.

    The rungs are in the order of `above` and then of `below`.
    """
    up = (len(above) + 1) // 2
    down = (len(below) + 1) // 2
    middle = EDGE + up * STEP + MIDDLE
    tops = {
        **{who: EDGE + (up - 1 - place // 2) * STEP for place, who in enumerate(_nearest(above))},
        **{
            len(above) + who: middle + MIDDLE + (STEP - TALL) + (place // 2) * STEP
            for place, who in enumerate(_nearest(below))
        },
    }
    sides = {
        **{who: place % 2 for place, who in enumerate(_nearest(above))},
        **{len(above) + who: place % 2 for place, who in enumerate(_nearest(below))},
    }
    height = middle + MIDDLE + down * STEP + EDGE
    first = tops[_nearest(above)[-1]] + TALL / 2 if above else middle
    last = tops[len(above) + _nearest(below)[-1]] + TALL / 2 if below else middle
    return Ladder(
        height,
        middle,
        f"M{ACROSS / 2:g} {first:g}V{last:g}",
        tuple(_rung(tops[who], bool(sides[who]) != mirrored) for who in range(len(above) + len(below))),
    )


def _nearest(away: Sequence[int]) -> list[int]:
    return sorted(range(len(away)), key=lambda number: (away[number], number))


def _rung(top: float, is_right: bool) -> Rung:
    left = ACROSS - BOX - 1.5 if is_right else 1.5
    y = top + TALL / 2
    edge = left if is_right else left + BOX
    return Rung(left, top, f"M{ACROSS / 2:g} {y:g}H{edge:g}")
