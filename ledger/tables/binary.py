"""Workbooks of Excel 97 to 2003 (XLS), by python-calamine; what is hidden or struck out is not known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from io import BytesIO

from ledger.tables.base import Cell, text_of
from ledger.tables.engine import opened
from ledger.tables.merged import filled
from ledger.tables.ooxml.cells import plain
from ledger.tables.source import RawSheet, Source
from ledger.tables.wire import Sent

_MOST = 10**15


def read(source: Source) -> Iterator[RawSheet]:
    workbook = opened(source, BytesIO(source.data))
    source.found.notes.append(
        "In an .xls hidden rows, struck-out words, number formats, and formulas that went wrong or have no "
        "value are not seen: save it as .xlsx to see them."
    )
    for place, about in enumerate(workbook.sheets_metadata):
        if not str(about.typ).endswith("WorkSheet"):
            source.found.notes.append(f"Its sheet “{about.name}” is no table.")
            continue
        sheet = workbook.get_sheet_by_index(place)
        before: list[object] = [""] * (sheet.start[1] if sheet.start else 0)
        rows = (
            (number, [_told(value) for value in before + row])
            for number, row in enumerate(sheet.iter_rows(), 1)
        )
        yield RawSheet(
            about.name, filled(rows, sheet.merged_cell_ranges or []), str(about.visible).endswith(".Visible")
        )


def _told(value: object) -> Sent:
    # Which days it cannot read it gives as midnight.
    if isinstance(value, time) and value == time(0, 0):
        return Cell(None, "00:00:00", ("before-1900",))
    if isinstance(value, int | float) and abs(value) >= _MOST:
        return Cell(value, f"{value:.0f}", ("digits-lost",))
    # Before that day programs differ: for some 1900 was a leap year.
    if isinstance(value, date) and (value.year, value.month) < (1900, 3):
        return Cell(value, text_of(value), ("before-1900",))
    return plain(value)
