"""The table of partnerships as a file, CSV or XLSX: the notes go with it, and what is not known stays empty."""

import csv
import io
from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from eenplan.network.queries import CompositionOn
from eenplan.network.sheets import safe
from eenplan.web.coordination.presenters import composition as words

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = (
    "code",
    "name",
    "subsidised_recipients",
    "partners",
    "partners_complete",
    "workers",
    "missing",
    "became",
)
Cell = str | int | None


def rows(found: CompositionOn) -> list[list[Cell]]:
    """A row per partnership, in the order of the published table; None is 'not known'."""
    lines: list[list[Cell]] = []
    for one in found.partnerships:
        lacks = one.missing
        lines.append(
            [
                one.partnership.code,
                one.partnership.name,
                one.subsidised_recipients,
                one.number_of_partners,
                {"none": None, "part": "false", "kept": "true"}[one.state.value],
                one.workers.kept,
                None if lacks is None else words.missing(one),
                words.lineage(one) or None,
            ]
        )
    return lines


def notes(found: CompositionOn) -> list[str]:
    """All that a reader of the file must know."""
    said = [_("Demogegevens. Geen echte gezinnen.")] if settings.DEMO else []
    said.append(
        _("Samenstelling van de samenwerkingsverbanden op %(day)s") % {"day": words.full_day(found.on)}
    )
    call = words.call_words(found.call, found.partnerships[0].findings if found.partnerships else ())
    if call:
        said.append(f"{call.title}: {call.when}")
        said += [f"{title}: {', '.join(asked)}" for title, asked in call.asks]
    if found.published_total is not None:
        said.append(_("Organisaties met subsidie samen: %(total)s") % {"total": found.published_total})
    said.append(_("Een lege cel is niet bekend: dat is niet hetzelfde als geen of niemand."))
    return said + words.limits(found)


def csv_of(found: CompositionOn) -> bytes:
    """UTF-8 with a mark, semicolons; lines that begin with '#' come first."""
    out = io.StringIO()
    for note in notes(found):
        out.write(f"# {note.replace(';', ',')}\r\n")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_plain(cell) for cell in row] for row in rows(found))
    return out.getvalue().encode("utf-8-sig")


def _plain(cell: Cell) -> str | int:
    return safe(cell) if isinstance(cell, str) else "" if cell is None else cell


def xlsx_of(found: CompositionOn) -> bytes:
    """The same as a workbook: numbers as numbers, texts as texts, the notes on a sheet of their own."""
    book = Workbook()
    table = book.active
    assert table is not None  # noqa: S101 (a new workbook has one)
    table.title = _("Samenstelling")
    _fill(table, [list(COLUMNS), *rows(found)])
    for cell in table[1]:
        cell.font = Font(bold=True)
    table.freeze_panes = "A2"
    table.column_dimensions["B"].width = 40
    _fill(book.create_sheet(_("Toelichting")), [[note] for note in notes(found)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Worksheet, lines: Sequence[Sequence[Cell]]) -> None:
    for number, line in enumerate(lines, start=1):
        for place, value in enumerate(line, start=1):
            cell = sheet.cell(number, place)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"  # a text, also when it begins as a formula does


def file_name(found: CompositionOn, ending: str) -> str:
    """What the file is called; invented data say so in their very name."""
    mark = "demogegevens-" if settings.DEMO else ""
    return f"{mark}samenstelling-{found.on.isoformat()}.{ending}"
