"""Laying an empty ledger in a folder, which others are kept out of until the end.

What an interrupted attempt left behind, a ledger without an event, is taken up again.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from ledger.errors import Refused
from ledger.recovery import shared
from ledger.signing.synced import sync_folder
from ledger.store.errors import file_error
from ledger.store.lock import Turn
from ledger.store.sqlite.errors import translated, uri
from ledger.store.sqlite.remains import PUT_BACK, is_missing, remains
from ledger.store.sqlite.schema import DATABASE, OWN_FILES, SCHEMA
from ledger.store.sqlite.store import SQLiteStore


@contextmanager
def creating(folder: Path) -> Iterator[SQLiteStore]:
    """Lay an empty ledger in a new or empty folder. It is closed if what is done with it fails.

    Raises Refused if there is a ledger or anything else, Busy or StorageError.
    """
    try:
        shared.make_folders(folder)
        if foreign := sorted({file.name for file in folder.iterdir()} - OWN_FILES):
            raise Refused(
                f"The folder {folder} is not empty: it has {foreign[0]}.",
                "Choose a new or empty folder: --ledger FOLDER",
            )
        shared.make_folder(folder / "evidence")
    except OSError as error:
        raise file_error(error, folder) from error
    turn = Turn(folder)
    with turn.take():
        if is_missing(folder):
            _check_no_remains(folder)
        _lay(folder)
        store = SQLiteStore(folder, turn)
        try:
            _check_is_new(store)
            yield store
        except BaseException:
            store.close()
            raise


def _check_is_new(store: SQLiteStore) -> None:
    if store.head()[0]:
        raise Refused(
            f"There is a ledger in {store.location} already.", "Choose another folder: --ledger FOLDER"
        )
    _check_no_remains(Path(store.location))


def _check_no_remains(folder: Path) -> None:
    """Raise Refused if something of a ledger is there whose events are not."""
    if left := remains(folder):
        raise Refused(f"There was a ledger in {folder}, and its events are gone: {left}.", PUT_BACK)


def _lay(folder: Path) -> None:
    """Make the file and its tables, unless they are there."""
    database = folder / DATABASE
    try:
        # The mode is set before there is anything to read; SQLite gives its side files the same.
        os.close(shared.open_file(database, os.O_WRONLY))
        sync_folder(folder)
    except OSError as error:
        raise file_error(error, folder) from error
    with translated(database), closing(sqlite3.connect(uri(database, "rw"), uri=True)) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_schema").fetchone():
            connection.executescript(SCHEMA)
