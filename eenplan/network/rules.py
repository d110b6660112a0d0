"""What follows from loaded facts: folding names, adding up shares, choosing on a date. No database here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from eenplan.core import folding

FULL_TIME = Decimal(1)


def fold(text: str) -> str:
    """Text as it is searched and sorted: no accents, case, spaces or signs ('Sint-Gillis' → 'sintgillis')."""
    return folding.fold(text).replace(" ", "").replace("_", "")


def sort_key(name: str) -> str:
    """The key by which people are listed: family name first, with its particle, as is usual in Flanders.

    'Els Van den Broeck' is listed under the V: 'vandenbroeck els'. A name of one word is its own key.
    """
    given, _, family = name.strip().partition(" ")
    return f"{fold(family)} {fold(given)}" if family else fold(given)


@dataclass(frozen=True, slots=True)
class Share:
    """A part of full time from a day until another day (exclusive; None: no end known)."""

    share: Decimal
    since: date
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the share counts on a day."""
        return self.since <= day and (self.until is None or day < self.until)


def share_on(shares: Iterable[Share], day: date) -> Decimal:
    """The total share of full time on a day."""
    return sum((share.share for share in shares if share.holds_on(day)), Decimal(0))


def most_at_once(shares: Sequence[Share]) -> Decimal:
    """The largest total share on any day (rule 14: at most `FULL_TIME`).

    A total only rises on a day on which a share begins, so only those days are looked at.
    """
    return max((share_on(shares, share.since) for share in shares), default=Decimal(0))


def fits_full_time(shares: Sequence[Share]) -> bool:
    """Whether one person can hold all these shares (rule 14)."""
    return most_at_once(shares) <= FULL_TIME
