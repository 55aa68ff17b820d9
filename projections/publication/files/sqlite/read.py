"""The tables of ``register.sqlite``. Nothing in it is run: no view, no trigger, no calculated column."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

from ledger.checks.base import shown
from projections.publication.files.reading import Budget, Wrong
from projections.publication.files.tables import Table

TABLES = ("meta", "register", "history")
_STEPS = 50_000_000  # of SQLite's machine, for one file
_MOST_ANSWERS = 100_000
_LARGEST_CELL = 16 << 20  # bytes
_LIMITS = (
    (sqlite3.SQLITE_LIMIT_COLUMN, 100),
    (sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 20),
    (sqlite3.SQLITE_LIMIT_COMPOUND_SELECT, 2),
    (sqlite3.SQLITE_LIMIT_VDBE_OP, 25_000),
    (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
)
_LARGEST = 128 << 20  # characters of all cells: a default is stored once and read in each row


def opened(data: bytes) -> sqlite3.Connection:
    """The bytes of a file as a database, which is only read; raises sqlite3.Error."""
    if not data:
        raise sqlite3.DatabaseError("it is empty")
    connection = sqlite3.connect(":memory:")
    try:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST_CELL)
        for limit, most in _LIMITS:
            connection.setlimit(limit, most)
        connection.deserialize(data)
        connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        # Else the check of the file would calculate what the tables ask of their rows.
        connection.execute("PRAGMA ignore_check_constraints = ON")
        calls = iter(range(_STEPS // 10_000))
        connection.set_progress_handler(lambda: next(calls, None) is None, 10_000)
    except BaseException:
        connection.close()
        raise
    return connection


def asked(data: bytes, question: str) -> list[tuple[object, ...]]:
    """What a database of a bundle answers to a question of ours; raises Wrong."""
    try:
        with closing(opened(data)) as connection:
            list(_names(connection))
            return connection.execute(question).fetchmany(_MOST_ANSWERS)
    except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError) as error:
        raise Wrong(f"it is no SQLite database that can be read: {error}") from error


def tables(data: bytes) -> list[Table]:
    """Each table, its columns' names first; raises Wrong."""
    try:
        with closing(opened(data)) as connection:
            names = list(_names(connection))
            if connection.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)]:
                raise Wrong("the database is damaged")
            return list(_tables(connection, names))
    except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError) as error:
        raise Wrong(f"it is no SQLite database that can be read: {error}") from error


def _names(connection: sqlite3.Connection) -> Iterator[str]:
    """The tables, where there is nothing else; looked at before anything of them is read."""
    for kind, name, sql in connection.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY name"):
        if kind == "index" and sql is None:
            continue  # of a primary key
        if kind != "table" or name not in TABLES or not str(sql).startswith("CREATE TABLE "):
            raise Wrong(f"it has a {shown(kind)} that none of a bundle has: {shown(name)}")
        # Name and type of each column come first; what is hidden or calculated has a last word that is not 0.
        if any(column[-1] for column in connection.execute(f'PRAGMA table_xinfo("{name}")')):
            raise Wrong(f"its table {name} has a column that is calculated or hidden")
        yield name


def _tables(connection: sqlite3.Connection, names: list[str]) -> Iterator[Table]:
    budget, left = Budget(), _LARGEST
    for name in names:
        cursor = connection.execute(f'SELECT * FROM "{name}"')  # noqa: S608  one of TABLES
        table = [[str(column[0]) for column in cursor.description]]
        for row in cursor:
            line = ["" if cell is None else str(cell) for cell in row]
            budget.take(len(line))
            left -= sum(map(len, line))
            if left < 0:
                raise Wrong(f"its cells have more than {_LARGEST:,} characters")
            table.append(line)
        yield table
