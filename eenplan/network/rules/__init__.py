"""What follows from loaded facts: folding names, adding up shares, choosing on a date. No database here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from stdnum.be import vat

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


def enterprise_number(text: str) -> str | None:
    """The ten digits of an enterprise number however it is written ('BE 0403.019.261'); None when it is none.

    The last two check the others: 97 minus what is left of the first eight after dividing by 97.
    """
    digits = vat.compact(text)
    if len(digits) != 10 or not (digits.isascii() and digits.isdigit()) or digits[0] not in "01":
        return None
    return digits if int(digits[8:]) == 97 - int(digits[:8]) % 97 else None


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


@dataclass(frozen=True, slots=True)
class Spread:
    """Of how many organisations how many workers were in a team in a year; `year` None: up to today, all years."""

    year: int | None
    workers: int
    organisations: int


def spread(worked: Iterable[tuple[UUID, UUID, date, date | None]], today: date) -> list[Spread]:
    """The oil stain: each year in which somebody worked, and all together (last). Each counts once.

    `worked` holds worker, parent organisation, first day and the day after the last (None: still).
    """
    rows = [row for row in worked if row[2] <= today]
    years = range(min((row[2].year for row in rows), default=today.year), today.year + 1)

    def count(year: int | None, held: list[tuple[UUID, UUID, date, date | None]]) -> Spread:
        return Spread(year, len({row[0] for row in held}), len({row[1] for row in held}))

    return [
        *(
            count(year, [row for row in rows if _in_year(row[2], row[3], year)])
            for year in (years if rows else ())
        ),
        count(None, rows),
    ]


def _in_year(since: date, until: date | None, year: int) -> bool:
    return since < date(year + 1, 1, 1) and (until is None or until > date(year, 1, 1))
