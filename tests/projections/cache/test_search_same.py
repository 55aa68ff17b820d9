"""A search in a cache finds just what one in the events does, in the same order: in any history."""

from __future__ import annotations

import os

import pytest

from ledger.decisions.inspections import OpenInspection
from ledger.errors import LedgerError
from ledger.ledger import Ledger
from projections.cache import search
from projections.cache.database import CacheTrouble, Database, asked, remove
from projections.cache.search import search_at
from projections.cache.words import work_out
from projections.rows import Filters
from projections.search.search import Question
from projections.search.search import search as search_events
from projections.trail_filters import Wanted
from tests.projections.cache.again import lived, told_again
from tests.projections.cache.asked import Asking, ToldSource, shown
from tests.projections.cache.at_a_path import search_of
from tests.sampling import sample

WORDS = (
    *("do", "words", "council", "police", "fire service", "minutes", "ann", "the board", "clearer", "slip"),
    *("wor*", '"do 1"', "1", "2", "nothingg", "polise", "words words", "wrong", "entered", "service"),
)


class Searches(Asking):
    """Asks for words."""

    def catch_up(self):
        super().catch_up()
        with self.connection:
            work_out(self.connection, ToldSource(self.told), lambda _: None)

    def some(self, count, names):
        choose = self.random.choice
        refs = [ref for (ref,) in asked(self.connection, "SELECT ref FROM inspection")]
        for _ in range(count):
            wanted = choose(
                (
                    *(Wanted(), Wanted(), Wanted(limit=2), Wanted(by="ann"), Wanted(late=100)),
                    *(Wanted(events=("judgement",)), Wanted(since="2021-03-01", until="2021-03-02")),
                )
            )
            filters = Filters(made_to=choose((None, None, choose(names))))
            if choose((True, False)):
                filters = self.narrowed(filters, self.told.inspectorate().vocabulary)
            of = choose((None, None, *refs))
            self.compare_words(Question(self.told, [choose(WORDS)], of, filters=filters, wanted=wanted))

    def compare_words(self, question):
        expected = shown(search_events(question))
        try:
            found = search_at(self.connection, question)
        except CacheTrouble:
            assert question.filters != Filters()
            self.declined += 1
            return
        assert shown(found) == expected, question[1:]
        self.answers += bool(found.items)


@pytest.fixture
def from_told(monkeypatch):
    """Events are read of what was only told."""

    def record(told, position):
        (found,) = told.held().at({position})
        return found

    monkeypatch.setattr(search, "_record", record)


@pytest.mark.parametrize("seed", sample(range(4000, 4400), 2))
def test_in_any_history_the_same_is_found(seed, from_told):
    assert told_again(lived(seed).told, seed, 2, Searches).answers


def _both(folder, path, *words, **asked_for):
    """What the cache finds, or None, and what the events do."""
    with Ledger.open(str(folder)) as ledger:
        question = Question(ledger, words, wanted=Wanted(**asked_for))
        view = search_of(path, question, most=None)
        return view and shown(view), shown(search_events(question))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "cache" / "one.db"


def _record(folder, ref, title):
    with Ledger.open(str(folder)) as ledger:
        ledger.ask(OpenInspection(inspection=ref, title=title), by="ann")


def test_what_is_recorded_is_found_at_once(large, path):
    found, expected = _both(large, path, "zebra")
    assert found == expected
    assert "No event" in found
    _record(large, "NEW", "Zebra crossings")
    found, expected = _both(large, path, "zebra")
    assert found == expected
    assert "«Zebra»" in found


def test_damage_is_found_and_made_good(large, path):
    _both(large, path, "service")
    whole = path.read_bytes()
    for at in sample(range(100, len(whole), len(whole) // 400), 3):
        damaged = bytearray(whole)
        damaged[at] ^= 1 << at % 8
        path.write_bytes(damaged)
        found, expected = _both(large, path, "service")
        assert found in (None, expected)
        found, expected = _both(large, path, "service")
        assert found == expected
        remove(path)
        path.write_bytes(whole)
    os.truncate(path, len(whole) // 2)
    assert _both(large, path, "service")[0] in (None, expected)


def test_while_another_process_writes_the_events_answer(large, path):
    _both(large, path, "service")
    _record(large, "NEW", "Zebra crossings")
    with Database(path) as other:
        other.connection.execute("BEGIN IMMEDIATE")
        assert _both(large, path, "zebra")[0] is None
    assert _both(large, path, "zebra")[0]


@pytest.mark.parametrize(("words", "asked_for"), [(["!"], {}), (["evidence"], {"by": "nobody"})])
def test_what_cannot_be_asked_is_refused_alike(large, path, words, asked_for):
    said = []
    with Ledger.open(str(large)) as ledger:
        question = Question(ledger, words, wanted=Wanted(**asked_for))
        for ask in (lambda: search_of(path, question, most=None), lambda: search_events(question)):
            with pytest.raises(LedgerError) as refused:
                ask()
            said.append((type(refused.value), str(refused.value)))
    assert said[0] == said[1]


def test_a_search_reads_just_the_events_that_it_shows(large, path):
    _both(large, path, "service")
    with Ledger.open(str(large)) as ledger:
        count, rows = [], ledger.store.rows

        def counting(**given):
            for row in rows(**given):
                count.append(row)
                yield row

        ledger.inspectorate()
        ledger.store.rows = counting
        view = search_of(path, Question(ledger, ["service"], wanted=Wanted(limit=3)), most=None)
    assert len(count) <= len(view.items) + 12
