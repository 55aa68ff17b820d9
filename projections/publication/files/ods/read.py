"""The tables of an OpenDocument spreadsheet: what its cells show, which must be what they hold.

Only what a sheet of a bundle is made of is read. Whatever could show something else than the cells hold is
refused: a formula, a format that is text, a sheet, row or column that is not to be seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

from projections.publication.files.ods.opendocument import OFFICE, TABLE, TEXT, look, look_within
from projections.publication.files.reading import Budget, Wrong
from projections.publication.files.spreadsheets.packed import Packed
from projections.publication.files.tables import Table

_MOST_REPEATED = 1_000  # equal cells, or rows, that hold something
_CONTENT, _STYLES = "content.xml", "styles.xml"
_PARTS = frozenset(("mimetype", _CONTENT, _STYLES, "meta.xml", "META-INF/manifest.xml"))
_HELD = [f"{OFFICE}{name}" for name in ("value", "date-value", "string-value", "boolean-value", "time-value")]


def tables(data: bytes) -> list[Table]:
    """Every sheet."""
    packed = Packed(data)
    if not _PARTS.issuperset(packed.names):
        raise Wrong("it has a part that none of a bundle has")
    if _STYLES in packed.names:
        look(packed.xml(_STYLES))
    budget, sheets, rows = Budget(), list[Table](), list[list[str]]()

    def of_row(line: ElementTree.Element) -> None:
        # A row is looked at and forgotten as it ends: a sheet as a tree takes many times its file.
        look_within(line)
        rows.extend(_row(line, budget))

    def of_sheet(sheet: ElementTree.Element) -> None:
        look_within(sheet)
        sheets.append(rows.copy())
        rows.clear()

    root = packed.xml(_CONTENT, {f"{TABLE}table-row": of_row, f"{TABLE}table": of_sheet})
    look(root)
    return sheets


def _row(line: ElementTree.Element, budget: Budget) -> Iterator[list[str]]:
    cells: list[str] = []
    for cell in line:
        if cell.tag == f"{TABLE}table-cell":
            text = _shown(cell)
            times = _times(cell, "columns", anything=bool(text))
            budget.take(times)
            cells += [text] * times
    while cells and not cells[-1]:
        cells.pop()
    for _ in range(_times(line, "rows", anything=bool(cells))):
        budget.take(len(cells) or 1)
        yield cells


def _times(element: ElementTree.Element, what: str, *, anything: bool) -> int:
    said = element.get(f"{TABLE}number-{what}-repeated", "1")
    if not (said.isascii() and said.isdecimal() and len(said) < 9):
        raise Wrong(f"a cell or row is repeated {said[:20]!a} times")
    if anything and int(said) > _MOST_REPEATED:
        raise Wrong(f"a cell or row that holds something is repeated {said} times")
    # Sheets are filled up with empty ones to their end.
    return min(int(said), _MOST_REPEATED if what == "columns" else 1) if not anything else int(said)


def _shown(cell: ElementTree.Element) -> str:
    text = "\n".join(_text(part) for part in cell.iter(f"{TEXT}p"))
    for name in _HELD:
        held = cell.get(name)
        if held is not None and held != text:
            return f"{text} (which holds {held})"
    return text


def _text(part: ElementTree.Element) -> str:
    found = part.text or ""
    for inner in part:
        if inner.tag == f"{TEXT}line-break":
            found += "\n"
        elif inner.tag == f"{TEXT}s":
            found += " "
        else:
            found += _text(inner)
        found += inner.tail or ""
    return found
