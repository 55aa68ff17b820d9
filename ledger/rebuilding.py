"""Making again what can be made from the events: leaves, indexes, counter, the place where sealing stopped.

1. Events, checkpoints and evidence are what was recorded and signed: nothing of them is made again, and what
   is wrong with them is said and left.
2. Nothing is made over events that are not what was signed, or of which the file shows that some are gone:
   that would take away the traces.
3. The new database is written beside the old one, looked at as ``verify`` looks, and put in its place in one
   step. The old one is kept.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple, cast

from ledger.checks.base import Finding, Report
from ledger.checks.reader import Reader
from ledger.checks.verify import verify
from ledger.errors import Busy, Damaged, LedgerError, StorageError, Tampered
from ledger.keyring import Keyring
from ledger.proof import merkle
from ledger.proof.errors import ProofError
from ledger.records import Row, leaf_of
from ledger.store import paths
from ledger.store.departures import Departure
from ledger.store.location import folder_of
from ledger.store.lock import PATIENCE, locked
from ledger.store.raw import Cell, RawRow, RawSQLite
from ledger.store.schema import APPLICATION_ID, SCHEMA_VERSION, TABLES
from ledger.store.trouble import file_trouble, translated, uri

_CACHES = ("V9", "V10")
"""What these find can be made again, and only that."""

_LEFT = ("V1", "V7", "V11")
"""What these find is about single checkpoints, files and acts, and stands in the way of nothing here."""

KEPT = "ledger.db.before-rebuild"
"""The name of the old database; of further ones ``-2``, ``-3`` … is added."""

NEW = ".rebuilding"
"""The folder in which the new database is made."""

_SEE = "Nothing was changed. See all that is wrong: scrutiny verify"


class Rebuilt(NamedTuple):
    """What was done. ``wrong`` was, and is right now; ``left`` is wrong still; ``kept`` is the old database.

    Where nothing was to be done, nothing was wrong and nothing is kept.
    """

    events: int
    covered: int
    wrong: tuple[str, ...]
    left: tuple[Finding, ...]
    kept: Path | None


class _Tables(RawSQLite):
    """The ledger by its tables alone, as though everything beside them were right."""

    def departures(self) -> Iterator[Departure]:
        """A planted trigger goes with the old file; what stands in a table's place bars the way."""
        return (each for each in super().departures() if each.bars)

    def named(self, stream: str, topics: Sequence[str]) -> list[RawRow]:
        """Without the index."""
        return self._walks.of_stream(stream, topics, by_table=True)

    def checkpoints(self) -> Iterator[RawRow]:
        """In the order of their sizes, and not by the index."""
        found = list(self._checkpoints())
        yield from sorted(found, key=lambda row: paths.in_order(row[0]))

    def _checkpoints(self) -> Iterator[RawRow]:
        query = "SELECT rowid, size, note FROM ledger_checkpoint NOT INDEXED ORDER BY rowid"
        last = None
        with self._walks.any_text() as connection:
            for rowid, *row in connection.execute(query):
                if last is not None and rowid <= last:
                    raise Damaged("The table of checkpoints goes round in circles.", _SEE)
                last = rowid
                yield tuple(row)

    def sealed(self) -> RawRow | None:
        """Made again."""
        return None

    def ever(self) -> list[Cell]:
        """Made again."""
        return [self.last()]

    def astray(self) -> Iterator[paths.Astray]:
        """Made again; but where the table itself is out of order, nobody knows what is missing."""
        yield from self.out_of_order()

    def shown_gone(self, events: int, covered: int) -> str:
        """What shows that there were more events once; empty if nothing does."""
        sealed, counted = super().sealed(), super().ever()
        if sealed and type(sealed[0]) is int and type(sealed[1]) is bytes and sealed[0] > events:
            with suppress(ProofError):
                merkle.CompactRange(
                    sealed[0], [sealed[1][at : at + 32] for at in range(0, len(sealed[1]), 32)]
                )
                return f"A tree of {sealed[0]:,} events was signed here, and there are {events:,}."
        if (leaves := self.leaf_count()) > events:
            return f"There are {leaves:,} leaves, and {events:,} events."
        if counted and type(counted[0]) is int and counted[0] > self.last() and covered < events:
            return f"Events up to {counted[0]} were recorded, and the last one here is {self.last()}."
        return ""


def rebuild(location: str, keyring: Keyring | None) -> Rebuilt:
    """Make again what is wrong and can be; raises Tampered or StorageError, and nothing was changed then."""
    folder = folder_of(location)
    raw = RawSQLite(folder)
    with closing(raw):
        reports, sound = _wrong(raw, keyring)
    if sound is not None and not reports:
        _clear(folder)
        return Rebuilt(sound.events, sound.events - sound.unprotected, (), sound.findings, None)
    with locked(folder):
        tables = _Tables(folder)
        new = folder / NEW
        with closing(tables):
            report = _what_was_signed(tables, keyring)
            covered = report.events - report.unprotected
            left = tuple(found for found in report.findings if found.code not in _CACHES)
            try:
                _write(tables, new, report, covered)
                _look(new, left)
            except BaseException:
                shutil.rmtree(new, ignore_errors=True)
                raise
        kept = _swap(folder, new)
    return Rebuilt(report.events, covered, reports, left, kept)


def _clear(folder: Path) -> None:
    """Clear away what a rebuilding before could not remove, unless one is at work just now."""
    new = folder / NEW
    if os.path.lexists(new):
        with suppress(LedgerError), locked(folder, 0):
            shutil.rmtree(new, ignore_errors=True)


