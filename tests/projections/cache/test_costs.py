"""What a question to a cache costs: counted, not timed (see ``tests.counting``)."""

import pytest

from benchmarks.past import lived
from benchmarks.registers import PREPARED, real_past
from events.base import Day
from ledger.decisions.recommendations import RescheduleRecommendation
from ledger.ledger import Ledger
from projections.base import TimeFilter
from projections.cache.asking import make_again
from projections.cache.cache import opened
from projections.cache.source import Stored
from projections.diff import Days
from projections.finding.base import Question
from projections.finding.index import noun
from projections.rows import Filters
from projections.statistics.counting import Asked
from tests.counting import counting
from tests.projections.cache.asked import shown
from tests.projections.cache.at_a_path import diff_days_of, left_of, list_of, register_of, statistics_of

FEW, MANY = 2, 8
"""Inspections of the two ledgers."""


def _register(path, ledger, inspection):
    when = TimeFilter(as_of="2019-06-30")
    return register_of(path, ledger, inspection, time_filter=when, filters=Filters(), most=0)


def _statistics(path, ledger, inspection):
    return statistics_of(path, ledger, inspection, Asked(since="2018", by="body"), most=0)


def _diff(path, ledger, inspection):
    days = Days("2018-06-01", "2019-06-30", None, Filters())
    return diff_days_of(path, ledger, inspection, days, most=0)


def _list(path, ledger, inspection):
    when = TimeFilter(Day("2019-06-30"), ledger.last().recorded_at)
    return list_of(path, noun("judgement"), Question(ledger, inspection, when), most=0)


def _left(path, ledger, inspection):
    when = TimeFilter(Day("2019-06-30"))
    return left_of(path, ledger, inspection, "1", when, Filters(overdue="2019-06-30"), most=0)


READINGS = (_register, _statistics, _diff, _list, _left)


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    made = []
    for inspections in (FEW, MANY):
        folder = tmp_path_factory.mktemp("costs")
        lived(folder / "ledger", inspections, 4, 80, past=real_past, prepared=PREPARED)
        with Ledger.open(str(folder / "ledger")) as ledger:
            make_again(folder / "cache" / "one.db", ledger, lambda _: None)
        made.append(folder)
    return made


def _asked(folder, reading, inspection):
    with counting() as counted, Ledger.open(str(folder / "ledger")) as ledger:
        view = reading(folder / "cache" / "one.db", ledger, inspection)
    assert view is not None
    return shown(view), counted


@pytest.mark.parametrize("reading", READINGS)
def test_what_is_asked_of_one_inspection_is_as_cheap_in_a_larger_ledger(both, reading):
    (_, small), (_, large) = (_asked(folder, reading, "INS1") for folder in both)
    assert large.statements <= small.statements
    # Each inspection there is has a line, which says what it is called.
    assert large.rows <= small.rows + (MANY - FEW) * 2
    assert large.steps <= small.steps + (MANY - FEW) * 8


@pytest.mark.parametrize("reading", READINGS)
def test_what_is_asked_of_all_is_so_many_questions_whatever_there_is(both, reading):
    (_, small), (_, large) = (_asked(folder, reading, None) for folder in both)
    assert large.statements <= small.statements
    # And each costs by what there is now, not by its square.
    assert large.steps <= 1.3 * MANY / FEW * small.steps


def _taken_in(folder, numbers):
    """What it costs a cache to take in one event of an inspection with so many recommendations."""
    lived(folder / "ledger", 1, numbers, numbers * 20, past=real_past, prepared=PREPARED)
    path = folder / "one.db"
    with Ledger.open(str(folder / "ledger")) as ledger:
        make_again(path, ledger, lambda _: None)
        ledger.ask(RescheduleRecommendation(inspection="INS0", number="1", due="2031-01-01"), by="ann")
        with counting() as counted, opened(path, Stored(ledger)) as cache:
            assert cache.tie.position == ledger.store.head()[0]
    return counted


def test_an_event_is_taken_in_as_cheaply_in_a_longer_inspection(tmp_path):
    small, large = _taken_in(tmp_path / "small", 4), _taken_in(tmp_path / "large", 24)
    assert large.statements <= 1.2 * small.statements
    assert large.rows <= 1.5 * small.rows
    assert large.steps <= 1.5 * small.steps
