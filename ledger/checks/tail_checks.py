"""What is checked of the events after a checkpoint, and what holds of them if nothing is found."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping

from ledger.checks.acting import Acting
from ledger.checks.base import Findings, shown
from ledger.checks.checkpoints import Checkpoints
from ledger.checks.evidence import Evidence
from ledger.checks.history import TREE_CODES
from ledger.checks.rows import Rows
from ledger.checks.seen import Facts, facts_of
from ledger.checks.tail import Tail
from ledger.checks.tail_replay import TailReplay
from ledger.checks.walk import REST, ROWS, Check, Walk
from ledger.records import LEDGER_STREAM, inspection_stream
from ledger.store.raw import Cell, RawRow
from ledger.validation import key, so_many

LEAST, TIMES = 2_000, 2
"""Earlier events that are read to ask the rules: so many, or so many times what came after the checkpoint."""

ROOM = 8 * 1024 * 1024
"""Stored bytes of what came after the checkpoint that are kept until all of it was read: only then is it
known in which inspections the rules are asked. What finds no room is read again."""


class TailWays:
    """V10: each row after the checkpoint is found by its place in its stream."""

    PHASE = ROWS

    def __init__(self, walk: Walk) -> None:
        self._walk = walk

    def take(self, rows: list[RawRow]) -> None:
        """Look each up."""
        raw, findings = _tail(self._walk).raw, self._walk.findings
        for position, stream, version, *_ in rows:
            if type(version) is int and raw.place(stream, version) != position:
                findings.add(
                    "V10", position, f"Event {shown(position)} is not found by its place in its stream."
                )

    def close(self) -> None:
        """Nothing is left."""


class TailHistory:
    """V11: the rules are asked of the events after the checkpoint, in as many inspections as is quick.

    In which one is told by how many earlier events it has: those with the fewest come first.
    """

    PHASE = REST

    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        self._refs: dict[str, str] = {}
        self._counts: dict[str, int] = {}
        self._kept: deque[Facts] = deque()
        self._weight = 0
        self._last: Cell = walk.tail.position if walk.tail else None

    def take(self, rows: list[RawRow]) -> None:
        """Which inspections they are in."""
        self._keep(rows)
        for _, stream, _, _, _, _, _, fields, _ in self._walk.batch.facts:
            self._counts[stream] = self._counts.get(stream, 0) + 1
            if "inspection" in fields:
                self._refs.setdefault(stream, str(fields["inspection"]))

    def _keep(self, rows: list[RawRow]) -> None:
        """Keep the events to be replayed, as long as there is room."""
        if self._weight > ROOM:
            return
        self._weight += self._walk.batch.weight
        if self._weight <= ROOM:
            self._kept.append(self._walk.batch.facts)
            self._last = rows[-1][0]

    def _all(self) -> Iterator[Facts]:
        """The events after the checkpoint: what was kept, and the rest as it is read again."""
        while self._kept:
            yield self._kept.popleft()
        while rows := self._walk.raw.events(self._last):
            yield facts_of(rows)
            self._last = rows[-1][0]

    def close(self) -> None:
        """Ask the rules, unless something is wrong with the tree."""
        walk, tail = self._walk, _tail(self._walk)
        if walk.findings.has(*TREE_CODES):
            walk.skipped.append("V11")
            return
        asked = self._asked(tail)
        found = Findings()
        replay = TailReplay(found, tail, asked)
        for facts in self._all():
            replay.take(facts)
        replay.close()
        if walk.findings.has(*TREE_CODES, "V10"):
            # What came before is not what was signed, so nothing follows from it.
            walk.skipped.append("V11")
            return
        for finding in found:
            walk.findings.add(*finding)
        tail.left_out += replay.left_out
        if left := [stream for stream in self._counts if stream not in asked]:
            events = sum(self._counts[stream] for stream in left)
            past = sum(tail.touched.get(stream, 0) for stream in left)
            refs = sorted({self._refs.get(stream, "?") for stream in left}, key=key)
            named = ", ".join(refs[:5]) + (f" and {len(refs) - 5:,} more" if refs[5:] else "")
            tail.left_out.append(
                f"Whether {so_many(events, 'event')} after it in {so_many(len(refs), 'inspection')} "
                f"({named}) kept the rules: {past:,} earlier events would have to be read for that: "
                "scrutiny verify"
            )

    def _asked(self, tail: Tail) -> frozenset[str]:
        room = max(LEAST, TIMES * sum(self._counts.values()))
        asked = {LEDGER_STREAM.hex}
        for stream in sorted(self._counts.keys() - asked, key=lambda each: tail.touched.get(each, 0)):
            room -= tail.touched.get(stream, 0)
            if room < 0:
                break
            ref = self._refs.get(stream)
            if ref is not None and inspection_stream(ref).hex == stream:
                asked.add(stream)
        return frozenset(asked)


def _tail(walk: Walk) -> Tail:
    assert walk.tail is not None  # noqa: S101  these checks are made for one
    return walk.tail


TAIL_CHECKS: Mapping[str, Check] = {
    "V1": Check("Every checkpoint after it is signed with the key.", Checkpoints),
    "V2": Check("The versions of every stream that goes on do so without a gap.", Rows),
    "V3": Check("The ledger is no smaller than any checkpoint of it that was looked at.", Checkpoints),
    "V4": Check("The tree goes on from its root, and has that of every checkpoint after it.", Checkpoints),
    "V5": Check("Every event after it is one, and says the same of itself everywhere.", Rows),
    "V6": Check("The times of recording never step back, from its last event on.", Rows),
    "V7": Check("Every evidence file that is named after it is what was handed in.", Evidence),
    "V9": Check("The cached leaves after it, and the nodes kept of them, are those of the events.", Rows),
    "V10": Check(
        "The database has our tables and nothing else, and every event after it is found in its stream.",
        TailWays,
    ),
    "V11": Check("Every event after it of which the rules were asked kept them.", TailHistory),
    "V12": Check(
        "Each event after it was recorded by whom it names, as far as a server or a signature says it.",
        Acting,
    ),
}

TAIL_SENTENCES: Mapping[str, str] = {code: check.sentence for code, check in TAIL_CHECKS.items()}
