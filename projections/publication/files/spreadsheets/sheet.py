"""A sheet of a spreadsheet, whatever its format: a title, what it holds, and one table of typed cells.

Each follows the accessible-spreadsheet rules of the Government Analysis Function: its title in A1, what it
holds under that, then one table with one marked heading row, named; nothing merged, frozen, filtered or
calculated, and no row or column left empty. A text stays a text, whatever it looks like.
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
