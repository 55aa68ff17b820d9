"""Sealing: the newest state of the tree is signed, once what was stored has been read again.

1. The new rows are read back, hashed again and compared with their leaves: a bit that flipped between
   hashing and storing is found now and not by an auditor.
2. They are folded into the compact range that was signed last, so the cost is that of the new rows alone.
3. Nothing is signed below, or beside, a checkpoint that was ever signed or seen: a restored backup is told
   as one and does not become a second history.
4. There is one note for each size, and it is never replaced.
"""

from __future__ import annotations

from contextlib import suppress
from itertools import zip_longest

from ledger.errors import Tampered
from ledger.keyring import Keyring
from ledger.proof import checkpoint, merkle, note
from ledger.proof.checkpoint import Checkpoint
from ledger.proof.errors import ProofError
from ledger.proof.note import Signer
from ledger.records import leaf_of
from ledger.store.base import Store

_SEE = "Sign nothing more and find out which history is the true one: scrutiny verify"


def seal(store: Store, keyring: Keyring, signer: Signer) -> int:
    """Sign the tree as it is now, unless it is signed already, and return the size that is signed.

    Raises Tampered where what is stored is not what was hashed, or is less or other than was once signed or
    seen; StorageError; nothing was signed then.
    """
    tree = _signed_last(store)
    size = tree.size
    first_leaf = _first_leaf(store)
    seen = _seen(keyring.remembered(first_leaf), store)
    _compare(seen, tree)
    position = _position(store, size)
    for row, cached in zip_longest(store.rows(after=position), store.leaves(size)):
        if row is None or cached != (tree.size, row[0], leaf_of(row)):
            where = f"Event {row[0]}" if row else f"Leaf {tree.size}"
            raise Tampered(f"{where} is not stored as it was hashed.", _SEE)
        tree.append(merkle.leaf_hash(cached[2]))
        _compare(seen, tree)
    if seen and seen.size > tree.size:
        raise Tampered(
            f"This ledger has {tree.size} events, and one of {seen.size} was signed before: "
            "it is an older copy, or its end was cut off.",
            _SEE,
        )
    if tree.size == size:
        return size
    signed = checkpoint.sign(Checkpoint(signer.verifier_key.name, tree.size, tree.root()), signer)
    store.keep_checkpoint(tree.size, signed.decode(), b"".join(tree.hashes()))
    keyring.remember(first_leaf or _first_leaf(store), signed)
    return tree.size


def _signed_last(store: Store) -> merkle.CompactRange:
    """Where sealing goes on from: the compact range that the newest checkpoint was signed over."""
    size, hashes = store.sealed()
    newest = _newest(store)
    with suppress(ProofError, TypeError):
        tree = merkle.CompactRange(size, [hashes[at : at + 32] for at in range(0, len(hashes), 32)])
        if newest == (size, tree.root()) or not (newest or size):
            return tree
    raise Tampered("The place where sealing stopped does not fit the newest checkpoint.", _SEE)


def _newest(store: Store) -> tuple[int, bytes] | None:
    newest = store.newest_checkpoint()
    if newest is None:
        return None
    try:
        found = checkpoint.parse(note.parse(newest[1].encode()).text)
    except ProofError as error:
        raise Tampered(f"The newest checkpoint cannot be read: {error}.", _SEE) from error
    return found.size, found.root


def _first_leaf(store: Store) -> str:
    """What a ledger is known by: the hash of its first leaf, which has 128 random bits in it."""
    first = next(store.leaves(), None)
    return merkle.leaf_hash(first[2]).hex() if first else ""


def _position(store: Store, size: int) -> int:
    """The position of the last event that the signed tree covers."""
    if not size:
        return 0
    last = next(store.leaves(size - 1), None)
    if last is None or last[0] != size - 1:
        raise Tampered(f"The tree was signed with {size} leaves, and the last of them is gone.", _SEE)
    return last[1]


def _seen(remembered: bytes, store: Store) -> Checkpoint | None:
    """The highest checkpoint this person saw; one that no checkpoint of the ledger equals is a fork."""
    seen = None
    with suppress(ProofError):
        seen = checkpoint.parse(note.parse(remembered).text) if remembered else None
    if seen:
        for _, kept in store.checkpoints(seen.size):
            if checkpoint.parse(note.parse(kept.encode()).text) != seen:
                raise Tampered(f"Another history of {seen.size} events was signed before.", _SEE)
    return seen


def _compare(seen: Checkpoint | None, tree: merkle.CompactRange) -> None:
    if seen and seen.size == tree.size and seen.root != tree.root():
        raise Tampered(f"Another history of {seen.size} events was signed before.", _SEE)
