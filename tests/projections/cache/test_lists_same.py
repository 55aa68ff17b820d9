"""Lists from a cache are those from the events: in any history, at any two times."""

from __future__ import annotations

from datetime import datetime

import pytest

from commands.cli.cached import CACHED_LISTS
from events.base import Day, Instant
from ledger.decisions.responses import RecordResponse
from ledger.decisions.vocabulary import AddWord, RetireWord
from ledger.ledger import Ledger
from projections.base import TimeFilter
from projections.cache.asking import make_again
from projections.cache.database import CacheTrouble, TooMuch, asked
from projections.cache.later import tell
from projections.cache.listed import Parts
from projections.cache.listings import Listings
from projections.cache.lists import PARTS, ROWS, list_at
from projections.finding.base import Question, listed
from projections.finding.index import noun
from projections.register import register
from projections.rows import Filters
from tests.projections.cache.again import lived, told_again
from tests.projections.cache.asked import Asking, ToldSource, shown
from tests.projections.cache.at_a_path import list_of as list_of_path
from tests.projections.cache.at_a_path import register_of
from tests.sampling import sample
from tests.steps import DAYS, EVERY_DAY


class Lists(Asking):
    """Asks for lists."""

    def catch_up(self):
        super().catch_up()
        # Of one inspection at times, and not each time: what is behind is told once somebody asks.
        ids = [one for (one,) in asked(self.connection, "SELECT id FROM inspection")]
        self.only = self.random.choice((None, None, *ids))
        with self.connection:
            tell(self.connection, ToldSource(self.told), Listings, Parts, inspection=self.only)

    def some(self, count, names):
        choose = self.random.choice
        told = sorted({record.recorded_at for record in self.told.records()})
        refs = [ref for (ref,) in asked(self.connection, "SELECT ref FROM inspection")]
        for _ in range(count):
            as_of, known_at = choose((None, *EVERY_DAY, *DAYS)), choose((None, choose(told), choose(told)))
            if self.told.inspectorate().imports and not self.is_plain(known_at):
                known_at = None
            when = TimeFilter(as_of and Day(as_of), known_at and Instant(known_at))
            for name in ROWS:
                inspection = None if name == "inspection" else choose((None, *refs))
                self.compare_lists(noun(name), Question(self.told, inspection, when))
            settings = self.told.inspectorate()
            today = datetime.fromisoformat(f"{choose(EVERY_DAY)}T12:00:00+00:00")
            settings.bodies.clock = choose((None, lambda today=today: today))
            of = choose((None, *refs)) if self.only is None else self.ref_of(self.only)
            for name in PARTS.values():
                self.compare_lists(noun(name), Question(self.told, of, when))
            settings.bodies.clock = None

    def ref_of(self, inspection):
        ((ref,),) = asked(self.connection, "SELECT ref FROM inspection WHERE id = ?", (inspection,))
        return ref

    def compare_lists(self, of, question):
        expected = shown(listed(of, question))
        try:
            found = shown(list_at(self.connection, of, question))
        except CacheTrouble:
            self.declined += 1
            return
        assert found == expected, (of.name, question[1:])
        self.answers += 1


@pytest.mark.parametrize("seed", sample(range(2000, 2400), 2))
def test_in_any_history_lists_are_the_same(seed):
    assert told_again(lived(seed).told, seed, 2, Lists).answers


def test_commands_ask_it_for_just_those_lists_that_it_tells():
    assert set(CACHED_LISTS) == {*ROWS, *PARTS}


@pytest.mark.parametrize("name", [*ROWS, *PARTS.values()])
def test_a_list_from_a_cache_reads_no_event(large, tmp_path, name):
    with Ledger.open(str(large)) as ledger:
        question, count, rows = Question(ledger), [], ledger.store.rows
        expected = shown(listed(noun(name), question))
        list_of_path(tmp_path / "one.db", noun(name), question, most=None)

        def counting(**given):
            for row in rows(**given):
                count.append(row)
                yield row

        ledger.store.rows = counting
        assert shown(list_of_path(tmp_path / "one.db", noun(name), question, most=None)) == expected
    assert len(count) < 12


def test_if_there_is_much_to_tell_the_events_are_asked_until_it_is_told(large, tmp_path):
    path, evidence = tmp_path / "one.db", noun("evidence")
    with Ledger.open(str(large)) as ledger:
        question, when, filters = Question(ledger), TimeFilter(), Filters()
        assert register_of(path, ledger, None, time_filter=when, filters=filters, most=None)
        with pytest.raises(TooMuch):
            list_of_path(path, evidence, question, most=5)
        make_again(path, ledger, lambda _: None)
        assert list_of_path(path, evidence, question, most=5) is not None


def test_a_label_is_the_one_that_was_known(large, tmp_path):
    path, response, word = tmp_path / "one.db", noun("response"), {"vocabulary": "answer", "word": "halves"}

    def told(known_at=None):
        question = Question(ledger, None, TimeFilter(None, known_at))
        found = shown(list_of_path(path, response, question, most=None))
        assert found == shown(listed(response, question))
        return found

    with Ledger.open(str(large)) as ledger:
        row = register(ledger).items[0]
        of = {"inspection": row["inspection"], "number": row["number"], "body": row["made_to"][0]}
        ledger.ask(AddWord(**word, label="By halves"), by="ann")
        ledger.ask(RecordResponse(**of, answer="halves", text="Half of it."), by="ann")
        before = ledger.last().recorded_at
        assert "By halves" in told()
        ledger.ask(RetireWord(**word), by="ann")
        ledger.ask(AddWord(**word, label="Half and half"), by="ann")
        assert "Half and half" in told()
        assert "Half and half" not in told(before)
