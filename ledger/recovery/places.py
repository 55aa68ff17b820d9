"""What a ledger is known by, and whether the one here is the one that was signed, or a copy of it.

1. A ledger is known by its first leaf, which has 128 random bits in it; a practice copy by the identity that
   it was given.
2. Who signs remembers in which folder they did. Another folder with the same ledger in it, while that is
   still there, is a copy: it is named, nothing is signed in it, and it is not taken for the ledger.
3. A standby that took over is the ledger: its database is told apart by the same numbers.
4. If there is no such ledger in the remembered folder any more, it was moved, and the memory goes with it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from events.named import NamedTuple
from ledger.errors import LedgerError, NoLedger
from ledger.proof import merkle
from ledger.records import LEDGER_STREAM, decode
from ledger.signing.eras import TOPICS, Eras, Placed
from ledger.signing.keyring import Keyring
from ledger.store.location import engine_of, is_on_server, open_store, shown

if TYPE_CHECKING:
    from ledger.store.base import Rows


class Standing(NamedTuple):
    """What a folder is to who remembers another: a copy of that one, or where it was moved to."""

    copy_of: str = ""
    moved_from: str = ""


def eras_of(store: Rows, until: int | None = None) -> Eras:
    """Who signs, and what was declared lost, until a position; raises Damaged, StorageError."""
    rows = store.rows(stream=LEDGER_STREAM, topics=TOPICS)
    return Eras.of(
        Placed(record.position, store.rank(record.position), record.event)
        for record in map(decode, rows)
        if until is None or record.position <= until
    )


def identity(store: Rows, eras: Eras) -> str:
    """What a ledger is known by, in hexadecimal; empty for one without an event."""
    if eras.copied:
        return eras.copied.identity
    first = next(store.leaves(), None)
    return merkle.leaf_hash(first[2]).hex() if first else ""


def standing(keyring: Keyring, known_by: str, location: str) -> Standing:
    """What this place is to who signed the ledger before."""
    before, here = keyring.place(known_by), place_of(location)
    if not before or before == here or _is_same(before, here) or _is_database(keyring, known_by, here):
        return Standing()
    return Standing(copy_of=before) if _is_at(known_by, before) else Standing(moved_from=before)


def place_of(location: str) -> str:
    """A location as it is remembered: without links, from the root."""
    return shown(location) if is_on_server(location) else os.path.realpath(location)


def _is_same(location: str, other: str) -> bool:
    """Whether both lead to one ledger, as they do if a folder is mounted twice."""
    try:
        return engine_of(location).is_same_as(other)
    except LedgerError:
        return False


def _is_database(keyring: Keyring, known_by: str, here: str) -> bool:
    """Whether it is the same database on another server: a standby that took over from the one that was
    remembered, which may be gone.
    """
    database = keyring.database(known_by)
    return bool(database) and is_on_server(here) and engine_of(here).names_itself() == database


def _is_at(known_by: str, location: str) -> bool:
    """Whether that ledger is in a place; what cannot be looked into counts as being there."""
    try:
        store = open_store(location)
    except NoLedger:
        return False
    except LedgerError:
        return True
    try:
        return identity(store, eras_of(store)) == known_by
    except LedgerError:
        return True
    finally:
        store.close()
