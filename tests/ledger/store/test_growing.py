"""However the leaves of a ledger that is filled come together, its tree and what was signed are the same."""

from __future__ import annotations

import pytest

from ledger.proof import merkle
from ledger.store.growing import Growing

LEAVES = [f"leaf {number}".encode() for number in range(13)]


@pytest.mark.parametrize("covered", range(15))
@pytest.mark.parametrize("together", [1, 2, 5, 13])
def test_the_tree_and_what_was_signed_do_not_hang_on_the_batches(covered, together):
    growing = Growing(covered)
    for at in range(0, len(LEAVES), together):
        growing.take(LEAVES[at : at + together])
    growing.take([])
    hashes = list(map(merkle.leaf_hash, LEAVES))
    assert (growing.tree.size, growing.tree.root()) == (13, merkle.root(hashes))
    signed = hashes[:covered] if covered <= 13 else []
    assert (growing.sealed.size, growing.sealed.root()) == (len(signed), merkle.root(signed))
