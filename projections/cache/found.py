"""The rows that a query of the register found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Any

from ledger.validation import key
from projections.rows import Filters
from projections.spelt import Spelt

Found = tuple[Any, ...]  # Any: what a column has
"""Of a row: the inspection, its making, whose share, the status, all of it, by when it is to be closed."""

INSPECTION, MADE, SPELT, STATUS, ROW, DUE = range(6)


class Rows(Spelt):
    """Rows as the contract's JSON has them, with what is asked of all of them."""

    def __init__(self, found: Sequence[Found]) -> None:
        super().__init__([one[ROW] for one in found])
        self.statuses = Counter[str](map(itemgetter(STATUS), found))
        self._all = found

    @cached_property
    def made(self) -> set[int]:
        """The recommendations that they are of, by the position of their making."""
        return set(map(itemgetter(MADE), self._all))


def one_of_each(rows: Iterable[Found], filters: Filters) -> Iterator[Found]:
    """Of the shares of a recommendation that are compared alike the one that is asked for."""
    for _, found in groupby(rows, key=lambda row: row[:SPELT]):
        shares = list(found)
        of = next((row for row in shares if row[SPELT] == key(filters.made_to or "")), shares[0])
        if filters.overdue is None or (of[DUE] is not None and of[DUE] < filters.overdue):
            yield of
