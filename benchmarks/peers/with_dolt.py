"""DoltLite: SQLite with Dolt's commits: a commit a change, and the table as of a commit.

Each commit keeps whole pages of its tree, a hundred kilobytes for a few thousand recommendations, so what it
is told at once is as much as a minute brings.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

import answering
import doltlite  # noqa: F401  comes before sqlite3, which is another from here on
from answering import COLUMNS

LISTED = ", ".join(COLUMNS)
PUT = f"REPLACE INTO recommendation (id, {LISTED}) VALUES ({', '.join('?' * (1 + len(COLUMNS)))})"
COMMIT = "SELECT dolt_commit('-A', '-m', ?)"


def _connected(into: str) -> sqlite3.Connection:
    return sqlite3.connect(into, isolation_level=None)


def load(database: str, into: str) -> None:
    """Each change as a commit, with its time as what is said of it."""
    connection = _connected(into)
    connection.execute(f"CREATE TABLE recommendation (id INTEGER PRIMARY KEY, {LISTED})")
    connection.execute("CREATE TABLE IF NOT EXISTS moment (recorded_at TEXT PRIMARY KEY, hash TEXT)")
    ids: dict[tuple[str, str], int] = {}
    told: list[tuple[str, str]] = []
    for _, recorded_at, row in answering.changes(database):
        connection.execute(PUT, (ids.setdefault(row[:2], len(ids) + 1), *row))
        ((name,),) = connection.execute(COMMIT, (recorded_at,))
        told.append((recorded_at, name))
    connection.executemany("INSERT OR REPLACE INTO moment VALUES (?, ?)", told)


def ask(into: str) -> Callable[[Any], Any]:
    """The table as of the last commit by a moment."""

    def answer(question: Any) -> Any:
        connection = _connected(into)
        ((name,),) = connection.execute(
            "SELECT hash FROM moment WHERE recorded_at <= ? ORDER BY recorded_at DESC LIMIT 1",
            (question["known_at"],),
        )
        found = connection.execute(f"SELECT {LISTED} FROM dolt_at_recommendation(?)", (name,)).fetchall()
        connection.close()
        return {"rows": answering.rows_of(found)}

    return answer


def change(into: str) -> Callable[[int], None]:
    """One day more by which something is due."""
    connection = _connected(into)

    def saved(at: int) -> None:
        connection.execute(
            "UPDATE recommendation SET due = ?, last_updated = ? WHERE id = ?",
            (f"2030-01-{1 + at % 28:02}", f"{at}", 1 + at % 100),
        )
        connection.execute(COMMIT, (f"Change {at}",)).fetchall()

    return saved


if __name__ == "__main__":
    answering.main(load, ask, change)
