"""The ledgers that are measured: always the same, as real registers are, sealed as commands seal.

An inspection has 100 recommendations and 2,500 events in each of them, so a larger ledger has more
inspections, and what is asked of one inspection has an answer of the same size. Each is verified once, when
it is made.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import groupby, islice
from pathlib import Path
from random import Random
from unittest.mock import patch

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from eventsourcing.sqlite import SQLiteConnection

from benchmarks.fresh import run
from benchmarks.kept import ROOT, digest, kept
from benchmarks.past import BATCH, OPENED, empty, records_of
from benchmarks.registers import PREPARED, real_past
from events.base import Day, Event
from events.evidence import EvidenceAttached, EvidenceWithdrawn
from events.judgements import JudgementReturned, JudgementSignedOff
from ledger.decisions.people import GrantRole, RegisterPerson
from ledger.ledger import Ledger
from ledger.records import Record
from ledger.signing.keyring import Keyring
from ledger.store.sqlite.writing import LedgerConnectionPool

NUMBERS, EACH = 100, 2_500
"""Recommendations and events of an inspection."""

SMALLEST = 10_000
SIZES = {SMALLEST: "10,000", 100_000: "100,000", 1_000_000: "1,000,000"}
PAPER = b"A stand-in for a paper."
PAPER_HASH = sha256(PAPER).hexdigest()
_GENERATOR = [Path(__file__).with_name(name) for name in ("past.py", "registers.py", "ledgers.py")]


@dataclass(frozen=True)
class Place:
    """A folder with a ledger in it, and beside that the home of who keeps it."""

    home: Path

    @property
    def ledger(self) -> Path:
        """Where the ledger is."""
        return self.home / "ledger"

    @property
    def keyring(self) -> Keyring:
        """The keys that it is signed with."""
        return Keyring.of({"HOME": str(self.home)})

    @property
    def environ(self) -> dict[str, str]:
        """What a program is told that works on it."""
        return {"HOME": str(self.home), "PATH": "/usr/bin:/bin", "SCRUTINY_LEDGER": str(self.ledger)}

    def copied(self, to: Path) -> Place:
        """One that may be written to: its keeper knows of no other, or nothing would be signed in a copy."""
        shutil.copytree(self.home, to)
        for known in (to / ".config" / "scrutiny-ledger" / "known", to / ".local" / "state"):
            shutil.rmtree(known, ignore_errors=True)
        return Place(to)


def sealed(size: int) -> Place:
    """A ledger of so many events in which each command was sealed."""
    return _made(f"sealed-{size}", size // EACH, NUMBERS, EACH)


def batched(size: int) -> Place:
    """The same events, sealed a few thousand at a time."""
    return _made(f"batched-{size}", size // EACH, NUMBERS, EACH, each=False)


def long(events: int) -> Place:
    """A ledger with one inspection of so many events beside another."""
    return _made(f"long-{events}", 1, NUMBERS, events, each=False)


def peopled(people: int) -> Place:
    """A ledger with so many people, and an inspection of 1,000 events."""
    return _made(f"people-{people}", 1, NUMBERS, 1_000, each=False, people=people)


def _made(
    kind: str, inspections: int, numbers: int, events: int, *, each: bool = True, people: int = 2
) -> Place:
    def make(folder: Path) -> None:
        place = Place(folder)
        with _alike(), empty(place.ledger, lambda: OPENED, place.keyring, Random(2).randbytes) as ledger:
            _prepare(ledger, people)
            (place.ledger / "evidence" / PAPER_HASH).write_bytes(PAPER)
            pasts = [clean(real_past(f"INS{at}", numbers, Random(at))) for at in range(inspections)]
            _record(ledger, records_of(pasts, events), each=each)
        # In a process of its own, for what it reads is not to be in this one's memory.
        run(sys.executable, "-m", "commands", "verify", cwd=ROOT, env=place.environ)

    return Place(kept(kind, digest(*_GENERATOR, ROOT / "events", ROOT / "ledger", f"{people}"), make))


@contextmanager
def _alike() -> Iterator[None]:
    """Let the key be the same each time, and nothing wait for the disk: what is half made is thrown away."""
    create = LedgerConnectionPool._create_connection
    key = Ed25519PrivateKey.from_private_bytes(sha256(b"benchmark").digest())
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    def hurried(pool: LedgerConnectionPool) -> SQLiteConnection:
        made = create(pool)
        made._sqlite_conn.execute("PRAGMA synchronous = OFF")
        return made

    with (
        patch.object(LedgerConnectionPool, "_create_connection", hurried),
        patch("os.fsync"),
        patch("ledger.proof.keys.generate", lambda _: pem),
        # An inspection of 20,000 events would go on after the time at which it was all recorded.
        patch.multiple("benchmarks.past", FOUNDED=Day("2014-01-01"), BEGUN=date(2016, 1, 1)),
    ):
        yield


def clean(past: Iterator[tuple[Event, str]]) -> Iterator[tuple[Event, str]]:
    """The same, with a paper that is there, and evidence withdrawn only once it was judged by."""
    withdrawn: list[tuple[Event, str]] = []
    for event, by in past:
        if isinstance(event, EvidenceWithdrawn):
            withdrawn.append((event, by))
        elif isinstance(event, EvidenceAttached):
            yield type(event)(**event.fields | {"sha256": PAPER_HASH, "size": len(PAPER)}), by
        else:
            yield event, by
            if isinstance(event, JudgementReturned | JudgementSignedOff):
                yield from withdrawn
                withdrawn.clear()


def _prepare(ledger: Ledger, people: int) -> None:
    for decision in PREPARED:
        ledger.ask(decision, by="ann")
    ledger.ask(GrantRole(person="ann", role="publisher"), by="ann")
    for at in range(2, people):
        ledger.ask(RegisterPerson(person=f"p{at}", name=f"Person {at}", roles=("inspector",)), by="ann")


def _record(ledger: Ledger, records: Iterator[Record], *, each: bool) -> None:
    head, _ = ledger.store.head()
    for batch in _commands(records) if each else iter(lambda: list(islice(records, BATCH)), []):
        head = ledger.store.append(batch, expected_head=head)[-1]
        ledger.seal()


def _commands(records: Iterator[Record]) -> Iterator[list[Record]]:
    return (list(batch) for _, batch in groupby(records, key=lambda record: record.command))
