"""The table that is made by hand, and the history that is told to the peers, from what a cache holds.

That both say the same as the events is asked of the events before anything is measured.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import orjson

from benchmarks.peers.answering import COLUMNS, LISTS

_TABLE = f"""
CREATE TABLE row (
    made INTEGER, first TEXT, until TEXT, told INTEGER, untold INTEGER, part INTEGER, sort BLOB,
    turn INTEGER, {", ".join(f"{name} TEXT" for name in COLUMNS)}
);
CREATE TABLE known (recorded_at TEXT PRIMARY KEY, position INTEGER) WITHOUT ROWID;
CREATE INDEX known_position ON known (position);
CREATE TABLE need (turn INTEGER PRIMARY KEY, since TEXT, told TEXT);
"""
_INDEXES = """
CREATE INDEX row_now ON row (untold, first, until);
CREATE INDEX row_known ON row (told, untold);
CREATE INDEX row_was ON row (made, untold, until);
CREATE INDEX need_since ON need (since);
ANALYZE;
"""
_OLD = """
SELECT s.made, s.first, s.until, s.told, s.untold, s.inspection, s.sort, s.turn, c.row
FROM cache.stretch s JOIN cache.content c ON c.id = s.content WHERE s.body = ''
"""
_CHANGES = f"""
CREATE TABLE change (position INTEGER, recorded_at TEXT, {", ".join(COLUMNS)});
"""


def make(cache: Path, folder: Path, today: str) -> None:
    """Write ``table.db`` and ``changes.db`` of a cache: each stretch, and what each event changed."""
    with closing(sqlite3.connect(folder / "table.db", isolation_level=None)) as made:
        made.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _TABLE)
        made.execute("ATTACH ? AS cache", (f"file:{cache}?immutable=1",))
        made.execute("BEGIN")
        made.execute("INSERT INTO known SELECT recorded_at, position FROM cache.known")
        marks = ",".join("?" * (8 + len(COLUMNS)))
        made.executemany(
            f"INSERT INTO row VALUES ({marks})",
            ((*where, *_columns(row)) for *where, row in made.execute(_OLD)),
        )
        made.execute("COMMIT")
        made.execute("DETACH cache")
        made.executescript(_INDEXES)
    with closing(sqlite3.connect(folder / "changes.db", isolation_level=None)) as made:
        made.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _CHANGES)
        made.execute("ATTACH ? AS table_", (str(folder / "table.db"),))
        made.execute(
            f"INSERT INTO change SELECT told, (SELECT recorded_at FROM table_.known"
            f" WHERE position >= told ORDER BY position LIMIT 1), {', '.join(COLUMNS)} FROM table_.row"
            " WHERE first <= ? AND until > ? ORDER BY told, turn",
            (today, today),
        )


def needs(folder: Path, answer: bytes) -> None:
    """Put the rows of an inbox into the table."""
    with closing(sqlite3.connect(folder / "table.db", isolation_level=None)) as made:
        made.executemany(
            "INSERT INTO need (since, told) VALUES (?, ?)",
            [(row["since"], orjson.dumps(row)) for row in orjson.loads(answer)["rows"]],
        )
        made.execute("ANALYZE")


def _columns(row: bytes) -> list[object]:
    told = orjson.loads(row)
    return [orjson.dumps(told[name]).decode() if name in LISTS else told[name] for name in COLUMNS]
