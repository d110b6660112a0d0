"""Days, numbers, waits and warnings as people say them."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from eenplan.core import clock
from eenplan.reporting.queries import AreaChange, Row, Table
from eenplan.web.figures.forms import PER
from eenplan.web.shared.components import Pill

DEMO = gettext_lazy("Demogegevens: geen echte cijfers van een samenwerkingsverband")
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
    return unbroken(_("%(number)s %%") % {"number": number_format(percent, decimal_pos=1)})


def unbroken(text: str) -> str:
    """A number stays on one line with what it counts."""
    return text.replace(" ", "\u00a0")


def within(days: int) -> str:
    """'binnen 19 dagen'; 'op de dag zelf' for none."""
    if not days:
        return _("op de dag zelf")
    return ngettext("binnen %(days)s dag", "binnen %(days)s dagen", days) % {"days": count(days)}


def cell(row: Row, column: str) -> str | None:
    """A cell of the table; None when it is left out."""
    if column in row.hidden:
        return None
    value = row.values[column]
    if column == "within_month_share":
        if isinstance(value, Decimal):
            return share(value)
        return _("nog niet te zeggen") if row.referrals else "–"
    if column in ("median_days", "p75_days"):
        if value is None:
            return str(NOT_REACHED) if row.referrals else "–"
        return unbroken(ngettext("%(days)s dag", "%(days)s dagen", int(value)) % {"days": count(int(value))})
    if value is None:
        return _("geen cijfer beschikbaar")
    return number_format(value, decimal_pos=1) if isinstance(value, Decimal) else count(int(value))


def wait_words(row: Row) -> str:
    """'De helft van de gezinnen had binnen 19 dagen een gesprek, driekwart binnen 26 dagen.'"""
    if row.waits_suppressed:
        return _("De wachttijd tonen we hier niet.")
    if row.median_days is None:
        return _("Nog geen helft van de gezinnen had een eerste gesprek.")
    half = _("De helft van de gezinnen had %(within)s een gesprek") % {"within": within(int(row.median_days))}
    if row.p75_days is None:
        return _("%(half)s. Driekwart is nog niet bereikt: daarvoor wachten nog te veel gezinnen.") % {
            "half": half
        }
    return _("%(half)s, driekwart %(within)s.") % {"half": half, "within": within(int(row.p75_days))}


def month_words(row: Row) -> str:
    """'Binnen de maand was er 786 keer een eerste gesprek: 90,4 %.'"""
    if row.within_month is None:
        return _("Het deel binnen de maand tonen we hier niet.")
    if not isinstance(row.within_month_share, Decimal):
        return _("Er is nog niets te beoordelen: de maand loopt nog, of het liep anders af.")
    return ngettext(
        "Binnen de maand was er %(number)s keer een eerste gesprek: %(share)s.",
        "Binnen de maand was er %(number)s keer een eerste gesprek: %(share)s.",
        int(row.within_month),
    ) % {"number": count(int(row.within_month)), "share": share(row.within_month_share)}


def inhabitants(table: Table) -> list[tuple[str, str]]:
    """Where the number of young inhabitants comes from: key and value."""
    found = table.inhabitants
    if found is None:
        return [(_("Inwoners jonger dan 25"), _("geen cijfer beschikbaar"))]
    said = _("op %(day)s, bron: %(source)s") % {"day": day(found.on), "source": found.source}
    if found.assumed:
        said = _("%(said)s (deels geschat)") % {"said": said}
    return [(_("Inwoners jonger dan 25"), said)]


def provisional(table: Table) -> str:
    """That a year is not closed yet, and when it will be; empty for a closed one."""
    if not table.provisional:
        return ""
    year = table.since.year + 1
    return _(
        "Voorlopig: bij sommige aanmeldingen loopt de maand nog. We tellen een lopend jaar op de laatste dag van"
        " elk kwartaal; na 31 maart %(year)s is het afgesloten en veranderen de cijfers niet meer."
    ) % {"year": year}


def period(table: Table) -> str:
    """'ontvangen van 1 januari 2021 tot en met 31 december 2021', no further than the day of extraction."""
    last = max(min(table.until - timedelta(days=1), table.extracted_on), table.since)
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


def years(first: int, last: int, chosen: int, per: str) -> list[Pill]:
    """The latest years, each by its own areas."""
    listed: Sequence[int] = range(last, max(first, last - _PILLS + 1) - 1, -1)
    return [Pill(str(year), address(year, per), current=year == chosen) for year in listed]


def pers(year: int, areas_on: date, chosen: str) -> list[Pill]:
    """What can have a row."""
    return [
        Pill(str(level.label).capitalize(), address(year, name, areas_on), current=name == chosen)
        for name, level in PER.items()
    ]


def versions(days: Sequence[tuple[int, date]], year: int, per: str, chosen: date) -> list[Pill]:
    """The areas of other years: the same year can be counted by each of them."""
    current = max((day for _year, day in days if day <= chosen), default=None)
    return [
        Pill(
            _("gebieden van %(year)s") % {"year": other}
            if other != year
            else _("gebieden van %(year)s zelf") % {"year": other},
            address(year, per, day),
            current=chosen == day or (day == current and chosen not in dict(days).values()),
        )
        for other, day in days
    ]


def definition_of(column: str) -> str:
    """Where it stands what a column means today."""
    return f"{reverse('figures:read-definition', args=[column])}?op={clock.today().isoformat()}"


def address(year: int, per: str, areas_on: date | None = None, name: str = "figures:read-figures") -> str:
    """Where a table stands, or its file."""
    query = {"jaar": str(year), "per": per} | ({"gebieden_op": areas_on.isoformat()} if areas_on else {})
    return f"{reverse(name)}?{urlencode(query)}"
