"""Several things asked of a ledger in PostgreSQL at once, all as they are at one moment.

There and back costs more than what the server does meanwhile, so what a request needs comes with one answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, cast
from uuid import UUID

from ledger.errors import Damaged
from ledger.store.some import some as at_versions

if TYPE_CHECKING:
    from ledger.records import Row
    from ledger.store.base import LeafRow, Look, Unsigned
    from ledger.store.postgres.session import Session

FIRST, PAGE = 500, 5_000
"""Rows of the first page, which may be all that is wanted, and of those behind it."""

COLUMNS = "notification_id, originator_id, originator_version, topic, state"
"""Those of a row, in its order."""

# From one stream to the next by the index: the server has no walk of its own that leaves out the rest.
BEGINNINGS = f"""\
WITH RECURSIVE streams (stream) AS (
    (SELECT originator_id FROM stored_events ORDER BY originator_id LIMIT 1)
    UNION ALL
    SELECT (
        SELECT originator_id FROM stored_events WHERE originator_id > stream ORDER BY originator_id LIMIT 1
    )
    FROM streams WHERE stream IS NOT NULL
)
SELECT {COLUMNS} FROM streams JOIN stored_events ON originator_id = stream AND originator_version = 1
ORDER BY notification_id"""  # noqa: S608  constants

_LOOK = f"""\
(SELECT true, {COLUMNS} FROM stored_events ORDER BY notification_id DESC LIMIT 1)
UNION ALL
SELECT false, news.* FROM unnest(%s::uuid[], %s::bigint[]) AS known (stream, version), LATERAL (
    SELECT {COLUMNS} FROM stored_events
    WHERE originator_id = stream AND originator_version > version ORDER BY originator_version LIMIT %s
) AS news"""  # noqa: S608  constants

_UNSIGNED = f"""\
(SELECT 'note', size, NULL::uuid, NULL::bigint, note, NULL::bytea
    FROM ledger_checkpoint ORDER BY size DESC LIMIT 1)
UNION ALL
(SELECT 'event', {COLUMNS} FROM stored_events WHERE notification_id > %s ORDER BY notification_id LIMIT %s)
UNION ALL
(SELECT 'leaf', notification_id, NULL, leaf_index, NULL, leaf
    FROM ledger_leaf WHERE leaf_index >= %s ORDER BY leaf_index LIMIT %s)"""  # noqa: S608  constants


_SOME = f"""\
SELECT {COLUMNS} FROM stored_events WHERE originator_id = %s AND originator_version = ANY(%s)
ORDER BY originator_version"""  # noqa: S608  constants


def some(session: Session, stream: UUID, versions: Sequence[int]) -> Iterator[Row]:
    """See Store.some."""

    def ask(wanted: Sequence[int]) -> list[Row]:
        return cast("list[Row]", session.ask(_SOME, (stream, list(wanted))))

    return at_versions(ask, versions)


def positions(session: Session, size: int) -> Iterator[int]:
    """See Store.positions."""
    statement = "SELECT notification_id FROM stored_events WHERE notification_id > %s ORDER BY 1 LIMIT %s"
    last = 0
    while size and (found := session.ask(statement, (last, min(size, PAGE)))):
        for (position,) in cast("list[tuple[int]]", found):
            yield position
            last = position
        size -= len(found)


def last(session: Session) -> int:
    """The position of the last event, 0 if there is none."""
    ((last,),) = session.ask("SELECT coalesce(max(notification_id), 0) FROM stored_events")
    return cast("int", last)


def row(session: Session, position: int) -> Row:
    """See Store.row."""
    found = session.ask(f"SELECT {COLUMNS} FROM stored_events WHERE notification_id = %s", (position,))  # noqa: S608  constants
    if not found:
        raise Damaged(
            f"Event {position} is not found at its position.", "See what else is wrong: scrutiny verify"
        )
    return cast("Row", tuple(found[0]))


def look(session: Session, known: Mapping[UUID, int]) -> Look:
    """See Store.look."""
    found = session.ask(_LOOK, (list(known), list(known.values()), FIRST))
    head: tuple[int, bytes] = 0, b""
    news: dict[str, list[Row]] = {stream.hex: [] for stream in known}
    for is_head, *columns in found:
        row = cast("Row", tuple(columns))
        if is_head:
            head = row[0], row[4]
        else:
            news[row[1]].append(row)
    for rows in news.values():
        rows.sort(key=itemgetter(2))
    return *head, {stream: news[stream.hex] for stream in known if len(news[stream.hex]) < FIRST}


def unsigned(session: Session, after: int, size: int) -> Unsigned | None:
    """See Store.unsigned."""
    kinds: dict[object, list[tuple[object, ...]]] = {"note": [], "event": [], "leaf": []}
    for kind, *columns in session.ask(_UNSIGNED, (after, FIRST, size, FIRST)):
        kinds[kind].append(tuple(columns))
    if len(kinds["event"]) >= FIRST or len(kinds["leaf"]) >= FIRST:
        return None
    notes = cast("list[tuple[int, str]]", [(of, note) for of, _, _, note, _ in kinds["note"]])
    leaves = [(index, position, leaf) for position, _, index, _, leaf in kinds["leaf"]]
    return (
        notes[0] if notes else None,
        sorted(cast("list[Row]", kinds["event"])),
        sorted(cast("list[LeafRow]", leaves)),
    )
