"""A bundle is not made of what an index hides."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from tests.commands import processes

PUBLISH = "publish --output bundle --as ada"


@pytest.fixture
def closed(folder, done):
    """Recommendation 1 is closed, and bob signed that off."""
    done("key generate --as ada")
    done("person grant ada publisher --as ada")
    done(*_closing())
    done("judgement sign-off OCSAE J1 --as bob")
    return folder


def _closing():
    line = "judgement record OCSAE 1 --cycle 2020 --status closed --reason implemented --as ann"
    return line, "--rationale", "Done.", "--on", "2020-03-01"


def hide_the_sign_off(folder):
    """Alter one byte of the stream in the entry of the index; the table stays as it is."""
    database = folder / "ledger.db"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        stream, version, position = connection.execute(
            "SELECT originator_id, originator_version, rowid FROM stored_events "
            "WHERE topic = 'judgement.signed-off'"
        ).fetchone()
        (root,) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'sqlite_autoindex_stored_events_1'"
        ).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    data = bytearray(database.read_bytes())
    start = (root - 1) * size
    at = data.rindex(stream.encode() + bytes([version, position]), start, start + size)
    data[at] = ord("g")
    database.write_bytes(data)


@pytest.mark.parametrize("line", [PUBLISH, f"{PUBLISH} --again 30"])
def test_nothing_is_published_that_an_index_hides_until_it_is_made_again(closed, here, ask, line):
    before = processes.events(closed)
    hide_the_sign_off(closed)
    answer = ask(line)
    assert answer.status == 7, answer
    assert "so nothing is published: The index sqlite_autoindex_stored_events_1" in answer.err
    assert "scrutiny rebuild" in answer.err
    assert not (here / "bundle").exists()
    assert ask("rebuild").status == 0
    assert processes.events(closed) == before
    assert ask(PUBLISH).status == 0
    assert "1,Do 1.,Closed," in (here / "bundle" / "register.csv").read_text()
