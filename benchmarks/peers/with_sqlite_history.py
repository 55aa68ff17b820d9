"""sqlite-history: a table, and what its triggers write down of each change.

A change is written down as the columns that changed, so what stood at a moment is the last word on each.
Its triggers do not see a change from or to NULL, so nothing is ``''`` here. Their clock is now, so after
loading each is given its time.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime
from typing import Any

import answering
from answering import COLUMNS
from sqlite_history import configure_history

LISTED = ", ".join(COLUMNS)
INSERT = f"INSERT INTO recommendation (id, {LISTED}) VALUES ({', '.join('?' * (1 + len(COLUMNS)))})"
UPDATE = f"UPDATE recommendation SET {', '.join(f'{name} = ?' for name in COLUMNS)} WHERE id = ?"
_ALL = (
    f"SELECT _rowid, _mask, {LISTED} FROM _recommendation_history WHERE _updated <= :at"
    " ORDER BY _rowid, _version"
)


def _connected(into: str) -> sqlite3.Connection:
    connection = sqlite3.connect(into, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def _millis(recorded_at: str) -> int:
    return int(datetime.fromisoformat(recorded_at).timestamp() * 1000)


def load(database: str, into: str) -> None:
    """Each change as an update that the triggers see."""
    connection = _connected(into)
    connection.execute(f"CREATE TABLE recommendation (id INTEGER PRIMARY KEY, {LISTED})")
    configure_history(connection, "recommendation")
    ids: dict[tuple[str, str], int] = {}
    connection.execute("BEGIN")
    written = 0
    for _, recorded_at, row in answering.changes(database):
        new = row[:2] not in ids
        at = ids.setdefault(row[:2], len(ids) + 1)
        values = ["" if value is None else value for value in row]
        connection.execute(*((INSERT, (at, *values)) if new else (UPDATE, (*values, at))))
        ((last,),) = connection.execute("SELECT max(rowid) FROM _recommendation_history")
        connection.execute(
            "UPDATE _recommendation_history SET _updated = ? WHERE rowid > ?", (_millis(recorded_at), written)
        )
        written = last
    connection.execute("COMMIT")
    connection.execute("CREATE INDEX as_of ON _recommendation_history (_rowid, _updated)")
    connection.execute("ANALYZE")


def ask(into: str) -> Callable[[Any], Any]:
    """The last word on each column by a moment, told over from every change until then."""

    def answer(question: Any) -> Any:
        connection = _connected(into)
        standing: dict[int, list[Any]] = {}
        whole = (1 << (1 + len(COLUMNS))) - 1
        for rowid, mask, *row in connection.execute(_ALL, {"at": _millis(question["known_at"])}):
            if mask == whole:
                standing[rowid] = row
                continue
            # The lowest bit is of the id.
            known, at, left = standing[rowid], 0, mask >> 1
            while left:
                if left & 1:
                    known[at] = row[at]
                at, left = at + 1, left >> 1
        connection.close()
        return {"rows": answering.rows_of([value or None for value in row] for row in standing.values())}

    return answer


def change(into: str) -> Callable[[int], None]:
    """One day more by which something is due."""
    connection = _connected(into)

    def saved(at: int) -> None:
        connection.execute(
            "UPDATE recommendation SET due = ?, last_updated = ? WHERE id = ?",
            (f"2030-01-{1 + at % 28:02}", f"{at}", 1 + at % 100),
        )

    return saved


if __name__ == "__main__":
    answering.main(load, ask, change)
