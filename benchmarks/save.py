"""Recording, against ``sqlite3`` alone with the same encoding, columns and keys, and as sure to be on disk.

1. One event through the library's application and our recorder: at least half the speed.
2. 1,000 decisions in one request: at least a quarter of the speed of ``executemany``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path
from statistics import median
from time import thread_time

from benchmarks.measure import Target, Times, compared, interleaved, timed
from benchmarks.past import WORDS, empty
from ledger.decisions.cycles import OpenCycle
from ledger.decisions.evidence import RequestEvidence
from ledger.decisions.inspections import OpenInspection
from ledger.decisions.recommendations import MakeRecommendation
from ledger.ledger import Ledger
from ledger.records import Record, decode, encode

ROUNDS, BATCHES, BATCH = 100, 9, 1_000
ONE, MANY, INFORMATION = Target(0.5, speed=True), Target(0.25, speed=True), Target(None, speed=True)

TABLE = """\
PRAGMA journal_mode = WAL;
CREATE TABLE stored_events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    originator_id TEXT NOT NULL,
    originator_version INTEGER NOT NULL,
    topic TEXT NOT NULL,
    state BLOB NOT NULL,
    UNIQUE (originator_id, originator_version)
);
"""
INSERT = "INSERT INTO stored_events (originator_id, originator_version, topic, state) VALUES (?, ?, ?, ?)"
REQUEST = RequestEvidence(inspection="INS", number="0", why=WORDS)


class Raw:
    """A database of its own; ``waits`` for the disk at each commit, or does not."""

    def __init__(self, database: Path, *, waits: bool = True) -> None:
        self.connection = sqlite3.connect(database, isolation_level=None)
        self.connection.executescript(TABLE)
        self.connection.execute(f"PRAGMA synchronous = {'FULL' if waits else 'OFF'}")

    def save(self, records: Sequence[Record]) -> None:
        """Encode and insert in one commit."""
        self.connection.execute("BEGIN IMMEDIATE")
        self.connection.executemany(
            INSERT,
            [(record.stream.hex, record.version, record.event.NAME, encode(record)) for record in records],
        )
        self.connection.execute("COMMIT")


def run(folder: Path) -> Iterator[str]:
    """The lines of this family."""
    raw, hasty = Raw(folder / "raw.db"), Raw(folder / "hasty.db", waits=False)
    with _begun(folder / "saving") as saving, _begun(folder / "asking") as asking:
        example = _latest(asking, 0)[-1]
        appended, inserted = _appending(saving), _one_by_one(raw.save, example)
        ours, plain, asked, unsure = interleaved(
            ROUNDS,
            timed(appended),
            timed(inserted),
            timed(lambda: asking.ask(REQUEST, by="ann")),
            timed(_one_by_one(hasty.save, example)),
        )
        yield compared("save of one event", ours, plain, ONE)
        yield compared("  a whole ask, from the past to the receipt", asked, plain, INFORMATION)
        busy, plain_busy = interleaved(ROUNDS, timed(appended, thread_time), timed(inserted, thread_time))
        yield compared("  a save, its time on the processor alone", busy, plain_busy, INFORMATION)
        yield _waiting(plain, unsure)
        batch = _Batches(asking, Raw(folder / "batches.db"))
        many, plain_many = interleaved(BATCHES, batch.ask, batch.insert)
        yield compared(f"{BATCH:,} decisions in one batch", many, plain_many, MANY)


def _begun(folder: Path) -> Ledger:
    ledger = empty(folder)
    ledger.ask(
        OpenInspection(inspection="INS", title="Saving"),
        OpenCycle(inspection="INS", cycle="1", title="First"),
        _making("0"),
        REQUEST,
        by="ann",
    )
    return ledger


def _making(number: str) -> MakeRecommendation:
    return MakeRecommendation(
        inspection="INS", number=number, cycle="1", text=WORDS, made_to=("Police Service",)
    )


def _latest(ledger: Ledger, after: int) -> list[Record]:
    return list(map(decode, ledger.store.rows(after=after)))


def _one_by_one(save: Callable[[Sequence[Record]], object], like: Record) -> Callable[[], object]:
    """Saves another record of the same stream at each call."""
    versions = count(like.version + 1)
    return lambda: save([like._replace(version=next(versions))])


def _appending(ledger: Ledger) -> Callable[[], object]:
    head = count(ledger.store.head()[0])
    return _one_by_one(
        lambda records: ledger.store.append(records, expected_head=next(head)), _latest(ledger, 0)[-1]
    )


def _waiting(plain: Times, unsure: Times) -> str:
    """What of a raw save is gone when it need not wait (``synchronous=OFF``)."""
    share = 1 - median(unsure) / median(plain)
    said = f"      {share:.0%} of a raw save is waiting for the disk"
    return said + (", which hides what all the rest costs" if share > 0.5 else "")


class _Batches:
    """Asks a batch of decisions, then inserts the very events that came of it into the raw table."""

    def __init__(self, ledger: Ledger, raw: Raw) -> None:
        self.ledger = ledger
        self.raw = raw
        self.numbers = count(1)
        self.head = 0

    def ask(self) -> float:
        """The seconds that a batch took."""
        self.head, _ = self.ledger.store.head()
        decisions = [_making(str(next(self.numbers))) for _ in range(BATCH)]
        return timed(lambda: self.ledger.ask(*decisions, by="ann"))()

    def insert(self) -> float:
        """The seconds that the same events took in the raw table."""
        records = _latest(self.ledger, self.head)
        return timed(lambda: self.raw.save(records))()
