"""Writes down what a reader gives: a block of rows at a time, looked at by rows for damage and by columns."""

from __future__ import annotations

from array import array
from itertools import islice
from typing import BinaryIO

from ledger.tables.columns import Columns
from ledger.tables.damage import damaged
from ledger.tables.source import RawSheet, Source
from ledger.tables.wire import Sent, encoded

_BLOCK = 512


class Writer:
    def __init__(self, out: BinaryIO, source: Source) -> None:
        self._out = out
        self._source = source
        self._place = 0
        self._cells = 0
        self._sheets: list[tuple[dict[str, object], array[int]]] = []

    def sheet(self, raw: RawSheet) -> None:
        """Write a sheet's rows; rows that hold nothing are left out."""
        if len(self._sheets) >= self._source.limits.sheets:
            raise self._source.too_much("sheets", self._source.limits.sheets)
        starts = array("Q")
        columns = Columns()
        while block := list(islice(raw.rows, _BLOCK)):
            kept: list[tuple[int, list[Sent]]] = []
            for number, cells in block:
                if not any(cells) and not any(cell is not None and cell != "" for cell in cells):
                    continue
                line = encoded(number, cells)
                if (mended := damaged(line, cells)) is not None:
                    line = encoded(number, mended)
                starts.append(self._place)
                self._place += self._out.write(line)
                kept.append((number, cells))
            columns.see(kept)
            self._count(kept, columns.width)
        starts.append(self._place)
        told = {
            "name": raw.name,
            "visible": raw.visible,
            "width": columns.width,
            "later": columns.flags(),
        }
        self._sheets.append((told, starts))

    def finished(self) -> list[dict[str, object]]:
        """Write where the rows begin, and tell the sheets."""
        for told, starts in self._sheets:
            length = self._out.write(starts.tobytes())
            told["starts"] = [self._place, self._place + length]
            self._place += length
        return [told for told, _ in self._sheets]

    def _count(self, rows: list[tuple[int, list[Sent]]], width: int) -> None:
        limits = self._source.limits
        if width > limits.columns:
            raise self._source.too_much("columns", limits.columns)
        self._cells += sum([len(cells) for _, cells in rows])
        if self._cells > limits.cells:
            raise self._source.too_much("cells", limits.cells)
