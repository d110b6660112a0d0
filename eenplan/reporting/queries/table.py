"""What a table of figures holds, and what it needs to be understood."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext

from eenplan.reporting.enums import Level, Unit

NUMBERS = (
    "referrals",
    "families",
    "children",
    "within_month",
    "within_month_share",
    "median_days",
    "p75_days",
)
OUTCOMES = ("taken_up", "consult_only", "forwarded", "withdrawn", "duplicate", "not_eligible", "open")
APART = ("ended_otherwise", "still_within_month", "held_in_time_recorded_later")
YOUNG = ("inhabitants_under_25", "per_1000")
# What each column counts (rule 44). A share or rate counts what stands above its line.
UNITS: Mapping[str, Unit] = {
    **dict.fromkeys(("referrals", "within_month", "within_month_share", *OUTCOMES, *APART), Unit.REFERRAL),
    "families": Unit.FAMILY,
    "children": Unit.CHILD,
    "median_days": Unit.DAY,
    "p75_days": Unit.DAY,
    "per_1000": Unit.REFERRAL,
}
# At which level of the base a column is known (`reporting.disclosure`).
LEVEL_OF: Mapping[str, str] = {
    "referrals": "referrals",
    "families": "families",
    "children": "families",
    "within_month": "month",
    "within_month_share": "month",
    "ended_otherwise": "month",
    "still_within_month": "month",
    "median_days": "month",
    "p75_days": "month",
    "taken_up": "taken_up",
    "open": "taken_up",
    "held_in_time_recorded_later": "recorded_later",
    "consult_only": "consult_only",
    "withdrawn": "withdrawn",
    "forwarded": "forwarded",
    "duplicate": "duplicate",
    "not_eligible": "duplicate",
}


def columns(by: str, *, outcomes: bool = False) -> tuple[str, ...]:
    """The columns of a file, in their order; with `outcomes` all that stands beside the percentage too."""
    short = (f"{by}_code", f"{by}_name", *NUMBERS, "suppressed")
    return (*short, *OUTCOMES, *APART, *YOUNG) if outcomes else short


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one place or partnership, by column; see `UNITS`.

    A column that is None is suppressed when it stands in `hidden`, and otherwise cannot be said: a wait that
    is not reached, a share of nothing, a rate without a number of inhabitants. Without a code the row holds
    the referrals whose zone had no partnership on the area date.
    """

    code: str
    name: str
    values: Mapping[str, int | Decimal | None]
    hidden: frozenset[str]

    def __getattr__(self, column: str) -> int | Decimal | None:
        try:
            return self.values[column]
        except KeyError:
            raise AttributeError(column) from None

    @property
    def suppressed(self) -> bool:
        """Whether anything at all of the row is left out."""
        return bool(self.hidden)

    def suppressed_in(self, column: str) -> bool:
        """Whether a column is left out; a rate goes with what it is made of."""
        return column in self.hidden

    @property
    def waits_suppressed(self) -> bool:
        """Tells a wait that was left out from one that is not reached yet."""
        return "median_days" in self.hidden

    def cells(self, by: str = Level.PARTNERSHIP.value, *, outcomes: bool = False) -> dict[str, object]:
        """The columns of a file by name, in their order."""
        found: dict[str, object] = {f"{by}_code": self.code, f"{by}_name": self.name}
        found |= {"suppressed": self.suppressed, **self.values}
        return {column: found[column] for column in columns(by, outcomes=outcomes)}


@dataclass(frozen=True, slots=True)
class Inhabitants:
    """Where the number of young inhabitants comes from. `assumed`: estimated, or invented for a demo."""

    on: date
    source: str
    assumed: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Figures with all that they need to be understood (rule 44): period, area version, extraction date.

    The period is half-open, in days of receipt. `provisional`: the year is not closed, so that months may
    still run. `demo`: at least one referral is invented, so nothing here is anybody's score.
    `total` is the whole of Flanders and Brussels.
    """

    by: Level
    rows: tuple[Row, ...]
    total: Row
    since: date
    until: date
    areas_on: date
    extracted_on: date
    smallest_shown: int
    provisional: bool
    demo: bool
    inhabitants: Inhabitants | None

    @property
    def statement(self) -> str:
        """In one sentence: unit, period, area version and day of extraction, and that demo data are no score."""
        text = gettext(
            "Aanmeldingen ontvangen in %(year)s (teleenheden: aanmelding, gezin, kind, dag; niet op te tellen"
            " over eenheden), gebieden zoals op %(areas)s, cijfers van %(extracted)s."
        ) % {
            "year": self.since.year,
            "areas": self.areas_on.isoformat(),
            "extracted": self.extracted_on.isoformat(),
        }
        if self.demo:
            text += " " + gettext("Demogegevens: verzonnen, geen score van een echt samenwerkingsverband.")
        return text
