"""Rows about referrals in which nothing is rare: each row is like at least some others in all that it tells.

Rows that are too rare are made coarser step by step, the least useful detail first, until enough rows are alike.
What is rare even then is left out. So no count of any combination of columns of the file is 1 to `least - 1`
(rule 43): every such combination is a union of whole groups of rows that are alike. No database.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from eenplan.referrals.enums import OutcomeKind, ReferrerType

NOT_SHOWN = "*"


class Row(NamedTuple):
    """One referral in coarse words. `pseudonym` belongs to one extraction and to nothing else."""

    pseudonym: str
    quarter: str
    zone: str
    partnership: str
    referrer: str
    children: str
    standing: str
    outcome: str
    wait: str

    @property
    def told(self) -> tuple[Hashable, ...]:
        """All that the row tells of its referral."""
        return self[1:]


# What a value becomes when it is made coarser; what is not here stays as it is.
REFERRERS: Mapping[str, str] = {
    **dict.fromkeys(
        (
            ReferrerType.CLB.value,
            ReferrerType.CAW.value,
            ReferrerType.KIND_EN_GEZIN.value,
            ReferrerType.GP.value,
            ReferrerType.SCHOOL.value,
            ReferrerType.OCMW.value,
        ),
        "group_broad_access",
    ),
    **dict.fromkeys(
        (
            ReferrerType.CGG.value,
            ReferrerType.CKG.value,
            ReferrerType.VAPH.value,
            ReferrerType.YOUTH_HELP.value,
        ),
        "group_youth_help",
    ),
    **dict.fromkeys(
        (ReferrerType.MANDATED.value, ReferrerType.COURT_SERVICE.value, ReferrerType.CRISIS.value),
        "group_mandated_or_crisis",
    ),
}
WAITS: Mapping[str, str] = {
    **dict.fromkeys(("d00_07", "d08_14", "d15_31"), "d00_31"),
    **dict.fromkeys(("d32_61", "d62_more"), "d32_more"),
}
OUTCOMES: Mapping[str, str] = {
    kind.value: "ended_otherwise" for kind in OutcomeKind if kind is not OutcomeKind.TAKEN_UP
}

# One after another, each on top of those before it.
STEPS: tuple[Callable[[Row], Row], ...] = (
    lambda row: row,
    lambda row: row._replace(quarter=NOT_SHOWN),
    lambda row: row._replace(wait=WAITS.get(row.wait, row.wait)),
    lambda row: row._replace(children=NOT_SHOWN),
    lambda row: row._replace(referrer=REFERRERS.get(row.referrer, row.referrer)),
    lambda row: row._replace(outcome=OUTCOMES.get(row.outcome, row.outcome)),
    lambda row: row._replace(zone=NOT_SHOWN),
    lambda row: row._replace(wait=NOT_SHOWN),
    lambda row: row._replace(referrer=NOT_SHOWN),
    lambda row: row._replace(partnership=NOT_SHOWN),
    lambda row: row._replace(standing=NOT_SHOWN, outcome=NOT_SHOWN),
)


@dataclass(frozen=True, slots=True)
class Anonymous:
    """Rows that may leave the house, how many of them tell less than was known, and how many stayed behind."""

    rows: tuple[Row, ...]
    coarsened: int
    left_out: int


def anonymous(rows: Iterable[Row], *, least: int) -> Anonymous:
    """Make rows so coarse that each is like at least `least - 1` others; in the order of their pseudonyms."""
    waiting = list(rows)
    ready: list[Row] = []
    coarsened = 0
    for number, coarser in enumerate(STEPS):
        alike: dict[Hashable, list[Row]] = defaultdict(list)
        for row in waiting:
            made = coarser(row)
            alike[made.told].append(made)
        waiting = []
        for group in alike.values():
            if len(group) < least:
                waiting += group
            else:
                ready += group
                coarsened += len(group) if number else 0
    return Anonymous(tuple(sorted(ready)), coarsened, len(waiting))


def shown_in(rows: Iterable[Row]) -> dict[str, int]:
    """In how many rows each column tells something, in the order of the columns."""
    counts = dict.fromkeys(Row._fields[1:], 0)
    for row in rows:
        for name, value in zip(Row._fields[1:], row.told, strict=True):
            counts[name] += value != NOT_SHOWN
    return counts
