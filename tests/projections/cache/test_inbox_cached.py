"""The inbox from a cache that is damaged, behind, or in use is never a wrong one."""

import os

import pytest

from benchmarks.past import lived
from events.base import Day
from ledger.decisions.evidence import SubmitEvidence
from ledger.decisions.vocabulary import AddWord, RetireWord
from ledger.ledger import Ledger
from projections.base import TimeFilter
from projections.cache import inbox
from projections.cache.asking import make_again
from projections.cache.database import Database, remove
from projections.inbox.asked import asked
from projections.inbox.inbox import waiting_for
from projections.rows import Filters
from tests.projections.cache.asked import shown
from tests.projections.cache.at_a_path import inbox_of, register_of
from tests.sampling import sample


@pytest.fixture
def path(tmp_path):
    return tmp_path / "cache" / "one.db"


def _both(folder, path, **question):
    """What the cache says, or None, and what the events do."""
    with Ledger.open(str(folder)) as ledger:
        what = asked(ledger, **question)
        view = inbox_of(path, ledger, what, most=None)
        return view and shown(view), shown(waiting_for(ledger, what).view())


def _cache(folder, path, **question):
    found, expected = _both(folder, path, **question)
    assert found in (None, expected)
    return found


def _submit(folder, inspection="INS1", number="1"):
    decision = SubmitEvidence(inspection=inspection, number=number, body="Council", summary="Minutes.")
    with Ledger.open(str(folder)) as ledger:
        ledger.ask(decision, by="ann")


def test_it_says_what_the_events_do_before_and_after_something_is_recorded(large, path):
    before = _cache(large, path)
    assert before
    _submit(large)
    after = _cache(large, path)
    assert after
    assert after != before
    assert _cache(large, path, person="ann", inspection="INS1", within="2y")


def test_one_that_was_made_in_one_go_has_all_of_it(large, path):
    with Ledger.open(str(large)) as ledger:
        make_again(path, ledger, lambda _: None)
    with Database(path) as held:
        assert held.connection.execute("SELECT count(*) FROM waits").get
        assert not held.connection.execute("SELECT count(*) FROM waits_anew").get
    assert _cache(large, path)


def test_damage_is_found_and_made_good(large, path):
    assert _cache(large, path)
    whole = path.read_bytes()
    for at in sample(range(100, len(whole), len(whole) // 400), 3):
        damaged = bytearray(whole)
        damaged[at] ^= 1 << at % 8
        path.write_bytes(damaged)
        _cache(large, path)
        assert _cache(large, path)
        remove(path)
        path.write_bytes(whole)
    os.truncate(path, len(whole) // 2)
    _cache(large, path)
    assert _cache(large, path)


def test_while_another_process_writes_the_events_answer(large, path):
    _cache(large, path)
    _submit(large)
    with Ledger.open(str(large)) as ledger:
        register_of(path, ledger, None, time_filter=TimeFilter(), filters=Filters(), most=None)
    with Database(path) as other:
        other.connection.execute("BEGIN IMMEDIATE")
        assert _cache(large, path) is None
    assert _cache(large, path)


def test_on_a_day_before_the_last_event_the_events_answer(large, path):
    assert _cache(large, path)
    with Ledger.open(str(large)) as ledger:
        question = asked(ledger)._replace(today=Day("2001-01-01"))
        assert inbox_of(path, ledger, question, most=None) is None


def test_what_nobody_foresaw_keeps_nobody_from_it(large, path, monkeypatch):
    def fail(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(inbox, "inbox_at", fail)
    assert _cache(large, path) is None
    monkeypatch.undo()
    assert _cache(large, path)


def test_only_those_inspections_are_read_again_in_which_something_was_recorded(large, path):
    _cache(large, path)
    _submit(large)
    with Ledger.open(str(large)) as ledger:
        rows = sum(1 for record in ledger.records(inspection="INS1"))
    read = [_rows_read(large, path) for _ in range(2)]
    # What is new is taken in, then its inspection is folded; the next time there is nothing to read.
    assert read[0] < 3 * rows + 50
    assert read[1] < 12


def test_an_inbox_reads_no_more_of_a_ledger_in_which_more_was_recorded(tmp_path):
    read = []
    for events in (60, 240):
        folder, path = tmp_path / str(events), tmp_path / "cache" / f"{events}.db"
        lived(folder, 2, 3, events)
        _rows_read(folder, path)
        read.append(_rows_read(folder, path))
    assert read[0] == read[1] < 12


def test_a_new_word_changes_nothing_that_waits(large, path):
    _cache(large, path)
    with Ledger.open(str(large)) as ledger:
        ledger.ask(AddWord(vocabulary="topic", word="rare", label="Rare"), by="ann")
    assert _rows_read(large, path) < 12
    with Ledger.open(str(large)) as ledger:
        ledger.ask(RetireWord(vocabulary="topic", word="rare"), by="ann")
    assert _rows_read(large, path) < 12


def _rows_read(folder, path):
    """How many stored rows are read for an inbox that the cache tells."""
    with Ledger.open(str(folder)) as ledger:
        count, rows = [], ledger.store.rows

        def counting(**given):
            for row in rows(**given):
                count.append(row)
                yield row

        question = asked(ledger)
        ledger.store.rows = counting
        assert inbox_of(path, ledger, question, most=None)
    return len(count)
