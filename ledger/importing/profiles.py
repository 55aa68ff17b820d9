"""What a column of somebody's register holds, in counts: all of its cells are looked at once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cached_property

from ledger.dates.reading import read_date
from ledger.importing.fields import is_nothing, lines_of
from ledger.tables.base import Cell, Row

PIVOT = "2068-12-31"
"""The last day of a two-digit year, while nobody has said when the file was seen."""
_SHORT = 120
_FEW = 2
_LONGEST_DATE = 40
_MOST = 20_000
"""Different short texts that are remembered of a column."""
_CODE = re.compile(r"[A-Za-z]{0,6}[ ./-]?\(?\d[\w./()-]{0,14}(?: ?[–-] ?\w{1,6}(?:\(\w\))?)?")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_MAIL = re.compile(r"\S+@\S+\.\w+")
SEPARATORS = (";", "|", "\n")
"""What divides several in one cell, and nothing else."""


class Profile:
    """A column: its place from 0, its heading, and what was counted."""

    def __init__(self, place: int, heading: str) -> None:
        self.place, self.heading = place, heading
        self.rows = self.filled = self.short = self.typed_dates = self.numbers = self.length = 0
        self.blocks: set[int] = set()
        self.texts: Counter[str] = Counter()
        self.examples: list[str] = []
        self.damaged = 0
        self._separated: Counter[str] = Counter()
        self._joined: dict[str, str] = {}
        self._starts = False

    def see(self, number: int, cell: Cell) -> None:
        """Count one more cell."""
        self.rows += 1
        text = lines_of(cell)
        if is_nothing(text):
            if self._starts:
                self.blocks.add(number)
            return
        self._starts = self._starts or self.rows == 1
        self.filled += 1
        self.length += len(text)
        if isinstance(cell.value, date):
            self.typed_dates += 1
        elif isinstance(cell.value, int | float):
            self.numbers += 1
        if cell.flags:
            self.damaged += 1
        if len(text) <= _SHORT:
            self.short += 1
            if text in self.texts or len(self.texts) < _MOST:
                self.texts[text] += 1
        if len(self.examples) < 50:
            self.examples.append(text)
        for sign in SEPARATORS:
            if sign in text:
                self._separated[sign] += 1
        for sign in (" and ", " & ", ", "):
            if sign in text:
                self._joined.setdefault(sign, text)

    @property
    def mean(self) -> float:
        """How many characters a value has."""
        return self.length / self.filled if self.filled else 0.0

    @cached_property
    def dates(self) -> float:
        """How many of the values are dates, from 0 to 1; those that could be two, too."""
        read = sum(count for text, count in self.texts.items() if _is_date(text.strip()))
        return max(self._of_all(read), self.typed_dates / self.filled if self.filled else 0.0)

    @cached_property
    def codes(self) -> float:
        """How many of the values are short and have digits, as numbers of recommendations do."""
        return self._share(_CODE)

    @cached_property
    def measures(self) -> float:
        """How many of the values are numbers with decimals."""
        return self._share(re.compile(r"-?[\d,]*\.\d+"))

    @cached_property
    def addresses(self) -> float:
        """How many of the values are addresses of pages."""
        return self._of_examples(_ADDRESS)

    @cached_property
    def mails(self) -> float:
        """How many of the values are addresses of mail."""
        return self._of_examples(_MAIL)

    @property
    def few(self) -> bool:
        """Whether the same few short values come again."""
        return 0 < len(self.texts) <= 60 and self.mean <= 60 and sum(self.texts.values()) == self.filled

    @property
    def distinct(self) -> float:
        """How many values are different ones."""
        remembered = sum(self.texts.values())
        return len(self.texts) / remembered if remembered else 0.0

    @property
    def separators(self) -> list[tuple[str, int]]:
        """Signs that divide, and in how many cells; the most frequent first."""
        return sorted(self._separated.items(), key=lambda found: (-found[1], SEPARATORS.index(found[0])))

    @property
    def joined(self) -> dict[str, str]:
        """What may join several or stand in the name of one, and the first cell with it."""
        return self._joined

    def _share(self, pattern: re.Pattern[str]) -> float:
        return self._of_all(sum(n for text, n in self.texts.items() if pattern.fullmatch(text.strip())))

    def _of_all(self, fitting: int) -> float:
        """The share of all values, from how many fit of those that are remembered."""
        remembered = sum(self.texts.values())
        return fitting / remembered * self.short / self.filled if remembered else 0.0

    def _of_examples(self, pattern: re.Pattern[str]) -> float:
        fitting = sum(pattern.fullmatch(text.strip()) is not None for text in self.examples)
        return fitting / len(self.examples) if self.examples else 0.0


def _is_date(text: str) -> bool:
    """Whether a text is meant for a date, be it one that cannot be read."""
    if len(text) > _LONGEST_DATE:
        return False
    fault = read_date(text, None, PIVOT).fault
    # 1/12 is a number as often.
    return fault in ("", "order", "century", "two") or (fault == "no-year" and any(map(str.isalpha, text)))


def profiles(headings: tuple[str, ...], rows: Iterable[Row], header: int) -> list[Profile]:
    """A profile of each column that has a heading, from the rows below it.

    Rows of one value at the end are notes and totals, and are not counted; others may be headings of blocks.
    """
    found = [Profile(place, heading) for place, heading in enumerate(headings) if heading.strip()]
    alone: list[Row] = []
    for row in rows:
        values = sum(not is_nothing(cell.text) for cell in row[1]) if row[0] > header else 0
        if values == 1 and len(found) > _FEW:
            alone.append(row)
        elif values:
            for number, cells in (*alone, row):
                for profile in found:
                    profile.see(number, cells[profile.place] if profile.place < len(cells) else _EMPTY)
            alone.clear()
    return found


_EMPTY = Cell(None, "")
