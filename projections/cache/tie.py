"""Whether a cache is one of just this ledger: its first event, the last one that was taken in, a signed root.

A ledger that was restored from an older copy, or went on otherwise from one, has another event at the
position that the cache came to, for each event has random bits of its own. It is compared at every reading.
"""

from __future__ import annotations

from typing import NamedTuple

import apsw

from ledger.caches import digest
from ledger.version import VERSION
from projections.cache.database import Unusable, asked
from projections.cache.schema import SHAPE
from projections.cache.source import Head, Source


class Tie(NamedTuple):
    """How far a cache came: the position and the number of events, and what identifies the last of them."""

    identity: str
    position: int
    events: int
    last: str
    recorded_at: str
    checkpoint: int
    note: str


def fingerprint(head: Head) -> str:
    """What identifies an event in its place."""
    return digest(head.identity).hex()


def identity(source: Source) -> str:
    """What a ledger is known by: its first event; empty if it has none."""
    found = at(source, 0)
    return "" if found is None else fingerprint(found)


def at(source: Source, after: int) -> Head | None:
    """The first event behind a position."""
    return next(source.heads(after), None)


def tie_of(connection: apsw.Connection) -> Tie | None:
    """How far a cache came, or None if it is of another program or has not begun."""
    rows = asked(connection, "SELECT * FROM state")
    if len(rows) != 1 or rows[0][:2] != (SHAPE, VERSION):
        return None
    return Tie(*rows[0][2:])


def begun(connection: apsw.Connection) -> Tie:
    """How far a cache came; raises Unusable if it is of another program or has not begun."""
    if (tie := tie_of(connection)) is None:
        raise Unusable("it has not begun")
    return tie


def holds(tie: Tie, source: Source, whose: str) -> bool:
    """Whether a ledger, by its identity, is the one that a cache was filled from, as far as it came."""
    if tie.identity != whose:
        return False
    there = at(source, tie.position - 1)
    if there is None or there.position != tie.position or fingerprint(there) != tie.last:
        return False
    return not tie.checkpoint or source.checkpoint(tie.checkpoint)[1] == tie.note


def tied(connection: apsw.Connection, tie: Tie) -> None:
    """Keep how far it came, beside what was filled in, in the same transaction."""
    connection.execute("DELETE FROM state")
    connection.execute("INSERT INTO state VALUES (?,?,?,?,?,?,?,?,?)", (SHAPE, VERSION, *tie))
    connection.execute("INSERT OR IGNORE INTO tracking VALUES ('ledger', ?)", (tie.position,))
    connection.execute("DELETE FROM tracking WHERE notification_id < ?", (tie.position,))
