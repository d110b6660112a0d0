"""Whoever holds every published table, and wants to know a small number: what the numbers leave open.

The unknowns are how many referrals each place had of each kind; each published number is an equation. A
number is worked out when no solution in whole numbers makes it large (or nothing) any more.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

OTHERWISE = ("consult_only", "withdrawn", "forwarded", "duplicate", "not_eligible")
# Every way in which a referral can stand and have ended, and what each is part of.
KINDS: Mapping[str, frozenset[str]] = {
    "in_time": frozenset({"in_time", "taken_up"}),
    "within_taken": frozenset({"still_within_month", "taken_up", "taken_within"}),
    "within_open": frozenset({"still_within_month", "open", "open_within"}),
    "late_noted_later": frozenset({"late", "taken_up", "taken_late", "held_in_time_recorded_later"}),
    "late_taken": frozenset({"late", "taken_up", "taken_late", "taken_late_rest"}),
    "late_open": frozenset({"late", "open", "open_late"}),
} | {
    f"{when}_{kind}": frozenset(
        {kind, *(["ended_otherwise"] if when == "ended" else ["late", "ended_late"])}
        | {f"other_{number}" for number in range(1, min(place, 3) + 1)}
    )
    for when in ("ended", "late")
    for place, kind in enumerate(OTHERWISE)
}
TIMES = ("families", "again")
Unknown = tuple[object, str, str]


def unknowns(places: Iterable[object]) -> list[Unknown]:
    """One for each place, kind, and first or later referral of its family."""
    return list(product(places, KINDS, TIMES))


def is_part(unknown: Unknown, part: str) -> bool:
    """Whether referrals of this kind count in a part (or column) of the base."""
    _place, kind, time = unknown
    return part == "referrals" or part in KINDS[kind] or part == time


@dataclass
class Attack:
    """Equations, and what they leave open."""

    of: Sequence[Unknown]
    rows: list[list[int]] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)

    def learn(self, places: frozenset[object], part: str, total: int) -> None:
        """A published number: so many referrals of a part in these places together."""
        self.rows.append(
            [place for place, known in enumerate(self.of) if known[0] in places and is_part(known, part)]
        )
        self.totals.append(total)

    def can_be(self, target: Iterable[int], at_least: int) -> bool:
        """Whether a solution exists in which the target (positions of unknowns) is as large as that."""
        number = len(self.of)
        rows = [*self.rows, list(target)]
        indices = numpy.concatenate([numpy.array(row, dtype=int) for row in rows])
        starts = numpy.cumsum([0, *(len(row) for row in rows)])
        matrix = csr_array((numpy.ones(len(indices)), indices, starts), shape=(len(rows), number))
        low = numpy.array([*self.totals, at_least], dtype=float)
        high = numpy.array([*self.totals, numpy.inf], dtype=float)
        found = milp(
            numpy.zeros(number),
            constraints=LinearConstraint(matrix, low, high),
            integrality=numpy.ones(number),
            bounds=Bounds(0, numpy.inf),
        )
        return found.status == 0
