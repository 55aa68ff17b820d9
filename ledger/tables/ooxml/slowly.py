"""A sheet's XML by a parser, whoever wrote it and however: right always, and slow."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ledger.tables.markup import Parser
from ledger.tables.ooxml.parts import is_strike
from ledger.tables.ooxml.seen import Seen, Stretch, column_of

_REF = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)")
_YES = ("1", "true", "on")
_COLUMNS = 16_384


def slowly(name: str, chunks: Iterable[bytes]) -> Iterator[Stretch]:
    parser = _Sheet(name)
    for chunk in chunks:
        parser.feed(chunk)
        yield parser.taken()
    parser.feed(b"", last=True)
    yield parser.taken()


class _Sheet(Parser):
    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._stretch = Stretch()
        self._row = 0
        self._column = -1
        self._attributes: dict[str, str] = {}
        self._formula = self._struck = False
        self._raw: str | None = None
        self._in_value = False
        self._columns: set[int] = set()

    def taken(self) -> Stretch:
        """What was seen since; the row that is being read is not done."""
        done, self._stretch = self._stretch, Stretch(last=self._stretch.last)
        done.columns = self._columns
        return done

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._attributes = attributes
            ref = _REF.fullmatch(attributes.get("r", ""))
            self._column = column_of(ref[1]) if ref else self._column + 1
            self._formula = self._struck = False
            self._raw = None
        elif tag == "v":
            self._in_value = True
            self._raw = ""
        elif tag == "f":
            self._formula = True
        elif tag == "row":
            number = attributes.get("r", "")
            self._row = int(number) if number.isdecimal() else self._row + 1
            self._column = -1
            if attributes.get("hidden") in _YES:
                self._stretch.hidden.add(self._row)
        elif tag == "col" and attributes.get("hidden") in _YES:
            first, last = int(attributes.get("min", "1")), int(attributes.get("max", "1"))
            self._columns.update(range(first - 1, min(last, _COLUMNS)))
        elif is_strike(tag, attributes):
            self._struck = True

    def end(self, tag: str) -> None:
        if tag == "v":
            self._in_value = False
        elif tag == "c":
            style = self._attributes.get("s", "0")
            seen = Seen(
                int(style) if style.isdecimal() else 0,
                self._attributes.get("t", "n"),
                self._formula,
                self._raw,
                self._struck,
            )
            self._stretch.cells.setdefault(self._row, {})[self._column] = seen
        elif tag == "row":
            self._stretch.last = self._row

    def text(self, words: str) -> None:
        if self._in_value:
            self._raw = (self._raw or "") + words
