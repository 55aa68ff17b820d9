"""Roots of full subtrees that are kept beside the leaves, so that a proof reads a few hashes and not all.

A node is known by its middle, the index of the first leaf of its right half: of the 32 leaves from 64 on
that is 80, and no other node has 80 in its middle. So a node needs one number, and those of a stretch of
leaves stand together. Nodes of fewer than 16 leaves are not kept: they are made of the leaves.

Nodes are a cache. Whoever proves something with them compares what comes out with the signed root.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import reduce

from ledger.proof.compact import KEPT, CompactRange
from ledger.proof.errors import ProofError
from ledger.proof.merkle import consistency_ranges, inclusion_ranges, node_hash

BLOCK = 1 << KEPT
"""The leaves of the smallest node that is kept."""

Range = tuple[int, int]
"""A subtree, from its first leaf to before its last."""


def span(middle: int) -> Range:
    """The leaves of a node.

    >>> span(80), span(8)
    ((64, 96), (0, 16))
    """
    half = middle & -middle
    return middle - half, middle + half


def is_middle(middle: object, size: float) -> bool:
    """Whether a tree of so many leaves has a node of that middle that is kept."""
    return isinstance(middle, int) and middle > 0 and middle % (BLOCK // 2) == 0 and span(middle)[1] <= size


def full_subtrees(low: int, high: int) -> Iterator[Range]:
    """The full subtrees, from the left, that a subtree which a proof names is made of."""
    while low < high:
        size = 1 << (high - low).bit_length() - 1
        yield low, low + size
        low += size


class Subtrees:
    """The roots of subtrees of which proofs are made, from nodes and leaves that are asked for all at once.

    ``nodes`` gives those there are of some middles, ``leaves`` the hashes from an index to before another.
    Raises ProofError for one that is not there.
    """

    def __init__(
        self,
        nodes: Callable[[Sequence[int]], Mapping[int, bytes]],
        leaves: Callable[[int, int], Iterable[bytes]],
    ) -> None:
        self._nodes = nodes
        self._leaves = leaves
        self._known: dict[Range, bytes] = {}

    def inclusion_proofs(self, indexes: Sequence[int], size: int) -> list[list[bytes]]:
        """That each leaf is in the tree of *size* leaves."""
        return self._roots([inclusion_ranges(index, size) for index in indexes])

    def consistency_proof(self, old_size: int, new_size: int) -> list[bytes]:
        """That the tree of *new_size* leaves begins with that of *old_size*."""
        return self._roots([consistency_ranges(old_size, new_size)])[0]

    def compact(self, size: int) -> CompactRange:
        """The tree of the first *size* leaves, to go on from."""
        return CompactRange(
            size, [hashes[0] for hashes in self._roots([[one] for one in full_subtrees(0, size)])]
        )

    def _roots(self, wanted: Sequence[Sequence[Range]]) -> list[list[bytes]]:
        parts = {
            part for ranges in wanted for one in ranges for part in full_subtrees(*one)
        } - self._known.keys()
        small = sorted({low - low % BLOCK for low, high in parts if high - low < BLOCK})
        for low in small:
            self._take_block(low, max(high for start, high in parts if low <= start < high <= low + BLOCK))
        middles = {(low + high) // 2: (low, high) for low, high in parts if high - low >= BLOCK}
        found = self._nodes(sorted(middles))
        for middle, one in middles.items():
            if middle not in found:
                raise ProofError(f"the node over the leaves {one[0]} to {one[1] - 1} is not there")
            self._known[one] = found[middle]
        return [[self._root(*one) for one in ranges] for ranges in wanted]

    def _take_block(self, low: int, high: int) -> None:
        """The subtrees of the leaves of a block, up to some leaf."""
        hashes = list(self._leaves(low, high))
        if len(hashes) != high - low:
            raise ProofError(f"the leaves {low} to {high - 1} are not all there")
        width = 1
        while hashes:
            self._known |= {
                (at, at + width): each for at, each in zip(range(low, high, width), hashes, strict=False)
            }
            hashes = [node_hash(*pair) for pair in zip(hashes[::2], hashes[1::2], strict=False)]
            width *= 2

    def _root(self, low: int, high: int) -> bytes:
        roots = [self._known[part] for part in full_subtrees(low, high)]
        return reduce(lambda right, left: node_hash(left, right), reversed(roots))
