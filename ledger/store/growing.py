"""The tree of a ledger that is being filled, and what of it was signed."""

from __future__ import annotations

from collections.abc import Sequence

from ledger.proof import merkle


class Growing:
    """Grows by leaves; ``sealed`` is what it was when it had ``covered`` of them, where sealing stopped."""

    def __init__(self, covered: int = 0) -> None:
        self.covered = covered
        self.tree = merkle.CompactRange()
        self.sealed = merkle.CompactRange()

    def take(self, leaves: Sequence[bytes]) -> None:
        """The next leaves."""
        hashes = list(map(merkle.leaf_hash, leaves))
        left = self.covered - self.tree.size
        if 0 < left <= len(hashes):
            self.tree.extend(hashes[:left])
            self.sealed = merkle.CompactRange(self.covered, self.tree.hashes())
            hashes = hashes[left:]
        self.tree.extend(hashes)
