"""The tables in a file of each format, whatever stands in it: lists of rows of cells as text.

Raises Wrong for bytes that are not of the format.
"""

from __future__ import annotations

import csv
import io
import re
import sqlite3
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

from projections.publication.checking.base import Wrong

Table = list[list[str]]

BREAK = "\v"
"""Where a line ends because the paper does: there is a blank in the text, or none."""

_ESCAPED = re.compile(r"\\([\\`*_{}\[\]|~#$:.<>&()!+\-])")
_STEPS = 50_000_000  # of SQLite's machine, for one file
_MOST_ROWS = 1_000_000
_LARGEST_CELL = 16 << 20  # bytes


def of_csv(data: bytes) -> list[Table]:
    """The one table."""
    try:
        return [list(csv.reader(io.StringIO(as_text(data), newline=""), strict=True))]
    except csv.Error as error:
        raise Wrong(f"it is no CSV: {error}") from error


def of_markdown(data: bytes) -> list[Table]:
    """Each run of lines that begin with a bar."""
    tables: list[Table] = [[]]
    for line in as_text(data).split("\n"):
        if not line.startswith("|"):
            tables.append([])
        elif not re.fullmatch(r"[| :\-]+", line):
            # A bar with a backslash before it is a letter; what ends before the first bar is no cell.
            cells = re.findall(r"((?:\\.|[^|\\])*)\|", line)[1:]
            tables[-1].append([_unescaped(cell) for cell in cells])
    return [table for table in tables if table]


def of_html(data: bytes) -> list[Table]:
    """Every table of a page; one inside another is taken for its end."""
    page = _Page()
    try:
        page.feed(as_text(data))
        page.close()
    except (AssertionError, ValueError) as error:
        raise Wrong(f"it is no HTML: {error}") from error
    return page.tables


def of_sqlite(path: Path) -> list[Table]:
    """Every plain table, its columns' names first. No view is read and no trigger run."""
    try:
        place = f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1"
        with closing(sqlite3.connect(place, uri=True)) as connection:
            connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST_CELL)
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA cell_size_check = ON")
            calls = iter(range(_STEPS // 10_000))
            connection.set_progress_handler(lambda: next(calls, None) is None, 10_000)
            if connection.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)]:
                raise Wrong("the database is damaged")
            found = connection.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' "
                "AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
            ).fetchall()
            return [_rows(connection, str(name)) for (name,) in found]
    except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError) as error:
        raise Wrong(f"it is no SQLite database that can be read: {error}") from error


def _rows(connection: sqlite3.Connection, name: str) -> Table:
    quoted = name.replace('"', '""')
    cursor = connection.execute(f'SELECT * FROM "{quoted}" LIMIT {_MOST_ROWS}')  # noqa: S608  a quoted name
    headings = [str(column[0]) for column in cursor.description]
    return [headings, *(["" if cell is None else str(cell) for cell in row] for row in cursor)]


def as_text(data: bytes) -> str:
    """UTF-8 without a mark before it; raises Wrong."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise Wrong("it is not UTF-8") from None


def _unescaped(cell: str) -> str:
    text = _ESCAPED.sub(r"\1", cell.strip()).replace("<br>", "\n").replace("@<!---->", "@")
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


class _Page(HTMLParser):
    """What a page has in its tables."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[Table] = []
        self._cell: list[str] | None = None
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A table, a row or a cell begins, and the one before it has ended."""
        if tag in ("script", "style", "template"):
            self._silent += 1
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")
        elif tag == "table":
            self._end()
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self._end()
            self.tables[-1].append([])
        elif tag in ("td", "th") and self.tables and self.tables[-1]:
            self._end()
            self._cell = []

    def handle_endtag(self, tag: str) -> None:
        """It ends."""
        if tag in ("script", "style", "template"):
            self._silent = max(self._silent - 1, 0)
        elif tag in ("td", "th", "tr", "table"):
            self._end()

    def handle_data(self, data: str) -> None:
        """Text, which counts in a cell."""
        if self._cell is not None and not self._silent:
            self._cell.append(data)

    def _end(self) -> None:
        if self._cell is not None:
            self.tables[-1][-1].append("".join(self._cell))
            self._cell = None
