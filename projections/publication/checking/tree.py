"""B3 and B8: the signed tree, the leaves it stands on, and the trees it grew out of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ledger.checks.base import shown
from ledger.proof import checkpoint, leaf, merkle, note, tlogproof
from ledger.proof.checkpoint import Checkpoint
from ledger.proof.errors import ProofError
from ledger.proof.leaf import Leaf
from ledger.proof.tree import Tree
from ledger.validation import so_many
from projections.publication.checking.base import Findings
from projections.publication.checking.folder import Bundle
from projections.publication.files.reading import Wrong

CHECKPOINT = "checkpoint"
_TILE = 256
_LARGEST_TILE = _TILE * (2 + 65_535)
_CONSISTENCY = re.compile(r"consistency/([1-9][0-9]{0,18})-([1-9][0-9]{0,18})")


class Signed(NamedTuple):
    """What was signed: the checkpoint, and once the leaves come to its root, they and their tree."""

    checkpoint: Checkpoint
    leaves: tuple[Leaf, ...]
    texts: tuple[bytes, ...]
    tree: Tree


def read_checkpoint(bundle: Bundle, findings: Findings) -> Checkpoint | None:
    """What the checkpoint says, whoever signed it: that is looked at once the events are read. B2 if none."""
    try:
        return checkpoint.parse(note.parse(bundle.read(CHECKPOINT)).text)
    except (Wrong, ProofError) as error:
        findings.add("B2", CHECKPOINT, f"There is no checkpoint to go by: {error}.")
        return None


def read_leaves(bundle: Bundle, signed: Checkpoint, findings: Findings) -> Signed | None:
    """B3. None unless the leaves come to the root that was signed."""
    texts: list[bytes] = []
    expected = {CHECKPOINT}
    for path, width in _tiles("entries", signed.size):
        expected.add(path)
        if path not in bundle.files:
            findings.add("B3", path, "It is not there, and the tree has leaves in it.")
            return None  # a size may be a lie, and as many tiles as it asks for are too many to tell
        try:
            texts += _entries(bundle.read(path, _LARGEST_TILE), width)
        except Wrong as error:
            findings.add("B3", path, f"Its leaves cannot be read: {error}.")
            return None
    tree = Tree(merkle.leaf_hash(text) for text in texts)
    if tree.root() != signed.root:
        findings.add("B3", CHECKPOINT, f"The {signed.size:,} leaves have not the root that it says.")
        return None
    for path, data in _hash_tiles(tree):
        expected.add(path)
        try:
            if bundle.read(path, _LARGEST_TILE) != data:
                findings.add("B3", path, "These are not the hashes of the tree.")
        except Wrong as error:
            findings.add("B3", path, f"The tile cannot be read: {error}.")
    for path in bundle.under("tile/"):
        if path not in expected:
            findings.add(
                "B3", path, f"The tree of {so_many(signed.size, 'leaf', 'leaves')} has no such tile."
            )
    leaves = _parsed(texts, findings)
    return None if leaves is None else Signed(signed, tuple(leaves), tuple(texts), tree)


def check_growth(bundle: Bundle, signed: Signed, found: Findings) -> None:
    """B8: the proofs that it grew out of the trees of earlier publications are right."""
    tree = signed.tree
    for path in bundle.under("consistency/"):
        sizes = _CONSISTENCY.fullmatch(path)
        if not sizes or not int(sizes[1]) < int(sizes[2]) <= tree.size:
            found.add("B8", path, "It is named for no two sizes that this tree had.")
            continue
        before, after = int(sizes[1]), int(sizes[2])
        try:
            hashes = tlogproof.parse_hash_lines(bundle.read(path))
            merkle.verify_consistency(before, after, tree.root(before), tree.root(after), hashes)
        except (ProofError, Wrong) as error:
            found.add("B8", path, f"It does not prove that the tree grew: {error}.")


def _tiles(level: str, count: int) -> Iterator[tuple[str, int]]:
    """The paths of the tiles that hold so many hashes or leaves, and how many are in each."""
    for number in range(-(-count // _TILE)):
        width = min(_TILE, count - number * _TILE)
        groups, rest = [f"{number % 1000:03d}"], number // 1000
        while rest:
            groups.insert(0, f"x{rest % 1000:03d}")
            rest //= 1000
        yield f"tile/{level}/{'/'.join(groups)}" + ("" if width == _TILE else f".p/{width}"), width


def _hash_tiles(tree: Tree) -> Iterator[tuple[str, bytes]]:
    level, count = 0, tree.size
    while count:
        for number, (path, _) in enumerate(_tiles(str(level), count)):
            yield path, tree.tile(level, number)
        level, count = level + 1, count // _TILE


def _entries(data: bytes, count: int) -> list[bytes]:
    found: list[bytes] = []
    at = 0
    while at < len(data):
        length = int.from_bytes(data[at : at + 2], "big")
        found.append(data[at + 2 : at + 2 + length])
        at += 2 + length
    if at != len(data) or len(found) != count:
        raise Wrong(f"there should be {count} in just so many bytes, and there are {len(found)}")
    return found


def _parsed(texts: Iterable[bytes], findings: Findings) -> list[Leaf] | None:
    """What the leaves say. Those of a ledger count each stream from 1, and no time steps back."""
    found: list[Leaf] = []
    versions: dict[str, int] = {}
    for index, text in enumerate(texts):
        path = f"tile/entries, leaf {index}"
        try:
            one = leaf.parse(text)
        except ProofError as error:
            findings.add("B3", path, f"It is no leaf: {error}.")
            return None
        expected = versions.get(one.originator, 0) + 1
        if one.version != expected:
            findings.add("B3", path, f"It is number {one.version} of its stream, and {expected} was due.")
        if found and (one.recorded < found[-1].recorded or one.notification_id <= found[-1].notification_id):
            findings.add("B3", path, f"It stands behind a later one: {shown(one.recorded)}.")
        versions[one.originator] = one.version
        found.append(one)
    return found
