"""B4: the events that are shown: each the bytes that its leaf speaks of, and proved to stand in the tree.

Those that a row follows from each have a file and a proof; the others that are told of are the lines of one
file, and the leaf of each is found by the hash of its bytes.
"""

from __future__ import annotations

import re
from hashlib import sha256
from uuid import UUID

from ledger.errors import Damaged
from ledger.leaves import leaf_of
from ledger.proof import merkle, tlogproof
from ledger.proof.errors import ProofError
from ledger.records import Record, Row, decode, stream_of
from ledger.validation import so_many
from projections.publication.checking.base import Findings
from projections.publication.checking.folder import Bundle
from projections.publication.checking.tree import CHECKPOINT, Signed
from projections.publication.files.proofs.paths import HISTORY
from projections.publication.files.reading import Wrong


class Shown(dict[int, Record]):
    """The events that are shown and are what their leaves say, by leaf index, in the order of the ledger.

    ``rows`` are the same as they are stored, and ``told`` those that stand in the file of all others.
    """

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[int, Row] = {}
        self.history: set[int] = set()

    def take(self, index: int, row: Row, record: Record) -> None:
        """One more."""
        self[index], self.rows[index] = record, row

    def in_order(self) -> Shown:
        """The same, in the order of the ledger."""
        found = Shown()
        for index in sorted(self):
            found.take(index, self.rows[index], self[index])
        found.history = self.history
        return found


_EVENT = re.compile(r"events/(0|[1-9][0-9]{0,17})\.json")
_PROOF = re.compile(r"proofs/(0|[1-9][0-9]{0,17})\.tlog-proof")
_LARGEST_EVENT, _LARGEST_PROOF = 16 << 20, 1 << 20


def read_events(bundle: Bundle, signed: Signed, findings: Findings) -> Shown:
    """B4."""
    events = _indexes(bundle, "events/", _EVENT, findings)
    proofs = _indexes(bundle, "proofs/", _PROOF, findings)
    for index, path in proofs.items():
        if index not in events and findings.was_read("events/"):
            findings.add("B4", path, f"It proves what is not shown: there is no events/{index}.json.")
    found = Shown()
    checkpoint = _checkpoint(bundle, findings)
    for index in sorted(events):
        path = events[index]
        if index >= len(signed.leaves):
            findings.add(
                "B4",
                path,
                f"The tree has {so_many(len(signed.leaves), 'leaf', 'leaves')}, and none of that number.",
            )
            continue
        try:
            found.take(index, *_read(bundle.read(path, _LARGEST_EVENT), index, signed))
        except Wrong as error:
            findings.add("B4", path, f"It is not the event of leaf {index}: {error}.")
        if index not in proofs:
            if findings.was_read("proofs/"):
                findings.add("B4", path, f"Nothing proves it: there is no proofs/{index}.tlog-proof.")
            continue
        if checkpoint is None:
            continue
        try:
            _prove(bundle, proofs[index], index, signed, checkpoint)
        except (Wrong, ProofError) as error:
            findings.add("B4", proofs[index], f"It does not prove leaf {index}: {error}.")
    if HISTORY in bundle.files:
        try:
            _read_history(bundle.read(HISTORY), signed, found)
        except Wrong as error:
            findings.add("B4", HISTORY, f"It is not made of events of the tree: {error}.")
    return found.in_order()


def _checkpoint(bundle: Bundle, findings: Findings) -> bytes | None:
    """What the proofs end with; None if it can be read no more: then none of them is looked at."""
    try:
        return bundle.read(CHECKPOINT)
    except Wrong:
        findings.passed_over.add("B4")
        return None


def _read_history(data: bytes, signed: Signed, found: Shown) -> None:
    """Take in the events of the file that has one a line; raises Wrong."""
    by_hash = {leaf.state_sha256: index for index, leaf in enumerate(signed.leaves)}
    at, number, last = 0, 0, -1
    while at < len(data):
        number += 1
        end = data.find(b"\n", at, at + _LARGEST_EVENT)
        if end < 0:
            raise Wrong(f"line {number} has no end, or more than {_LARGEST_EVENT:,} bytes")
        state = data[at:end]
        index = by_hash.get(sha256(state).hexdigest())
        if index is None:
            raise Wrong(f"line {number} is no event that any leaf speaks of")
        if index <= last or index in found:
            raise Wrong(f"line {number} is shown twice, or stands behind a later one")
        try:
            found.take(index, *_read(state, index, signed))
        except Wrong as error:
            raise Wrong(f"line {number}: {error}") from error
        found.history.add(index)
        at, last = end + 1, index


def _indexes(bundle: Bundle, folder: str, form: re.Pattern[str], findings: Findings) -> dict[int, str]:
    found: dict[int, str] = {}
    for path in bundle.under(folder):
        if named := form.fullmatch(path):
            found[int(named[1])] = path
        else:
            findings.add("B4", path, "It is not named for the index of a leaf.")
    return found


def _read(state: bytes, index: int, signed: Signed) -> tuple[Row, Record]:
    leaf = signed.leaves[index]
    if not leaf.covers(state):
        raise Wrong("its bytes are others than those that were hashed")
    try:
        row = (leaf.notification_id, UUID(leaf.originator).hex, leaf.version, leaf.topic, state)
        if leaf_of(row) != signed.texts[index]:
            raise Wrong("it says another time or another person than its leaf")
        record = decode(row)
    except Damaged as error:
        raise Wrong(error.message.rstrip(".")) from error
    except ValueError:
        raise Wrong("its leaf names no stream") from None
    if stream_of(record.event) != record.stream:
        raise Wrong("it stands in the stream of something else")
    return row, record


def _prove(bundle: Bundle, path: str, index: int, signed: Signed, checkpoint: bytes) -> None:
    data = bundle.read(path, _LARGEST_PROOF)
    # Of a leaf in a tree there is one proof, and who signed this checkpoint is B2.
    if data == tlogproof.TlogProof(index, tuple(signed.tree.inclusion_proof(index)), checkpoint).to_bytes():
        return
    proof = tlogproof.parse(data)
    if proof.leaf_index != index:
        raise Wrong(f"it is a proof of leaf {proof.leaf_index}")
    if proof.checkpoint != checkpoint:
        raise Wrong("it ends in another checkpoint than that of the bundle")
    leaf = merkle.leaf_hash(signed.texts[index])
    merkle.verify_inclusion(index, signed.tree.size, leaf, proof.hashes, signed.tree.root())
