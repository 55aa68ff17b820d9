"""CSV (RFC 4180): one header row and nothing above it, UTF-8, CRLF.

A cell that a spreadsheet would take for a formula gets an apostrophe before it, here alone, and a character
that would act on a terminal is written as its code: the stored text is never changed.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from projections.base import View
from projections.formats.visible import visible

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write(view: View, width: int) -> Iterator[str]:  # noqa: ARG001  every format is called alike
    """The columns of the view."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.heading for column in view.columns])
    for item in view.items:
        cells = ((column.cell(item), column.figure) for column in view.columns)
        writer.writerow([cell if figure else inert(cell) for cell, figure in cells])
        if out.tell() > 65536:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def inert(cell: str) -> str:
    """The cell, with ``'`` before it where a spreadsheet would calculate it, also after blanks."""
    cell = visible(cell)
    begins = cell.lstrip(" \u00a0\u3000")
    return f"'{cell}" if cell.startswith(_FORMULA) or begins.startswith(_FORMULA) else cell
