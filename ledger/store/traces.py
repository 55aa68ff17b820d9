"""What shows that other events were here once, or more of them: nothing is made again over that.

1. A cached leaf that is one, and says something else than its event, if no checkpoint speaks of that event:
   of those that are signed the tree says whether they are right.
2. A leaf, a signed tree or a counter of more events than there are. A counter that names more than the file
   ever had room for is damaged, and shows nothing.
3. A signed tree over another history, if no checkpoint speaks of as many events.

What cannot be read, or is no leaf, tree or number, shows nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Protocol, cast

from ledger.leaves import leaf_of
from ledger.proof import leaf, merkle
from ledger.proof.errors import ProofError
from ledger.records import Row
from ledger.store.raw import Cell, RawRow
from ledger.validation import so_many_events


class Salvaged(Protocol):
    """What is looked at: the events that can be read, and what else was stored; none of what cannot."""

    def events(self, after: Cell = None) -> list[RawRow]:
        """See RawStore.events."""
        ...

    def last(self) -> int:
        """See RawStore.last."""
        ...

    def stored_leaves(self, index: int, *, behind: bool = False) -> Sequence[RawRow]:
        """The first cached leaves of an index, or of that one and those behind it."""
        ...

    def stored_ranges(self) -> Sequence[RawRow]:
        """Where sealing stopped: sizes and hashes."""
        ...

    def counted(self) -> Cell:
        """The greatest position that was given out, as far as there was ever room for so many events."""
        ...


def of_others(alone: Salvaged, events: int, protected: int) -> str:
    """The first trace there is, in a sentence; empty if none. The first ``protected`` events are signed."""
    return (
        _contradicted(alone, protected)
        or _cut_off(alone, events)
        or _signed(alone, events, protected)
        or _counted(alone)
    )


def _contradicted(alone: Salvaged, protected: int) -> str:
    rank, after = 0, cast("Cell", None)
    while rows := alone.events(after):
        after = rows[-1][0]
        for index, row in enumerate(rows, rank):
            cached = None if index < protected else _leaf(alone.stored_leaves(index))
            if cached and cached[1:] != (row[0], leaf_of(cast("Row", row))):
                which = f"Event {row[0]!s}, which no checkpoint speaks of,"
                return f"{which} is not the one that its leaf was made of."
        rank += len(rows)
    return ""


def _cut_off(alone: Salvaged, events: int) -> str:
    leaf = _leaf(alone.stored_leaves(events, behind=True))
    if not leaf:
        return ""
    return f"There is a leaf of event {leaf[1]!s}, and the ledger has {so_many_events(events)}."


def _signed(alone: Salvaged, events: int, protected: int) -> str:
    for size, hashes in alone.stored_ranges():
        if type(size) is not int or type(hashes) is not bytes or size <= protected:
            continue
        with suppress(ProofError):
            parts = [hashes[at : at + 32] for at in range(0, len(hashes), 32)]
            root = merkle.CompactRange(size, parts).root()
            if size > events:
                return f"A tree of {so_many_events(size)} was signed here, and there are {events:,}."
            if root != _root(alone, size):
                return f"A tree of {so_many_events(size)} was signed here, over another history than these."
    return ""


def _counted(alone: Salvaged) -> str:
    ever, last = alone.counted(), alone.last()
    if type(ever) is int and ever > last:
        return f"Events up to {ever} were recorded, and the last one here is {last}."
    return ""


def _leaf(rows: Sequence[RawRow]) -> RawRow | None:
    """A cached leaf that can be read, and is one."""
    for row in rows:
        with suppress(ProofError, AttributeError, TypeError, ValueError):
            leaf.parse(cast("bytes", row[2]))
            return row
    return None


def _root(alone: Salvaged, size: int) -> bytes:
    tree, after = merkle.CompactRange(), cast("Cell", None)
    while tree.size < size and (rows := alone.events(after)):
        for row in rows[: size - tree.size]:
            tree.append(merkle.leaf_hash(leaf_of(cast("Row", row))))
        after = rows[-1][0]
    return tree.root()
