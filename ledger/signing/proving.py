"""Proofs for outsiders: that events stand in the signed tree, and that it grew out of an older one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from typing import TypeVar

from events.named import NamedTuple
from ledger.errors import BadInput, Damaged, LedgerError, NotFound, Refused, Tampered
from ledger.leaves import leaf_of
from ledger.proof import checkpoint, merkle, note, tlogproof
from ledger.proof.checkpoint import Checkpoint
from ledger.proof.errors import ProofError
from ledger.proof.nodes import Subtrees
from ledger.proof.tree import Tree
from ledger.recovery.places import eras_of
from ledger.signing.eras import Eras, Signed
from ledger.signing.tree import BLOCK, ends
from ledger.store.base import Store
from ledger.validation import so_many_events

_SEE = "Find out what is wrong: scrutiny verify"

Proved = TypeVar("Proved")


class Proof(NamedTuple):
    """One event's leaf and the tlog-proof that it stands in the tree, both as the bytes of a file.

    ``signature`` is that of the person who recorded it, if they signed it.
    """

    leaf_index: int
    leaf: bytes
    proof: bytes
    signature: bytes | None = None


def inclusion(
    store: Store, positions: Iterable[int], tell: Callable[[str], None] = lambda _: None
) -> Iterator[Proof]:
    """The proof of each event at one of the positions, under the newest checkpoint.

    ``tell`` is given a sentence if what is kept to make proofs of is damaged, and all events were read
    instead. Raises NotFound if there is no checkpoint or it does not cover them all yet, Tampered if the
    stored events are not those it was signed over.
    """
    signed, text = newest_signed(store)
    # By the events' own ranks: a cached leaf may say that it is of another one.
    places = {store.rank(position): position for position in sorted(positions)}
    beyond = next((index for index in places if index >= signed.size), None)
    if beyond is not None:
        raise NotFound(
            f"The newest checkpoint covers {so_many_events(signed.size)}, and not yet the one at "
            f"leaf {beyond}.",
            "Whoever holds the key goes on: scrutiny seal",
        )
    leaves = {index: leaf_of(store.row(position)) for index, position in places.items()}

    def checked(tree: Tree | Subtrees) -> list[list[bytes]]:
        paths = tree.inclusion_proofs(list(leaves), signed.size)
        for (index, leaf), path in zip(leaves.items(), paths, strict=True):
            merkle.verify_inclusion(index, signed.size, merkle.leaf_hash(leaf), path, signed.root)
        return paths

    for (index, leaf), path in zip(leaves.items(), _proved(store, signed, checked, tell), strict=True):
        proof = tlogproof.TlogProof(index, tuple(path), text)
        yield Proof(index, leaf, proof.to_bytes(), store.signature(places[index]))


def consistency(
    store: Store, old: bytes, eras: Eras, tell: Callable[[str], None] = lambda _: None
) -> tuple[int, int, bytes]:
    """The proof that the newest checkpoint's tree begins with an older one's: old size, new size, file.

    ``tell`` is as it is above. Raises BadInput for an older checkpoint that is malformed or not signed by one
    of the ledger's keys, Refused for one that was declared lost, Tampered if this ledger did not grow out of
    it.
    """
    read = _read_checkpoint(old, eras)
    before = read.checkpoint
    signed, _ = newest_signed(store)

    def checked(tree: Tree | Subtrees) -> list[bytes] | None:
        """The proof; None, by all leaves, if the older one is of another history."""
        if before.size == signed.size and before.root == signed.root:
            return []
        proof = tree.consistency_proof(before.size, signed.size)
        try:
            merkle.verify_consistency(before.size, signed.size, before.root, signed.root, proof)
        except ProofError:
            if isinstance(tree, Tree):
                return None
            raise
        return proof

    proof = _proved(store, signed, checked, tell) if before.size <= signed.size else None
    if proof is None and (gap := eras.lost(read)):
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
    if proof is None:
        raise Tampered(f"This ledger had another history when it had {so_many_events(before.size)}.", _SEE)
    return before.size, signed.size, tlogproof.hash_lines(proof)


def _proved(
    store: Store,
    signed: Checkpoint,
    checked: Callable[[Tree | Subtrees], Proved],
    tell: Callable[[str], None],
) -> Proved:
    """What ``checked`` makes of the nodes that are kept, or else of the leaves of all events.

    It compares what comes out with the signed root, so a node that is wrong proves nothing.
    """
    kept = (ends(store) or 0) >= signed.size - signed.size % BLOCK
    if kept:
        with suppress(ProofError, Damaged):
            return checked(Subtrees(store.nodes.at, lambda low, high: _leaf_hashes(store, low, high)))
    tree = Tree(merkle.leaf_hash(leaf_of(row)) for row in islice(store.rows(), signed.size))
    if (tree.size, tree.root()) != (signed.size, signed.root):
        raise Tampered("The stored events are not those that the newest checkpoint was signed over.", _SEE)
    try:
        proved = checked(tree)
    except ProofError as error:
        raise Tampered(f"An event does not have the place that its position says: {error}.", _SEE) from error
    if kept and proved is not None:
        tell(
            "what is kept beside the events to make proofs of is damaged, so this was made of all events. "
            "See what is wrong: scrutiny verify. If it is only that, make it again: scrutiny rebuild"
        )
    return proved


def _leaf_hashes(store: Store, low: int, high: int) -> Iterator[bytes]:
    for due, (index, _, leaf) in enumerate(store.leaves(low, high - low), low):
        if index == due:
            yield merkle.leaf_hash(leaf)


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
