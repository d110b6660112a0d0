"""Waiting for help in figures: the table by kind of help, and the same as a file."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eenplan.core import clock
from eenplan.network.queries import PartnershipOn, ZoneOn
from eenplan.plans.enums import HelpType
from eenplan.reporting.queries.help_waits import Cell, HelpWaits
from eenplan.web.figures.presenters import definitions, spreadsheet
from eenplan.web.figures.presenters.words import day, definition_of, unbroken
from eenplan.web.shared.components import Pill
from eenplan.web.shared.words import listed, sentence

COLUMNS = (
    *("zone", "zone_name", "help_type", "help_type_name", "waiting", "median_weeks", "p75_weeks"),
    *("longest_weeks", "within_31_days_share", "suppressed"),
)
# How the file calls a kind that nobody named.
_UNNAMED = "unnamed"


@dataclass(frozen=True, slots=True)
class Head:
    """What a column says, how it is called by who counts, and where its definition stands."""

    text: str
    href: str
    term: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of help: cells in words, each with the head of its column; None is not shown."""

    name: str
    cells: tuple[tuple[Head, str | None], ...]


def weeks(days: int | None) -> int | None:
    """Days in whole weeks, rounded; half a week counts up."""
    return None if days is None else (2 * days + 7) // 14


def kind_name(kind: str | None) -> str:
    """A kind of help, or all of them."""
    if kind is None:
        return _("Alles samen")
    return sentence(str(HelpType(kind).label)) if kind else _("Soort niet aangeduid")


def heads() -> tuple[Head, ...]:
    """The columns beside the kind of help, in order."""
    terms = {"median_weeks": _("mediaan"), "p75_weeks": "P75"}
    return tuple(
        Head(str(known.title), definition_of(known.column), terms.get(known.column, ""))
        for known in definitions.WAITING
    )


def lines(found: HelpWaits, zone: ZoneOn | None) -> list[Line]:
    """The table of a zone, or of all: the kind for which most wait first, all together last.

    Kinds that are not shown each stand in one line before it, where they may be told as one.
    """
    place = zone.id if zone else None
    together = [one for one in found.together if one.zone_id == place]
    apart = set(found.kinds).difference(*(one.kinds for one in together))
    rows = [(kind_name(kind), found.cell(place, kind)) for kind in found.kinds if kind in apart]
    rows.sort(key=lambda row: -(row[1].waiting or 0))
    rows += [(together_name(one.kinds), one.cell) for one in together]
    rows.append((kind_name(None), found.cell(place, None)))
    return [Line(name, tuple(zip(heads(), _cells(cell), strict=True))) for name, cell in rows]


def together_name(kinds: Sequence[str]) -> str:
    """Kinds of help that are told as one: 'Opvang, verblijf en hulp op school, samen'."""
    names = [str(HelpType(kind).label) if kind else kind_name(kind).lower() for kind in kinds]
    return sentence(_("%(kinds)s, samen") % {"kinds": listed(names)})


def _cells(cell: Cell) -> tuple[str | None, ...]:
    if cell.waiting is None:
        return (None,) * 5
    share = "–" if cell.in_month is None else f"{round(cell.in_month * 100)} %"
    numbers = [str(cell.waiting), _weeks(cell.median), _weeks(cell.p75)]
    if cell.hidden:
        return (numbers[0], None, None, _weeks(cell.longest), None)
    return (*numbers, _weeks(cell.longest), share)


def _weeks(days: int | None) -> str:
    number = weeks(days)
    if number is None:
        return "–"
    return unbroken(ngettext("%(n)s week", "%(n)s weken", number) % {"n": number})


def zone_pills(found: HelpWaits, chosen: ZoneOn | None, partnership: str) -> list[Pill]:
    """All zones, and each apart."""
    before = f"?samenwerkingsverband={partnership}&" if partnership else "?"
    everything = Pill(_("Alle zones"), before.rstrip("&?") or "?", current=chosen is None)
    return [
        everything,
        *(Pill(one.name, f"{before}zone={one.code}", current=one == chosen) for one in found.zones),
    ]


def partnership_pills(all_: Sequence[PartnershipOn], chosen: PartnershipOn) -> list[Pill]:
    """Which partnership an official reads."""
    return [Pill(one.name, f"?samenwerkingsverband={one.code}", current=one == chosen) for one in all_]


def statement(found: HelpWaits, name: str) -> list[str]:
    """What the figures are: unit, day, areas, period, what stands in them (rule 44)."""
    said = [
        _("Samenwerkingsverband: %(name)s, met de zones van %(day)s")
        % {"name": name, "day": day(found.known_on)},
        _(
            "Teleenheid: één wacht van één persoon of gezin op één soort hulp (niet op te tellen tot gezinnen)"
        ),
        _("Stand op %(day)s, opgemaakt op %(today)s")
        % {"day": day(found.known_on), "today": day(clock.today())},
        _(
            "Mediaan, P75 en ‘binnen de maand’: wachten die begonnen in de twee jaar ervoor, wie nog wacht telt mee"
        ),
    ]
    return [_("Demo: alles is verzonnen"), *said] if settings.DEMO or found.invented else said


def note(found: HelpWaits) -> str:
    """What stands beside the title of the table."""
    return _("in aantal wachten en in weken · stand op %(day)s") % {"day": day(found.known_on)}


def small_words(found: HelpWaits) -> str:
    """Why something is left out; '' where nothing is."""
    if found.whole or not any(cell.hidden for cell in found.cells.values()):
        return ""
    return _(
        "Een streepje met ‘niet getoond’: minder dan %(number)s gezinnen, of nodig om zo’n klein getal te beschermen."
    ) % {"number": found.smallest_shown}


def csv_of(found: HelpWaits, name: str) -> str:
    """The whole table as a file: notes, one line of column names, a line for each cell."""
    file = io.StringIO()
    file.write(spreadsheet.MARK)
    for note in (*statement(found, name), small_words(found)):
        if note:
            file.write(f"# {note.replace(';', ',')}\r\n")
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_rows(found))
    return file.getvalue()


def _rows(found: HelpWaits) -> Iterator[list[str]]:
    for zone in (*found.zones, None):
        place = zone.id if zone else None
        for code, name, cell in (
            *((kind or _UNNAMED, kind_name(kind), found.cell(place, kind)) for kind in found.kinds),
            *(
                ("+".join(kind or _UNNAMED for kind in one.kinds), together_name(one.kinds), one.cell)
                for one in found.together
                if one.zone_id == place
            ),
            ("all", kind_name(None), found.cell(place, None)),
        ):
            # As coarse as on the page: 0,0769 would say that it was one of thirteen.
            share = "" if cell.in_month is None else f"{cell.in_month:.2f}".replace(".", ",")
            numbers = [cell.waiting, weeks(cell.median), weeks(cell.p75), weeks(cell.longest)]
            yield [
                zone.code if zone else "all",
                zone.name if zone else _("Alle zones"),
                code,
                name,
                *("" if number is None else str(number) for number in numbers),
                share,
                str(cell.hidden).lower(),
            ]
