"""The proofs in a bundle: that each row follows from events that stand in the signed tree.

    checkpoint                      the signed tree
    events/<leaf index>.json        each event that a row rests on, and each earlier word on it, as stored
    proofs/<leaf index>.tlog-proof  that it stands in the tree (c2sp.org/tlog-proof)
    history.jsonl                   every other event that is told of, as stored, one a line in their order:
                                    the leaf of each has its SHA-256
    tile/…                          the whole tree, and what every leaf says (c2sp.org/tlog-tiles)
    consistency/<old>-<new>         that it grew out of the tree of each earlier publication

An event says only what may be public; of all others an outsider sees the leaf alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from tempfile import TemporaryFile

from events.registry import EVENTS
from ledger.errors import Tampered
from ledger.leaves import leaf_of
from ledger.proof import checkpoint, merkle, note, tlogproof
from ledger.proof.tree import Tree
from ledger.records import Row, decode
from ledger.store.base import Store
from projections.publication.edition import Edition
from projections.publication.files.base import File
from projections.publication.files.proofs.paths import CHECKPOINT, HISTORY

TILE = 256
"""Hashes in a full tile, and entries in a full bundle of them."""


def files(store: Store, edition: Edition, signed: bytes, before: Sequence[int]) -> Iterator[File]:
    """The proofs of an edition under its signed checkpoint; ``before`` are the sizes of earlier publications.

    Raises Tampered where the stored events are not those that the checkpoint was signed over.
    """
    size = edition.terms.size
    proved, listed = frozenset(edition.proved_leaves), frozenset(edition.history_leaves)
    history = TemporaryFile()  # noqa: SIM115  it lives as long as the File that is made of it
    tree = Tree()
    entries: list[bytes] = []
    for index, row in enumerate(islice(store.rows(), size)):
        entries.append(leaf_of(row))
        if index in proved:
            yield File(f"events/{index}.json", stored_bytes(row))
        elif index in listed:
            history.write(stored_bytes(row) + b"\n")
        if len(entries) == TILE or index == size - 1:
            tree.extend(map(merkle.leaf_hash, entries))
            yield File(_tile("entries", index // TILE, len(entries)), _bundle(entries))
            entries.clear()
    yield File(HISTORY, history)
    expected = checkpoint.parse(note.parse(signed).text)
    if (tree.size, tree.root()) != (expected.size, expected.root):
        raise Tampered(
            "The stored events are not those that the checkpoint was signed over.",
            "Find out what is wrong: scrutiny verify",
        )
    yield File(CHECKPOINT, signed)
    for index in edition.proved_leaves:
        proof = tlogproof.TlogProof(index, tuple(tree.inclusion_proof(index)), signed)
        yield File(f"proofs/{index}.tlog-proof", proof.to_bytes())
    yield from _hashes(tree)
    for old in sorted(set(before)):
        if 0 < old < size:
            data = tlogproof.hash_lines(tree.consistency_proof(old))
            yield File(f"consistency/{old}-{size}", data)


def stored_bytes(row: Row) -> bytes:
    """The stored bytes of an event that is shown; raises TypeError if a field of it is internal."""
    # What is shown was read, and decoded, before: its class says who may read which field.
    event = EVENTS.get(row[3]) or type(decode(row).event)
    if internal := [name for name, reader in event.GUARDED if reader == "Internal"]:
        raise TypeError(f"{event.NAME} is in no bundle, for it has what is internal: {', '.join(internal)}")
    return row[-1]


def _hashes(tree: Tree) -> Iterator[File]:
    level = 0
    while first := tree.tile(level, 0):
        number, data = 0, first
        while data:
            yield File(_tile(str(level), number, len(data) // 32), data)
            number += 1
            data = tree.tile(level, number)
        level += 1


def _tile(level: str, number: int, width: int) -> str:
    """The path of a tile: its number in groups of three digits, all but the last with an x before them."""
    groups = [f"{number % 1000:03d}"]
    while number := number // 1000:
        groups.insert(0, f"x{number % 1000:03d}")
    partial = "" if width == TILE else f".p/{width}"
    return f"tile/{level}/{'/'.join(groups)}{partial}"


def _bundle(leaves: Iterable[bytes]) -> bytes:
    """Leaves one after another, each with its length before it in two bytes, the greater first."""
    return b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in leaves)
