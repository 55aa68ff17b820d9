"""The tables in ``register.md``."""

from __future__ import annotations

import re

from ledger.checks.base import shown
from projections.publication.files.reading import Budget, Wrong, as_text
from projections.publication.files.tables import Table

_ESCAPED = re.compile(r"\\([\\`*_{}\[\]|~#$:.<>&()!+\-])")
_LITERAL = r"(?:\\.|<br>|@<!---->|[^\\`*_{}\[\]|~#$<>])*+"
_MARKDOWN = re.compile(rf"(?:# |- \*\*{_LITERAL}\*\* )?{_LITERAL}|\|(?:{_LITERAL}\|)*+")
"""A line: a heading, a fact, a row, or words. Whatever else is markup could hide a table, or show another."""
_LONGEST = 200
_PIECE = re.compile(r"\\.|\||[^\\|]++")


def tables(data: bytes) -> list[Table]:
    """Each run of lines that begin with a bar."""
    budget, found = Budget(), list[Table]([[]])
    budget.take(data.count(b"\n"))
    for line in as_text(data).split("\n"):
        if not _MARKDOWN.fullmatch(line):
            raise Wrong(f"it has a line that none of a bundle has: {shown(line[:_LONGEST])}")
        if not line.startswith("|"):
            found.append([])
        elif not re.fullmatch(r"[| :\-]+", line):
            budget.take(line.count("|"))
            found[-1].append([_unescaped(cell) for cell in _cells(line)])
    return [table for table in found if table]


def _cells(line: str) -> list[str]:
    """What stands between the bars of a row; a bar with a backslash before it is a letter."""
    cells, begins = [], 0
    for piece in _PIECE.finditer(line):
        if piece[0] == "|":
            cells.append(line[begins : piece.start()])
            begins = piece.end()
    return cells[1:]


def _unescaped(cell: str) -> str:
    text = _ESCAPED.sub(r"\1", cell.strip()).replace("<br>", "\n").replace("@<!---->", "@")
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
