"""Shares, statistics and steps are taken in once somebody asks for them, and say then what the events do."""

from __future__ import annotations

import pytest

from events.base import Day
from ledger.decisions.recommendations import MakeRecommendation, WithdrawRecommendation
from ledger.ledger import Ledger
from projections.base import TimeFilter
from projections.cache import filling
from projections.cache.asked_for import FIGURES, SHARES
from projections.cache.asking import make_again
from projections.cache.cache import Cache
from projections.cache.database import FOR_EVER, Database, asked
from projections.diff import Days, diff_days
from projections.register import register
from projections.rows import Filters
from projections.statistics.counting import Asked
from projections.statistics.view import statistics
from tests.projections.cache.asked import shown
from tests.projections.cache.at_a_path import diff_days_of, register_of, statistics_of

ON = Day("2022-03-01")
PERIOD = Asked(since="2018", by="body")
DAYS = Days("2018", None, None, Filters())
SHARE = Filters(made_to="Police Service")
READINGS = {
    "shares": (
        lambda ledger, path: register_of(
            path, ledger, None, time_filter=TimeFilter(), filters=SHARE, most=None
        ),
        lambda ledger: register(ledger, filters=SHARE),
    ),
    "statistics": (
        lambda ledger, path: statistics_of(path, ledger, None, PERIOD, most=None),
        lambda ledger: statistics(ledger, None, PERIOD),
    ),
    "a difference": (
        lambda ledger, path: diff_days_of(path, ledger, None, DAYS, most=None),
        lambda ledger: diff_days(ledger, None, "2018", None),
    ),
}


@pytest.fixture
def path(large, tmp_path):
    path = tmp_path / "cache" / "one.db"
    with Ledger.open(str(large)) as ledger:
        make_again(path, ledger, lambda _: None)
    return path


def _withdrawn(folder, number="1"):
    with Ledger.open(str(folder)) as ledger:
        ledger.ask(WithdrawRecommendation(inspection="INS1", number=number, on=ON), by="ann")


def _made(folder):
    with Ledger.open(str(folder)) as ledger:
        decision = MakeRecommendation(
            inspection="INS1", number="99", cycle="1", text="Do.", made_to=("Police",), on=ON
        )
        ledger.ask(decision, by="ann")


def _read_register(folder, path):
    with Ledger.open(str(folder)) as ledger:
        found = register_of(path, ledger, None, time_filter=TimeFilter(), filters=Filters(), most=None)
        assert shown(found) == shown(register(ledger))


def _behind(path, reading="statistics"):
    """How many events what a reading asks for is behind."""
    with Database(path) as cache:
        query = "SELECT s.events - a.events FROM state s JOIN asked_for a WHERE a.what = ?"
        return asked(cache.connection, query, (SHARES if reading == "shares" else FIGURES,))[0][0]


@pytest.mark.parametrize("reading", READINGS)
def test_they_are_taken_in_just_when_they_are_asked_for(large, path, reading):
    of_cache, of_events = READINGS[reading]
    assert not _behind(path, reading)
    _withdrawn(large)
    _read_register(large, path)
    _made(large)
    _withdrawn(large, "99")
    _read_register(large, path)
    assert _behind(path, reading) >= 3
    with Ledger.open(str(large)) as ledger:
        assert shown(of_cache(ledger, path)) == shown(of_events(ledger))
    assert not _behind(path, reading)


def test_no_register_leaves_much_behind(large, path, monkeypatch):
    monkeypatch.setattr(filling, "_BEHIND", 1)
    _withdrawn(large)
    _read_register(large, path)
    assert _behind(path) == 1
    _withdrawn(large, "2")
    _read_register(large, path)
    assert not _behind(path)


@pytest.mark.parametrize("reading", READINGS)
def test_what_another_took_in_just_before_is_in_the_next_answer(large, path, monkeypatch, reading):
    of_cache, of_events = READINGS[reading]
    _withdrawn(large)
    _read_register(large, path)
    write, took = Cache.write, []

    def after_another(cache, what):
        monkeypatch.setattr(Cache, "write", write)
        # Between the end of what this one read and the beginning of what it writes.
        cache.connection.execute("COMMIT")
        _withdrawn(large, "2")
        _read_register(large, path)
        took.append(_behind(path, reading))
        cache.connection.execute("BEGIN")
        write(cache, what)

    monkeypatch.setattr(Cache, "write", after_another)
    with Ledger.open(str(large)) as ledger:
        ledger.store.hold()
        said = of_cache(ledger, path)
        assert took == [2]
        assert said is None or shown(said) == shown(of_events(ledger))
    with Ledger.open(str(large)) as ledger:
        assert shown(of_cache(ledger, path)) == shown(of_events(ledger))
    assert not _behind(path, reading)


_STORED_TWICE = """
SELECT count(*) FROM (
    SELECT 1 FROM stretch s JOIN content c ON c.id = s.content WHERE s.untold = ?
    GROUP BY s.made, c.row, c.status, c.word, c.kind, c.priority, c.due HAVING count(DISTINCT c.id) > 1
)
"""


def test_what_shares_say_as_the_whole_does_is_stored_once_whenever_they_are_taken_in(large, path):
    of_cache, _ = READINGS["shares"]
    _made(large)
    _withdrawn(large)
    _read_register(large, path)
    with Ledger.open(str(large)) as ledger:
        assert of_cache(ledger, path)
    with Database(path) as cache:
        both = (
            "SELECT count(*) FROM stretch s JOIN stretch t USING (content) WHERE s.body = '' AND t.body <> ''"
        )
        assert asked(cache.connection, both)[0][0]
        assert asked(cache.connection, _STORED_TWICE, (FOR_EVER,)) == [(0,)]
