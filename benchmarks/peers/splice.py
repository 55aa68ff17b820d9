"""The stored bytes of every event, spliced into JSON without being decoded."""

from __future__ import annotations

import sqlite3
import sys

import answering


def spliced(database: str) -> bytes:
    """All of it."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    rows = connection.execute("SELECT rowid, topic, state FROM stored_events ORDER BY rowid")
    told = b",\n".join(
        b'{"position":%d,"event":"%s","data":%s}' % (position, topic.encode(), state)
        for position, topic, state in rows
    )
    connection.close()
    return b'{"rows":[\n' + told + b"\n]}\n"


if __name__ == "__main__":
    answering.serve(lambda _: spliced(sys.argv[1]), None)
