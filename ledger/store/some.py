"""Rows of a stream at some versions of it, which every engine is asked for a few hundred at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from ledger.errors import Damaged

if TYPE_CHECKING:
    from ledger.records import Row

_AT_ONCE = 500


def some(ask: Callable[[Sequence[int]], Iterable[Row]], versions: Sequence[int]) -> Iterator[Row]:
    """The rows as ``ask`` finds them; raises Damaged unless it finds just those."""
    for first in range(0, len(versions), _AT_ONCE):
        wanted = versions[first : first + _AT_ONCE]
        found = list(ask(wanted))
        if [row[2] for row in found] != list(wanted):
            missing = sorted({*wanted} - {row[2] for row in found})
            raise Damaged(
                f"An event is missing: number {missing[0] if missing else wanted[0]} of its stream.",
                "See what else is wrong: scrutiny verify",
            )
        yield from found
