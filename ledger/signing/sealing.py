"""Sealing: the newest state of the tree is signed, once what was stored has been read again.

1. The new rows are read back, hashed again and compared with their leaves: a bit that flipped between
   hashing and storing is found now and not by an auditor.
2. They are folded into the compact range that was signed last, so the cost is that of the new rows alone.
   The nodes that are complete by now are kept with the checkpoint, so that proofs need not read all leaves.
3. Nothing is signed below, or beside, a checkpoint that was ever signed or seen: a restored backup is told
   as one and does not become a second history, unless an administrator declared that it was restored.
4. There is one note for each size, and it is never replaced.
5. Who signs which size is said in ledger.signing.eras. In a copy of a ledger nothing is signed: see
   ledger.recovery.places.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import zip_longest
from typing import TYPE_CHECKING

from ledger.errors import LedgerError, Refused, Tampered
from ledger.leaves import leaf_of
from ledger.proof import checkpoint, merkle, note
from ledger.proof.checkpoint import Checkpoint
from ledger.proof.errors import ProofError
from ledger.proof.note import Signature, Signer, VerifierKey
from ledger.records import LEDGER_STREAM
from ledger.recovery.places import eras_of, identity, place_of, standing
from ledger.signing.signers import Signers
from ledger.signing.tree import REBUILD, SEE, is_signed, kept, last_position, signed_last
from ledger.store.location import engine_of
from ledger.validation import so_many_events

if TYPE_CHECKING:
    from ledger.store.base import Store, Unsigned

_RECOVER = (
    "If it was put back to an older copy, an administrator says so, and sealing goes on: "
    "scrutiny recover --restored-from WHAT --why W. If not, see what happened: scrutiny verify"
)


class Sealer:
    """Signs one open ledger. What it signed last it keeps in mind, and ``close`` remembers it for good.

    ``turns`` tells how many events there are by now that change who signs, or what is declared lost.
    """

    def __init__(self, store: Store, signers: Signers, turns: Callable[[], int]) -> None:
        self._store = store
        self._signers = signers
        self._turns = turns
        self._ours: dict[int, tuple[str, VerifierKey]] = {}
        self._notes: list[str] = []
        self._tree = merkle.CompactRange()
        self._last = 0
        self._newest: tuple[int, str] | None = None
        self._signed = b""
        self._known: dict[VerifierKey, Signer] = {}
        self._recall()

    def seal(self) -> int:
        """Sign the tree as it is now, unless it is signed already, and return the size that is signed.

        Raises Refused in a copy; Tampered if what is stored is not what was hashed, or is less or other
        than was once signed or seen; NotFound if a key that has to sign is not here; StorageError.
        Nothing was signed then.
        """
        tree, newest, last = self._compared()
        if tree.size > self._tree.size:
            self._sign(tree, newest[0] if newest else 0)
            self._last = last
        elif newest:
            self._newest = newest
        return tree.size

    def check(self) -> None:
        """Raise what ``seal`` would before it signs: Refused, Tampered, StorageError. Nothing is changed."""
        self._compared()

    def _compared(self) -> tuple[merkle.CompactRange, tuple[int, str] | None, int]:
        """The tree as it is now, the newest checkpoint, and the position of the last event."""
        # Before anything was signed here it is not known yet from where on.
        fresh = self._store.unsigned(self._last, self._tree.size) if self._newest else None
        newest = fresh[0] if fresh else self._store.newest_checkpoint()
        has_moved = newest is None or newest != self._newest
        # Who signs is said in the stream of the settings, of which nothing is new if no new row is of it.
        if fresh is None or has_moved or any(row[1] == LEDGER_STREAM.hex for row in fresh[1]):
            self._recall_if_told_otherwise()
        if self._standing.copy_of:
            raise Refused(
                f"This is a copy of the ledger in {self._standing.copy_of}, which is still there, "
                "so nothing is signed in it.",
                "Record in the ledger itself; to try something out: scrutiny copy FOLDER --practice. "
                "If this is the ledger now, remove or rename that one.",
            )
        while has_moved:
            # Somebody else signed since, or this is the first time here.
            before, self._tree = signed_last(self._store, newest)
            self._last = last_position(self._store, self._tree.size)
            _not_beside(self._seen, self._store)
            fresh = self._store.unsigned(self._last, self._tree.size)
            newest = fresh[0] if fresh else before
            has_moved = newest != before
        tree = self._tree.copy()
        tree.nodes = []
        last = self._take_in(tree, fresh)
        if self._seen and self._seen.size > tree.size:
            raise Tampered(
                f"This ledger has {so_many_events(tree.size)}, and one of {self._seen.size} was signed "
                "before: it is an older copy, or its end was cut off.",
                _RECOVER,
            )
        return tree, newest, last

    def close(self) -> None:
        """Remember the highest checkpoint that was signed here, and where."""
        if self._signed:
            keyring = self._signers.keyring
            keyring.remember(self._known_by, self._signed, self._remembered)
            place = place_of(self._store.location)
            keyring.settle(self._known_by, place, engine_of(self._store.location).names_itself)
            self._signed = b""

    def take_notes(self) -> list[str]:
        """Sentences that whoever signs should read, each once."""
        notes, self._notes = self._notes, []
        return notes

    def _recall(self) -> None:
        """Who signs by now, and what was seen before, unless it was declared lost."""
        keyring = self._signers.keyring
        self._known.clear()
        self._eras = eras_of(self._store)
        self._known_by = identity(self._store, self._eras)
        self._standing = standing(keyring, self._known_by, self._store.location)
        self._remembered = keyring.remembered(self._known_by)
        seen = self._eras.recalled(self._remembered) if self._remembered else None
        lost = self._eras.lost(seen) if seen else None
        self._seen = seen.checkpoint if seen and not lost else None
        if seen and lost:
            self._notes.append(
                f"what you saw at size {seen.checkpoint.size:,} is lost, as event {lost.position} declares."
            )
        if self._standing.moved_from:
            self._notes.append(f"this ledger was in {self._standing.moved_from} when you signed it last.")
        if why := keyring.unread(self._known_by):
            self._notes.append(
                f"what you saw of this ledger before is not compared, so nobody here would notice that it is "
                f"an older copy: {why}"
            )
        elif not self._remembered and keyring.knew(self._known_by):
            self._notes.append(
                "what you saw of this ledger before is not remembered any more, so nobody here would notice "
                "that it is an older copy. Compare it with a checkpoint that was kept: "
                "scrutiny verify --held FILE"
            )

    def _recall_if_told_otherwise(self) -> None:
        if self._eras.turns != self._turns():
            self.close()
            self._recall()

    def _take_in(self, tree: merkle.CompactRange, fresh: Unsigned | None) -> int:
        """Fold the rows behind a tree into it, as they are stored and as they were hashed."""
        self._compare(tree)
        last = self._last
        rows, leaves = fresh[1:] if fresh else (self._store.rows(after=last), self._store.leaves(tree.size))
        for row, cached in zip_longest(rows, leaves):
            if fresh is None and row is None and last < cached[1] <= self._store.head()[0]:
                break  # somebody recorded since the rows were asked for: the next to seal signs that
            if row is not None and cached is None:
                raise Tampered(f"Event {row[0]} has no leaf.", REBUILD)
            if row is None or cached != (tree.size, row[0], leaf_of(row)):
                where = f"Event {row[0]}" if row else f"Leaf {tree.size}"
                raise Tampered(f"{where} is not stored as it was hashed.", SEE)
            tree.append(merkle.leaf_hash(cached[2]))
            self._compare(tree)
            last = row[0]
        return last

    def _compare(self, tree: merkle.CompactRange) -> None:
        if self._seen and self._seen.size == tree.size and self._seen.root != tree.root():
            raise _another_history(self._seen)

    def _sign(self, tree: merkle.CompactRange, before: int) -> None:
        keys = self._eras.required(tree.size, before)
        made = Checkpoint(keys[0].name, tree.size, tree.root())
        self._signed = checkpoint.sign(
            made, *map(self._signer_of, keys), first=self._look_back(tree.size, before, keys)
        )
        self._newest = (tree.size, self._signed.decode())
        made_too = kept(self._store, self._tree.size, tree.nodes) if tree.nodes else ()
        try:
            self._store.keep_checkpoint(*self._newest, b"".join(tree.hashes()), made_too)
        except LedgerError:
            # Another may have signed just this meanwhile, and said other things of the checkpoints before.
            if not is_signed(self._store, made):
                raise
            self._newest = None
            return
        self._ours[tree.size] = self._newest[1], keys[-1]
        self._tree, self._seen = tree, made

    def _look_back(self, size: int, before: int, keys: Sequence[VerifierKey]) -> list[Signature]:
        """What is said of the checkpoints before, if this one is the first behind a span of sizes."""
        if size // checkpoint.SPAN == before // checkpoint.SPAN:
            return []
        era = self._eras.at(before)
        if era is None or era.key not in keys:
            return []
        from ledger.signing.looking_back import look_back  # noqa: PLC0415  hardly any command needs it

        ours, self._ours = self._ours, {}
        return look_back(self._store, before, era.key, self._signer_of, ours)

    def _signer_of(self, key: VerifierKey) -> Signer:
        """Who signs as a key, which may be one of the ledger's under the name that marks a restored one."""
        if key not in self._known:
            ours = next(own for own in self._eras.keys if own.public_key == key.public_key)
            signer = self._signers(ours)
            self._known[key] = signer if ours == key else signer.named(key.name)
        return self._known[key]


def _not_beside(seen: Checkpoint | None, store: Store) -> None:
    """Raise Tampered if the ledger has another checkpoint of the size that was seen."""
    if seen is None:
        return
    for _, text in store.checkpoints(seen.size):
        with suppress(ProofError):
            if checkpoint.parse(note.parse(text.encode()).text) == seen:
                continue
        raise _another_history(seen)


def _another_history(seen: Checkpoint) -> Tampered:
    return Tampered(f"Another history of {so_many_events(seen.size)} was signed before.", _RECOVER)
