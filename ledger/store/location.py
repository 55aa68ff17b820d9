"""From what a person says to the store they mean."""

from __future__ import annotations

from pathlib import Path

from ledger.errors import StorageError
from ledger.store.base import Store
from ledger.store.sqlite import SQLiteStore


def open_store(location: str) -> Store:
    """The store at a folder; raises NoLedger or StorageError. Never makes one."""
    return SQLiteStore(folder_of(location))


def create_store(location: str) -> Store:
    """Lay an empty store in a folder; raises Refused or StorageError."""
    return SQLiteStore.create(folder_of(location))


def folder_of(location: str) -> Path:
    if "://" in location:
        raise StorageError(
            f"This version keeps ledgers in folders, and {location.split('://', maxsplit=1)[0]}:// is none.",
            "Say a folder: --ledger FOLDER",
        )
    if not location or "\0" in location:
        raise StorageError("The place of the ledger is empty.", "Say a folder: --ledger FOLDER")
    return Path(location)
