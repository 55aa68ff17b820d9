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


class Sealer:
    """Signs one open ledger. What it signed last it keeps in mind, and ``close`` remembers it for good."""

    def __init__(self, store: Store, keyring: Keyring, signer: Signer) -> None:
        self._store = store
        self._keyring = keyring
        self._signer = signer
        self._first_leaf = _first_leaf(store)
        self._seen = _parsed(keyring.remembered(self._first_leaf))
        self._tree = merkle.CompactRange()
        self._last = 0
        self._newest: tuple[int, str] | None = None
        self._signed = b""

    def seal(self) -> int:
        """Sign the tree as it is now, unless it is signed already, and return the size that is signed.

        Raises Tampered where what is stored is not what was hashed, or is less or other than was once signed
        or seen; StorageError; nothing was signed then.
        """
        newest = self._store.newest_checkpoint()
        if newest is None or newest != self._newest:
            # Somebody else signed since, or this is the first time here.
            self._tree = _signed_last(self._store, newest)
            self._last = _position(self._store, self._tree.size)
            _not_beside(self._seen, self._store)
        size = self._tree.size
        tree = merkle.CompactRange(size, self._tree.hashes())
        last = self._take_in(tree)
        if self._seen and self._seen.size > tree.size:
            raise Tampered(
                f"This ledger has {tree.size} events, and one of {self._seen.size} was signed before: "
                "it is an older copy, or its end was cut off.",
                _SEE,
            )
        if tree.size > size:
            self._sign(tree)
            self._last = last
        elif newest:
            self._newest = newest
        return tree.size

    def close(self) -> None:
        """Remember the highest checkpoint that was signed here."""
        if self._signed:
            self._keyring.remember(self._first_leaf or _first_leaf(self._store), self._signed)
            self._signed = b""

    def _take_in(self, tree: merkle.CompactRange) -> int:
        """Fold the rows behind a tree into it, as they are stored and as they were hashed."""
        self._compare(tree)
        last = self._last
        rows = self._store.rows(after=last)
        for row, cached in zip_longest(rows, self._store.leaves(tree.size)):
            if row is None or cached != (tree.size, row[0], leaf_of(row)):
                where = f"Event {row[0]}" if row else f"Leaf {tree.size}"
                raise Tampered(f"{where} is not stored as it was hashed.", _SEE)
            tree.append(merkle.leaf_hash(cached[2]))
            self._compare(tree)
            last = row[0]
        return last

    def _compare(self, tree: merkle.CompactRange) -> None:
        if self._seen and self._seen.size == tree.size and self._seen.root != tree.root():
            raise _another_history(self._seen)

    def _sign(self, tree: merkle.CompactRange) -> None:
        made = Checkpoint(self._signer.verifier_key.name, tree.size, tree.root())
        self._signed = checkpoint.sign(made, self._signer)
        self._newest = (tree.size, self._signed.decode())
        self._store.keep_checkpoint(*self._newest, b"".join(tree.hashes()))
        self._tree, self._seen = tree, made


def _signed_last(store: Store, newest: tuple[int, str] | None) -> merkle.CompactRange:
    """Where sealing goes on from: the compact range that the newest checkpoint was signed over."""
    size, hashes = store.sealed()
    signed = (0, merkle.EMPTY_ROOT)
    if newest:
        try:
            found = checkpoint.parse(note.parse(newest[1].encode()).text)
        except ProofError as error:
            raise Tampered(f"The newest checkpoint cannot be read: {error}.", _SEE) from error
        signed = (found.size, found.root)
    with suppress(ProofError, TypeError):
        tree = merkle.CompactRange(size, [hashes[at : at + 32] for at in range(0, len(hashes), 32)])
        if signed == (size, tree.root()):
            return tree
    raise Tampered("The place where sealing stopped does not fit the newest checkpoint.", _SEE)


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


def _parsed(remembered: bytes) -> Checkpoint | None:
    with suppress(ProofError):
        return checkpoint.parse(note.parse(remembered).text) if remembered else None
    return None


def _not_beside(seen: Checkpoint | None, store: Store) -> None:
    """Raise Tampered where the ledger has another checkpoint of the size that was seen."""
    if seen is None:
        return
    for _, kept in store.checkpoints(seen.size):
        if _parsed(kept.encode()) != seen:
            raise _another_history(seen)


def _another_history(seen: Checkpoint) -> Tampered:
    return Tampered(f"Another history of {seen.size} events was signed before.", _SEE)
