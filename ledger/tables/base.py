"""What a table is once it is read: cells, sheets, and the file they came from.

    Cell(value=3.0, text="3", flags=())
    Cell(value=7.0, text="007", flags=())                 the number format is 000
    Cell(value=None, text="#REF!", flags=("error",))
    Cell(value="BelowÂ£5", text="BelowÂ£5", flags=("mojibake",))

``value`` is what the file holds; ``None`` if the cell is empty. ``text`` is what a person sees.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

Value = str | int | float | bool | date | datetime | time | None


@dataclass(frozen=True, slots=True)
class Cell:
    value: Value
    text: str
    flags: tuple[str, ...] = ()


Row = tuple[int, tuple[Cell, ...]]
"""A row's own number in the file, from 1, and its cells."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet. ``rows`` are read when they are asked for; rows without any value are left out, and counted.

    A row's number is what a spreadsheet program shows beside it. In separated text it is the record's
    number, blank lines included; in a list of objects the object's place, the headings being row 0;
    in a page the place of the row in its table.
    """

    name: str
    visible: bool
    rows: Sequence[Row]
    width: int


@dataclass(frozen=True, slots=True)
class Tables:
    """A file, read.

    ``certainty`` is "given", "certain" (the file says so, or nothing else fits) or "guessed".
    """

    name: str
    digest: str
    kind: str
    encoding: str | None
    certainty: str | None
    delimiter: str | None
    quote: str | None
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may take at most: bytes on disk and unpacked, cells, columns, seconds, bytes of memory."""

    size: int = 200_000_000
    unpacked: int = 1_000_000_000
    cells: int = 20_000_000
    columns: int = 2_000
    sheets: int = 500
    seconds: int = 120
    memory: int = 2_000_000_000


DEFAULT_LIMITS = Limits()


def text_of(value: Value) -> str:
    """A value as a spreadsheet shows it if no number format says otherwise.

    >>> text_of(3.0), text_of(0.1 + 0.2), text_of(True), text_of(None)
    ('3', '0.3', 'TRUE', '')
    """
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return f"{value:.0f}" if value.is_integer() and abs(value) < 1e21 else f"{value:.15g}"
        case datetime():
            return value.isoformat(" ")
        case date() | time():
            return value.isoformat()
        case _:
            return str(value)
