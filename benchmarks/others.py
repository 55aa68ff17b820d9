"""A server for the benchmark, and what a ledger on it is held against: others' ways to write the same rows.

The server is the one of the tests (``tests.postgres``), and here it waits for the disk as one in use does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from eventsourcing.persistence import StoredEvent

from ledger.records import Row
from tests import postgres

RAW = """\
CREATE TABLE turn (one integer PRIMARY KEY, position bigint NOT NULL);
INSERT INTO turn VALUES (1, 0);
CREATE TABLE stored_events (
    notification_id bigint PRIMARY KEY,
    originator_id uuid NOT NULL,
    originator_version bigint NOT NULL,
    topic text NOT NULL,
    state bytea NOT NULL,
    UNIQUE (originator_id, originator_version)
);
"""
INSERT = "INSERT INTO stored_events VALUES (%s, %s, %s, %s, %s)"

Saved = Callable[[], object]
"""Stores a further request of the same events."""


@contextmanager
def served() -> Iterator[postgres.Cluster]:
    """A server that waits for the disk."""
    server = postgres.Cluster(settings=("fsync=on", "max_wal_size=1GB", "shared_buffers=128MB"))
    try:
        server.start()
        yield server
    finally:
        server.remove()


def library(url: str, like: Sequence[Row]) -> Saved:
    """The library's own recorder for PostgreSQL, as it comes, in a database of its own."""
    from eventsourcing.postgres import (  # noqa: PLC0415  needs a pool, which may not be there
        PostgresApplicationRecorder,
        PostgresDatastore,
    )

    parts = urlsplit(url)
    (host,) = parse_qs(parts.query)["host"]
    store = PostgresDatastore(parts.path[1:], host, 5432, parts.username or "", "")
    recorder = PostgresApplicationRecorder(store)
    recorder.create_table()
    following = _following(like)

    def save() -> None:
        recorder.insert_events([StoredEvent(*row) for row in next(following)])

    return save


def raw(connection: Any, like: Sequence[Row], stream: UUID | None = None) -> Saved:  # Any: of psycopg
    """Psycopg alone: take the lock of one row, insert each event, let go; no leaf, and nobody is asked."""
    following = _following(like, stream)

    def save() -> None:
        with connection.transaction():
            ((last,),) = connection.execute("SELECT position FROM turn FOR UPDATE")
            rows = next(following)
            for at, row in enumerate(rows, last + 1):
                connection.execute(INSERT, (at, *row))
            connection.execute("UPDATE turn SET position = %s", (last + len(rows),))

    return save


def _following(
    like: Sequence[Row], stream: UUID | None = None
) -> Iterator[list[tuple[UUID, int, str, bytes]]]:
    """The rows of one request again and again, of the same bytes, each further on in its stream."""
    versions = count(1)
    while True:
        yield [(stream or UUID(row[1]), next(versions), row[3], row[4]) for row in like]
