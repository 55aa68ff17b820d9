"""Proofs for outsiders: that events stand in the signed tree, and that it grew out of an older one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from ledger.errors import BadInput, LedgerError, NotFound, Refused, Tampered
from ledger.leaves import leaf_of
from ledger.proof import checkpoint, merkle, note, tlogproof
from ledger.proof.checkpoint import Checkpoint
from ledger.proof.errors import ProofError
from ledger.proof.tree import Tree
from ledger.recovery.places import eras_of
from ledger.signing.eras import Eras, Signed
from ledger.store.base import Store
from ledger.validation import so_many_events

_SEE = "Find out what is wrong: scrutiny verify"


class Proof(NamedTuple):
    """One event's leaf and the tlog-proof that it stands in the tree, both as the bytes of a file.

    ``signature`` is that of the person who recorded it, if they signed it.
    """

    leaf_index: int
    leaf: bytes
    proof: bytes
    signature: bytes | None = None


def inclusion(store: Store, positions: Iterable[int]) -> Iterator[Proof]:
    """The proof of each event at one of the positions, under the newest checkpoint.

    Raises NotFound if there is no checkpoint or it does not cover them all yet, Tampered if the stored
    events are not those it was signed over.
    """
    signed, text = newest_signed(store)
    indexes = sorted(store.leaf_index(position) for position in positions)
    if indexes and indexes[-1] >= signed.size:
        raise NotFound(
            f"The newest checkpoint covers {so_many_events(signed.size)}, and not yet the one at "
            f"leaf {indexes[-1]}.",
            "Whoever holds the key goes on: scrutiny seal",
        )
    wanted, leaves, signatures = set(indexes), {}, {}
    tree = Tree()
    for index, row in enumerate(islice(store.rows(), signed.size)):
        leaf = leaf_of(row)
        if index in wanted:
            leaves[index] = leaf
            signatures[index] = store.signature(row[0])
        tree.extend([merkle.leaf_hash(leaf)])
    _check_root(tree, signed)
    for index in indexes:
        proof = tlogproof.TlogProof(index, tuple(tree.inclusion_proof(index)), text)
        yield Proof(index, leaves[index], proof.to_bytes(), signatures[index])


def consistency(store: Store, old: bytes, eras: Eras) -> tuple[int, int, bytes]:
    """The proof that the newest checkpoint's tree begins with an older one's: old size, new size, file.

    Raises BadInput for an older checkpoint that is malformed or not signed by one of the ledger's keys,
    Refused for one that was declared lost, Tampered if this ledger did not grow out of it.
    """
    read = _read_checkpoint(old, eras)
    before = read.checkpoint
    signed, _ = newest_signed(store)
    tree = Tree(merkle.leaf_hash(leaf_of(row)) for row in islice(store.rows(), signed.size))
    _check_root(tree, signed)
    there = before.size <= signed.size and tree.root(before.size) == before.root
    if not there and (gap := eras.lost(read)):
        raise Refused(
            f"That checkpoint, of {so_many_events(before.size)}, is of what event {gap.position} "
            "declares lost: "
            "nothing can grow out of it.",
            "Show them what was declared: scrutiny verify --held CHECKPOINT",
        )
    if before.size > signed.size:
        raise Tampered(
            f"That checkpoint has {so_many_events(before.size)}, and this ledger's newest has {signed.size}.",
            _SEE,
        )
    if not there:
        raise Tampered(f"This ledger had another history when it had {so_many_events(before.size)}.", _SEE)
    proof = tree.consistency_proof(before.size) if before.size != signed.size else []
    return before.size, signed.size, tlogproof.hash_lines(proof)


def _read_checkpoint(data: bytes, eras: Eras) -> Signed:
    """A checkpoint that somebody kept; raises BadInput, naming the line, unless a key of theirs signed it."""
    try:
        signed = eras.read(data)
    except ProofError as error:
        raise BadInput(
            f"That checkpoint is not to be trusted: {error}.", "Use the file as it was given."
        ) from error
    if not signed.checkpoint.size:
        raise BadInput("That checkpoint covers no event.", "Use a later one.")
    return signed


def no_checkpoint(store: Store) -> LedgerError:
    """What a ledger without a checkpoint is refused with: Tampered if one was signed, else NotFound."""
    signed, _ = store.sealed()
    if signed:
        return Tampered(
            f"This ledger has no checkpoint any more, and one of {so_many_events(signed)} was signed.",
            "See what is wrong: scrutiny verify. If it is only that, make it again: scrutiny rebuild",
        )
    return NotFound(
        "This ledger has no checkpoint.",
        "Whoever holds its key signs one: scrutiny seal. If one was signed before: scrutiny verify",
    )


def newest_signed(store: Store) -> tuple[Checkpoint, bytes]:
    """The newest checkpoint; raises NotFound without one, and Tampered for one that no key of theirs signed.

    On a server, whoever may record can put any text in its place.
    """
    newest = store.newest_checkpoint()
    if newest is None:
        raise no_checkpoint(store)
    text = newest[1].encode()
    try:
        eras = eras_of(store)
        signed = eras.read(text).checkpoint if eras.all else checkpoint.parse(note.parse(text).text)
    except ProofError as error:
        raise Tampered(f"The newest checkpoint is not one that the key signed: {error}.", _SEE) from error
    return signed, text


def _check_root(tree: Tree, signed: Checkpoint) -> None:
    if (tree.size, tree.root()) != (signed.size, signed.root):
        raise Tampered("The stored events are not those that the newest checkpoint was signed over.", _SEE)
