"""Whether a stream ends in the table where the index says that it does: asked before each append.

A decision reads its stream by an index. Were its last event lost to the index, the decision would be made
without it, and the new event would take its number. ``verify`` compares all of the index with the table; an
append can afford less, and looks where a lost entry would be:

1. Of the newest events of the whole table none belongs to the stream and is newer than its end.
2. The entry that comes in the index where the stream ends belongs to another stream in the table, too: an
   entry with a damaged key still lies in its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from ledger.errors import Damaged

NEWEST = 250
"""Events of the table that are looked at: a tenth of a millisecond."""

_INDEX = "stored_events INDEXED BY sqlite_autoindex_stored_events_1"

# From where the stream ends, by the index alone and without a condition on what comes then. If a damaged key
# leads the search astray, it does not come to the entry that is due.
_END = (
    f"SELECT i.originator_id, i.originator_version, i.rowid, t.originator_id, t.originator_version "  # noqa: S608
    f"FROM (SELECT originator_id, originator_version, rowid FROM {_INDEX} "
    "WHERE (originator_id, originator_version) >= (?, ?) "
    "ORDER BY originator_id, originator_version LIMIT 2) i "
    "LEFT JOIN stored_events t NOT INDEXED ON t.rowid = i.rowid"
)
_NEWER = (
    "SELECT max(rowid) FROM (SELECT rowid, originator_id FROM stored_events NOT INDEXED "
    "WHERE rowid > ? ORDER BY rowid) WHERE originator_id = ?"
)


class _Cursor(Protocol):
    def execute(self, statement: str, parameters: tuple[object, ...], /) -> _Cursor: ...
    def fetchall(self) -> list[tuple[object, ...]]: ...


def check(cursor: _Cursor, firsts: Mapping[str, int], head: int) -> None:
    """Raise Damaged unless each stream ends before the version of its first new event, in index and table."""
    for stream, version in firsts.items():
        last = version - 1
        entries = [tuple(row) for row in cursor.execute(_END, (stream, last)).fetchall()]
        end = 0
        if last:
            if not entries or entries[0][:2] != (stream, last):
                raise _damaged(stream, last, None)
            end = int(str(entries[0][2]))
        for entry in entries[: 2 if last else 1]:
            if entry[:2] != entry[3:]:
                raise _damaged(stream, last, entry[2])
        if len(entries) > bool(last) and entries[bool(last)][0] == stream:
            raise _damaged(stream, last, entries[bool(last)][2])
        if end == head:
            continue  # nothing is newer
        ((newer,),) = cursor.execute(_NEWER, (max(end, head - NEWEST), stream)).fetchall()
        if newer is not None:
            raise _damaged(stream, last, newer)


def _damaged(stream: str, last: int, position: object) -> Damaged:
    where = "" if position is None else f": see event {position}"
    return Damaged(
        f"Index and table differ about the end of the stream {stream}, which is number {last}{where}.",
        "See what is wrong with scrutiny verify, and mend the index: scrutiny rebuild",
    )
