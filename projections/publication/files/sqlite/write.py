"""``register.sqlite``: the register, its history, and what both are of, as plain tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson

from ledger.proof.text import to_base64
from ledger.times import earliest, last_day
from projections.publication.edition import Edition, Published
from projections.publication.files.base import File, Made
from projections.publication.files.sqlite.settled import PAGE, settle
from projections.publication.listing import inspection, title
from projections.rows import EARLIEST, LATEST

PATH = "register.sqlite"
_SETTINGS = (
    f"page_size = {PAGE}",
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
    sort_order INTEGER NOT NULL,
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
    made_on_earliest TEXT,
    made_on_latest TEXT NOT NULL,
    due TEXT,
    due_earliest TEXT,
    due_latest TEXT,
    last_updated TEXT NOT NULL,
    last_updated_earliest TEXT,
    last_updated_latest TEXT NOT NULL,
    word TEXT,
    priority TEXT,
    topics TEXT NOT NULL,
    source TEXT,
    place TEXT,
    under TEXT,
    responses TEXT NOT NULL,
    seen_on TEXT,
    overdue INTEGER NOT NULL,
    PRIMARY KEY (inspection, number)
)""",
    """CREATE TABLE history (
    sort_order INTEGER NOT NULL,
    inspection TEXT NOT NULL,
    number TEXT NOT NULL,
    "on" TEXT NOT NULL,
    on_earliest TEXT,
    on_latest TEXT NOT NULL,
    event TEXT NOT NULL,
    position INTEGER NOT NULL,
    ref TEXT,
    what TEXT NOT NULL,
    PRIMARY KEY (inspection, number, position),
    FOREIGN KEY (inspection, number) REFERENCES register (inspection, number)
)""",
)
_COLUMNS = (
    *("inspection", "number", "kind", "cycle", "text", "status", "reason", "state", "judged_in", "made_to"),
    *(f"{name}{end}" for name in ("made_on", "due", "last_updated") for end in ("", EARLIEST, LATEST)),
    *("word", "priority", "topics", "source", "place", "under", "responses", "seen_on", "overdue"),
)
"""Of the register, behind its order."""

_LISTS = ("made_to", "topics", "responses")

_INSERT = f"INSERT INTO register VALUES ({', '.join('?' * (1 + len(_COLUMNS)))})"  # noqa: S608  marks alone
_TELL = "INSERT INTO history VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


def files(edition: Edition, _made: Sequence[Made] = ()) -> Iterator[File]:
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
            told = count(1)
            for order, one in enumerate(edition.rows, 1):
                connection.execute(_INSERT, (order, *_row(one)))
                connection.executemany(_TELL, ((next(told), *line) for line in _history(one)))
            connection.execute("COMMIT")
            connection.execute("VACUUM")
        file = place.open("r+b")
        settle(file)
    # The folder is gone by now, and the file goes with who holds it.
    yield File(PATH, file)


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


def _row(one: Published) -> list[str | int | None]:
    # What there may be several of is a JSON array, which Datasette counts one by one.
    row = one.row
    return [orjson.dumps(row[name]).decode() if name in _LISTS else row[name] for name in _COLUMNS]


def _history(one: Published) -> Iterator[tuple[str | int | None, ...]]:
    for happening in one.history:
        yield (
            one.row["inspection"],
            one.row["number"],
            happening.on,
            earliest(happening.on),
            last_day(happening.on),
            happening.event,
            happening.position,
            happening.ref,
            happening.what,
        )
