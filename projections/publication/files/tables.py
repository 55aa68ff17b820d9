"""The tables in a file of each format, whatever stands in it: lists of rows of cells as text.

Raises Wrong for bytes that are not of the format.
"""

from __future__ import annotations

import csv
import io
import re
from html import unescape

from ledger.checks.base import shown
from projections.publication.checking.base import Wrong
from projections.publication.checking.text import Budget, as_text
from projections.publication.files.site.markup import pieces

Table = list[list[str]]

BREAK = "\v"
"""Where a line ends because the paper does: there is a blank in the text, or none."""

_ESCAPED = re.compile(r"\\([\\`*_{}\[\]|~#$:.<>&()!+\-])")
_LITERAL = r"(?:\\.|<br>|@<!---->|[^\\`*_{}\[\]|~#$<>])*+"
_MARKDOWN = re.compile(rf"(?:# |- \*\*{_LITERAL}\*\* )?{_LITERAL}|\|(?:{_LITERAL}\|)*+")
"""A line: a heading, a fact, a row, or words. Whatever else is markup could hide a table, or show another."""
_LONGEST = 200
_MOST_COMMAS = 5_000_000  # all of which may stand in one line, which is read at once
_CELLS = frozenset(("td", "th"))
_PIECE = re.compile(r"\\.|\||[^\\|]++")


def of_csv(data: bytes) -> list[Table]:
    """The one table."""
    budget, table = Budget(), []
    if data.count(b",") > _MOST_COMMAS:
        raise Wrong(f"it has more than {_MOST_COMMAS:,} commas")
    try:
        for line in csv.reader(io.StringIO(as_text(data), newline=""), strict=True):
            budget.take(len(line) or 1)
            table.append(line)
    except csv.Error as error:
        raise Wrong(f"it is no CSV: {error}") from error
    return [table]


def of_markdown(data: bytes) -> list[Table]:
    """Each run of lines that begin with a bar."""
    budget, tables = Budget(), list[Table]([[]])
    budget.take(data.count(b"\n"))
    for line in as_text(data).split("\n"):
        if not _MARKDOWN.fullmatch(line):
            raise Wrong(f"it has a line that none of a bundle has: {shown(line[:_LONGEST])}")
        if not line.startswith("|"):
            tables.append([])
        elif not re.fullmatch(r"[| :\-]+", line):
            budget.take(line.count("|"))
            tables[-1].append([_unescaped(cell) for cell in _cells(line)])
    return [table for table in tables if table]


def _cells(line: str) -> list[str]:
    """What stands between the bars of a row; a bar with a backslash before it is a letter."""
    cells, begins = [], 0
    for piece in _PIECE.finditer(line):
        if piece[0] == "|":
            cells.append(line[begins : piece.start()])
            begins = piece.end()
    return cells[1:]


def of_html(data: bytes) -> list[Table]:
    """Every table of a page that nobody must open first."""
    budget, tables = Budget(), list[Table]()
    cell: list[str] | None = None
    folded = 0
    for tag, text in pieces(data):
        name = tag.name
        if name == "details":
            folded += -1 if tag.ends else 1
        elif tag.ends:
            if name in _CELLS and cell is not None:
                tables[-1][-1].append(unescape("".join(cell)))
                cell = None
        elif not folded:
            if name == "table":
                tables.append([])
            elif name == "tr":
                budget.take()
                tables[-1].append([])
            elif name in _CELLS:
                budget.take()
                cell = []
            elif name == "br" and cell is not None:
                cell.append("\n")
        if cell is not None and text:
            cell.append(text)
    return tables


def _unescaped(cell: str) -> str:
    text = _ESCAPED.sub(r"\1", cell.strip()).replace("<br>", "\n").replace("@<!---->", "@")
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
