"""A database that the disk or the system would not give is not called damaged, by any command that reads.

SQLite says "malformed" of a page that cannot be read (EIO), as it does of one that is wrong.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import closing

import pytest

from tests.faults import tracing
from tests.faults.children import Place, warm

READING = {
    "register": "register",
    "trail": "trail",
    "show": "show OCSAE 1",
    "why": "why OCSAE 1",
    "inbox": "inbox",
    "diff": "diff --from 2020-01-01 --to 2021-12-31",
    "statistics": "statistics --from 2020-01-01 --to 2021-12-31",
    "verify": "verify",
    "rebuild": "rebuild",
    "prove": "prove OCSAE 1 --output proofs",
    "checkpoint": "checkpoint",
    "key show": "key show",
    "seal": "seal",
    "copy": "copy another",
    "publish": "publish --as bob --output bundle",
    "recording": "evidence request OCSAE 5 --why More. --as ann",
}

FAULTS = {
    "a disk that fails": ("pread64", errno.EIO, 3),
    "a disk that fails from the first page on": ("pread64", errno.EIO, 1),
    "no access to a page": ("pread64", errno.EACCES, 3),
    "no access": ("openat", errno.EACCES, 1),
    "too many open files": ("openat", errno.EMFILE, 1),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    tracing.need()
    warm()
    place = Place(tmp_path_factory.mktemp("unread") / "made")
    assert place.ask("demo", "ledger").status == 0
    with closing(sqlite3.connect(place.ledger / "ledger.db")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return place.put_away()


@pytest.fixture
def place(made, tmp_path):
    return made.copy(tmp_path / "place")


def failing(place, call, error, first, count=10**9):
    """Let a kind of call on the database fail, from one on and so many times."""
    seen = [0]

    def look(each):
        if each.name == call and each.paths() == (str(place.ledger / "ledger.db"),):
            seen[0] += 1
            if first <= seen[0] < first + count:
                each.refuse = error

    return look


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("command", READING)
def test_what_cannot_be_read_is_named_and_no_finding(place, command, fault):
    call, error, first = FAULTS[fault]
    answer = place.traced(failing(place, call, error, first), READING[command].split())
    assert (answer.status, answer.hung) == (7, False), answer
    assert f"{place.ledger}/ledger.db cannot be read: " in answer.err, answer
    assert "damaged" not in answer.out + answer.err
    if call == "openat":
        assert os.strerror(error) in answer.err


@pytest.mark.parametrize("fault", FAULTS)
def test_the_doctor_names_it(place, fault):
    answer = place.traced(failing(place, *FAULTS[fault]), ["doctor", "--format", "json"])
    assert answer.status == 1
    assert f"{place.ledger}/ledger.db cannot be read: " in answer.out
    assert "damaged" not in answer.out


@pytest.mark.parametrize("command", ["register", "verify", "rebuild", "seal"])
def test_one_reading_that_fails_makes_no_damage_of_a_ledger_that_is_whole(place, command):
    for first in range(1, 8):
        answer = place.traced(failing(place, "pread64", errno.EIO, first, 1), READING[command].split())
        assert answer.status in (0, 7), (first, answer)
        assert "damaged:" not in answer.out + answer.err, (first, answer)
        assert "BROKEN" not in answer.out, (first, answer)


def test_what_is_damaged_is_still_called_so(place):
    database = place.ledger / "ledger.db"
    data = bytearray(database.read_bytes())
    data[2 * 4096 : 3 * 4096] = bytes(4096)
    database.write_bytes(data)
    answer = place.ask("show", "OCSAE", "1")
    assert (answer.status, "ledger.db is damaged: " in answer.err) == (7, True)
