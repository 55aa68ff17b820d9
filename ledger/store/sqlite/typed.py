"""What is asked of stored rows before a reader is shown one: are the tables ours, and the types those due?

A file may have been damaged or written by anybody. ``verify`` says what is wrong with it; here it is only
seen to that no reading takes a row for what it is not, goes in circles, or takes in without a limit.
"""

from __future__ import annotations

import re
import sqlite3
from typing import TYPE_CHECKING

from ledger.errors import Damaged
from ledger.records import Row
from ledger.store.sqlite.schema import TABLES

if TYPE_CHECKING:
    from pathlib import Path

SEE = "See what else is wrong: scrutiny verify"

_MADE = dict(re.findall(r"(?s)CREATE TABLE (\w+) (\(.*?\n\));", TABLES))


def check_tables(connection: sqlite3.Connection, database: Path | str) -> None:
    """Raise Damaged unless each table is as the ledger makes it: a view in its place may say anything."""
    names = ", ".join("?" * len(_MADE))
    entries = connection.execute(
        f"SELECT name, type, sql FROM sqlite_schema WHERE name IN ({names})",  # noqa: S608  question marks
        list(_MADE),
    )
    definitions = {name: (kind, sql) for name, kind, sql in entries}
    for name, columns in _MADE.items():
        if definitions.get(name) != ("table", f"CREATE TABLE {name} {columns}"):
            raise Damaged(f"{database} is damaged: its table {name} is not as the ledger makes it.", SEE)


def check_types(row: tuple[object, ...], types: tuple[type, ...], what: str) -> None:
    """Raise Damaged unless a row has just these types."""
    if tuple(map(type, row)) != types:
        raise Damaged(f"The row of {what} is damaged: it holds {row!a:.80}.", SEE)


def found(row: Row | None, position: int) -> Row:
    """The row that was looked up by its position; raises Damaged if there is none, or of other types."""
    if row is None:
        raise Damaged(f"Event {position} is not found at its position.", SEE)
    check_types(row, (int, str, int, str, bytes), f"event {position}")
    return row


def out_of_turn(position: object, due: int, number: object = None) -> Damaged:
    """What a row is that comes where another was due, in the ledger or as a number of its stream."""
    comes = "comes" if number is None else f"is number {number!a:.40} of its stream"
    return Damaged(
        f"Event {position!a:.40} {comes} where {due} was due: an event is missing, or the way to it.",
        SEE,
    )
