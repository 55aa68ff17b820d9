"""What a piece of work asks of the databases: a guard against growth that is the same on every machine.

    with counting() as counted:
        scrutiny("show", "OCSAE", "3")
    assert counted.rows < 100

Statements, the rows that came of them, and the steps that SQLite took to find them (a search through a table
takes steps for each row, whatever comes of it), in the ledger's connections and in those of a cache; only in
connections that are made meanwhile, and only in this process.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from unittest.mock import patch

import apsw

EACH = 10
"""Steps that are counted at once."""


@dataclass
class Counted:
    """How much was asked; ``told`` has each statement, in its turn."""

    rows: int = 0
    steps: int = 0
    told: list[str] = field(default_factory=list)

    @property
    def statements(self) -> int:
        """How many statements were run."""
        return len(self.told)

    def step(self) -> bool:
        """Count steps; SQLite goes on if this is false."""
        self.steps += EACH
        return False

    def traced(self, event: dict[str, Any]) -> None:  # Any: of apsw
        """Count what apsw tells of."""
        if event["code"] == apsw.SQLITE_TRACE_STMT:
            self.told.append(event["sql"])
        else:
            self.rows += 1


class _Cursor(sqlite3.Cursor):
    counted: Counted

    def __next__(self) -> Any:  # Any: a row
        row = super().__next__()
        self.counted.rows += 1
        return row

    def fetchone(self) -> Any:  # Any: a row
        row = super().fetchone()
        self.counted.rows += row is not None
        return row

    def fetchmany(self, size: int | None = 1) -> list[Any]:  # Any: a row
        return self._all(super().fetchmany(size))

    def fetchall(self) -> list[Any]:  # Any: a row
        return self._all(super().fetchall())

    def _all(self, rows: list[Any]) -> list[Any]:  # Any: a row
        self.counted.rows += len(rows)
        return rows


class _Connection(sqlite3.Connection):
    """One whose every cursor counts."""

    def __init__(self, *given: Any, counted: Counted, **options: Any) -> None:  # Any: whatever connect takes
        super().__init__(*given, **options)
        self._cursor = type("_Counting", (_Cursor,), {"counted": counted})
        self.set_trace_callback(counted.told.append)
        self.set_progress_handler(counted.step, EACH)

    def cursor(self, factory: Any = None) -> Any:  # Any: as it was
        return super().cursor(factory or self._cursor)

    def execute(self, sql: str, *given: Any) -> Any:  # Any: what a statement takes
        return self.cursor().execute(sql, *given)


@contextmanager
def counting() -> Iterator[Counted]:
    """Count what is asked of SQLite through connections that are made from here on."""
    counted = Counted()

    def hook(connection: apsw.Connection) -> None:
        connection.trace_v2(apsw.SQLITE_TRACE_STMT | apsw.SQLITE_TRACE_ROW, counted.traced)
        connection.set_progress_handler(counted.step, EACH)

    connect = partial(sqlite3.connect, factory=partial(_Connection, counted=counted))
    apsw.connection_hooks.append(hook)
    try:
        with patch("sqlite3.connect", connect):
            yield counted
    finally:
        apsw.connection_hooks.remove(hook)
