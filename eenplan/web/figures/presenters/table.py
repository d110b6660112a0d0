"""The tables of a year, cell by cell, and each partnership in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eenplan.network.queries import PartnershipOn
from eenplan.network.rules import fold
from eenplan.reporting.enums import Level
from eenplan.reporting.queries import OUTCOMES, Row, Table
from eenplan.web.figures.presenters import definitions, words

MONTH = ("within_month", "within_month_share")
APART = ("ended_otherwise", "still_within_month", "held_in_time_recorded_later")
WAITS = ("median_days", "p75_days")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the file, its title, its counting unit, where its definition stands."""

    name: str
    title: str
    unit: str
    href: str


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
    """One row of a table. A cell that is None is left out."""

    name: str
    marks: str
    cells: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One of the tables of the page: the head, the lines and the whole."""

    id: str
    caption: str
    note: str
    groups: tuple[Group, ...]
    lines: tuple[Line, ...]
    total: Line


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
    head: str
    note: str
    statement: tuple[str, ...]
    parts: tuple[Part, ...]
    said: tuple[Said, ...]
    small: str
    not_yet: str
    provisional: str
    demo: str
    nothing: bool
    hidden: str


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
    own_first = sorted(table.rows, key=lambda row: row.code != own_code)
    by_partnership = table.by is Level.PARTNERSHIP
    year = table.since.year
    return Shown(
        year=year,
        head=_("Samenwerkingsverband") if by_partnership else str(table.by.label).capitalize(),
        note=words.note(table),
        statement=(
            *(f"{key}: {value}" for key, value in words.statement(table)),
            _("Teleenheid: staat boven elke kolom; verschillende eenheden zijn niet op te tellen"),
            *(
                _("%(title)s: %(meaning)s") % {"title": key, "meaning": value}
                for key, value in words.inhabitants(table)
            ),
        ),
        parts=_parts(table, of_code if by_partnership else {}, assumed),
        said=tuple(
            _said(row, own=row.code == own_code) for row in own_first if by_partnership and row.referrals
        ),
        small=_small_words(table, own_code),
        not_yet=_not_yet_words(table.areas_on, now) if by_partnership else "",
        provisional=words.provisional(table),
        demo=str(words.DEMO) if table.demo else "",
        nothing=table.total.referrals == 0,
        hidden=_("niet getoond"),
    )


def _parts(table: Table, of_code: Mapping[str, PartnershipOn], assumed: frozenset[UUID]) -> tuple[Part, ...]:
    per = {
        Level.PARTNERSHIP: _("per samenwerkingsverband"),
        Level.ZONE: _("per eerstelijnszone"),
        Level.MUNICIPALITY: _("per gemeente"),
    }[table.by]
    counts = ["referrals", *(["per_1000"] if table.inhabitants else []), "families", "children"]
    parts: list[Part] = []
    for name, title, groups in (
        (
            "figures",
            _("Aanmeldingen in %(year)s %(per)s"),
            ((_("Hoeveel"), counts), (_("Eerste gesprek"), MONTH), (_("Gesprek binnen"), WAITS)),
        ),
        (
            "outcomes",
            _("Hoe het verder ging met de aanmeldingen van %(year)s, %(per)s"),
            ((_("Afloop"), OUTCOMES), (_("Niet in het deel binnen de maand"), APART)),
        ),
    ):
        columns = [column for _title, listed in groups for column in listed]
        parts.append(
            Part(
                id=name,
                caption=title % {"year": table.since.year, "per": per},
                note=words.note(table),
                groups=tuple(Group(str(heading), _columns(listed)) for heading, listed in groups),
                lines=tuple(
                    Line(
                        row.name,
                        " · ".join(_marks(of_code.get(row.code), table, assumed)) if not parts else "",
                        tuple(words.cell(row, column) for column in columns),
                    )
                    for row in _in_order(table)
                ),
                total=Line(
                    table.total.name, "", tuple(words.cell(table.total, column) for column in columns)
                ),
            )
        )
    return tuple(parts)


def _in_order(table: Table) -> list[Row]:
    """Partnerships by code, as they are known; places by name, as one looks for them."""
    rows = list(table.rows)
    return rows if table.by is Level.PARTNERSHIP else sorted(rows, key=lambda row: fold(row.name))


def _columns(names: Sequence[str]) -> tuple[Column, ...]:
    return tuple(
        Column(
            name,
            definitions.title(name),
            definitions.unit(name),
            words.definition_of(name),
        )
        for name in names
    )


def _marks(partnership: PartnershipOn | None, table: Table, assumed: frozenset[UUID]) -> tuple[str, ...]:
    """Since when a partnership works, and what of it is assumed."""
    if partnership is None:
        return ()
    marks = []
    since = partnership.since
    if since and since >= table.until:
        marks.append(_("bestond nog niet in %(year)s") % {"year": table.since.year})
    if since:
        marks.append(_("begon op %(day)s") % {"day": words.day(since)})
        if partnership.period_assumed:
            marks.append(_("begin aangenomen"))
    if partnership.id in assumed:
        marks.append(_("gebied aangenomen"))
    if partnership.name_assumed:
        marks.append(_("naam aangenomen"))
    return tuple(marks)


def starts(table: Table, then: Sequence[PartnershipOn], assumed: frozenset[UUID]) -> list[str]:
    """For a file, what the page says under the name of each partnership: since when it works, what is assumed."""
    if table.by is not Level.PARTNERSHIP:
        return []
    of_code = {partnership.code: partnership for partnership in then}
    marked = [(row.name, _marks(of_code.get(row.code), table, assumed)) for row in table.rows]
    return [f"{name}: {', '.join(marks)}" for name, marks in marked if marks]


def _said(row: Row, *, own: bool) -> Said:
    number = int(row.referrals or 0)
    counted = ngettext("%(number)s aanmelding", "%(number)s aanmeldingen", number) % {
        "number": words.count(number)
    }
    share = row.within_month_share
    return Said(
        name=row.name,
        own=own,
        counted=counted,
        month=words.month_words(row),
        wait=words.wait_words(row),
        bar=f"{share * 100:.1f}" if isinstance(share, Decimal) else None,
    )


def _small_words(table: Table, own_code: str | None) -> str:
    """What a star means; to who works there also why the own figures have stars, and where they stand in full."""
    if not any(row.suppressed for row in (*table.rows, table.total)):
        return ""
    said = _(
        "∗ betekent: niet getoond. Aantallen van 1 tot en met %(most)s tonen we niet: er zou iemand in te"
        " herkennen zijn. Soms laten we ook een groter aantal weg, zodat niemand een klein aantal kan vinden"
        " door tabellen van elkaar af te trekken. Nul tonen we wel."
    ) % {"most": table.smallest_shown - 1}
    if any(row.code == own_code and row.hidden for row in table.rows):
        said += " " + _(
            "Dat geldt ook voor jullie eigen cijfers: deze tabel is voor iedereen dezelfde, zodat je ze gerust"
            " kan doorgeven. Hoeveel gezinnen nu bij jullie wachten, zie je bij je eigen aanmeldingen."
        )
    return said


def _not_yet_words(areas_on: date, now: Sequence[PartnershipOn]) -> str:
    names = [found.name for found in now if found.since and found.since > areas_on]
    if not names:
        return ""
    return _("Niet in deze tabel, want nog niet begonnen op %(day)s: %(names)s.") % {
        "day": words.day(areas_on),
        "names": ", ".join(names),
    }
