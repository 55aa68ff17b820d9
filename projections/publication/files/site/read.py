"""The tables on a page."""

from __future__ import annotations

from html import unescape

from projections.publication.files.reading import Budget
from projections.publication.files.site.markup import pieces
from projections.publication.files.tables import Table

_CELLS = frozenset(("td", "th"))


def tables(data: bytes) -> list[Table]:
    """Every table of a page that nobody must open first."""
    budget, found = Budget(), list[Table]()
    cell: list[str] | None = None
    folded = 0
    for tag, text in pieces(data):
        name = tag.name
        if name == "details":
            folded += -1 if tag.ends else 1
        elif tag.ends:
            if name in _CELLS and cell is not None:
                found[-1][-1].append(unescape("".join(cell)))
                cell = None
        elif not folded:
            if name == "table":
                found.append([])
            elif name == "tr":
                budget.take()
                found[-1].append([])
            elif name in _CELLS:
                budget.take()
                cell = []
            elif name == "br" and cell is not None:
                cell.append("\n")
        if cell is not None and text:
            cell.append(text)
    return found
