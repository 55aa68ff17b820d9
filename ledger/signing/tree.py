"""The tree as far as it was signed: where sealing goes on from, and which nodes are kept of it.

Nodes of new leaves are kept with their checkpoint, once those before are there (see ledger.proof.nodes).
A ledger that an older program sealed has none. It gets those of some thousands of leaves with each sealing
that completes a block of 16; until it has all, proofs are made of all leaves.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING

from ledger.errors import Damaged, Tampered
from ledger.proof import checkpoint, merkle, note
from ledger.proof.compact import KEPT, CompactRange, Node
from ledger.proof.errors import ProofError
from ledger.validation import so_many

if TYPE_CHECKING:
    from ledger.store.base import Store

BLOCK = 1 << KEPT

Newest = tuple[int, str] | None
"""The size and the note of the newest checkpoint, if there is one."""

SEE = "Sign nothing more and find out which history is the true one: scrutiny verify"
REBUILD = "See what is wrong: scrutiny verify. If it is only that, make it again: scrutiny rebuild"

STEP = 16_384
"""Leaves of which the nodes are made with one sealing, if they were not kept: some hundredths of a second."""


def signed_last(store: Store, newest: Newest) -> tuple[Newest, merkle.CompactRange]:
    """The newest checkpoint, and where sealing goes on from: the compact range that it was signed over.

    If the two do not fit, somebody may have signed between the one question and the other.
    """
    while True:
        try:
            return newest, _signed_over(store, newest)
        except Tampered:
            before, newest = newest, store.newest_checkpoint()
            if newest == before:
                raise


def _signed_over(store: Store, newest: Newest) -> merkle.CompactRange:
    size, hashes = store.sealed()
    signed = (0, merkle.EMPTY_ROOT)
    if newest:
        try:
            parsed = checkpoint.parse(note.parse(newest[1].encode()).text)
        except ProofError as error:
            raise Tampered(f"The newest checkpoint cannot be read: {error}.", SEE) from error
        signed = (parsed.size, parsed.root)
    with suppress(ProofError, TypeError):
        tree = merkle.CompactRange(size, [hashes[at : at + 32] for at in range(0, len(hashes), 32)])
        if signed == (size, tree.root()):
            return tree
    raise Tampered(
        "The place where sealing stopped does not fit the newest checkpoint.",
        REBUILD,
    )


def last_position(store: Store, size: int) -> int:
    """The position of the last event that the signed tree covers."""
    if not size:
        return 0
    last = next(store.leaves(size - 1), None)
    if last is None or last[0] != size - 1:
        raise Tampered(
            f"The tree was signed with {so_many(size, 'leaf', 'leaves')}, and the last of them is gone.",
            REBUILD,
        )
    return last[1]


def is_signed(store: Store, made: checkpoint.Checkpoint) -> bool:
    """Whether the ledger has a note of just this checkpoint."""
    with suppress(ProofError):
        notes = [text for _, text in store.checkpoints(made.size)]
        return any(checkpoint.parse(note.parse(text.encode()).text) == made for text in notes)
    return False


def kept(store: Store, size: int, nodes: Sequence[Node]) -> Sequence[Node]:
    """What is to be kept of ``nodes``, which came with the leaves behind ``size``; or of those before."""
    end = ends(store)
    if end is None:
        return ()
    if end >= size // BLOCK * BLOCK:
        return [node for node in nodes if node[0] + (node[0] & -node[0]) > end]
    return missing(store, end, STEP)


def ends(store: Store) -> int | None:
    """How many leaves have their nodes, in whole blocks; None for a ledger that cannot keep any."""
    last = store.nodes.last()
    return None if last < 0 else last + BLOCK // 2 if last else 0


def are_kept(store: Store) -> bool:
    """Whether all that are to be are kept, as far as the tree was signed."""
    signed = store.newest_checkpoint()
    return signed is None or (end := ends(store)) is None or end >= signed[0] // BLOCK * BLOCK


def complete(store: Store) -> int:
    """Make the nodes that are not kept yet, as far as the tree was signed; the leaves that have theirs now.

    Nothing was made if that is 0. Raises StorageError.
    """
    made = 0
    while not are_kept(store) and (more := missing(store, ends(store) or 0, STEP)):
        store.nodes.keep(more)
        made = ends(store) or 0
    return made


def missing(store: Store, end: int, count: int) -> Sequence[Node]:
    """The nodes of the leaves from ``end`` on, made of those that are kept; none if those are not whole."""
    from ledger.proof.nodes import Subtrees  # noqa: PLC0415  a ledger catches up once

    with suppress(ProofError, Damaged):
        tree: CompactRange = Subtrees(store.nodes.at, lambda *_: ()).compact(end)
        tree.nodes = []
        due = end
        for index, _, leaf in islice(store.leaves(end, count), count):
            if index != due:
                break
            tree.append(merkle.leaf_hash(leaf))
            due += 1
        return tree.nodes
    return ()
