"""Reads a workbook: python-calamine's rows, and beside each what its XML says (``quickly`` or ``slowly``)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta
from io import BytesIO

from ledger.tables.engine import Workbook, opened
from ledger.tables.markup import Package
from ledger.tables.merged import Area, filled
from ledger.tables.ooxml.cells import told
from ledger.tables.ooxml.parts import Book, Part, book_of
from ledger.tables.ooxml.quickly import NotUsual, Wanted, quickly
from ledger.tables.ooxml.seen import Stretch
from ledger.tables.ooxml.slowly import slowly
from ledger.tables.ooxml.styles import Style, styles_of
from ledger.tables.source import RawSheet, Source
from ledger.tables.wire import Sent, with_flag

Given = str | int | float | bool | date | time | timedelta


def read(source: Source) -> Iterator[RawSheet]:
    package = Package(source)
    book = book_of(package)
    styles = styles_of(package, book.styles)
    workbook = opened(source, BytesIO(source.data))
    if any(name.endswith("vbaProject.bin") for name in package.names()):
        source.found.notes.append("It has macros; none was run.")
    for part in book.sheets:
        if part.is_table and part.path in package:
            rows = _rows(source, package, workbook, book, styles, part)
            yield RawSheet(part.name, rows, part.visible)
        else:
            source.found.notes.append(f"Its sheet “{part.name}” is no table.")


def _rows(
    source: Source, package: Package, workbook: Workbook, book: Book, styles: list[Style], part: Part
) -> Iterator[tuple[int, list[Sent]]]:
    sheet = workbook.get_sheet_by_name(part.name)
    areas: list[Area] = sheet.merged_cell_ranges or []
    start, end = sheet.start, sheet.end
    if start is None or end is None:
        return iter(())
    if end[1] >= source.limits.columns:
        raise source.too_much("columns", source.limits.columns)
    beside = _Beside(package, part, styles, book)
    # Its rows begin with the sheet's first row, and each with the first column that holds something.
    before: list[Given] = [""] * start[1]
    rows = (
        (number, beside.cells(number, [*before, *row] if before else row))
        for number, row in enumerate(sheet.iter_rows(), 1)
    )
    return filled(rows, areas) if areas else rows


class _Beside:
    """What the XML says of the rows, kept a stretch ahead of them."""

    def __init__(self, package: Package, part: Part, styles: list[Style], book: Book) -> None:
        self._package, self._part, self._styles, self._book = package, part, styles, book
        self._seen = Stretch()
        self._stretches = self._either()

    def _either(self) -> Iterator[Stretch]:
        try:
            wanted = Wanted(self._styles, self._book.struck)
            yield from quickly(self._package.chunks(self._part.path), wanted)
        except NotUsual:
            # From the beginning: what is seen twice is the same both times.
            yield from slowly(self._package.parser_name(), self._package.chunks(self._part.path))

    def cells(self, number: int, values: Sequence[Given]) -> list[Sent]:
        seen = self._seen
        while seen.last < number and (more := next(self._stretches, None)) is not None:
            seen.last = max(seen.last, more.last)
            seen.hidden |= more.hidden
            seen.columns |= more.columns
            for later, cells in more.cells.items():
                if later >= number:
                    seen.cells.setdefault(later, {}).update(cells)
        row: list[Sent] = list(values)
        for column, cell in seen.cells.pop(number, {}).items():
            if column < len(row):
                row[column] = told(
                    values[column], cell, self._styles, self._book.struck, self._book.since_1904
                )
        if number in seen.hidden:
            row = [with_flag(cell, "hidden-row") for cell in row]
        for column in seen.columns:
            if column < len(row):
                row[column] = with_flag(row[column], "hidden-column")
        return row
