"""What one change costs that is recorded and sealed in a ledger that is open: counted, not timed."""

from __future__ import annotations

import sqlite3
from functools import partial
from itertools import groupby
from unittest.mock import patch

import pytest

from benchmarks.judged import prepared
from benchmarks.past import empty
from ledger.decisions.inspections import CorrectInspection
from ledger.decisions.people import RegisterPerson
from ledger.decisions.recommendations import RescheduleRecommendation
from ledger.ledger import Ledger
from ledger.signing.keyring import Keyring
from tests.counting import counting

ONE = """\
SELECT rowid, state FROM stored_events
PRAGMA synchronous
BEGIN IMMEDIATE
SELECT MAX(rowid) FROM stored_events
SELECT i.originator_id
INSERT INTO stored_events
SELECT leaf_index, notification_id FROM ledger_leaf
INSERT INTO ledger_leaf
COMMIT
SELECT 0, * FROM (SELECT size, note
PRAGMA synchronous
BEGIN IMMEDIATE
INSERT INTO ledger_checkpoint
REPLACE INTO ledger_compact_range
COMMIT""".splitlines()
"""The head; the event with its leaf, behind the past that was decided on; what is not signed; the seal."""


@pytest.fixture
def keyring(tmp_path):
    return Keyring(tmp_path / "keys", tmp_path / "seen")


@pytest.fixture
def ledger(tmp_path, keyring):
    with empty(tmp_path / "ledger", keyring=keyring) as made:
        made.ask(*prepared("INS", "1234"), by="ann")
        for number in "12":
            change(made, number)
        yield made


def change(ledger, number):
    ledger.ask(RescheduleRecommendation(inspection="INS", number=number, due="2030-01-01"), by="ann")
    assert ledger.not_sealed is None


def runs(counted, number, ledger):
    """The statements of one change; what a trigger asks is told as the statement that it is of, again."""
    counted.told.clear()
    change(ledger, number)
    return [told for told, _ in groupby(" ".join(told.split()) for told in counted.told)]


def test_one_change_takes_two_transactions_and_a_reading_before_each(tmp_path, keyring):
    with counting() as counted, empty(tmp_path / "ledger", keyring=keyring) as ledger:
        ledger.ask(*prepared("INS", "1234"), by="ann")
        change(ledger, "1")
        found = runs(counted, "2", ledger)
    assert [told[: len(due)] for told, due in zip(found, ONE, strict=True)] == ONE


def test_no_statement_is_prepared_again_for_the_next_change(tmp_path, keyring):
    # SQLite asks whether it may, for whatever it prepares.
    asked = []

    class Asking(sqlite3.Connection):
        def __init__(self, *given, **options):
            super().__init__(*given, **options)
            self.set_authorizer(lambda action, *what: asked.append((action, *what[:2])) or sqlite3.SQLITE_OK)

    with (
        patch("sqlite3.connect", partial(sqlite3.connect, factory=Asking)),
        empty(tmp_path / "ledger", keyring=keyring) as ledger,
    ):
        ledger.ask(*prepared("INS", "1234"), by="ann")
        change(ledger, "1")
        change(ledger, "2")
        asked.clear()
        change(ledger, "3")
    # Python itself prepares a COMMIT anew, and SQLite whatever sets something.
    commit = sqlite3.SQLITE_TRANSACTION, "COMMIT", None
    full, normal = ((sqlite3.SQLITE_PRAGMA, "synchronous", level) for level in ("FULL", "NORMAL"))
    assert asked == [full, commit, normal, commit]


def test_what_another_recorded_meanwhile_is_looked_at_and_only_that(ledger, tmp_path, keyring):
    retitled = CorrectInspection(inspection="INS", title="Another", why="W")
    with Ledger.open(str(tmp_path / "ledger"), keyring=keyring) as other:
        other.ask(RegisterPerson(person="cy", name="Cy", roles=("inspector",)), retitled, by="ann")
        assert other.not_sealed is None
    ledger.ask(RescheduleRecommendation(inspection="INS", number="3", due="2030-01-01"), by="cy")
    assert ledger.not_sealed is None
    assert ledger.inspection("INS").title == "Another"
    newest, _ = ledger.store.newest_checkpoint()
    assert newest == ledger.store.head()[0]
