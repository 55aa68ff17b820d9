"""The tables of an OpenDocument spreadsheet: what its cells show, which must be what they hold."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

from projections.publication.checking.base import Wrong
from projections.publication.checking.packed import Packed
from projections.publication.checking.tables import Table

_MOST_REPEATED = 1_000  # equal cells, or rows, that hold something
_CONTENT = "content.xml"
_OPEN = "urn:oasis:names:tc:opendocument:xmlns"
_OFFICE, _TABLE, _TEXT = (f"{{{_OPEN}:{name}:1.0}}" for name in ("office", "table", "text"))
_HELD = [
    f"{_OFFICE}{name}" for name in ("value", "date-value", "string-value", "boolean-value", "time-value")
]


def of_ods(data: bytes) -> list[Table]:
    """Every sheet."""
    root = Packed(data).xml(_CONTENT)
    return [
        [row for line in sheet.iter(f"{_TABLE}table-row") for row in _row(line)]
        for sheet in root.iter(f"{_TABLE}table")
    ]


def _row(line: ElementTree.Element) -> Iterator[list[str]]:
    cells: list[str] = []
    for cell in line:
        if cell.tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            text = _shown(cell)
            cells += [text] * _times(cell, "columns", anything=bool(text))
    while cells and not cells[-1]:
        cells.pop()
    for _ in range(_times(line, "rows", anything=bool(cells))):
        yield cells


def _times(element: ElementTree.Element, what: str, *, anything: bool) -> int:
    said = element.get(f"{_TABLE}number-{what}-repeated", "1")
    if not (said.isascii() and said.isdecimal() and len(said) < 9):
        raise Wrong(f"a cell or row is repeated {said[:20]!a} times")
    if anything and int(said) > _MOST_REPEATED:
        raise Wrong(f"a cell or row that holds something is repeated {said} times")
    # Sheets are filled up with empty ones to their end.
    return min(int(said), _MOST_REPEATED if what == "columns" else 1) if not anything else int(said)


def _shown(cell: ElementTree.Element) -> str:
    if cell.get(f"{_TABLE}formula") is not None:
        raise Wrong("a cell has a formula")
    text = "\n".join(_text(part) for part in cell.iter(f"{_TEXT}p"))
    for name in _HELD:
        held = cell.get(name)
        if held is not None and held != text:
            return f"{text} (which holds {held})"
    return text


def _text(part: ElementTree.Element) -> str:
    found = part.text or ""
    for inner in part:
        if inner.tag == f"{_TEXT}line-break":
            found += "\n"
        elif inner.tag in (f"{_TEXT}s", f"{_TEXT}tab"):
            found += " "
        else:
            found += _text(inner)
        found += inner.tail or ""
    return found
