"""Days, numbers, waits and warnings as people say them."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from eenplan.core import clock
from eenplan.reporting.queries import AreaChange, Row, Table
from eenplan.web.shared.components import Pill

DEMO = gettext_lazy("Demogegevens: geen echte cijfers van een partnerschap")
TOO_SMALL = gettext_lazy("te klein om te tonen")
NOT_REACHED = gettext_lazy("nog niet bereikt")
# So many years can be chosen with one touch; the others by typing.
_PILLS = 6


def day(on: date) -> str:
    """'31 december 2021', always with the year: figures are read long after they were made."""
    return date_format(on, "j F Y")


def count(number: int) -> str:
    """'1.004'."""
    return number_format(number, force_grouping=True)


def share(part: Decimal) -> str:
    """'90,4 %' for 0.9045."""
    percent = (part * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)  # Django's own format cuts off
    return _unbroken(_("%(number)s %%") % {"number": number_format(percent, decimal_pos=1)})


def _unbroken(text: str) -> str:
    """A number stays on one line with what it counts."""
    return text.replace(" ", "\u00a0")


def within(days: int) -> str:
    """'binnen 19 dagen'; 'op de dag zelf' for none."""
    if not days:
        return _("op de dag zelf")
    return ngettext("binnen %(days)s dag", "binnen %(days)s dagen", days) % {"days": count(days)}


def wait_cell(days: int | None, row: Row) -> str:
    """A wait as a cell of the table says it."""
    if days is not None:
        return _unbroken(ngettext("%(days)s dag", "%(days)s dagen", days) % {"days": count(days)})
    return str(TOO_SMALL if row.waits_suppressed else NOT_REACHED)


def wait_words(row: Row) -> str:
    """'De helft van de gezinnen had binnen 19 dagen een gesprek, driekwart binnen 26 dagen.'"""
    if row.waits_suppressed:
        return _("Er waren te weinig gesprekken om de wachttijd te tonen.")
    if row.median_days is None:
        return _("Nog geen helft van de gezinnen had een eerste gesprek.")
    half = _("De helft van de gezinnen had %(within)s een gesprek") % {"within": within(row.median_days)}
    if row.p75_days is None:
        return _("%(half)s. Driekwart is nog niet bereikt: daarvoor wachten nog te veel gezinnen.") % {
            "half": half
        }
    return _("%(half)s, driekwart %(within)s.") % {"half": half, "within": within(row.p75_days)}


def month_words(row: Row, smallest_shown: int) -> str:
    """'Binnen de maand was er 786 keer een eerste gesprek: 90,4 %.'"""
    if row.within_month is None:
        return _("Er waren te weinig aanmeldingen om het deel binnen de maand te tonen.")
    if row.within_month_share is None:
        return _("Er is nog niets te beoordelen: de maand loopt nog, of het liep anders af.")
    return ngettext(
        "Binnen de maand was er %(number)s keer een eerste gesprek: %(share)s.",
        "Binnen de maand was er %(number)s keer een eerste gesprek: %(share)s.",
        row.within_month,
    ) % {"number": count(row.within_month), "share": share(row.within_month_share)}


def period(table: Table) -> str:
    """'ontvangen van 1 januari 2021 tot en met 31 december 2021', no further than the day of extraction."""
    last = min(table.until - timedelta(days=1), table.extracted_on)
    return _("ontvangen van %(first)s tot en met %(last)s") % {"first": day(table.since), "last": day(last)}


def statement(table: Table) -> list[tuple[str, str]]:
    """Period, area version and day of extraction: key and value. The unit stands with each column (rule 44)."""
    return [
        (_("Periode"), period(table)),
        (_("Gebieden"), _("zoals ze waren op %(day)s") % {"day": day(table.areas_on)}),
        (_("Cijfers van"), day(table.extracted_on)),
    ]


def note(table: Table) -> str:
    """The same in one line, below the table's title."""
    said = _("Gebieden zoals op %(areas)s · cijfers van %(day)s") % {
        "areas": day(table.areas_on),
        "day": day(table.extracted_on),
    }
    return f"{said} · {DEMO}" if table.demo else said


def hides(row: Row) -> bool:
    """Whether anything of a row, or of what stands apart from it, is left out because it is small."""
    apart = row.apart
    return row.suppressed or None in (
        apart.ended_otherwise,
        apart.still_within_month,
        apart.held_in_time_recorded_later,
    )


def warnings(table: Table, own: AreaChange, before: AreaChange, after: AreaChange) -> list[str]:
    """What may not be compared, as the areas are not the same (rule 46), and what is not final yet."""
    year, chosen = table.since.year, day(table.areas_on)
    said = []
    if own.changed:
        said.append(
            ngettext(
                "Deze tabel gebruikt de gebieden van %(day)s. In %(year)s zelf waren ze anders: %(zones)s"
                " eerstelijnszone hoorde toen bij een ander samenwerkingsverband, of bij geen.",
                "Deze tabel gebruikt de gebieden van %(day)s. In %(year)s zelf waren ze anders: %(zones)s"
                " eerstelijnszones hoorden toen bij een ander samenwerkingsverband, of bij geen.",
                len(own.zones),
            )
            % {"day": chosen, "year": year, "zones": len(own.zones)}
        )
        if any(hides(row) for row in table.rows):
            said.append(
                _(
                    "Publiceer deze tabel niet naast die met de gebieden van %(year)s zelf: wie ze van elkaar"
                    " aftrekt, kan kleine aantallen vinden."
                )
                % {"year": year}
            )
    for other, change in ((year - 1, before), (year + 1, after)):
        if change.changed and other <= clock.today().year:
            said.append(
                ngettext(
                    "Vergelijk niet zomaar met %(other)s: bij de gebieden van dat jaar hoorde %(zones)s"
                    " eerstelijnszone bij een ander samenwerkingsverband, of bij geen.",
                    "Vergelijk niet zomaar met %(other)s: bij de gebieden van dat jaar hoorden %(zones)s"
                    " eerstelijnszones bij een ander samenwerkingsverband, of bij geen.",
                    len(change.zones),
                )
                % {"other": other, "zones": len(change.zones)}
            )
    return said


def years(first: int, last: int, chosen: int) -> list[Pill]:
    """The latest years, each by its own areas."""
    listed: Sequence[int] = range(last, max(first, last - _PILLS + 1) - 1, -1)
    href = reverse("figures:read-figures")
    return [Pill(str(year), f"{href}?jaar={year}", current=year == chosen) for year in listed]
