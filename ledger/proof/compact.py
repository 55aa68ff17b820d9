"""The root of a growing tree in bounded memory: for sealing, and for ``verify`` over any number of rows.

A tree of 13 leaves is three full subtrees side by side, of 8, 4 and 1 leaves; their three roots are all
that it takes to go on, and the root over the whole is made of them (RFC 6962, section 2.1).
"""

from __future__ import annotations

from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING

from ledger.proof.errors import ProofError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

EMPTY_ROOT = sha256(b"").digest()
_ABOVE = b"\x01"  # stands before the two nodes that a node is made of, and here before each left one
KEPT = 4
"""The level from which on nodes are kept beside the leaves: that of the roots of 16 leaves."""

Node = tuple[int, bytes]
"""A full subtree of 16 leaves or more: the index of the first leaf of its right half, which no other has as
its own, and its root.
"""

_BATCH = 2048  # leaves folded at a time: fewer cost speed, more cost memory and gain nothing
_FEW = 16  # leaves that are quicker added one by one


class CompactRange:
    """A growing tree of which only the roots of its full subtrees are kept, 32 bytes each.

    To go on later, store ``size`` and ``hashes()`` and give both back. If ``nodes`` is a list, each node that
    is to be kept is put there once it has all its leaves. Raises ProofError for a size below 0, for another
    number of hashes than the size has bits set, and for a hash that has not 32 bytes.
    """

    def __init__(self, size: int = 0, hashes: Sequence[bytes] = ()) -> None:
        if size < 0 or size.bit_count() != len(hashes):
            raise ProofError(f"a compact range of size {size} cannot have {len(hashes)} hashes")
        check_hashes(hashes)
        self.size = size
        self.nodes: list[Node] | None = None
        self._root: bytes | None = None
        self._peaks = [_ABOVE + node for node in hashes]  # the largest subtree first, the next to grow last

    def copy(self) -> CompactRange:
        """The same tree, to grow apart from this one, without nodes."""
        made = CompactRange()
        made.size, made._peaks, made._root = self.size, self._peaks.copy(), self._root
        return made

    def append(self, leaf_hash: bytes) -> None:
        """Add one leaf. Raises ProofError."""
        if len(leaf_hash) != 32:
            check_hashes([leaf_hash])
        peaks, node, low, level = self._peaks, leaf_hash, self.size, 0
        self.size += 1
        self._root = None
        while low & 1:
            node = sha256(peaks.pop() + node).digest()
            low >>= 1
            level += 1
            if level >= KEPT and self.nodes is not None:
                self.nodes.append((self.size - (1 << level - 1), node))
        peaks.append(_ABOVE + node)

    def extend(self, leaf_hashes: Iterable[bytes]) -> None:
        """Add many leaves, in bounded memory whatever their number. Raises ProofError."""
        rest = iter(leaf_hashes)
        while batch := list(islice(rest, _BATCH)):
            self._fold(batch)

    def roots(self, leaf_hashes: Sequence[bytes], sizes: Iterable[int]) -> list[bytes]:
        """Add many leaves, and give the root of the tree at each of some sizes that it had on the way.

        The sizes do not fall, and are none that it had before, or will not have. Raises ProofError.
        """
        start, roots = self.size, list[bytes]()
        for size in sizes:
            between = leaf_hashes[self.size - start : size - start]
            if len(between) < _FEW:
                for leaf_hash in between:
                    self.append(leaf_hash)
            else:
                self.extend(between)
            roots.append(self.root())
        self.extend(leaf_hashes[self.size - start :])
        return roots

    def _fold(self, nodes: list[bytes]) -> None:
        # `verify` spends its time here: a level at a time, with what waits there for its right-hand sibling.
        check_hashes(nodes)
        peaks, digest, low, level = self._peaks, sha256, self.size, 0
        self.size += len(nodes)
        self._root = None
        alone: list[bytes] = []
        while nodes:
            if low >> level & 1:
                nodes.insert(0, peaks.pop()[1:])
            if len(nodes) & 1:
                alone.append(_ABOVE + nodes.pop())
            pairs = iter(nodes)
            nodes = [digest(_ABOVE + one + two).digest() for one, two in zip(pairs, pairs, strict=True)]
            level += 1
            if level >= KEPT and self.nodes is not None and nodes:
                end = self.size >> level
                middles = range((2 * (end - len(nodes)) + 1) << level - 1, 2 * end << level - 1, 1 << level)
                self.nodes += zip(middles, nodes, strict=True)
        peaks += reversed(alone)

    def hashes(self) -> list[bytes]:
        """The roots of the full subtrees, the largest, which is the leftmost, first."""
        return [peak[1:] for peak in self._peaks]

    def root(self) -> bytes:
        """The root of the tree as it is now."""
        if self._root is None:
            # `verify` asks at every checkpoint.
            peaks, digest = self._peaks, sha256
            result = peaks[-1][1:] if peaks else EMPTY_ROOT
            for peak in peaks[-2::-1]:
                result = digest(peak + result).digest()
            self._root = result
        return self._root


def check_hashes(hashes: Sequence[bytes]) -> None:
    """Raise ProofError for a hash that has not 32 bytes."""
    # set(map(len, …)) is one pass in C, and `verify` comes here for every leaf.
    if hashes and set(map(len, hashes)) != {32}:
        wrong = next(len(each) for each in hashes if len(each) != 32)
        raise ProofError(f"a hash has {wrong} bytes and must have 32")
