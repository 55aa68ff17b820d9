"""Phase 1: every leaf is made again from its event's row, and each row is looked at on the way.

1. V2: the versions of a stream run from 1. V6: recorded times never step back.
2. V5: the name is known, the state parses in that event's shape, and the leaf says what the state says.
3. V9: the cached leaf is the one made again, and its index is the event's rank.
4. A row that no leaf can be made of is a finding, and takes the place of a leaf that nothing signed can have.

Rows are looked at many at once (the fast path), and if anything is not just as the ledger writes it, one by
one (the slow path).
"""

from __future__ import annotations

from ledger.checks.base import shown
from ledger.checks.fast_path import fast_path
from ledger.checks.seen import Seen
from ledger.checks.slow_path import slow_path
from ledger.checks.walk import ROWS, Walk
from ledger.store.raw import BATCH, Cell, RawRow


class Rows:
    """Reads all rows of events in their order, and gives the walk what it read of them."""

    PHASE = ROWS

    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        self._seen = Seen()
        walk.attached = self._seen.attached
        if walk.tail:
            walk.tail.begin(self._seen)

    def take(self, rows: list[RawRow]) -> None:
        """Look at the next rows."""
        walk, seen = self._walk, self._seen
        if walk.tail:
            walk.tail.prime(rows, seen)
        walk.batch = fast_path(rows, seen, walk.raw) or slow_path(rows, seen, walk.raw, walk.findings)
        seen.size += len(rows)
        walk.size = seen.size
        seen.note_evidence(walk.batch.facts)

    def close(self) -> None:
        """Report the leaves that no row was there for."""
        raw = self._walk.raw
        if self._walk.tail:
            for index, position, _ in raw.leaves(self._seen.size, BATCH):
                self._tell(index, position)
        elif raw.leaf_count() != self._seen.cached:
            for index, position in raw.strays():
                self._tell(index, position)

    def _tell(self, index: Cell, position: Cell) -> None:
        self._walk.findings.add(
            "V9", position, f"Leaf {shown(index)} is cached for event {shown(position)}, which is not there."
        )
