"""What shows that other events were here once, or more of them: nothing is made again over that.

1. A cached leaf that is one, and says something else than its event, if no checkpoint speaks of that event:
   of those that are signed the tree says whether they are right.
2. A leaf, a signed tree or a counter of more events than there are. A counter that names more than the file
   ever had room for is damaged, and shows nothing.
3. A signed tree over another history, if no checkpoint speaks of as many events.

What cannot be read, or is no leaf, tree or number, shows nothing.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Protocol, cast

from ledger.leaves import leaf_of
from ledger.proof import leaf, merkle
from ledger.proof.errors import ProofError
from ledger.records import Row
from ledger.store.raw import Cell, RawRow
from ledger.store.sqlite.schema import DATABASE
from ledger.validation import so_many_events

_LEAST = 400
"""Bytes that an event takes at least, with its leaf."""

_LEAVES = "SELECT leaf_index, notification_id, leaf FROM ledger_leaf NOT INDEXED WHERE leaf_index"


class Salvaged(Protocol):
    """What is looked at: the events that can be read, and what else was stored."""

    evidence: Path

    def events(self, after: Cell = None) -> list[RawRow]:
        """See RawStore.events."""
        ...

    def last(self) -> int:
        """See RawStore.last."""
        ...

    def stored(self, table: str, statement: str, *values: Cell) -> list[RawRow]:
        """The first rows of an answer that a table gives; none if it cannot be read."""
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
            cached = None if index < protected else _leaf(alone, "= ?", index)
            if cached and cached[1:] != (row[0], leaf_of(cast("Row", row))):
                which = f"Event {row[0]!s}, which no checkpoint speaks of,"
                return f"{which} is not the one that its leaf was made of."
        rank += len(rows)
    return ""


def _cut_off(alone: Salvaged, events: int) -> str:
    leaf = _leaf(alone, ">= ? ORDER BY leaf_index LIMIT 1", events)
    if not leaf:
        return ""
    return f"There is a leaf of event {leaf[1]!s}, and the ledger has {so_many_events(events)}."


def _signed(alone: Salvaged, events: int, protected: int) -> str:
    statement = "SELECT size, hashes FROM ledger_compact_range WHERE one = 1"
    for size, hashes in alone.stored("ledger_compact_range", statement):
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
    statement = "SELECT seq FROM sqlite_sequence WHERE name = 'stored_events'"
    counted, last = alone.stored("sqlite_sequence", statement), alone.last()
    ever = counted[0][0] if len(counted) == 1 else None
    if type(ever) is int and ever > last and ever * _LEAST <= _size(alone.evidence.parent):
        return f"Events up to {ever} were recorded, and the last one here is {last}."
    return ""


def _leaf(alone: Salvaged, where: str, index: int) -> RawRow | None:
    """A cached leaf that can be read, and is one."""
    for row in alone.stored("ledger_leaf", f"{_LEAVES} {where}", index):
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


def _size(folder: Path) -> int:
    """Bytes of the database with its log."""
    size = 0
    for name in (DATABASE, f"{DATABASE}-wal"):
        with suppress(OSError):
            size += (folder / name).stat().st_size
    return size
