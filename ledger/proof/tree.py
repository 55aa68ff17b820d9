"""A whole tree in memory, 64 bytes a leaf, for many proofs and for the tiles of a publication.

Every full subtree's root is kept, so that a proof hashes a few nodes and not the whole tree. The leaves' own
hashes are level 0; level k holds the roots of the full subtrees of 2^k leaves.
"""

from __future__ import annotations

from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING

from ledger.proof.compact import EMPTY_ROOT, check_hashes
from ledger.proof.errors import ProofError
from ledger.proof.merkle import check_index, consistency_ranges, node_hash

if TYPE_CHECKING:
    from collections.abc import Iterable

_BATCH = 2048
_TILE = 256  # hashes in a full tile: C2SP tlog-tiles, "Merkle Tree"
_TILE_LEVELS = 8


class Tree:
    """The tree over *leaf_hashes*. Raises ProofError for a hash that has not 32 bytes.

    >>> tree = Tree([sha256(b"\\x00" + leaf).digest() for leaf in (b"a", b"b", b"c", b"d", b"e", b"f", b"g")])
    >>> len(tree.inclusion_proof(3)), len(tree.consistency_proof(6))
    (3, 3)
    """

    def __init__(self, leaf_hashes: Iterable[bytes] = ()) -> None:
        self._levels = [bytearray()]
        self._edges: dict[tuple[int, int], bytes] = {}
        self._above: tuple[tuple[int, int], list[bytes]] = (0, 0), []
        self.extend(leaf_hashes)

    @property
    def size(self) -> int:
        """How many leaves it has."""
        return len(self._levels[0]) // 32

    def extend(self, leaf_hashes: Iterable[bytes]) -> None:
        """Add leaves. Raises ProofError."""
        rest = iter(leaf_hashes)
        self._edges.clear()
        self._above = (0, 0), []
        while batch := list(islice(rest, _BATCH)):
            check_hashes(batch)
            self._levels[0] += b"".join(batch)
            self._carry()

    def _carry(self) -> None:
        level = 0
        while len(self._levels[level]) >= 64:
            if level + 1 == len(self._levels):
                self._levels.append(bytearray())
            above = self._levels[level + 1]
            pairs = bytes(
                self._levels[level][2 * len(above) :]
            )  # what has no parent yet; the last may stay alone
            starts = range(0, len(pairs) - 63, 64)
            above += b"".join([sha256(b"\x01" + pairs[at : at + 64]).digest() for at in starts])
            level += 1

    def root(self, size: int | None = None) -> bytes:
        """The root of the first *size* leaves, by default of all. Raises ProofError where there are fewer."""
        size = self._checked(size)
        return self._subtree(0, size) if size else EMPTY_ROOT

    def inclusion_proof(self, index: int, size: int | None = None) -> list[bytes]:
        """That the leaf at *index* is in the tree of *size* leaves, by default all. Raises ProofError."""
        size = self._checked(size)
        check_index(index, size)
        # Most are asked for in their order, and above a tile all leaves of it have the same.
        above = index >> _TILE_LEVELS, size
        if self._above[0] != above:
            self._above = above, self._siblings(index, size, range(_TILE_LEVELS, size.bit_length()))
        return self._siblings(index, size, range(_TILE_LEVELS)) + self._above[1]

    def _siblings(self, index: int, size: int, levels: range) -> list[bytes]:
        """The roots beside the way from a leaf up, on some levels: what ``merkle.inclusion_ranges`` names."""
        found = []
        for level in levels:
            beside = index >> level ^ 1
            if beside + 1 << level <= size:
                found.append(bytes(self._levels[level][32 * beside : 32 * beside + 32]))
            elif beside << level < size:
                found.append(self._subtree(beside << level, size))
        return found

    def inclusion_proofs(self, indexes: Iterable[int], size: int | None = None) -> list[list[bytes]]:
        """Those of several leaves."""
        return [self.inclusion_proof(index, size) for index in indexes]

    def consistency_proof(self, old_size: int, new_size: int | None = None) -> list[bytes]:
        """That the tree of *new_size* leaves, by default all, begins with that of *old_size*.

        Raises ProofError.
        """
        return [
            self._subtree(low, high) for low, high in consistency_ranges(old_size, self._checked(new_size))
        ]

    def tile(self, level: int, index: int) -> bytes:
        """The hashes of one tile of C2SP tlog-tiles: at most 256 of 32 bytes, or none at all.

        A tile of level L has the roots of full subtrees of 256^L leaves; with fewer it is a partial one.
        """
        hashes = self._levels[8 * level] if 8 * level < len(self._levels) else b""
        return bytes(hashes[32 * _TILE * index : 32 * _TILE * (index + 1)])

    def _checked(self, size: int | None) -> int:
        if size is None:
            return self.size
        if not 0 <= size <= self.size:
            raise ProofError(f"the tree has {self.size} leaves, so there is none of its first {size}")
        return size

    def _subtree(self, low: int, high: int) -> bytes:
        size = high - low
        if (
            size & (size - 1) == 0
        ):  # full, and it begins at a multiple of its size, as every range of a proof does
            level, at = size.bit_length() - 1, 32 * (low // size)
            return bytes(self._levels[level][at : at + 32])
        # Only the right edge is not full, and nearly every proof has some of it.
        found = self._edges.get((low, high))
        if found is None:
            middle = low + (1 << size.bit_length() - 1)
            found = node_hash(self._subtree(low, middle), self._subtree(middle, high))
            self._edges[low, high] = found
        return found
