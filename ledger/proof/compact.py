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
KEPT = 4
"""The level from which on nodes are kept beside the leaves: that of the roots of 16 leaves."""

Node = tuple[int, bytes]
"""A full subtree of 16 leaves or more: the index of the first leaf of its right half, which no other has as
its own, and its root.
"""

_BATCH = 2048  # leaves folded at a time: fewer cost speed, more cost memory and gain nothing


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
        rest = list(hashes)  # the largest subtree first, as hashes() gives them
        self._levels = [rest.pop() if size >> level & 1 else None for level in range(size.bit_length())]

    def copy(self) -> CompactRange:
        """The same tree, to grow apart from this one, without nodes."""
        made = CompactRange()
        made.size, made._levels, made._root = self.size, self._levels.copy(), self._root
        return made

    def append(self, leaf_hash: bytes) -> None:
        """Add one leaf. Raises ProofError."""
        if len(leaf_hash) != 32:
            check_hashes([leaf_hash])
        self.size += 1
        self._root = None
        levels, node = self._levels, leaf_hash
        for level, waiting in enumerate(levels):
            if waiting is None:
                levels[level] = node
                return
            levels[level] = None
            node = sha256(b"\x01" + waiting + node).digest()
            if level + 1 >= KEPT and self.nodes is not None:
                self.nodes.append((self.size - (1 << level), node))
        levels.append(node)

    def extend(self, leaf_hashes: Iterable[bytes]) -> None:
        """Add many leaves, in bounded memory whatever their number. Raises ProofError."""
        rest = iter(leaf_hashes)
        while batch := list(islice(rest, _BATCH)):
            self._fold(batch)

    def _fold(self, nodes: list[bytes]) -> None:
        # `verify` spends its time here: a level at a time, with what waits there for its right-hand sibling.
        check_hashes(nodes)
        self.size += len(nodes)
        self._root = None
        levels, digest, level = self._levels, sha256, 0
        while nodes:
            if level == len(levels):
                levels.append(None)
            waiting = levels[level]
            if waiting is not None:
                nodes.insert(0, waiting)
            levels[level] = nodes.pop() if len(nodes) & 1 else None
            pairs = iter(nodes)
            nodes = [digest(b"\x01" + one + two).digest() for one, two in zip(pairs, pairs, strict=True)]
            level += 1
            if level >= KEPT and self.nodes is not None and nodes:
                end = self.size >> level
                middles = range((2 * (end - len(nodes)) + 1) << level - 1, 2 * end << level - 1, 1 << level)
                self.nodes += zip(middles, nodes, strict=True)

    def hashes(self) -> list[bytes]:
        """The roots of the full subtrees, the largest, which is the leftmost, first."""
        return [node for node in reversed(self._levels) if node is not None]

    def root(self) -> bytes:
        """The root of the tree as it is now."""
        if self._root is None:
            # `verify` asks at every checkpoint.
            digest, result = sha256, b""
            for node in self._levels:
                if node:
                    result = digest(b"\x01" + node + result).digest() if result else node
            self._root = result or EMPTY_ROOT
        return self._root


def check_hashes(hashes: Sequence[bytes]) -> None:
    """Raise ProofError for a hash that has not 32 bytes."""
    # set(map(len, …)) is one pass in C, and `verify` comes here for every leaf.
    if hashes and set(map(len, hashes)) != {32}:
        wrong = next(len(each) for each in hashes if len(each) != 32)
        raise ProofError(f"a hash has {wrong} bytes and must have 32")
