"""``register.sqlite``: the register, its history, and what both are of, as plain tables.

SQLite notes in a file how often it was written, and by which version: both are put to a constant. What lies
between the cells of a page is whatever was there while it was filled, and differs with the version: it is
put to zero. So the same edition gives the same bytes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

import orjson

from ledger.proof.text import to_base64
from projections.publication.edition import Edition, Published
from projections.publication.listing import inspection, title
from projections.publication.parts.base import File

_PAGE = 4096
PATH = "register.sqlite"
_SETTINGS = (
    f"page_size = {_PAGE}",
    "encoding = 'UTF-8'",
    "auto_vacuum = 0",
    "secure_delete = 1",
    # It is of nobody's concern until it is whole.
    "journal_mode = OFF",
    "synchronous = OFF",
)
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
_INSERT = "INSERT INTO register VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
# Where they stand in the first 100 bytes (sqlite.org/fileformat2.html), and what is put there.
_WRITTEN, _VALID_FOR, _VERSION = 24, 92, 96
_ONCE, _AS_VERSION = 1, 3_040_001
# The first byte of a page that holds cells, and the length of its head. Any other begins with the number of
# a page, whose first byte is 0 in a file of less than 64 GiB.
_HEADS = {2: 12, 5: 12, 10: 8, 13: 8}
_FILE_HEAD = 100


def files(edition: Edition) -> Iterator[File]:
    """The one file, on disk: it may be many times the register."""
    with TemporaryDirectory() as folder:
        place = Path(folder, PATH)
        # No statements are kept back: VACUUM asks for a connection that is not in a transaction.
        with closing(sqlite3.connect(place, isolation_level=None)) as connection:
            for setting in _SETTINGS:
                connection.execute(f"PRAGMA {setting}")
            connection.execute("BEGIN")
            for table in _TABLES:
                connection.execute(table)
            connection.executemany("INSERT INTO meta VALUES (?, ?)", _meta(edition))
            for one in edition.rows:
                connection.execute(_INSERT, _row(one))
                connection.executemany("INSERT INTO history VALUES (?, ?, ?, ?, ?, ?)", _history(one))
            connection.execute("COMMIT")
            connection.execute("VACUUM")
        file = place.open("r+b")
        for at, number in ((_WRITTEN, _ONCE), (_VALID_FOR, _ONCE), (_VERSION, _AS_VERSION)):
            file.seek(at)
            file.write(number.to_bytes(4, "big"))
        _clear(file)
    # The folder is gone by now, and the file goes with who holds it.
    yield File(PATH, file)


def _clear(file: BinaryIO) -> None:
    """Put to zero what no cell uses: from the end of a page's list of cells to the first of them."""
    file.seek(0)
    start = 0
    while page := file.read(_PAGE):
        head = 0 if start else _FILE_HEAD
        if length := _HEADS.get(page[head]):
            cells = int.from_bytes(page[head + 3 : head + 5], "big")
            first = int.from_bytes(page[head + 5 : head + 7], "big")
            listed = head + length + 2 * cells
            if any(page[listed:first]):
                file.seek(start + listed)
                file.write(bytes(first - listed))
        start += _PAGE
        file.seek(start)


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
