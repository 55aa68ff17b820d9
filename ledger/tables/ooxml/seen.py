"""What a look at the XML of a sheet says of its cells and rows, beside their values."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache


@dataclass(frozen=True, slots=True)
class Seen:
    """A cell in the XML: its style's place, its type, whether it has a formula, what it holds."""

    style: int
    type: str
    formula: bool
    raw: str | None
    struck: bool


@dataclass
class Stretch:
    """Some rows of a sheet, up to ``last``."""

    last: int = 0
    hidden: set[int] = field(default_factory=set)
    cells: dict[int, dict[int, Seen]] = field(default_factory=dict)
    columns: set[int] = field(default_factory=set)
    """Hidden columns, from 0."""


@cache
def column_of(letters: str) -> int:
    """Columns are counted from 0.

    >>> column_of("A"), column_of("AA"), column_of("XFD")
    (0, 26, 16383)
    """
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1
