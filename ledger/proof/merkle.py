"""The Merkle tree of RFC 6962, section 2.1, with SHA-256: roots, proofs, and how to check them.

- A leaf's hash is SHA-256(0x00 ‖ leaf), a node's SHA-256(0x01 ‖ left ‖ right), the empty root SHA-256("").
- The left half of a tree of n leaves has the largest power of two that is less than n.
- An inclusion proof goes from the leaf's sibling up to the root's child (2.1.1); a consistency proof stands
  in the order of 2.1.2. Both are lists of 32-byte hashes, and one hash too many or too few is refused.
- From the empty tree everything follows, so a consistency proof from size 0 to a greater one proves nothing
  and is refused, as Go's tlog and transparency-dev/merkle do. A caller who holds a checkpoint of size 0 has
  nothing to ask for.
- Between equal sizes the proof is empty and the roots are the same: nothing is hashed, so the two roots are
  compared and not looked at further (as transparency-dev/merkle's vectors want it).

The checks follow RFC 9162, 2.1.3.2 and 2.1.4.2, in the closed form of transparency-dev/merkle: the length a
proof must have is known before anything is hashed.

>>> hashes = [leaf_hash(text) for text in (b"a", b"b", b"c")]
>>> verify_inclusion(2, 3, hashes[2], inclusion_proof(2, hashes), root(hashes))
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from ledger.proof.compact import EMPTY_ROOT, CompactRange, check_hashes
from ledger.proof.errors import ProofError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = [
    "EMPTY_ROOT",
    "CompactRange",
    "ProofError",
    "consistency_proof",
    "consistency_ranges",
    "inclusion_proof",
    "inclusion_ranges",
    "leaf_hash",
    "node_hash",
    "root",
    "verify_consistency",
    "verify_inclusion",
]


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of the node above two nodes."""
    return sha256(b"\x01" + left + right).digest()


def root(leaf_hashes: Iterable[bytes]) -> bytes:
    """The root over all *leaf_hashes* (MTH in RFC 6962, 2.1). Raises ProofError."""
    tree = CompactRange()
    tree.extend(leaf_hashes)
    return tree.root()


def inclusion_ranges(index: int, size: int) -> list[tuple[int, int]]:
    """Which subtrees, each from its first leaf to before its last, an inclusion proof has the roots of.

    Raises ProofError where the tree has no leaf of that *index* (from 0).
    """
    check_index(index, size)
    ranges, low, high = [], 0, size
    while high - low > 1:
        middle = low + _left_half(high - low)
        if index < middle:
            ranges.append((middle, high))
            high = middle
        else:
            ranges.append((low, middle))
            low = middle
    return ranges[::-1]


def consistency_ranges(old_size: int, new_size: int) -> list[tuple[int, int]]:
    """Which subtrees a consistency proof has the roots of. Raises ProofError unless 0 < old <= new."""
    _check_sizes(old_size, new_size)
    if not old_size:
        raise ProofError("nothing can be proved from the empty tree: every tree goes on from it")
    ranges, low, high = [], 0, new_size
    while old_size < high:
        middle = low + _left_half(high - low)
        if old_size <= middle:
            ranges.append((middle, high))
            high = middle
        else:
            ranges.append((low, middle))
            low = middle
    if low:  # otherwise the subtree is the old tree itself, whose root the reader has
        ranges.append((low, high))
    return ranges[::-1]


def inclusion_proof(index: int, leaf_hashes: Sequence[bytes]) -> list[bytes]:
    """That the leaf at *index* is in the tree over *leaf_hashes* (PATH in RFC 6962, 2.1.1).

    Raises ProofError. It hashes the whole tree; for many proofs of one tree see ``ledger.proof.tree``.
    """
    return [root(leaf_hashes[low:high]) for low, high in inclusion_ranges(index, len(leaf_hashes))]


