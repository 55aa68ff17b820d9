"""The tree of a ledger that is being filled, and what of it was signed; what may be put in next."""

from __future__ import annotations

from collections.abc import Sequence

from ledger.errors import Damaged
from ledger.proof import merkle
from ledger.proof.compact import Node
from ledger.records import Row
from ledger.store.limits import ROW_LIMIT


class Growing:
    """Grows by leaves; ``sealed`` is what it was when it had ``covered`` of them, where sealing stopped."""

    def __init__(self, covered: int = 0) -> None:
        self.covered = covered
        self.tree = merkle.CompactRange()
        self.sealed = merkle.CompactRange()

    def cover(self, checkpoints: Sequence[tuple[int, str]]) -> None:
        """Sealing stopped behind the last of these checkpoints; raises Damaged unless their sizes rise."""
        for size, _ in checkpoints:
            if size <= self.covered:
                raise Damaged(f"The checkpoint of size {size:,} comes behind that of {self.covered:,}.")
            self.covered = size

    def check(self, rows: Sequence[Row]) -> None:
        """Raise Damaged unless events come next, in positions without a gap, and none is too large."""
        for due, row in enumerate(rows, self.tree.size + 1):
            if row[0] != due:
                raise Damaged(f"Event {row[0]} comes where {due} was due: an event is missing.")
            if len(row[4]) > ROW_LIMIT:
                raise Damaged(f"Event {row[0]} has {len(row[4]):,} bytes, and {ROW_LIMIT:,} may be.")

    def take(self, leaves: Sequence[bytes]) -> Sequence[Node]:
        """The next leaves; the nodes that are to be kept of those there are by now."""
        nodes = self.tree.nodes = []
        hashes = list(map(merkle.leaf_hash, leaves))
        left = self.covered - self.tree.size
        if 0 < left <= len(hashes):
            self.tree.extend(hashes[:left])
            self.sealed = merkle.CompactRange(self.covered, self.tree.hashes())
            hashes = hashes[left:]
        self.tree.extend(hashes)
        return nodes
