"""The table as a file: the columns of `eenplan figures`, for a Belgian spreadsheet.

UTF-8 with a mark at its start, semicolons, decimal comma: that is what a spreadsheet here opens without a
question. Lines that begin with '#' come first and say what the figures are (docs/figures.md).
"""

import csv
import io
from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from eenplan.reporting.queries import COLUMNS, UNITS, Table
from eenplan.web.figures.presenters import words

MARK = "\ufeff"
# With one of these a cell would be read as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_of(table: Table, warnings: Sequence[str]) -> str:
    """The whole file: notes, one line of column names, a line for each partnership, no total."""
    file = io.StringIO()
    file.write(MARK)
    notes = [str(words.DEMO)] if table.demo else []
    notes += [f"{key}: {value}" for key, value in words.statement(table)]
    units = ", ".join(f"{column} = {unit.label}" for column, unit in UNITS.items())
    notes.append(_("Teleenheid: %(units)s (niet op te tellen over eenheden)") % {"units": units})
    notes += warnings
    if table.provisional:
        notes.append(_("Voorlopig: bij sommige aanmeldingen loopt de maand nog."))
    if any(row.suppressed for row in table.rows):
        notes.append(
            _("Een lege cel naast 'true' bij suppressed is te klein om te tonen, of nog niet bereikt.")
        )
    for note in notes:
        file.write(f"# {note.replace(';', ',')}\r\n")
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in table.rows:
        writer.writerow([_cell(value) for value in row.cells().values()])
    return file.getvalue()


def file_name(table: Table) -> str:
    """What the file is called; invented figures say so in their very name."""
    mark = "demogegevens-" if table.demo else ""
    return f"{mark}cijfers-{table.since.year}-gebieden-{table.areas_on.isoformat()}.csv"


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return str(value).replace(".", ",")
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