def _wrong(raw: RawSQLite, keyring: Keyring | None) -> tuple[tuple[str, ...], Report | None]:
    """What there is to make again, as ``verify`` says it; and its report, if it came to one."""
    try:
        report = verify(raw, Reader(None, (), keyring))
    except Damaged as error:
        return (error.message,), None
    found = [found.message for found in report.findings if found.code not in _LEFT]
    return tuple(found), report


def _what_was_signed(tables: _Tables, keyring: Keyring | None) -> Report:
    """The report on the tables; raises Tampered unless their events are all that were signed."""
    reader = Reader(None, (), keyring)
    report = verify(tables, reader)
    for found in report.findings:
        if found.code not in (*_CACHES, *_LEFT):
            raise Tampered(f"Nothing can be made again from these events: {found.message}", _SEE)
    for astray in tables.out_of_order():
        raise Tampered(f"Nothing can be made again from these events: {astray.message}", _SEE)
    if report.not_looked_at and not report.events:
        raise Tampered(f"The events cannot be looked at: {report.findings[0].message}", _SEE)
    covered = report.events - report.unprotected
    if not covered and (reader.trust.all or next(tables.checkpoints(), None)):
        raise Tampered("No checkpoint is left that says which events were signed.", _SEE)
    if gone := tables.shown_gone(report.events, covered):
        raise Tampered(f"{gone} What is gone cannot be made again, and its traces are left.", _SEE)
    return report


def _write(tables: _Tables, new: Path, report: Report, covered: int) -> None:
    """A database of the same events and checkpoints, with all the rest made from them."""
    shutil.rmtree(new, ignore_errors=True)
    database = new / "ledger.db"
    try:
        new.mkdir(mode=0o700)
        (new / "evidence").mkdir()
        os.close(os.open(database, os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC, 0o600))
    except OSError as error:
        raise file_trouble(error, new.parent) from error
    with (
        translated(database),
        closing(sqlite3.connect(uri(database, "rw"), uri=True, isolation_level=None)) as made,
    ):
        made.execute("PRAGMA synchronous = FULL")
        made.executescript(f"BEGIN; {TABLES}")
        tree, sealed, after = merkle.CompactRange(), merkle.CompactRange(), cast("Cell", None)
        while rows := tables.events(after):
            made.executemany("INSERT INTO stored_events VALUES (?, ?, ?, ?, ?)", rows)
            leaves = [leaf_of(cast("Row", row)) for row in rows]
            indexed = zip(range(tree.size, tree.size + len(rows)), rows, leaves, strict=True)
            made.executemany(
                "INSERT INTO ledger_leaf VALUES (?, ?, ?)", [(at, row[0], leaf) for at, row, leaf in indexed]
            )
            for leaf in leaves:
                tree.append(merkle.leaf_hash(leaf))
                if tree.size == covered:
                    sealed = merkle.CompactRange(covered, tree.hashes())
            after = rows[-1][0]
        if (tree.size, tree.root()) != (report.events, report.root):
            raise Tampered("The events changed while they were read.", _SEE)
        made.executemany("INSERT INTO ledger_checkpoint VALUES (?, ?)", tables.checkpoints())
        if covered:
            made.execute(
                "INSERT INTO ledger_compact_range VALUES (1, ?, ?)", (covered, b"".join(sealed.hashes()))
            )
        made.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        made.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        made.execute("COMMIT")
        made.execute("PRAGMA journal_mode = WAL")


def _look(new: Path, left: tuple[Finding, ...]) -> None:
    """Raise Damaged if anything is wrong with the new database that was not with the events before."""
    with closing(RawSQLite(new)) as raw:
        report = verify(raw, Reader(None, (), None))
    known = {found.message for found in left}
    for found in report.findings:
        if found.code not in _LEFT and found.message not in known:
            raise Damaged(f"What was made again is not right either: {found.message}", _SEE)


def _swap(folder: Path, new: Path) -> Path:
    """Put the new database in the old one's place, which is kept under another name: that one."""
    old, database = folder / "ledger.db", new / "ledger.db"
    kept = _free_name(folder)
    try:
        _fold_log(old)
        there = old.stat()
        os.link(old, kept)
        with suppress(OSError):
            os.chown(database, -1, there.st_gid)
        database.chmod(there.st_mode & 0o777)
        with database.open("rb") as written:
            os.fsync(written.fileno())
        database.replace(old)
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise file_trouble(error, folder) from error
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return kept


def _fold_log(old: Path) -> None:
    """Let nothing wait in a log: one that lay beside the new database would be taken for its own."""
    log = old.with_name(f"{old.name}-wal")
    try:
        with closing(sqlite3.connect(uri(old, "rw"), uri=True, timeout=PATIENCE)) as connection:
            # Another process that has it open keeps it from leaving this mode, and so from being replaced.
            (mode,) = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise Busy("Another process has the ledger open.", "Try again when it has finished.") from error
        mode = "damaged"
    if mode == "wal" or (log.exists() and log.stat().st_size):
        raise StorageError(
            "The log beside the database cannot be folded into it.", "See who has it open, and the disk."
        )


def _free_name(folder: Path) -> Path:
    name, number = folder / KEPT, 1
    while name.exists():
        number += 1
        name = folder / f"{KEPT}-{number}"
    return name
