"""A database of the same events and checkpoints, all the rest made from them; and putting it in place."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import AbstractContextManager, closing, suppress
from pathlib import Path
from typing import cast

from ledger.errors import Busy, LedgerError, StorageError, Tampered
from ledger.records import Row
from ledger.signing.synced import sync_folder
from ledger.store.errors import file_error
from ledger.store.lock import PATIENCE, locked
from ledger.store.raw import Cell, RawStore
from ledger.store.sqlite.errors import uri
from ledger.store.sqlite.filling import NewDatabase
from ledger.store.sqlite.raw import RawSQLite
from ledger.store.sqlite.salvage import EventsAlone
from ledger.store.sqlite.schema import DATABASE

KEPT = f"{DATABASE}.before-rebuild"
"""The name of the old database; of further ones ``-2``, ``-3`` … is added."""

NEW = ".rebuilding"
"""The folder in which the new database is made."""

SEE = "Nothing was changed. See all that is wrong: scrutiny verify"


class Remaking:
    """The database of a folder, made again: see ledger.store.engine.Remaking."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._new = folder / NEW

    def in_turn(self) -> AbstractContextManager[object]:
        """See Remaking.in_turn."""
        return locked(self._folder)

    def salvage(self) -> EventsAlone:
        """See Remaking.salvage."""
        return EventsAlone(self._folder)

    def write(self, events: RawStore, tree: tuple[int, bytes], covered: int) -> tuple[str, ...]:
        """See Remaking.write."""
        _write(events, self._new, tree, covered)
        return ()

    def written(self) -> RawSQLite:
        """See Remaking.written."""
        return RawSQLite(self._new)

    def put_in_place(self) -> Path:
        """See Remaking.put_in_place."""
        return _swap(self._folder, self._new)

    def discard(self) -> None:
        """See Remaking.discard."""
        shutil.rmtree(self._new, ignore_errors=True)

    def clear(self) -> None:
        """See Remaking.clear."""
        if os.path.lexists(self._new) or other_names(self._folder):
            with suppress(LedgerError), locked(self._folder, 0):
                _clear_names(self._folder)
                self.discard()


def _write(old: RawStore, new: Path, tree: tuple[int, bytes], covered: int) -> None:
    shutil.rmtree(new, ignore_errors=True)
    database = new / DATABASE
    try:
        new.mkdir(mode=0o700)
        (new / "evidence").mkdir()
        os.close(os.open(database, os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC, 0o600))
    except OSError as error:
        raise file_error(error, new.parent) from error
    with closing(NewDatabase(database, covered)) as made:
        after: Cell = None
        while rows := old.events(after):
            made.take(cast("list[Row]", rows))
            after = rows[-1][0]
        if (made.growing.tree.size, made.growing.tree.root()) != tree:
            raise Tampered("The events changed while they were read.", SEE)
        made.keep(old.checkpoints())
        signed: Cell = None
        while signatures := old.signatures(signed):
            made.sign(signatures)
            signed = signatures[-1][0]
        made.finish()


def _swap(folder: Path, new: Path) -> Path:
    """Put the new database in the old one's place, which is kept under another name: that one."""
    old, database = folder / DATABASE, new / DATABASE
    try:
        _fold_log(old)
        there = old.stat()
        _clear_names(folder)
        kept = _free_name(folder)
        os.link(old, kept)
        with suppress(OSError):
            os.chown(database, -1, there.st_gid)
        database.chmod(there.st_mode & 0o777)
        with database.open("rb") as written:
            os.fsync(written.fileno())
        database.replace(old)
        sync_folder(folder)
    except OSError as error:
        raise file_error(error, folder) from error
    finally:
        _clear_names(folder)
        shutil.rmtree(new, ignore_errors=True)
    return kept


def other_names(folder: Path) -> list[Path]:
    """Names that the database was given to be kept under, and that it has still: it was not replaced."""
    with suppress(OSError):
        return [path for path in folder.glob(f"{KEPT}*") if path.samefile(folder / DATABASE)]
    return []


def _clear_names(folder: Path) -> None:
    """Take such names away, if a rebuilding was killed or failed; the lock of the ledger is ours."""
    with suppress(OSError):
        for path in other_names(folder):
            path.unlink()


def _fold_log(old: Path) -> None:
    """Let nothing wait in a log: one that lay beside the new database would be taken for its own."""
    log = old.with_name(f"{old.name}-wal")
    try:
        with closing(sqlite3.connect(uri(old, "rw"), uri=True, timeout=PATIENCE)) as connection:
            # A schema that is written wrongly keeps nothing from being folded.
            connection.execute("PRAGMA writable_schema = ON")
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
