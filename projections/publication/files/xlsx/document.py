"""Excel spreadsheets (ECMA-376) by XlsxWriter: sheets of typed cells, packed to the same bytes everywhere.

A row is written to a file of its sheet once the next one begins, so that many rows need no more memory than
few. No text is taken for a formula, a number or an address.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple
from zipfile import ZipFile

from events.base import Instant
from ledger.errors import Refused
from projections.publication.files.spreadsheets.packing import package
from projections.publication.files.spreadsheets.sheet import (
    A_CHOICE,
    A_PERCENTAGE,
    Cell,
    Choice,
    Date,
    Form,
    Link,
    Sheet,
    legal,
    letters,
)

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_048_576
LONGEST_CELL = 32_767
"""What the format has room for; a text is measured in UTF-16."""

_FIXES = {
    "docProps/core.xml": ("</cp:coreProperties>", "<dc:language>en-GB</dc:language></cp:coreProperties>"),
    "docProps/app.xml": ("<Application>Microsoft Excel<", "<Application>Scrutiny Ledger<"),
}
"""By part, what is put in another's place: XlsxWriter has no word for the language, and says it was Excel."""

_CHUNK = 1 << 20
_CODES = re.compile("(?<=_)(?=x[0-9A-Fa-f]{4}_)")
"""In the middle of what the format reads as the code of a character: ``_x0041_``."""

_PIXELS = 96 / 2.54
"""In a centimetre."""
_LETTERS, _LINE, _TITLE, _HIGHEST = 5.2, 15.5, 21, 409
"""Letters to a centimetre, rather too few; heights in points: of a line, of a title, of the highest row."""


class _Looks(NamedTuple):
    title: Format
    said: Format
    heading: Format
    words: Format
    figure: Format
    day: Format
    open: Format
    as_typed: Format


def write(title: str, description: str, known_at: Instant, sheets: Sequence[Sheet]) -> BinaryIO:
    """The spreadsheet; ``known_at`` stands as its date. Raises Refused where there is no room."""
    from xlsxwriter import Workbook  # noqa: PLC0415  an extra, and slow to import

    with tempfile.TemporaryDirectory(prefix="scrutiny-") as folder:
        packed = Path(folder, "packed")
        workbook = Workbook(
            str(packed),
            {
                "constant_memory": True,
                "tmpdir": folder,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_format_properties": {"font_name": "Arial", "font_size": 12},
            },
        )
        workbook.set_properties(
            {
                "title": legal(title),
                "comments": legal(description),
                "created": datetime.fromisoformat(known_at).replace(microsecond=0, tzinfo=None),
            }
        )
        looks = _looks(workbook)
        try:
            for sheet in sheets:
                _write(workbook.add_worksheet(sheet.name), sheet, looks)
        finally:
            # Of what is refused, too: else the files of its sheets stay open.
            workbook.close()
        with ZipFile(packed) as archive:
            return package((path, _pieces(archive, path)) for path in archive.namelist())


_OPEN = {"locked": False, "bg_color": "#FFF9E5", "border": 1, "border_color": "#767676"}
"""Of a cell that may be filled in."""


def _looks(workbook: Workbook) -> _Looks:
    top = {"valign": "top"}
    words = {**top, "text_wrap": True, "align": "left"}
    return _Looks(
        title=workbook.add_format({**top, "bold": True, "font_size": 16}),
        said=workbook.add_format(top),
        heading=workbook.add_format({**words, "bold": True}),
        words=workbook.add_format(words),
        figure=workbook.add_format({**words, "align": "right"}),
        day=workbook.add_format({**words, "num_format": "yyyy-mm-dd"}),
        open=workbook.add_format({**words, **_OPEN}),
        as_typed=workbook.add_format({**words, **_OPEN, "num_format": "@"}),
    )


def _write(into: Worksheet, sheet: Sheet, looks: _Looks) -> None:
    for column, width in enumerate(sheet.widths):
        into.set_column_pixels(column, column, round(width * _PIXELS), looks.words)
    into.set_landscape()
    into.set_paper(9)  # A4
    into.fit_to_pages(1, 0)
    into.repeat_rows(sheet.top - 1)
    into.set_row(0, _TITLE)
    table = _mark(into, sheet)
    for row, text in enumerate((sheet.title, *sheet.said)):
        _text(into, row, 0, text, looks.said if row else looks.title)
    for column, heading in enumerate(sheet.headings):
        _text(into, sheet.top - 1, column, heading, looks.heading)
    row = sheet.top - 1
    for row, cells in enumerate(sheet.rows, sheet.top):
        if row >= MOST_ROWS:
            raise Refused(f"A sheet of an XLSX holds {MOST_ROWS:,} rows, and {sheet.name} has more.", WITHOUT)
        if (lines := _lines(cells, sheet.widths)) > 1:
            into.set_row(row, min(lines * _LINE, _HIGHEST))
        for column, cell in enumerate(cells):
            if cell is None and sheet.form and sheet.form.is_open(column):
                typed = column in sheet.form.as_typed
                into.write_blank(row, column, None, looks.as_typed if typed else looks.open)
            else:
                _cell(into, row, column, cell, looks)
    if sheet.form:
        _protect(into, sheet, sheet.form, row)
    # A table without a row is one of a blank row.
    table["range"] = f"A{sheet.top}:{_column(sheet)}{max(row + 1, sheet.top + 1)}"


