"""Leaves of a tree whose root is known, one by one: what is kept beside the events says it, and is compared.

A hash is believed once it leads to that root, from the top down: so each node on the way is looked at once,
however many leaves are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ledger.proof import merkle
from ledger.proof.errors import ProofError
from ledger.proof.merkle import CompactRange, node_hash
from ledger.proof.nodes import BLOCK, Range, full_subtrees

Nodes = Callable[[Sequence[int]], Mapping[int, bytes]]
Leaves = Callable[[int, int], Sequence[bytes]]
"""The texts of the cached leaves from an index to before another."""


class Proven:
    """The leaves of *tree*, which has the root that is known."""

    def __init__(self, tree: CompactRange, nodes: Nodes, leaves: Leaves) -> None:
        self._nodes = nodes
        self._leaves = leaves
        self._believed = dict(zip(full_subtrees(0, tree.size), tree.hashes(), strict=True))
        self._tops = sorted(self._believed)
        self._blocks: dict[int, list[bytes]] = {}
        self.size = tree.size

    def leaf(self, index: int) -> bytes:
        """The hash of a leaf; raises ProofError if what is kept does not lead to the root."""
        low = index - index % BLOCK
        if low not in self._blocks:
            self._blocks[low] = self._block(low)
        return self._blocks[low][index - low]

    def _block(self, low: int) -> list[bytes]:
        high = min(low + BLOCK, self.size)
        hashes = [merkle.leaf_hash(text) for text in self._leaves(low, high)]
        if len(hashes) != high - low:
            raise ProofError(f"the leaves {low} to {high - 1} are not all there")
        # The last block may have fewer leaves, and is then made of smaller subtrees.
        due = [(low, high)] if high - low == BLOCK else [top for top in self._tops if top[0] >= low]
        for first, last in due:
            if merkle.root(hashes[first - low : last - low]) != self._node((first, last)):
                raise ProofError(f"the leaves {first} to {last - 1} do not lead to its root")
        return hashes

    def _node(self, wanted: Range) -> bytes:
        """The root of a full subtree: that of each one it is in is looked at before, from the top down."""
        above: list[Range] = []
        one = wanted
        while one not in self._believed:
            width = 2 * (one[1] - one[0])
            one = one[0] - one[0] % width, one[0] - one[0] % width + width
            above.append(one)
        found = self._nodes([at for low, high in above for at in _halves(low, high)]) if above else {}
        for low, high in reversed(above):
            left, right = (found.get(half, b"") for half in _halves(low, high))
            if node_hash(left, right) != self._believed[low, high]:
                raise ProofError(f"the nodes over the leaves {low} to {high - 1} do not lead to its root")
            middle = (low + high) // 2
            self._believed |= {(low, middle): left, (middle, high): right}
        return self._believed[wanted]


def _halves(low: int, high: int) -> tuple[int, int]:
    """The middles of the two nodes below one."""
    quarter = (high - low) // 4
    return low + quarter, high - quarter
