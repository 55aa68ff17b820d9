"""What is lost if a ledger was put back to an older copy.

1. It is known by the highest checkpoint that somebody saw and that does not fit the events any more.
2. What was kept ends with the newest of the ledger's own checkpoints that is smaller than any of these.
3. Of what was kept just that was signed: if it was not, this is no older copy but another history.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from ledger.checks.believed import Held
from ledger.errors import BadInput, Refused, Tampered
from ledger.leaves import leaf_of
from ledger.proof import checkpoint, merkle, note
from ledger.proof.checkpoint import Checkpoint
from ledger.proof.errors import ProofError
from ledger.recovery.places import eras_of, identity
from ledger.signing.eras import Signed
from ledger.signing.keyring import Keyring
from ledger.store.base import Store


class Lost(NamedTuple):
    """The checkpoint that is lost, and the size of what was kept."""

    size: int
    root: bytes
    kept: int


def what_is_lost(store: Store, keyring: Keyring, held: Sequence[Held]) -> Lost:
    """What of a ledger was seen and is not there; raises Refused if nothing is missing.

    Raises BadInput for a held checkpoint that none of the ledger's keys signed, Tampered, StorageError.
    """
    eras = eras_of(store)
    known: list[Signed] = []
    for file in held:
        try:
            known.append(eras.read(file.data))
        except ProofError as error:
            raise BadInput(
                f"{file.name} is not to be trusted: {error}.", "Use the file as it was given."
            ) from error
    remembered = eras.recalled(keyring.remembered(identity(store, eras)))
    if remembered:
        known.append(remembered)
    seen = [one.checkpoint for one in known if not eras.lost(one)]
    own = dict(store.checkpoints())
    roots = dict(roots_at(store, sorted({one.size for one in seen} | own.keys())))
    gone = [one for one in seen if roots.get(one.size) != one.root]
    if not gone:
        raise Refused(
            "Nothing is missing: the ledger has all that you saw of it, or that was declared lost before."
            if known
            else "Nothing that was signed is known to be missing: you remember no checkpoint of this ledger.",
            "Where somebody kept a checkpoint of what is lost: scrutiny recover --seen FILE …",
        )
    highest, first = max(gone, key=_size_of), min(gone, key=_size_of).size
    kept = max((size for size in own if size < first), default=0)
    if kept and roots.get(kept) != checkpoint.parse(note.parse(own[kept].encode()).text).root:
        raise Tampered(
            f"The first {kept} events are not those that were signed: this is no older copy.",
            "Find out which history is the true one: scrutiny verify",
        )
    return Lost(highest.size, highest.root, kept)


def is_missing(store: Store, data: bytes) -> Checkpoint | None:
    """What a checkpoint says that a key of the ledger signed, if it is not there and not declared lost.

    Raises StorageError.
    """
    eras = eras_of(store)
    try:
        read = eras.read(data)
    except ProofError:
        return None  # it is of somebody else
    signed = read.checkpoint
    own = next((text.encode() for _, text in store.checkpoints(signed.size)), b"")
    if own == data or eras.lost(read) or signed.root in dict(roots_at(store, [signed.size])).values():
        return None
    return signed


def _size_of(signed: Checkpoint) -> int:
    return signed.size


def roots_at(store: Store, sizes: Sequence[int]) -> Iterator[tuple[int, bytes]]:
    """The roots of the trees of some sizes, as far as there are events for them."""
    tree, rows = merkle.CompactRange(), iter(store.rows())
    for size in sizes:
        for row in islice(rows, size - tree.size):
            tree.append(merkle.leaf_hash(leaf_of(row)))
        if tree.size == size:
            yield size, tree.root()