def _protect(into: Worksheet, sheet: Sheet, form: Form, bottom: int) -> None:
    """Lock what is not to be filled in, and say what may stand where."""
    into.protect("", {"format_columns": True, "format_rows": True})
    if form.first is not None:
        into.freeze_panes(sheet.top, form.kept)
    for check in form.checks:
        if isinstance(check, Choice):
            allowed: dict[str, object] = {
                "validate": "list",
                "source": f"={check.sheet}!$A${check.first}:$A${check.last}",
                "error_message": A_CHOICE,
            }
        else:
            allowed = {
                "validate": "integer",
                "criteria": "between",
                "minimum": 0,
                "maximum": 100,
                "error_message": A_PERCENTAGE,
            }
        allowed["error_title"] = sheet.headings[check.column]
        into.data_validation(sheet.top, check.column, bottom, check.column, allowed)


WITHOUT = "Publish without --also xlsx: the other formats have room for it."


def _mark(into: Worksheet, sheet: Sheet) -> dict[str, object]:
    """Mark the table before it is written; returns what is said of it, for its last row is not known yet."""
    # XlsxWriter refuses tables where rows are written as they come, since it writes the headings itself,
    # and that late. Here they are written again in their place.
    into.constant_memory = False
    into.add_table(
        f"A{sheet.top}:{_column(sheet)}{sheet.top + 1}",
        {
            "name": f"{sheet.name}_table",
            "title": legal(sheet.title),
            "description": legal(" ".join(sheet.said)),
            "columns": [{"header": legal(heading)} for heading in sheet.headings],
            "autofilter": False,
            "banded_rows": False,
            "style": None,
        },
    )
    into.constant_memory = True
    found: dict[str, object] = into.tables[-1]
    return found


def _lines(cells: Sequence[Cell], widths: Sequence[float]) -> int:
    """How many lines a row needs, about: where no height is said, LibreOffice shows one."""
    return max(
        sum(max(ceil(len(line) / (width * _LETTERS)), 1) for line in cell.split("\n"))
        if isinstance(cell, str)
        else 1
        for cell, width in zip(cells, widths, strict=True)
    )


def _cell(into: Worksheet, row: int, column: int, cell: Cell, looks: _Looks) -> None:
    match cell:
        case None:
            pass
        case int():
            into.write_number(row, column, cell, looks.figure)
        case Date(day) if cell.is_whole:
            into.write_datetime(row, column, datetime.fromisoformat(day), looks.day)
        case Date(day):
            _text(into, row, column, day, looks.words)
        case Link(text, href):
            target = f"internal:{href[1:].replace('.', '!')}" if href.startswith("#") else href
            into.write_url(row, column, legal(target), looks.words, "…")
            _text(into, row, column, text, looks.words)
        case text:
            _text(into, row, column, text, looks.words)


def _text(into: Worksheet, row: int, column: int, text: str, look: Format) -> None:
    plain = legal(text)
    if len(plain) * 2 > LONGEST_CELL and len(plain.encode("utf-16-le")) > 2 * LONGEST_CELL:
        raise Refused(
            f"A cell of an XLSX holds {LONGEST_CELL:,} characters, and a text has more: {plain[:60]}…",
            WITHOUT,
        )
    *pieces, last = _CODES.split(plain)
    if pieces or (plain.startswith("<r>") and plain.endswith("</r>")):
        # The one would be read as a letter, the other XlsxWriter takes for XML. In pieces both are only text.
        into.write_rich_string(row, column, *pieces, last[0], last[1], last[2:], look)
    else:
        into.write_string(row, column, plain, look)


def _column(sheet: Sheet) -> str:
    return letters(len(sheet.headings) - 1)


def _pieces(archive: ZipFile, path: str) -> Iterator[bytes]:
    if path in _FIXES:
        yield archive.read(path).decode().replace(*_FIXES[path]).encode()
        return
    with archive.open(path) as part:
        while piece := part.read(_CHUNK):
            yield piece
