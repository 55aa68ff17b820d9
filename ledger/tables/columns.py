"""What is odd about a cell beside the others of its column: known after the last row, and never certain."""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from ledger.tables.base import Cell
from ledger.tables.wire import Sent

_LONG = 60
"""Characters of a text from which a missing mark at its end says something."""
_WIDTHS = frozenset({255, 1024, 4000, 8000, 32767})
"""Where programs are known to cut: a text of exactly so many characters may have been longer."""
_LOOK = 64
"""Texts of a column, of each block of rows, that are looked at for whether they are numbers."""
_SHARED = 100
_MANY = 20
_NEARLY_ALL = 0.95
_MARKS = tuple(".!?…:;)]}\"'’”»。")
_NUMBER = re.compile(r"\s*\d{1,4}(?:\s*[./-]\s*\d{1,4})?[a-zA-Z]?\s*")

Place = tuple[int, int]


class Columns:
    """What is remembered of each column: a few counts, and where its oddities stand."""

    def __init__(self) -> None:
        self.width = 0
        self._kinds: defaultdict[int, Counter[str]] = defaultdict(Counter)
        self._dates: defaultdict[int, array[int]] = defaultdict(lambda: array("L"))
        self._ended: Counter[int] = Counter()
        self._endless: defaultdict[int, array[int]] = defaultdict(lambda: array("L"))
        """Row and length by turns of each long text without a mark at its end."""
        self._longest: dict[int, int] = {}

    def see(self, rows: list[tuple[int, list[Sent]]]) -> None:
        width = max((len(cells) for _, cells in rows), default=0)
        self.width = max(self.width, width)
        even = [cells if len(cells) == width else cells + [None] * (width - len(cells)) for _, cells in rows]
        for place, column in enumerate(zip(*even, strict=True)):
            seen = Counter(map(type, column))
            values: Sequence[object] = column
            if Cell in seen:
                values = [cell.value if isinstance(cell, Cell) else cell for cell in column]
                seen = Counter(map(type, values))
            self._kinds[place]["number"] += seen[float] + seen[int]
            if seen[str]:
                self._texts(place, rows, values)
            if seen[date] or seen[datetime]:
                self._dates[place].extend(
                    [row for (row, _), value in zip(rows, values, strict=True) if isinstance(value, date)]
                )

    def _texts(self, place: int, rows: list[tuple[int, list[Sent]]], values: Sequence[object]) -> None:
        texts = [value for value in values if isinstance(value, str) and value]
        if not texts:
            return
        looked_at = texts[:_LOOK]
        numbers = sum(_NUMBER.fullmatch(text) is not None for text in looked_at)
        self._kinds[place]["number"] += numbers * len(texts) // len(looked_at)
        self._kinds[place]["text"] += (len(looked_at) - numbers) * len(texts) // len(looked_at)
        longest = max(map(len, texts))
        if longest <= _LONG:
            return
        self._longest[place] = max(longest, self._longest.get(place, 0))
        for index, text in enumerate(values):
            if isinstance(text, str) and len(text) > _LONG:
                if text[-1] in _MARKS or text.rstrip().endswith(_MARKS):
                    self._ended[place] += 1
                else:
                    self._endless[place].extend((rows[index][0], len(text)))

    def flags(self) -> dict[str, dict[str, list[str]]]:
        """Row and column of each oddity, and its flag, as JSON takes them."""
        flags: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
        for place, dates in self._dates.items():
            kinds = self._kinds[place]
            if kinds["number"] > max(len(dates), kinds["text"]):
                for row in dates:
                    flags[str(row)].setdefault(str(place), []).append("made-a-date")
        for place, endless in self._endless.items():
            longest = self._longest[place]
            lengths = endless[1::2]
            alike = longest >= _SHARED and lengths.count(longest) > 1
            ended = self._ended[place]
            rare = ended >= _MANY and ended / (ended + len(lengths)) >= _NEARLY_ALL
            for row, length in zip(endless[::2], lengths, strict=True):
                if rare or length in _WIDTHS or (alike and length == longest):
                    flags[str(row)].setdefault(str(place), []).append("cut-off")
        return flags
