"""Merged areas: the value of the first cell belongs to each that the area covers."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.tables.wire import Sent, with_flag

Area = tuple[tuple[int, int], tuple[int, int]]
"""First row and column, last row and column, from 0 as python-calamine counts."""


def filled(rows: Iterator[tuple[int, list[Sent]]], areas: list[Area]) -> Iterator[tuple[int, list[Sent]]]:
    """The rows, numbered from 1, with what the areas cover; a row's cells are never made more."""
    waiting = sorted(areas, reverse=True)
    open_areas: list[tuple[Area, Sent]] = []
    for number, cells in rows:
        while waiting and waiting[-1][0][0] < number:
            area = waiting.pop()
            (row, column), _ = area
            if row == number - 1 and column < len(cells) and cells[column] not in (None, ""):
                open_areas.append((area, with_flag(cells[column], "merged")))
        if open_areas:
            open_areas = [(area, value) for area, value in open_areas if area[1][0] >= number - 1]
            for ((row, first), (_, last)), value in open_areas:
                for column in range(first, min(last + 1, len(cells))):
                    if (row, first) != (number - 1, column) and cells[column] in (None, ""):
                        cells[column] = value
        yield number, cells
