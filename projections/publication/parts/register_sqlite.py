"""``register.sqlite``: the register, its history, and what both are of, as plain tables.

SQLite notes in a file how often it was written, and by which version: both are put to a constant. What lies
between the cells of a page is whatever was there while it was filled, and differs with the version: it is
put to zero. So the same edition gives the same bytes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import orjson

from ledger.proof.text import to_base64
from projections.publication.edition import Edition, Published
from projections.publication.listing import inspection, title
from projections.publication.parts.base import File

_PAGE = 4096
_SETTINGS = (f"page_size = {_PAGE}", "encoding = 'UTF-8'", "auto_vacuum = 0", "secure_delete = 1")
_TABLES = (
    """CREATE TABLE meta (
    name TEXT NOT NULL PRIMARY KEY,
    value
)""",
    """CREATE TABLE register (
    inspection TEXT NOT NULL,
    number TEXT NOT NULL,
    kind TEXT NOT NULL,
    cycle TEXT NOT NULL,
    text TEXT NOT NULL,
    status TEXT NOT NULL,
    reason TEXT,
    state TEXT NOT NULL,
    judged_in TEXT,
    made_to TEXT NOT NULL,
    made_on TEXT NOT NULL,
    due TEXT,
    last_updated TEXT NOT NULL,
    PRIMARY KEY (inspection, number)
)""",
    """CREATE TABLE history (
    inspection TEXT NOT NULL,
    number TEXT NOT NULL,
    "on" TEXT NOT NULL,
    event TEXT NOT NULL,
    position INTEGER NOT NULL,
    what TEXT NOT NULL,
    PRIMARY KEY (inspection, number, position),
    FOREIGN KEY (inspection, number) REFERENCES register (inspection, number)
)""",
)
# Where they stand in the first 100 bytes (sqlite.org/fileformat2.html), and what is put there.
_WRITTEN, _VALID_FOR, _VERSION = 24, 92, 96
_ONCE, _AS_VERSION = 1, 3_040_001
# The first byte of a page that holds cells, and the length of its head. Any other begins with the number of
# a page, whose first byte is 0 in a file of less than 64 GiB.
_HEADS = {2: 12, 5: 12, 10: 8, 13: 8}
_FILE_HEAD = 100


def files(edition: Edition) -> Iterator[File]:
    """The one file."""
    # No statements are kept back: VACUUM asks for a connection that is not in a transaction.
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        for setting in _SETTINGS:
            connection.execute(f"PRAGMA {setting}")
        connection.execute("BEGIN")
        for table in _TABLES:
            connection.execute(table)
        connection.executemany("INSERT INTO meta VALUES (?, ?)", _meta(edition))
        for one in edition.rows:
            connection.execute(f"INSERT INTO register VALUES ({', '.join('?' * 13)})", _row(one))  # noqa: S608  marks
            connection.executemany("INSERT INTO history VALUES (?, ?, ?, ?, ?, ?)", _history(one))
        connection.execute("COMMIT")
        connection.execute("VACUUM")
        data = bytearray(connection.serialize())
    for place, number in ((_WRITTEN, _ONCE), (_VALID_FOR, _ONCE), (_VERSION, _AS_VERSION)):
        data[place : place + 4] = number.to_bytes(4, "big")
    _clear(data)
    yield File("register.sqlite", bytes(data))


def _clear(data: bytearray) -> None:
    """Put to zero what no cell uses: from the end of a page's list of cells to the first of them."""
    for start in range(0, len(data), _PAGE):
        head = start or _FILE_HEAD
        if length := _HEADS.get(data[head]):
            cells = int.from_bytes(data[head + 3 : head + 5], "big")
            first = start + int.from_bytes(data[head + 5 : head + 7], "big")
            listed = head + length + 2 * cells
            data[listed:first] = bytes(first - listed)


def _meta(edition: Edition) -> Iterator[tuple[str, str | int | None]]:
    terms = edition.terms
    yield "title", title(edition)
    yield "inspection", inspection(edition)
    yield "as_of", terms.as_of
    yield "known_at", terms.known_at
    yield "origin", edition.origin
    yield "verifier_key", edition.verifier_key
    yield "size", terms.size
    yield "root", to_base64(terms.root)
    yield "licence", terms.licence.name
    yield "licence_url", terms.licence.url


def _row(one: Published) -> list[str | None]:
    # Bodies are a JSON array, which Datasette counts one by one.
    row = one.row
    return [orjson.dumps(value).decode() if name == "made_to" else value for name, value in row.items()]


def _history(one: Published) -> Iterator[tuple[str, str, str, str, int, str]]:
    for happening in one.history:
        yield (
            one.row["inspection"],
            one.row["number"],
            happening.on,
            happening.event,
            happening.position,
            happening.what,
        )
