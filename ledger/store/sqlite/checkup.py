"""What ``doctor`` asks of a ledger in SQLite. Nothing is changed.

The database is opened by SQLite alone: to open and close the file besides takes away SQLite's locks.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from ledger.store.engine import Remark
from ledger.store.sqlite import departures
from ledger.store.sqlite.errors import translated
from ledger.store.sqlite.opening import Database
from ledger.store.sqlite.remaking import KEPT, NEW, other_names
from ledger.store.sqlite.schema import DATABASE, OWN_FILES, SCHEMA_VERSION
from ledger.store.sqlite.sides import narrow_ones

_OLDEST = (3, 35, 0)
"""With RETURNING, which the library's recorder uses."""

_KEPT = re.compile(rf"{re.escape(KEPT)}(-[0-9]+)?")
LITESTREAM = f".{DATABASE}-litestream"
"""The folder in which Litestream keeps what it goes on from."""

_MOST = 5
"""Files that are named; of more there is the number."""


def version() -> Remark:
    """See Engine.version."""
    old = sqlite3.sqlite_version_info < _OLDEST
    return Remark(
        f"SQLite {sqlite3.sqlite_version}, schema {SCHEMA_VERSION}",
        "Run it with a Python whose SQLite is 3.35 or newer." if old else "",
    )


def locked_out(folder: Path) -> Remark | None:
    """See Engine.locked_out."""
    database = folder / DATABASE
    narrow = narrow_ones(database)
    if not narrow or not os.access(database, os.W_OK):
        return None
    return Remark(
        f"{narrow[0]} keeps you out; the next command takes it over, if nobody has the ledger open.",
        f"Or let its owner or root run: chmod g+rw {database}*",
    )


def size(folder: Path) -> int:
    """See Engine.size: the database with its log."""
    count = 0
    for name in (DATABASE, f"{DATABASE}-wal"):
        with suppress(OSError):
            count += (folder / name).stat().st_size
    return count


def left_of_a_beginning(folder: Path) -> Iterator[Remark]:
    """See Engine.left_of_a_beginning."""
    if (folder / f"{DATABASE}-journal").exists():
        yield Remark(
            f"A beginning of the ledger was interrupted ({DATABASE}-journal).",
            "Begin it again in this folder: scrutiny init",
        )


def left_of_a_remaking(folder: Path) -> Iterator[Remark]:
    """See Engine.left_of_a_remaking."""
    twice = other_names(folder)
    if twice:
        yield Remark(
            f"A rebuild was interrupted: {_listed(twice)} is the database itself, named twice.",
            "The next one clears it: scrutiny rebuild",
        )
    before = [path for path in _kept(folder) if path not in twice]
    if before:
        yield Remark(
            f"A rebuild kept the database as it was: {_listed(before)}.", "Remove it once you have looked."
        )
    if os.path.lexists(folder / NEW):
        yield Remark(
            f"A rebuild left the folder it worked in, {NEW}.", "The next one clears it: scrutiny rebuild"
        )


def guests(folder: Path) -> Iterator[str]:
    """See Engine.guests."""
    with closing(Database(folder)) as database, translated(database.path):
        yield from list(departures.guests(database.reader()))


def names(folder: Path) -> set[str]:
    """See Engine.names."""
    return {NEW, LITESTREAM, *OWN_FILES, *(path.name for path in _kept(folder))}


def _kept(folder: Path) -> list[Path]:
    with suppress(OSError):
        return [path for path in sorted(folder.iterdir()) if _KEPT.fullmatch(path.name)]
    return []


def _listed(paths: list[Path]) -> str:
    more = f" and {len(paths) - _MOST:,} more" if len(paths) > _MOST else ""
    return ", ".join(path.name for path in paths[:_MOST]) + more
