"""The table of a year, cell by cell, and each partnership in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eenplan.network.queries import PartnershipOn
from eenplan.reporting.queries import Row, Table
from eenplan.web.figures.presenters import definitions, words

COUNTS = ("referrals", "families", "children")
MONTH = ("within_month", "within_month_share")
APART = ("ended_otherwise", "still_within_month", "held_in_time_recorded_later")
WAITS = ("median_days", "p75_days")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the file, its title and its counting unit."""

    name: str
    title: str
    unit: str


@dataclass(frozen=True, slots=True)
class Group:
    """Columns that belong together, under one title."""

    title: str
    columns: tuple[Column, ...]

    @property
    def units(self) -> tuple[tuple[str, int], ...]:
        """The counting units over its columns, each with the number of columns it goes for."""
        units = [column.unit for column in self.columns]
        if len(set(units)) == 1:
            return ((units[0], len(units)),)
        return tuple((unit, 1) for unit in units)


@dataclass(frozen=True, slots=True)
class Line:
    """One partnership in the table. Without cells nothing may be shown of it."""

    name: str
    marks: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """One partnership in words; `bar` is its share within the month as a width of 0 to 100, None without."""

    name: str
    own: bool
    counted: str
    month: str
    wait: str
    bar: str | None


@dataclass(frozen=True, slots=True)
class Shown:
    """All of the page but what may not be compared."""

    year: int
    caption: str
    note: str
    statement: tuple[str, ...]
    groups: tuple[Group, ...]
    lines: tuple[Line, ...]
    said: tuple[Said, ...]
    small: str
    not_yet: str
    provisional: bool
    demo: str
    nothing: bool


def present(
    table: Table,
    *,
    then: Sequence[PartnershipOn],
    now: Sequence[PartnershipOn],
    assumed: frozenset[UUID],
    own: UUID | None,
) -> Shown:
    """Show figures, with the partnerships of the area date (`then`) and of today (`now`).

    `assumed` are those whose area is partly assumed; `own` is the reader's, which is said first.
    """
    of_code = {partnership.code: partnership for partnership in then}
    own_code = next((code for code, partnership in of_code.items() if partnership.id == own), None)
    own_first = sorted(table.rows, key=lambda row: row.partnership_code != own_code)
    year = table.since.year
    return Shown(
        year=year,
        caption=_("Aanmeldingen in %(year)s per samenwerkingsverband") % {"year": year},
        note=words.note(table),
        statement=(
            *(f"{key}: {value}" for key, value in words.statement(table)),
            _(
                "Teleenheid: staat boven elke kolom; eenheden en samenwerkingsverbanden zijn niet op te tellen"
            ),
        ),
        groups=groups(),
        lines=tuple(
            Line(
                row.partnership_name,
                " · ".join(_marks(of_code.get(row.partnership_code), table, assumed)),
                _cells(row, table.smallest_shown),
            )
            for row in table.rows
        ),
        said=tuple(
            _said(row, table, own=row.partnership_code == own_code) for row in own_first if row.referrals
        ),
        small=_small_words(table),
        not_yet=_not_yet_words(table.areas_on, now),
        provisional=table.provisional,
        demo=str(words.DEMO) if table.demo else "",
        nothing=all(row.referrals == 0 for row in table.rows),
    )


def groups() -> tuple[Group, ...]:
    """The head of the table."""

    def columns(names: Sequence[str]) -> tuple[Column, ...]:
        return tuple(Column(name, definitions.title(name), definitions.unit(name)) for name in names)

    return (
        Group(_("Hoeveel"), columns(COUNTS)),
        Group(_("Eerste gesprek"), columns(MONTH)),
        Group(_("Niet in dat deel"), columns(APART)),
        Group(_("Gesprek binnen"), columns(WAITS)),
    )


def _cells(row: Row, smallest_shown: int) -> tuple[str, ...]:
    if row.referrals is None:
        return ()
    fewer = f"< {smallest_shown}"

    def counted(number: int | None) -> str:
        return fewer if number is None else words.count(number)

    apart = row.apart
    if not row.referrals:
        share, waits = "–", ("–", "–")
    else:
        waits = (words.wait_cell(row.median_days, row), words.wait_cell(row.p75_days, row))
        if row.within_month is None:
            share = str(words.TOO_SMALL)
        elif row.within_month_share is None:
            share = _("nog niet te zeggen")
        else:
            share = words.share(row.within_month_share)
    return (
        *(counted(number) for number in (row.referrals, row.families, row.children, row.within_month)),
        share,
        counted(apart.ended_otherwise),
        counted(apart.still_within_month),
        counted(apart.held_in_time_recorded_later),
        *waits,
    )


def _marks(partnership: PartnershipOn | None, table: Table, assumed: frozenset[UUID]) -> tuple[str, ...]:
    if partnership is None:
        return ()
    marks = []
    since = partnership.since
    if since and since >= table.until:
        marks.append(_("bestond nog niet in %(year)s") % {"year": table.since.year})
    elif since and since > table.since:
        marks.append(_("begon op %(day)s") % {"day": words.day(since)})
        if partnership.period_assumed:
            marks.append(_("begin aangenomen"))
    if partnership.id in assumed:
        marks.append(_("gebied aangenomen"))
    if partnership.name_assumed:
        marks.append(_("naam aangenomen"))
    return tuple(marks)


def _said(row: Row, table: Table, *, own: bool) -> Said:
    counted = ngettext("%(number)s aanmelding", "%(number)s aanmeldingen", row.referrals or 0) % {
        "number": words.count(row.referrals or 0)
    }
    return Said(
        name=row.partnership_name,
        own=own,
        counted=counted,
        month=words.month_words(row, table.smallest_shown),
        wait=words.wait_words(row),
        bar=None if row.within_month_share is None else f"{row.within_month_share * 100:.1f}",
    )


def _small_words(table: Table) -> str:
    if not any(words.hides(row) for row in table.rows):
        return ""
    return _(
        "Aantallen van 1 tot en met %(most)s tonen we niet, en ook niet wat daaruit af te leiden is: er zou"
        " iemand in te herkennen zijn. Je ziet dan “< %(limit)s” of “te klein om te tonen”. Nul tonen we wel."
    ) % {"most": table.smallest_shown - 1, "limit": table.smallest_shown}


def _not_yet_words(areas_on: date, now: Sequence[PartnershipOn]) -> str:
    names = [found.name for found in now if found.since and found.since > areas_on]
    if not names:
        return ""
    return _("Niet in deze tabel, want nog niet begonnen op %(day)s: %(names)s.") % {
        "day": words.day(areas_on),
        "names": ", ".join(names),
    }
