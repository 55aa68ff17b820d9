"""A question reads its stream once: the statements on stored events are counted, and the rows that came."""

import re
import sqlite3
from collections import Counter

import pytest

from ledger.records import LEDGER_STREAM, inspection_stream

WHOLE = "the whole ledger"
SETTINGS = "the settings"
NAMES = {LEDGER_STREAM.hex: SETTINGS, **{inspection_stream(ref).hex: ref for ref in ("OCSAE", "CUSTODY")}}
OF_ONE = (
    "register OCSAE",
    "register ocsae --as-of 2021-06-01",
    "register OCSAE --cycle 2020",
    "show OCSAE 3",
    "show OCSAE 3 --notes --as-of 2022-01-01",
    "why OCSAE 3",
    "trail OCSAE",
    "trail OCSAE 3",
    "trail OCSAE --cycle 2020",
    "trail OCSAE 3 --as-of 2020-02-27",
    "diff OCSAE --from 2020-01-01",
    "statistics OCSAE",
)
OF_ALL = (
    "register",
    "register --cycle 2020",
    "trail",
    "trail --cycle 2020",
    "diff --from 2020-01-01",
    "statistics",
    "inbox",
)


class Counted:
    """What was read of the stored events: how often each stream, and how often each row, by its position."""

    def __init__(self):
        self.statements, self.rows = Counter(), Counter()

    def trace(self, sql):
        """SQLite is asked something."""
        if stream := re.search("FROM stored_events WHERE .*originator_id = '([0-9a-f]+)'", sql):
            self.statements[NAMES[stream[1]]] += 1
        elif "FROM stored_events WHERE" in sql:
            self.statements[WHOLE] += 1


class CountedRows:
    """A cursor that counts the rows that are taken from it."""

    def __init__(self, rows, counted):
        self._rows, self._counted = rows, counted

    def __iter__(self):
        for row in self._rows:
            self._counted.rows[NAMES[row[1]], row[0]] += 1
            yield row

    def __getattr__(self, name):
        return getattr(self._rows, name)


@pytest.fixture
def counted(monkeypatch):
    """Counts what is read through any connection that is made from here on."""
    counted, connect = Counted(), sqlite3.connect

    class Connection(sqlite3.Connection):
        def execute(self, sql, *parameters):
            rows = super().execute(sql, *parameters)
            return CountedRows(rows, counted) if "FROM stored_events WHERE" in sql else rows

    def traced(*args, **options):
        connection = connect(*args, **{**options, "factory": Connection})
        connection.set_trace_callback(counted.trace)
        return connection

    monkeypatch.setattr(sqlite3, "connect", traced)
    return counted


@pytest.fixture
def reads(ask, two, counted):
    """reads("show OCSAE 3") -> how often it read each stream, or the whole ledger; no row twice."""

    def call(line, status=0):
        counted.statements.clear()
        counted.rows.clear()
        answer = ask(line)
        assert answer.status == status, answer
        twice = {row for row, times in counted.rows.items() if times > 1}
        # The settings are read before the whole ledger, which has them, too.
        assert not twice or (WHOLE in counted.statements and {name for name, _ in twice} == {SETTINGS})
        assert counted.statements.pop(SETTINGS)
        return counted.statements

    return call


@pytest.mark.parametrize("line", OF_ONE)
def test_a_question_about_one_inspection_reads_its_stream_once(line, reads):
    assert reads(line) == {"OCSAE": 1}


@pytest.mark.parametrize("line", OF_ALL)
def test_a_question_about_all_reads_the_ledger_once(line, reads):
    assert reads(line) == {WHOLE: 1}


def test_two_times_of_knowing_are_compared_in_one_reading(reads):
    # To say that a time was before the ledger began, its first event is read.
    line = "diff OCSAE --known-from 2022-03-01T09:30:00Z --known-to 2022-03-01T12:00:00Z"
    assert reads(line)["OCSAE"] == 1


def test_a_proof_reads_the_stream_once(reads):
    assert reads("prove OCSAE 3 --output proof", status=3)["OCSAE"] == 1


def test_what_took_the_place_of_a_recommendation_is_read_once(reads, done):
    done("recommendation supersede OCSAE 3 --by CUSTODY/1 --by CUSTODY/2 --by OCSAE/1 --why Moved. --as ann")
    done("recommendation withdraw CUSTODY 1 --why Gone. --as ann")
    assert reads("show OCSAE 3") == {"OCSAE": 1, "CUSTODY": 1}
