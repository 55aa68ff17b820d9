"""A sheet of a spreadsheet, whatever its format: a title, what it holds, and one table of typed cells.

Each follows the accessible-spreadsheet rules of the Government Analysis Function: its title in A1, what it
holds under that, then one table with one marked heading row, named; nothing merged, filtered or calculated,
and no row or column left empty. Only a form, which is filled in, has cells that are empty, and headings that
stay in sight. A text stays a text, whatever it looks like.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from events.base import is_day
from projections.formats.visible import visible

_BEYOND_XML = re.compile("[\ud800-\udfff]")
_FULL_DATE = len("2024-04-30")
_FIRST_DATE = "1900-03-01"
"""Before it spreadsheets differ: LibreOffice shows a day of 1066 as another one, Excel has none."""


class Link(NamedTuple):
    """A text that leads somewhere: to a page, or to a cell of another sheet (``#Register.A1``)."""

    text: str
    href: str


class Date(NamedTuple):
    """A day; one known in part stays text, for no spreadsheet has a date for it, and so does an old one."""

    day: str

    @property
    def is_whole(self) -> bool:
        """Whether spreadsheets have a date for it."""
        return len(self.day) == _FULL_DATE and self.day >= _FIRST_DATE and is_day(self.day)


Cell = str | int | Date | Link | None


class Choice(NamedTuple):
    """In a column of a form one of some words may be chosen: those in column A of another sheet.

    They stand from the row ``first`` (from 1) to ``last``.
    """

    column: int
    sheet: str
    first: int
    last: int


A_CHOICE = "Choose one of the words of the list, or leave the cell empty."
A_PERCENTAGE = "Write a whole number from 0 to 100 without %, or leave the cell empty."


class Percent(NamedTuple):
    """In a column of a form stands a whole number from 0 to 100."""

    column: int


class Form(NamedTuple):
    """What somebody may do to a sheet: fill in the cells of its rows from a column on, and nothing else.

    The rest is locked, without a password. ``first`` is None if nothing may be filled in; else the headings
    stay in sight, and of each row the first ``kept`` cells. In the columns of ``as_typed`` a program leaves
    what is typed as it is: else March 2027 becomes the first day of that month.
    """

    first: int | None = None
    checks: tuple[Choice | Percent, ...] = ()
    as_typed: tuple[int, ...] = ()
    kept: int = 0

    def is_open(self, column: int) -> bool:
        """Whether the cells of a column may be filled in."""
        return self.first is not None and column >= self.first


def letters(column: int) -> str:
    """What a column is called, from 0: A, Z, AA."""
    found = ""
    while column >= 0:
        column, letter = divmod(column, 26)
        found, column = chr(ord("A") + letter) + found, column - 1
    return found


class Sheet(NamedTuple):
    """One sheet. ``widths``, in centimetres, are of its columns; ``said`` are sentences, one a row.

    The rows are read once, in order, and may be many. The name is of plain letters.
    """

    name: str
    title: str
    said: tuple[str, ...]
    headings: tuple[str, ...]
    widths: tuple[float, ...]
    rows: Iterable[Sequence[Cell]]
    form: Form | None = None

    @property
    def top(self) -> int:
        """The row of the headings, from 1."""
        return 2 + len(self.said)


def legal(text: str) -> str:
    """The text with each character that acts, or that XML cannot hold, written as its code."""
    # None of these is printable, and most texts are.
    if text.isprintable():
        return text
    return _BEYOND_XML.sub(lambda found: f"\\u{ord(found[0]):04x}", visible(text))
