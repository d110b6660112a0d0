"""The table as a file: the columns of `eenplan figures --outcomes`, for a Belgian spreadsheet.

UTF-8 with a mark at its start, semicolons, decimal comma: that is what a spreadsheet here opens without a
question. Lines that begin with '#' come first and say what the figures are (docs/figures.md).
"""

import csv
import io
from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from eenplan.reporting.queries import UNITS, Table, columns
from eenplan.web.figures.presenters import definitions, words

MARK = "\ufeff"
# With one of these a cell would be read as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_of(table: Table, warnings: Sequence[str]) -> str:
    """The whole file: notes, one line of column names, a line for each row, no total."""
    file = io.StringIO()
    file.write(MARK)
    for note in notes(table, warnings):
        file.write(f"# {note.replace(';', ',')}\r\n")
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns(table.by.value, outcomes=True))
    for row in table.rows:
        cells = row.cells(table.by.value, outcomes=True)
        writer.writerow([_cell(value) for value in cells.values()])
    return file.getvalue()


def notes(table: Table, warnings: Sequence[str]) -> list[str]:
    """All that a reader of the file must know: demo, period, areas, day, units, what is left out and why."""
    said = [str(words.DEMO)] if table.demo else []
    said += [f"{key}: {value}" for key, value in words.statement(table)]
    said += [f"{key}: {value}" for key, value in words.inhabitants(table)]
    units = ", ".join(f"{column} = {unit.label}" for column, unit in UNITS.items())
    said.append(_("Teleenheid: %(units)s (niet op te tellen over eenheden)") % {"units": units})
    said.append(_("Definities: die van %(day)s") % {"day": words.day(definitions.SINCE)})
    said.append(
        _("Heel Vlaanderen en Brussel: %(number)s aanmeldingen")
        % {"number": words.cell(table.total, "referrals") or _("niet getoond")}
    )
    said += warnings
    if table.provisional:
        said.append(words.provisional(table))
    if any(row.suppressed for row in table.rows):
        said.append(
            _(
                "Staat bij suppressed ‘true’, dan is in die rij iets niet getoond: aantallen van 1 tot en met"
                " %(most)s, en wat nodig is om die te beschermen. Een lege cel is niet getoond, nog niet bereikt of"
                " niet te zeggen."
            )
            % {"most": table.smallest_shown - 1}
        )
    return said


def file_name(table: Table, ending: str) -> str:
    """What the file is called; invented figures say so in their very name."""
    mark = "demogegevens-" if table.demo else ""
    per = "" if table.by.value == "partnership" else f"-{table.by.value}"
    return f"{mark}cijfers-{table.since.year}{per}-gebieden-{table.areas_on.isoformat()}.{ending}"


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return str(value).replace(".", ",")
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
