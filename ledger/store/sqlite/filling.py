"""A new database that is filled with stored rows: of a ledger that is made again, or that is restored.

Events and checkpoints are put in as they are given; leaves, counter and the place where sealing stopped
follow from them. All of it is one transaction, and on disk at its end.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ledger.errors import Damaged
from ledger.leaves import leaf_of
from ledger.records import Row
from ledger.recovery import shared
from ledger.recovery.beside import making_beside, refuse_a_place_in_use
from ledger.signing.synced import sync_folder
from ledger.store.errors import file_error
from ledger.store.growing import Growing
from ledger.store.raw import RawRow
from ledger.store.sqlite.errors import translated, uri
from ledger.store.sqlite.kept import vault_in
from ledger.store.sqlite.nodes import insert as insert_nodes
from ledger.store.sqlite.raw import RawSQLite
from ledger.store.sqlite.schema import (
    APPLICATION_ID,
    DATABASE,
    SCHEMA_VERSION,
    SIGNATURES,
    TABLES,
    make,
)


class NewDatabase:
    """An empty database in an empty file, to be filled; sealing stopped behind ``covered`` events."""

    def __init__(self, database: Path, covered: int = 0) -> None:
        self.growing = Growing(covered)
        self._database = database
        with translated(database):
            self._made = sqlite3.connect(uri(database, "rw"), uri=True, isolation_level=None)
            self._made.execute("PRAGMA synchronous = FULL")
            self._made.execute("PRAGMA fullfsync = ON")
            self._made.executescript(f"BEGIN; {TABLES}")

    def take(self, rows: Sequence[Row]) -> None:
        """Put in the next events, with their leaves; raises Damaged, StorageError."""
        leaves = [leaf_of(row) for row in rows]
        size = self.growing.tree.size
        indexed = zip(range(size, size + len(rows)), rows, leaves, strict=True)
        with translated(self._database):
            self._made.executemany("INSERT INTO stored_events VALUES (?, ?, ?, ?, ?)", rows)
            self._made.executemany(
                "INSERT INTO ledger_leaf VALUES (?, ?, ?)", [(at, row[0], leaf) for at, row, leaf in indexed]
            )
        nodes = self.growing.take(leaves)
        with translated(self._database):
            insert_nodes(self._made, nodes)

    def keep(self, checkpoints: Iterable[RawRow]) -> None:
        """Put in signed checkpoints, sizes and notes."""
        with translated(self._database):
            self._made.executemany("INSERT INTO ledger_checkpoint VALUES (?, ?)", checkpoints)

    def sign(self, signatures: Iterable[RawRow]) -> None:
        """Put in signatures of people, with the positions of their events."""
        signed = list(signatures)
        with translated(self._database):
            if signed:
                make(self._made, SIGNATURES)
            self._made.executemany(f"INSERT INTO {SIGNATURES} VALUES (?, ?)", signed)  # noqa: S608  a constant

    def finish(self) -> None:
        """Have all of it on disk."""
        with translated(self._database):
            if self.growing.covered:
                self._made.execute(
                    "INSERT INTO ledger_compact_range VALUES (1, ?, ?)",
                    (self.growing.covered, b"".join(self.growing.sealed.hashes())),
                )
            self._made.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            self._made.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
            self._made.execute("COMMIT")
            self._made.execute("PRAGMA journal_mode = WAL")
        self._made.close()

    def close(self) -> None:
        """Let go of it, finished or not."""
        self._made.close()


class Filling:
    """A ledger in a folder that is being filled: see ledger.store.engine.Filling."""

    def __init__(self, folder: Path, target: Path) -> None:
        self._folder, self._target = folder, target
        self.vault = vault_in(folder)
        shared.make_folder(self.vault.folder)
        os.close(shared.open_file(folder / DATABASE, os.O_WRONLY))
        os.close(shared.open_file(folder / "ledger.lock", os.O_WRONLY))
        self._new = NewDatabase(folder / DATABASE)

    @property
    def growing(self) -> Growing:
        """See Filling.growing."""
        return self._new.growing

    def keep(self, checkpoints: Sequence[tuple[int, str]]) -> None:
        """See Filling.keep."""
        self.growing.cover(checkpoints)
        self._new.keep(checkpoints)

    def take(self, rows: Sequence[Row]) -> None:
        """See Filling.take."""
        self.growing.check(rows)
        with _once(f"Among the events up to {rows[-1][0]} one is there twice."):
            self._new.take(rows)

    def sign(self, signatures: Sequence[tuple[int, bytes]]) -> None:
        """See Filling.sign."""
        with _once(f"Among the signatures up to that of event {signatures[-1][0]} one is there twice."):
            self._new.sign(signatures)

    def written(self) -> RawSQLite:
        """See Filling.written."""
        self._new.finish()
        return RawSQLite(self._folder)

    def put_in_place(self) -> None:
        """See Filling.put_in_place."""
        try:
            sync_folder(self.vault.folder)
            sync_folder(self._folder)
            self._folder.replace(self._target)
            sync_folder(self._target.parent)
        except OSError as error:
            refuse_a_place_in_use(self._target)
            raise file_error(error, self._target) from error

    def close(self) -> None:
        """Let go of the database."""
        self._new.close()


@contextmanager
def _once(twice: str) -> Iterator[None]:
    """Say that something is there twice if its place is taken already."""
    try:
        yield
    except Damaged:
        raise
    except Exception as error:
        if isinstance(error.__cause__, sqlite3.IntegrityError):
            raise Damaged(twice) from error
        raise


@contextmanager
def filling(folder: Path) -> Iterator[Filling]:
    """Lay a ledger beside a new or empty folder; see Engine.filling."""
    refuse_a_place_in_use(folder)
    with making_beside(folder, "restoring") as made:
        try:
            new = Filling(made, folder)
        except OSError as error:
            raise file_error(error, folder) from error
        try:
            yield new
        finally:
            new.close()
