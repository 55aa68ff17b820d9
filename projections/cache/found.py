"""The rows that a query of the register found."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain, groupby
from operator import itemgetter
from typing import Any

from ledger.errors import StorageError
from ledger.validation import key
from projections.cache.database import CacheTrouble, check_end
from projections.piles import Piles
from projections.rows import Filters
from projections.spelt import Spelt

Found = tuple[Any, ...]  # Any: what a column has
"""Of a row: the inspection, its making, whose share, the status, all of it, by when it is to be closed."""

INSPECTION, MADE, SPELT, STATUS, ROW, DUE = range(6)

_ROOM = 16 << 20
"""Bytes of rows that are held in memory: what is more lies in a temporary file. None is written before all
were found, for a cache that is broken at its last row is to be noticed first.
"""


class Rows(Spelt):
    """Rows as the contract's JSON has them, with what is asked of all of them.

    There may be many, so nothing else of them is held.
    """

    def __init__(self) -> None:
        super().__init__()
        self.statuses = Counter[str]()
        self._piles = Piles[int, tuple[bytes, ...]](_ROOM)
        self._order: list[int] = []
        self._made = array("q")

    def add(self, inspection: int, found: Sequence[Found]) -> None:
        """Add all of an inspection; raises CacheTrouble if there is no room for so many."""
        rows = tuple(map(itemgetter(ROW), found))
        check_end(b"".join(rows))
        try:
            self._piles.put(inspection, rows, sum(map(len, rows)))
        except StorageError as error:
            raise CacheTrouble(error.message) from error
        self.statuses.update(map(itemgetter(STATUS), found))
        self._made.extend(map(itemgetter(MADE), found))

    def order(self, inspections: Iterable[int]) -> None:
        """Put them in the order of their inspections; none is added any more."""
        self._order = list(inspections)

    def spelt(self) -> Iterator[bytes]:
        """Each as JSON."""
        return chain.from_iterable(chain.from_iterable(map(self._piles.of, self._order)))

    def __len__(self) -> int:
        return len(self._made)

    @cached_property
    def made(self) -> set[int]:
        """The recommendations that they are of, by the position of their making."""
        return set(self._made)


def one_of_each(rows: Iterable[Found], filters: Filters) -> Iterator[Found]:
    """Of the shares of a recommendation that are compared alike the one that is asked for."""
    for _, found in groupby(rows, key=lambda row: row[:SPELT]):
        shares = list(found)
        of = next((row for row in shares if row[SPELT] == key(filters.made_to or "")), shares[0])
        if filters.overdue is None or (of[DUE] is not None and of[DUE] < filters.overdue):
            yield of
