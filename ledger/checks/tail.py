"""The events after a checkpoint that somebody kept, and what is relied on of those before it.

1. The first events are those of CHECKPOINT, as far as its root comes out of the nodes and leaves that are
   kept beside them. The events themselves are not read, so one that was altered since is not noticed.
2. What has to be known of them is read one by one: the settings, and the pasts of inspections in which the
   rules are asked. Each row that is read makes a leaf of that tree, or it is a finding.
3. Where a stream goes on, the event before is looked up by the index.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import cast

from ledger.checks.base import Findings, Since, shown
from ledger.checks.known import Known
from ledger.checks.proven import Proven
from ledger.checks.seen import Fact, Seen, facts_of
from ledger.errors import Damaged
from ledger.leaves import leaf_of
from ledger.proof import leaf, merkle
from ledger.proof.errors import ProofError
from ledger.proof.merkle import CompactRange
from ledger.proof.nodes import Subtrees
from ledger.records import LEDGER_STREAM, Row, decode
from ledger.store.raw import BATCH, RawRow, TailStore


class Tail:
    """What came after the checkpoint ``known``. ``position`` and ``latest`` are of the last event before.

    ``touched`` has of each stream that goes on how many events it had before, ``read`` how many of them
    were read; ``own`` is the size of its newest checkpoint up to there; ``before`` is of that before.
    """

    def __init__(self, raw: TailStore, known: Known, findings: Findings) -> None:
        self.raw, self.known, self.size = raw, known, known.size
        self.position, self.latest = 0, ""
        self.touched: dict[str, int] = {}
        self.read = 0
        self.by_nodes = True
        self.left_out: list[str] = []
        self._findings = findings
        self._told = False
        self._leaves = bytearray()
        self.own = raw.last_checkpoint(known.size)
        self.before = raw.last_checkpoint(self.own - 1)
        self.tree = self._tree(known.size, known.root)
        # Without the nodes all leaves were read, and are at hand.
        self._proven = (
            None
            if self._leaves
            else Proven(self.tree, raw.nodes_at, lambda low, high: list(self._texts(low, high)))
        )
        self.settings: list[Fact] = []
        if self.tree.size != known.size:
            findings.add(
                "V9", None, f"Of the {known.size:,} leaves before the checkpoint some are not there."
            )
            return
        self._begin()
        self.settings = self._facts(self.earlier(LEDGER_STREAM.hex))

    def begin(self, seen: Seen) -> None:
        """What is known of rows before the first one that is read."""
        seen.size, seen.latest = self.size, self.latest

    def prime(self, rows: Sequence[RawRow], seen: Seen) -> None:
        """Look up where the streams of some rows go on that were not met yet."""
        for _, stream, version, *_ in rows:
            if type(stream) is not str or type(version) is not int or stream in seen.versions:
                continue
            place = self.raw.place(stream, version - 1)
            there = type(place) is int and place <= self.position
            seen.versions[stream] = version - 1 if there else 0
            self.touched[stream] = seen.versions[stream]

    def fits(self, known: Known) -> bool:
        """Whether the tree of the first events has a root; all leaves are asked if the nodes say no."""
        tree = self._by_nodes(known.size)
        if tree is not None and tree.root() == known.root:
            return True
        return not known.claimed and self._by_leaves(known.size).root() == known.root

    def earlier(self, stream: str) -> list[RawRow]:
        """The rows of a stream up to the checkpoint; what is not in its tree is a finding."""
        rows = self.raw.history(stream, self.position)
        for row in rows:
            self._compare(row)
        self.read += len(rows)
        due = self.touched.get(stream)
        if due is not None and [row[2] for row in rows] != list(range(1, due + 1)):
            self._findings.add(
                "V10", None, f"By the index {due:,} earlier events of a stream are not all found."
            )
        return rows

    def _facts(self, rows: list[RawRow]) -> list[Fact]:
        """What can be read of earlier rows; V5 of those before the checkpoint is not asked."""
        good = []
        for row in rows:
            try:
                decode(cast("Row", row))
            except Damaged as error:
                self._findings.add("V5", row[0], error.message)
                continue
            good.append(row)
        return facts_of(good)

    def facts(self, stream: str) -> list[Fact]:
        """What came before in a stream."""
        return self._facts(self.earlier(stream))

    def _compare(self, row: RawRow) -> None:
        position = row[0]
        try:
            index = self.raw.rank(cast("int", position))
            right = self._leaf(index) == merkle.leaf_hash(leaf_of(cast("Row", row)))
        except (ProofError, IndexError) as error:
            if not self._told:
                self._told = True
                self._findings.add(
                    "V9", None, f"What is kept beside the events before the checkpoint: {error}."
                )
            return
        except Damaged as error:
            self._findings.add("V5", position, error.message)
            return
        if not right:
            self._findings.add("V4", position, f"Event {shown(position)} is not the one that was signed.")

    def _begin(self) -> None:
        """The event that the checkpoint ends with, by its leaf."""
        (index, position, text), *_ = [*self.raw.leaves(self.size - 1, 1), (None, None, b"")]
        self.position = position if type(position) is int else self.size
        try:
            last = leaf.parse(cast("bytes", text))
            right = self._leaf(self.size - 1) == merkle.leaf_hash(cast("bytes", text))
            if right and (index, last.notification_id) == (self.raw.rank(self.position), self.position):
                self.latest = last.recorded
                return
            why = f"leaf {self.size - 1:,} is another one"
        except ProofError as error:
            why = str(error)
        if self.tree.root() == self.known.root:
            self._findings.add("V9", None, f"With which event the checkpoint ends cannot be told: {why}.")

    def _leaf(self, index: int) -> bytes:
        """The hash of a leaf in the tree of the checkpoint."""
        if self._proven:
            return self._proven.leaf(index)
        return bytes(self._leaves[32 * index : 32 * index + 32])

    def _tree(self, size: int, root: bytes) -> CompactRange:
        tree = self._by_nodes(size)
        if tree is not None and tree.root() == root:
            return tree
        self.by_nodes = False
        there = self._by_leaves(size)
        if tree is not None and there.root() == root:
            self._findings.add(
                "V9", None, "The nodes that are kept over the leaves do not lead to the checkpoint."
            )
        return there

    def _by_nodes(self, size: int) -> CompactRange | None:
        try:
            return Subtrees(self.raw.nodes_at, self._hashes).compact(size)
        except ProofError:
            return None

    def _by_leaves(self, size: int) -> CompactRange:
        """The tree over the cached leaves; where they end too early, of fewer."""
        tree = CompactRange()
        while tree.size < size:
            hashes = list(self._hashes(tree.size, min(tree.size + BATCH, size)))
            if not hashes:
                break
            tree.extend(hashes)
            if size == self.size:
                self._leaves += b"".join(hashes)
        return tree

    def _hashes(self, low: int, high: int) -> Iterable[bytes]:
        return map(merkle.leaf_hash, self._texts(low, high))

    def _texts(self, low: int, high: int) -> Iterator[bytes]:
        for due, (index, _, text) in enumerate(self.raw.leaves(low, high - low), low):
            if index != due or type(text) is not bytes:
                return
            yield text

    def said(self) -> Since:
        """What it comes to, once all was looked at."""
        beside = "the nodes of the tree" if self.by_nodes else "all the leaves"
        relied_on = [
            f"The first {self.size:,} events are its own, as its root comes out of {beside} kept beside them."
        ]
        if self.read:
            relied_on.append(f"Of them {self.read:,} were read, and each was found in that tree.")
        if self.touched:
            relied_on.append("Where a stream goes on, the index leads to the event before.")
        rest = "" if self.read == self.size else "the rest is still stored as it was signed, whether "
        before = (
            f"Of the first {self.size:,} events whether {rest}they kept the rules; their evidence files, the "
            "signatures beside them, the checkpoints over them, and the ways to them: scrutiny verify"
        )
        return Since(self.known.name, self.size, tuple(relied_on), (before, *self.left_out))
