"""From the location of a ledger to the engine that keeps it, and to its store."""

from __future__ import annotations

import os
import re
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from ledger.errors import StorageError
from ledger.store.sqlite.engine import SQLiteEngine

if TYPE_CHECKING:
    from pathlib import Path

    from ledger.store.base import Store
    from ledger.store.engine import Engine
    from ledger.store.raw import TailStore


SERVERS = ("postgresql://", "postgres://")
"""What the location of a ledger on a server begins with."""

_NO_URL = r"(?i)^postgres\w*:|(^|\s)(host|hostaddr|port|dbname|user|password|passfile|service)\s*=\s*\S"
"""What is meant as one, and is none; it may hold a password."""


def engine_of(location: str) -> Engine:
    """The engine of a location; raises StorageError if there is none."""
    if is_on_server(location):
        from ledger.store.postgres.engine import PostgresEngine  # noqa: PLC0415  a folder needs nothing of it

        return PostgresEngine(location)
    return SQLiteEngine(_place_of(location))


def is_on_server(location: str) -> bool:
    """Whether a location names a database on a server, and no folder."""
    return location.startswith(SERVERS)


def shown(location: str) -> str:
    """A location as messages name it: without a password, and without the folder of evidence."""
    if _is_no_url(location):
        return f"{re.split('[:=]', location)[0]}…"
    if "://" not in location:
        return location
    from ledger.store.postgres.place import place_of  # noqa: PLC0415  a folder needs nothing of it

    return place_of(location).shown


def with_evidence(location: str, place: str) -> str:
    """A location on a server with the place of its evidence, if it names none; any other as it is."""
    if not place or not is_on_server(location) or named_evidence(location):
        return location
    return f"{location}#{place}"


def named_evidence(location: str) -> str:
    """The place of evidence that a location on a server names itself; empty if it names none."""
    if not is_on_server(location):
        return ""
    from ledger.store.postgres.place import place_of  # noqa: PLC0415  as above

    return place_of(location).evidence


def folder_taken(location: str) -> Path | None:
    """The folder in which nothing else may be put: that of the ledger, or of the evidence of one on a server.

    None if neither is in a folder. Raises StorageError.
    """
    engine = engine_of(location)
    return engine.folder or engine.vault().folder


def open_store(location: str) -> Store:
    """The store at a location; raises NoLedger or StorageError. Never makes one."""
    return engine_of(location).open()


def open_raw(location: str) -> TailStore:
    """The ledger at a location as it is stored; raises NoLedger or StorageError."""
    return engine_of(location).open_raw()


def creating(location: str) -> AbstractContextManager[Store]:
    """Lay an empty store, which others are kept out of until the end: see Engine.creating."""
    return engine_of(location).creating()


def create_store(location: str) -> Store:
    """Lay an empty store; raises Refused or StorageError."""
    with creating(location) as store:
        return store


def _is_no_url(location: str) -> bool:
    """Whether somebody meant a server, and wrote no URL."""
    # Most names of folders have neither mark, and the pattern is not even compiled.
    if "://" in location or not (":" in location or "=" in location):
        return False
    return bool(re.search(_NO_URL, location)) and not os.path.exists(location)  # noqa: PTH110  pathlib costs each reading


def folder_of(location: str) -> Path:
    """The folder of a ledger that is kept in one; raises StorageError."""
    from pathlib import Path  # noqa: PLC0415  see below

    return Path(_place_of(location))


def _place_of(location: str) -> str:
    """The same as text, written as ``pathlib`` would, which costs each reading a quarter of a start."""
    if "://" in location:
        raise StorageError(
            f"A ledger is in a folder or at postgresql://, and {location.partition('://')[0]}:// is neither.",
            "Name a folder: --ledger FOLDER",
        )
    if _is_no_url(location):
        raise StorageError(
            "A ledger on a server is named by a URL: postgresql://ROLE@HOST/DATABASE",
            "Put the password into ~/.pgpass or PGPASSWORD, and the rest into the URL.",
        )
    if not location or "\0" in location:
        raise StorageError("The place of the ledger is empty.", "Name a folder: --ledger FOLDER")
    if os.sep == "/" and not any(part in ("", os.curdir) for part in location.removeprefix("/").split("/")):
        return location
    from pathlib import Path  # noqa: PLC0415  hardly anybody writes it so

    return str(Path(location))
