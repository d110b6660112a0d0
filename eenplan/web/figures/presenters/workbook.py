"""The table as a workbook (XLSX): numbers as numbers, texts as texts, notes and definitions on sheets of their own.

Office Open XML, as little of it as a spreadsheet needs. Every text is an inline string: nothing a name
holds can become a formula, because no formula is ever written.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext as _

from eenplan.reporting.queries import Table, columns
from eenplan.web.figures.presenters import definitions, spreadsheet, words

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | int | Decimal | bool | None
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# Characters that XML cannot hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_STYLES = (
    f'{_HEAD}<styleSheet {_MAIN}><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/>'
    '</fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="3"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="10" applyNumberFormat="1"/></cellXfs>'
    "</styleSheet>"
)
_BOLD, _PERCENT = 1, 2


def xlsx_of(table: Table, warnings: Sequence[str]) -> bytes:
    """The whole workbook: figures (with the whole of Flanders and Brussels last), notes, definitions."""
    names = columns(table.by.value, outcomes=True)
    figures: list[list[Cell]] = [list(names)]
    for row in (*table.rows, table.total):
        cells = row.cells(table.by.value, outcomes=True)
        figures.append([_cell(cells[name]) for name in names])
    notes: list[list[Cell]] = [[note] for note in spreadsheet.notes(table, warnings)]
    meanings: list[list[Cell]] = [[_("Kolom"), _("Naam"), _("Teleenheid"), _("Betekenis"), _("Geldt vanaf")]]
    for known in definitions.ALL:
        shown = definitions.show(known, known.versions[-1])
        meanings.append([shown.column, shown.title, shown.unit, shown.meaning, words.day(shown.since)])
    share = names.index("within_month_share")
    return _book(
        [
            (_("Cijfers"), _sheet(figures, heads=True, percent=share)),
            (_("Toelichting"), _sheet(notes)),
            (_("Definities"), _sheet(meanings, heads=True)),
        ]
    )


def _cell(value: object) -> Cell:
    return value if isinstance(value, str | int | Decimal) else None


def _sheet(rows: Iterable[Sequence[Cell]], *, heads: bool = False, percent: int = -1) -> str:
    lines = []
    for number, row in enumerate(rows, 1):
        cells = [
            _written(
                f"{_letters(place)}{number}",
                value,
                _BOLD if heads and number == 1 else _PERCENT * (place == percent),
            )
            for place, value in enumerate(row)
            if value is not None
        ]
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    view = (
        '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft"'
        ' state="frozen"/></sheetView></sheetViews>'
        if heads
        else ""
    )
    return f"{_HEAD}<worksheet {_MAIN}>{view}<sheetData>{''.join(lines)}</sheetData></worksheet>"


def _written(place: str, value: Cell, style: int) -> str:
    if isinstance(value, bool):
        return f'<c r="{place}" t="b" s="{style}"><v>{int(value)}</v></c>'
    if isinstance(value, int | Decimal):
        return f'<c r="{place}" s="{style}"><v>{value}</v></c>'
    text = escape(_FORBIDDEN.sub("", str(value)))
    return f'<c r="{place}" t="inlineStr" s="{style}"><is><t xml:space="preserve">{text}</t></is></c>'


def _letters(place: int) -> str:
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _book(sheets: Sequence[tuple[str, str]]) -> bytes:
    numbers = range(1, len(sheets) + 1)
    content = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.spreadsheetml.worksheet+xml"/>'
        for number in numbers
    )
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>'
        for number, (name, _xml) in zip(numbers, sheets, strict=True)
    )
    related = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in numbers
    )
    parts = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml"'
        ' ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.'
        'openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml"'
        ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>'
        f"{content}</Types>",
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
        f' Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_HEAD}<workbook {_MAIN} xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{related}'
        f'<Relationship Id="rId{len(sheets) + 1}" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": _STYLES,
    }
    parts |= {
        f"xl/worksheets/sheet{number}.xml": xml for number, (_name, xml) in zip(numbers, sheets, strict=True)
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, xml in parts.items():
            packed.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), xml, zipfile.ZIP_DEFLATED)
    return file.getvalue()