def consistency_proof(old_size: int, leaf_hashes: Sequence[bytes]) -> list[bytes]:
    """That the tree over *leaf_hashes* begins with its first *old_size* leaves (PROOF in RFC 6962, 2.1.2).

    Raises ProofError unless 0 < old_size <= len(leaf_hashes).
    """
    return [root(leaf_hashes[low:high]) for low, high in consistency_ranges(old_size, len(leaf_hashes))]


def verify_inclusion(index: int, size: int, leaf_hash: bytes, proof: Sequence[bytes], root: bytes) -> None:
    """Check that the tree of *size* leaves with *root* has the leaf at *index*, from 0. Raises ProofError."""
    check_index(index, size)
    # Below `inner` the path has siblings on both sides, from it upwards on the left alone.
    inner = (index ^ (size - 1)).bit_length()
    _check_length(proof, inner + (index >> inner).bit_count())
    check_hashes([leaf_hash, root, *proof])
    seen = leaf_hash
    for level, sibling in enumerate(proof):
        left = level >= inner or index >> level & 1
        seen = node_hash(sibling, seen) if left else node_hash(seen, sibling)
    if seen != root:
        raise ProofError(f"the proof leads to the root {seen.hex()} and not to {root.hex()}")


def verify_consistency(
    old_size: int, new_size: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> None:
    """Check that the tree of *new_size* leaves begins with the tree of *old_size*. Raises ProofError."""
    _check_sizes(old_size, new_size)
    if not old_root or not new_root:
        raise ProofError(f"the {'new' if old_root else 'old'} root is empty")
    if old_size == new_size:
        _check_length(proof, 0)
        if old_root != new_root:
            raise ProofError(
                f"two trees of {old_size} leaves have the roots {old_root.hex()} and {new_root.hex()}"
            )
        return
    if not old_size:
        raise ProofError("nothing can be proved from the empty tree: every tree goes on from it")

    # The largest full subtree that ends where the old tree ended: both roots are reached from it.
    level = (old_size & -old_size).bit_length() - 1
    whole = old_size == 1 << level  # it is the old tree itself, whose root the proof leaves out
    index = (old_size - 1) >> level
    inner = (index ^ ((new_size - 1) >> level)).bit_length()
    _check_length(proof, (not whole) + inner + (index >> inner).bit_count())
    check_hashes([old_root, new_root, *proof])
    seen_old = seen_new = old_root if whole else proof[0]
    for height, sibling in enumerate(proof if whole else proof[1:]):
        if height >= inner or index >> height & 1:
            seen_old, seen_new = node_hash(sibling, seen_old), node_hash(sibling, seen_new)
        else:
            seen_new = node_hash(seen_new, sibling)
    if seen_old != old_root:
        raise ProofError(f"the proof leads to the old root {seen_old.hex()} and not to {old_root.hex()}")
    if seen_new != new_root:
        raise ProofError(f"the proof leads to the new root {seen_new.hex()} and not to {new_root.hex()}")


def _left_half(size: int) -> int:
    """The largest power of two that is less than *size*, which is 2 or more."""
    return 1 << (size - 1).bit_length() - 1


def check_index(index: int, size: int) -> None:
    """Raise ProofError unless a tree of *size* leaves has one at *index*, from 0."""
    if size < 1:
        raise ProofError(f"a tree of {size} leaves includes none")
    if not 0 <= index < size:
        raise ProofError(f"a tree of {size} leaves has no leaf {index}: they count from 0")


def _check_sizes(old_size: int, new_size: int) -> None:
    if old_size < 0:
        raise ProofError(f"a tree cannot have {old_size} leaves")
    if old_size > new_size:
        raise ProofError(f"a tree of {new_size} leaves cannot go on from one of {old_size}: it is smaller")


def _check_length(proof: Sequence[bytes], wanted: int) -> None:
    if len(proof) != wanted:
        raise ProofError(f"the proof has {len(proof)} hashes and must have {wanted}")
