"""From what a person says to the store they mean."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ledger.errors import StorageError
from ledger.store.base import Store
from ledger.store.raw import RawStore
from ledger.store.sqlite.store import SQLiteStore


def open_store(location: str) -> Store:
    """The store at a folder; raises NoLedger or StorageError. Never makes one."""
    return SQLiteStore(folder_of(location))


def open_raw(location: str) -> RawStore:
    """The ledger at a location as it is stored; raises NoLedger or StorageError."""
    from ledger.store.sqlite.raw import RawSQLite  # noqa: PLC0415  only what verifies reads so

    return RawSQLite(folder_of(location))


@contextmanager
def creating(location: str) -> Iterator[Store]:
    """Lay an empty store in a folder, which others are kept out of until the end.

    Raises Refused, Busy or StorageError. The store is closed if what is done with it fails.
    """
    with SQLiteStore.creating(folder_of(location)) as store:
        yield store


def create_store(location: str) -> Store:
    """Lay an empty store in a folder; raises Refused or StorageError."""
    with creating(location) as store:
        return store


def folder_of(location: str) -> Path:
    if "://" in location:
        raise StorageError(
            f"This version keeps ledgers in folders, and {location.split('://', maxsplit=1)[0]}:// is none.",
            "Say a folder: --ledger FOLDER",
        )
    if not location or "\0" in location:
        raise StorageError("The place of the ledger is empty.", "Say a folder: --ledger FOLDER")
    return Path(location)
