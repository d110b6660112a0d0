"""What both fences cost: the same pages as the web role, and as the owner of the database whom no policy holds.

Two servers side by side. Each page is asked of both in turn, so that what else the machine does hits both alike; what
counts is the middle of the quotients of such pairs.
"""

import random
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from tests.bench.browsers import Visitor
from tests.bench.pages import Page

# What we promise: at most fifteen hundredths of a page.
MOST = 1.15


@dataclass(frozen=True, slots=True)
class Compared:
    """A page with and without the fence: medians in milliseconds, and the median of the quotients of pairs."""

    name: str
    fenced: float
    free: float
    quotient: float

    @property
    def line(self) -> str:
        """Its row of the table."""
        kept = "kept" if self.quotient <= MOST else "**not kept**"
        return f"| {self.name} | {self.fenced:.1f} | {self.free:.1f} | × {self.quotient:.2f} | {kept} |"


def compare(
    wanted: Sequence[Page],
    fenced: dict[str, Visitor],
    free: dict[str, Visitor],
    *,
    warm_up: int,
    requests: int,
) -> list[Compared]:
    """Open each page in turn with and without the fence, in another order each round."""
    pairs: dict[str, list[tuple[float, float]]] = {page.name: [] for page in wanted}
    order, chance = list(wanted), random.Random(1)
    for turn in range(warm_up + requests):
        chance.shuffle(order)
        for page in order:
            if turn % 2:
                one = page.open(fenced[page.who]).cost
                other = page.open(free[page.who]).cost
            else:
                other = page.open(free[page.who]).cost
                one = page.open(fenced[page.who]).cost
            if turn >= warm_up:
                pairs[page.name].append((one, other))
    return [
        Compared(
            page.name,
            statistics.median(one for one, _other in pairs[page.name]),
            statistics.median(other for _one, other in pairs[page.name]),
            statistics.median(one / other for one, other in pairs[page.name]),
        )
        for page in wanted
    ]


def table(found: Sequence[Compared]) -> list[str]:
    """The rows, with their head."""
    return [
        f"| Page | with, p50 ms | without, p50 ms | with ÷ without | promise ≤ {MOST} |",
        "|---|--:|--:|--:|---|",
        *[one.line for one in found],
    ]
