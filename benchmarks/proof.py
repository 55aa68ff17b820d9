"""Proof: what sealing adds to recording, and how near ``verify`` comes to hashing alone.

1. One event appended with its leaf and sealed costs at most 1.5x the append alone.
2. ``verify`` over 100,000 events runs at no less than 0.4 of the limit: ``hashlib`` over the same states,
   leaves and inner nodes, already in memory. Phase 1 is the tree and all that is looked at on the way;
   the whole replays the rules, too.
3. To compare every way to a row with its table (every index entry by entry, every row looked up by key and by
   index, the pages) costs ``verify`` at most 1.15x of its time without.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import count, islice
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from benchmarks.measure import Target, compared, interleaved, timed
from benchmarks.past import WORDS, inspection_past, records_of, signed
from events.base import Event
from events.evidence import EvidenceAttached, EvidenceWithdrawn
from ledger.checks.base import Findings
from ledger.checks.index import CHECKS
from ledger.checks.trusted import TrustedInputs
from ledger.checks.verify import verify
from ledger.checks.walk import Walk, checkers_of
from ledger.leaves import leaf_of
from ledger.ledger import Ledger
from ledger.proof import merkle
from ledger.records import Record
from ledger.store.location import open_raw
from ledger.store.sqlite import paths

ROUNDS, SAVES = 7, 100
INSPECTIONS, NUMBERS, EVENTS, SEALED = 20, 100, 5_000, 330
"""Numbers and events are those of each inspection; so many events are appended and sealed at once."""

WAYS = Target(1.15)
SPEED, PRICE, INFORMATION = Target(0.4, speed=True), Target(1.5), Target(None, speed=True)
LONG = (
    f"{WORDS} Progress was seen in three of the five divisions, and the board was asked to set out by when "
)
LONG += "the other two will follow, who answers for that, and how the change will be measured. " * 5
PAPER = b"A stand-in for a paper."


def run(folder: Path) -> Iterator[str]:
    """The lines of this family."""
    yield from _sealing(folder)
    yield from _verifying(folder)


def _sealing(folder: Path) -> Iterator[str]:
    plain, sealed = signed(folder / "plain"), signed(folder / "sealed")
    with plain, sealed:
        ours, alone = interleaved(
            SAVES, timed(_saving(sealed, seals=True)), timed(_saving(plain, seals=False))
        )
    yield compared("append of one event, with leaf and seal", ours, alone, PRICE)


def _saving(ledger: Ledger, *, seals: bool) -> Any:  # Any: a function without arguments
    records = _records(1, NUMBERS, SAVES + 2)
    head = count(ledger.store.head()[0])
    application: Any = ledger.store.application  # type: ignore[attr-defined]  # Any: of an engine

    def save() -> None:
        record, expected = next(records), next(head)
        if seals:
            ledger.store.append([record], expected_head=expected)
            ledger.seal()
        else:
            application.save(record, expected_head=expected)

    return save


def _verifying(folder: Path) -> Iterator[str]:
    where = proved(folder / "proved")
    states, leaves = _in_memory(where)
    whole, blind, first, limit = interleaved(
        ROUNDS,
        timed(lambda: whole(where)),
        timed(lambda: _without_ways(where)),
        timed(lambda: _phase_1(where)),
        timed(lambda: _limit(states, leaves)),
    )
    size = sum(map(len, states)) // len(states)
    with Ledger.open(str(where)) as ledger:
        kept = sum(1 for _ in ledger.store.checkpoints())
    yield compared(f"verify, phase 1, {len(states):,} events", first, limit, SPEED)
    yield compared("verify, the whole", whole, limit, SPEED)
    yield compared("verify, with every way compared, over without", whole, blind, WAYS)
    yield f"      states of {size} bytes on average, {kept} checkpoints"


def whole(where: Path | str) -> None:
    """Verify all of a ledger, which has to be clean."""
    raw = open_raw(str(where))
    try:
        report = verify(raw, TrustedInputs(None, (), None))
    finally:
        raw.close()
    if not report.ok or report.unprotected:
        raise RuntimeError(f"the ledger is not clean: {report.findings[:3]}")


def _without_ways(where: Path) -> None:
    """The same, and readers may be shown by an index what the table does not say."""
    with (
        patch.object(paths, "broken_pages", lambda _: ""),
        patch.object(paths, "check", lambda _: paths.Checked("", {})),
        patch.object(paths, "astray", lambda *_: iter(())),
    ):
        whole(where)


PHASE_1 = [CHECKS["V10"], CHECKS["V2"], CHECKS["V4"]]
"""Every way, every row, every checkpoint."""


def _phase_1(where: Path) -> None:
    raw, findings, trusted = open_raw(str(where)), Findings(), TrustedInputs(None, (), None)
    try:
        walk = Walk(raw, findings, trusted.load(raw, findings), trusted.trust)
        checkers, after = checkers_of(PHASE_1, walk), None
        while rows := raw.events(after):
            for checker in checkers:
                checker.take(rows)
            after = rows[-1][0]
        for checker in checkers:
            checker.close()
    finally:
        raw.close()


def _limit(states: Sequence[bytes], leaves: Sequence[bytes]) -> bytes:
    for state in states:
        sha256(state).digest()
    return merkle.root([sha256(b"\0" + leaf).digest() for leaf in leaves])


def _in_memory(where: Path) -> tuple[list[bytes], list[bytes]]:
    with Ledger.open(str(where)) as ledger:
        rows = list(ledger.store.rows())
    return [row[4] for row in rows], [leaf_of(row) for row in rows]


def proved(folder: Path) -> Path:
    """A ledger of 100,000 events that keep all the rules, with their papers, sealed every so often."""
    with signed(folder) as ledger:
        (folder / "evidence" / sha256(PAPER).hexdigest()).write_bytes(PAPER)
        head, _ = ledger.store.head()
        records = _records(INSPECTIONS, NUMBERS, EVENTS)
        while batch := list(islice(records, SEALED)):
            head = ledger.store.append(batch, expected_head=head)[-1]
            ledger.seal()
    return folder


def _records(inspections: int, numbers: int, events: int) -> Iterator[Record]:
    return records_of([_clean(f"INS{at}", numbers, Random(at)) for at in range(inspections)], events)


def _clean(ref: str, numbers: int, random: Random) -> Iterator[tuple[Event, str]]:
    """What happens in one inspection, in longer words, with a paper that is there."""
    for event, by in inspection_past(ref, numbers, random):
        fields = {name: LONG if value == WORDS else value for name, value in event.fields.items()}
        if isinstance(event, EvidenceAttached):
            fields |= {"sha256": sha256(PAPER).hexdigest(), "size": len(PAPER)}
        if not isinstance(event, EvidenceWithdrawn):
            yield type(event)(**fields), by
