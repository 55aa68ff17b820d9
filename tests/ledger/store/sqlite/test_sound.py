"""Whether one look of SQLite's own says that all is well, and only then."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from struct import pack

import pytest

from ledger.store.sqlite import paths
from ledger.store.sqlite.schema import SCHEMA
from ledger.store.sqlite.sound import is_sound
from tests.faults.pages import LEAF_INDEX, Database

INDEX = "sqlite_autoindex_stored_events_1"
FIRST, SECOND, THIRD = "a" * 32, "b" * 32, "c" * 32


def made(file: Path, streams: Iterable[str]) -> Database:
    """A database of small pages with an event of each stream, and its leaf."""
    file.unlink(missing_ok=True)
    versions: dict[str, int] = {}
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.executescript(f"PRAGMA page_size = 512; {SCHEMA} BEGIN")
        for position, stream in enumerate(streams, 1):
            versions[stream] = versions.get(stream, 0) + 1
            row = position, stream, versions[stream]
            connection.execute("INSERT INTO stored_events VALUES (?, ?, ?, 'x', x'00')", row)
            connection.execute("INSERT INTO ledger_leaf VALUES (?, ?, x'00')", (position - 1, position))
        connection.execute("COMMIT")
        connection.execute("VACUUM")
    return Database(file)


def root_of(file: Path) -> int:
    with closing(sqlite3.connect(file)) as connection:
        return int(
            connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", [INDEX]).fetchone()[0]
        )


def looked_at(file: Path) -> tuple[str, bool, list[str]]:
    """What SQLite says, whether it is taken for sound, and what a closer look finds."""
    with closing(sqlite3.connect(file)) as connection:
        (said,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        wrong = [one.message for one in paths.astray(connection, paths.check(connection))]
        return said, is_sound(connection), wrong


def test_a_database_as_we_make_it_is_sound(tmp_path):
    made(tmp_path / "db", [FIRST, SECOND] * 40)
    assert looked_at(tmp_path / "db") == ("ok", True, [])


@pytest.mark.parametrize(
    "statement",
    ["CREATE INDEX planted ON stored_events (hex(zeroblob(9)))", "PRAGMA user_version = 7"],
)
def test_of_a_database_that_is_not_as_we_make_it_nothing_is_reckoned(tmp_path, statement):
    """An expression that somebody planted may take as long as it likes."""
    made(tmp_path / "db", [FIRST])
    with closing(sqlite3.connect(tmp_path / "db")) as connection:
        connection.execute(statement)
        asked: list[str] = []
        connection.set_trace_callback(asked.append)
        assert not is_sound(connection)
    assert asked
    assert not any("integrity_check" in statement for statement in asked)


def test_the_end_of_an_index_that_no_search_from_the_root_finds_is_no_end(tmp_path):
    """SQLite is on the last page already as it looks for what was moved there, and finds it."""
    # What is looked up just before it is on the last page, and what is looked up just behind it is not.
    database = made(tmp_path / "db", [*[SECOND] * 62, THIRD, SECOND, FIRST, *[SECOND] * 8, THIRD])
    root = root_of(tmp_path / "db")
    above = database.cell(root, database.pointers(root)[-1]) + 4
    last = int.from_bytes(database.data[database.start(root) + 8 :][:4], "big")
    first = database.cell(last, database.pointers(last)[0])
    size = database.data[above] + 1
    moved = database.data[above : above + size]
    assert moved[1:] == bytes([4, 13 + 2 * 32, 1, 1]) + SECOND.encode() + bytes([63, 64])
    database.data[above : above + size] = database.data[first : first + size]
    database.data[first : first + size] = moved
    database.write()
    _, sound, wrong = looked_at(tmp_path / "db")
    assert not sound
    assert any("do not rise" in message for message in wrong)


def test_a_number_in_an_index_that_is_not_whole_is_found(tmp_path):
    file = tmp_path / "db"
    database = made(file, [FIRST, SECOND] * 4)
    page = root_of(file)
    assert database.kind(page) == LEAF_INDEX
    pointer = database.pointers(page)[2]
    cell = database.cell(page, pointer)
    entry = database.data[cell + 1 : cell + 1 + database.data[cell]]
    # Its header, the stream, the version in a byte, the position in a byte: the version as a float.
    assert entry[:4] == bytes([4, 13 + 2 * 32, 1, 1])
    entry = bytes([4, entry[1], 7, 1]) + entry[4:36] + pack(">d", entry[36]) + entry[37:]
    at = database.start(page) + 5
    place = int.from_bytes(database.data[at : at + 2], "big") - len(entry) - 1
    start = (page - 1) * 512 + place
    database.data[start : start + len(entry) + 1] = bytes([len(entry)]) + entry
    database.put(at, place, 2)
    database.put(pointer, place, 2)
    # What it was before is free now, and its bytes are counted so.
    database.data[database.start(page) + 7] = 0
    database.write()
    said, sound, wrong = looked_at(file)
    assert not sound
    assert said != "ok" or wrong
