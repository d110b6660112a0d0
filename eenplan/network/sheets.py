"""A list from a spreadsheet, as CSV or XLSX, read into rows of text and days. No database, and no formula ever runs.

What a file is, is told by what stands in it and never by its name.
"""

import csv
import io
import warnings
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from eenplan.core.errors import RuleBroken

MOST_BYTES = 2 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 1_000, 60, 500
# An XLSX is packed: no more than this is ever unpacked, whatever a file claims.
MOST_UNPACKED, MOST_PARTS = 40 * 1024 * 1024, 500
# A cell that begins so would be read as a formula by a spreadsheet.
FORMULA = ("=", "+", "-", "@", "\t", "\r")

Cell = str | date


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a list with its number in the file; `formulas` are the places where a formula stands."""

    number: int
    cells: tuple[Cell, ...]
    formulas: frozenset[int] = frozenset()


def read_sheet(content: bytes) -> list[Line]:
    """The rows that hold something, the first of which has the names of the columns.

    Refuses with `lists:empty`, `too-large`, `program`, `old-office`, `unknown`, `broken`, `macros`, `packed`,
    `too-many-rows`, `wide` or `long`, each with words that say how to mend it.
    """
    if not content.strip():
        raise refused("empty", _("Dit bestand is leeg. Kijk het na en kies het dan opnieuw."))
    if len(content) > MOST_BYTES:
        raise refused(
            "too-large",
            _(
                "Dit bestand is te groot voor een lijst van partners: hoogstens %(most)s MB. Kies een ander bestand."
            )
            % {"most": MOST_BYTES // 1024 // 1024},
        )
    lines = _workbook(content) if content.startswith(b"PK\x03\x04") else _text(content)
    if not lines:
        raise refused(
            "empty", _("In dit bestand staat geen enkele rij. Kijk het na en kies het dan opnieuw.")
        )
    return lines


def refused(code: str, message: str) -> RuleBroken:
    """Why a file cannot be read."""
    return RuleBroken(f"lists:{code}", message, field="file")


def _text(content: bytes) -> list[Line]:
    if content.startswith((b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")):
        raise refused(
            "program", _("Dit is een programma, geen lijst. Kies een bestand van het type CSV of XLSX.")
        )
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise refused(
            "old-office",
            _(
                "Dit is een ouder Excel-bestand, of er zit een wachtwoord op. Bewaar het zonder wachtwoord als XLSX."
            ),
        )
    text = _decoded(content)
    if text is None or "\x00" in text:
        raise refused("unknown", _("Dit is geen lijst die we kunnen lezen. Bewaar ze als CSV of XLSX."))
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = (
        ";" if first.count(";") >= first.count(",") and ";" in first else "\t" if "\t" in first else ","
    )
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    found = []
    try:
        for number, row in enumerate(rows, start=1):
            cells = tuple(_said(cell) for cell in row)
            formulas = frozenset(place for place, cell in enumerate(row) if cell.lstrip().startswith("="))
            found += _kept(number, cells, formulas)
            _must_be_few(found)
    except csv.Error:
        raise refused(
            "broken", _("Deze CSV is niet goed opgebouwd. Open ze in een rekenblad en bewaar ze opnieuw.")
        ) from None
    return found


def _said(cell: str) -> str:
    """A cell of text; the mark that our own exports put before '+32…' falls away again."""
    text = " ".join(cell.split())
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text


def _decoded(content: bytes) -> str | None:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _as(content, "utf-16")
    return _as(content, "utf-8-sig") or _as(content, "cp1252")


def _as(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _workbook(content: bytes) -> list[Line]:
    """The first sheet of a workbook. Formulas are seen, not computed."""
    try:
        _must_be_a_list(content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        found: list[Line] = []
        for number, row in enumerate(sheet.iter_rows(max_row=MOST_ROWS * 3), start=1):
            cells = tuple(_cell(cell.value) for cell in row[: MOST_COLUMNS * 4])
            formulas = frozenset(place for place, cell in enumerate(row) if cell.data_type == "f")
            found += _kept(number, cells, formulas)
            _must_be_few(found)
        return found
    except RuleBroken:
        raise
    except Exception as error:  # whatever a broken workbook makes its reader stumble over
        raise refused(
            "broken",
            _(
                "Dit bestand is beschadigd of geen XLSX. Open het in een rekenblad, bewaar het opnieuw en kies het dan."
            ),
        ) from error


def _must_be_a_list(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = packed.infolist()
        names = {part.filename.lower() for part in parts}
        if any(name.endswith("vbaproject.bin") for name in names):
            raise refused(
                "macros",
                _("In dit bestand zit een programma (een macro). Bewaar het als XLSX zonder macro’s."),
            )
        if not any(name.startswith("xl/") for name in names):
            raise refused("unknown", _("Dit is geen lijst die we kunnen lezen. Bewaar ze als CSV of XLSX."))
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise refused(
                "packed", _("Dit bestand pakt veel te groot uit. Bewaar alleen de lijst, als CSV of XLSX.")
            )


def _cell(value: object) -> Cell:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split())


def _kept(number: int, cells: tuple[Cell, ...], formulas: frozenset[int]) -> list[Line]:
    while cells and cells[-1] == "":
        cells = cells[:-1]
    if not cells and not formulas:
        return []
    if len(cells) > MOST_COLUMNS:
        raise refused(
            "wide", _("Deze lijst heeft te veel kolommen. Hou alleen de kolommen van het sjabloon over.")
        )
    if any(isinstance(cell, str) and len(cell) > LONGEST_CELL for cell in cells):
        raise refused(
            "long",
            _("Op rij %(number)s staat een cel met meer dan %(most)s tekens. Maak ze korter.")
            % {"number": number, "most": LONGEST_CELL},
        )
    return [Line(number, cells, formulas)]


def _must_be_few(found: list[Line]) -> None:
    if len(found) > MOST_ROWS + 1:
        raise refused(
            "too-many-rows",
            _("Deze lijst heeft te veel rijen: hoogstens %(most)s. Lees ze in delen in.")
            % {"most": MOST_ROWS},
        )


def safe(value: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(FORMULA) else value


def write_csv(rows: list[list[str]]) -> bytes:
    """A list as a Belgian spreadsheet opens it without a question: UTF-8 with a mark, semicolons."""
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(
        [[safe(cell) for cell in row] for row in rows]
    )
    return out.getvalue().encode("utf-8-sig")


def write_xlsx(
    title: str, rows: list[list[str]], *, more: Mapping[str, list[list[str]]] | None = None
) -> bytes:
    """The same as a workbook; every cell is text, so that nothing in it is computed. `more` are other sheets."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 (a new workbook has one)
    sheet.title = title
    _fill(sheet, rows)
    for name, lines in (more or {}).items():
        _fill(book.create_sheet(name), lines)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Worksheet, rows: list[list[str]]) -> None:
    for number, row in enumerate(rows, start=1):
        for place, text in enumerate(row, start=1):
            cell = sheet.cell(number, place)
            cell.value = text
            cell.data_type = "s"
            if not text[:1].isalpha():  # a word stays a word by itself
                cell.number_format = "@"
            if number == 1:
                cell.font = Font(bold=True)
                sheet.column_dimensions[cell.column_letter].width = max(14, len(text) + 2)
    sheet.freeze_panes = "A2"
