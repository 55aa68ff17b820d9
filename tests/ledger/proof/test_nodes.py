"""The nodes that are kept beside the leaves: which there are, and what is proved with them."""

from __future__ import annotations

from hashlib import sha256

import pytest

from ledger.proof.compact import CompactRange
from ledger.proof.errors import ProofError
from ledger.proof.merkle import root
from ledger.proof.nodes import BLOCK, Subtrees, is_middle, span
from ledger.proof.tree import Tree

MANY = 700
HASHES = [sha256(b"\x00" + str(at).encode()).digest() for at in range(MANY)]
SIZES = [1, 2, 15, 16, 17, 31, 32, 48, 100, 255, 256, 257, 511, 600, MANY]


def kept(size, pieces=1000):
    """The nodes of a tree that grew in pieces; 0 is leaf by leaf."""
    tree = CompactRange()
    tree.nodes = []
    if not pieces:
        for each in HASHES[:size]:
            tree.append(each)
    else:
        for at in range(0, size, pieces):
            tree.extend(HASHES[at : min(at + pieces, size)])
    assert len(tree.nodes) == len(dict(tree.nodes))
    return dict(tree.nodes)


class Counted:
    """Nodes and leaves that count what is asked of them."""

    def __init__(self, size):
        self.nodes, self.size = kept(size), size
        self.asked = self.read = 0

    def at(self, middles):
        self.asked += len(middles)
        return {middle: self.nodes[middle] for middle in middles if middle in self.nodes}

    def leaves(self, low, high):
        self.read += high - low
        return HASHES[low : min(high, self.size)]


@pytest.mark.parametrize("size", SIZES)
def test_there_is_a_node_for_each_full_subtree_of_16_leaves_or_more(size):
    due = {middle for middle in range(1, size) if is_middle(middle, size)}
    nodes = kept(size)
    assert nodes.keys() == due
    assert all(nodes[middle] == root(HASHES[slice(*span(middle))]) for middle in due)
    assert all(span(middle)[1] - span(middle)[0] >= BLOCK for middle in due)


@pytest.mark.parametrize("pieces", [0, 1, 3, 16, 100])
def test_however_the_tree_grew_the_nodes_are_the_same(pieces):
    assert kept(MANY, pieces) == kept(MANY)


@pytest.mark.parametrize("size", SIZES)
def test_what_is_proved_with_nodes_is_what_is_proved_with_all_leaves(size):
    counted, tree = Counted(size), Tree(HASHES[:size])
    indexes = sorted({0, size // 3, size // 2, size - 1})
    subtrees = Subtrees(counted.at, counted.leaves)
    assert subtrees.inclusion_proofs(indexes, size) == tree.inclusion_proofs(indexes, size)
    for old in {1, size // 2 or 1, max(size - 1, 1), size}:
        subtrees = Subtrees(counted.at, counted.leaves)
        assert subtrees.consistency_proof(old, size) == tree.consistency_proof(old, size)
    assert Subtrees(counted.at, counted.leaves).compact(size).root() == tree.root()


def test_a_proof_reads_a_few_hashes_more_of_a_tree_that_is_twice_as_large():
    for size in (BLOCK - 1, 100, MANY):
        for index in range(0, size, 7):
            counted = Counted(size)
            Subtrees(counted.at, counted.leaves).inclusion_proofs([index], size)
            assert counted.read < 2 * BLOCK
            assert counted.asked <= 2 * size.bit_length()


def test_without_a_node_or_a_leaf_nothing_is_proved():
    counted = Counted(100)
    del counted.nodes[80]
    with pytest.raises(ProofError, match="the node over the leaves 64 to 95 is not there"):
        Subtrees(counted.at, counted.leaves).inclusion_proofs([3], 100)
    with pytest.raises(ProofError, match="the leaves 0 to 15 are not all there"):
        Subtrees(counted.at, lambda low, _: HASHES[low : low + 3]).inclusion_proofs([3], 100)
