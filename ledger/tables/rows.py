"""The rows of a sheet as the reading process left them, in a file without a name; read when asked for."""

from __future__ import annotations

import os
import weakref
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import overload

from ledger.tables.base import Row
from ledger.tables.wire import decoded

Later = Mapping[int, Mapping[int, Sequence[str]]]
"""Flags that were known only after the last row: row, column from 0, flags."""

_BLOCK = 1 << 18


class Answer:
    """The file that the reading process wrote; closed when nobody reads from it any more."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        weakref.finalize(self, os.close, descriptor)

    def read(self, start: int, end: int) -> bytes:
        return os.pread(self.descriptor, end - start, start)


class Rows(Sequence[Row]):
    """``starts`` says where each row begins, and after them where the last one ends."""

    def __init__(self, answer: Answer, starts: Sequence[int], later: Later) -> None:
        self._answer = answer
        self._starts = starts
        self._later = later

    def __len__(self) -> int:
        return max(0, len(self._starts) - 1)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        place = range(len(self))[index]
        return self._flagged(decoded(self._answer.read(self._starts[place], self._starts[place + 1])))

    def __iter__(self) -> Iterator[Row]:
        place = 0
        while place < len(self):
            last = place + 1
            while last < len(self) and self._starts[last + 1] - self._starts[place] <= _BLOCK:
                last += 1
            for line in self._answer.read(self._starts[place], self._starts[last]).splitlines():
                yield self._flagged(decoded(line))
            place = last

    def _flagged(self, row: Row) -> Row:
        number, cells = row
        if not (later := self._later.get(number)):
            return row
        return number, tuple(
            replace(cell, flags=(*cell.flags, *later[column])) if column in later else cell
            for column, cell in enumerate(cells)
        )
