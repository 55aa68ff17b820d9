"""On every day a row is in doubt just if it hangs on a date, also between the days that are asked about, and
also if that is worked out only once somebody asks about such a day.
"""

from datetime import date, timedelta
from random import Random

import pytest

from events.base import Day
from projections.base import TimeFilter
from projections.cache import doubts
from projections.cache.doubted import doubted
from projections.cache.doubts import is_vague
from projections.cache.states import LAST_THERE_IS, states
from projections.model.uncertain import hangs_on_a_date
from projections.register import read_register
from projections.rows import Filters
from tests.projections.cache.again import lived, moments, told_again
from tests.projections.cache.asked import Asking
from tests.sampling import sample
from tests.told import Told

OF_OPEN_DATES = 7047
"""In it two facts are of the same year."""

EVERY_DAY = [str(date(2020, 12, 25) + timedelta(days=day)) for day in range(390)]


def _recommendations(seed):
    register = read_register(lived(seed).told)
    found = [one for fold in register.folds.values() for one in fold.recommendations.values()]
    return [one for one in found if is_vague(one)]


@pytest.mark.parametrize("seed", sample(range(400), 4))
def test_on_any_day_a_row_is_in_doubt_just_if_it_hangs_on_a_date(seed):
    random = Random(seed)
    for one in _recommendations(seed):
        stretches = doubted(one)
        for day in [*random.sample(EVERY_DAY, 25), "0001-01-01", "9999-12-31"]:
            found = any(first <= day < until for first, until, _ in stretches)
            assert found == hangs_on_a_date(one, day), (one.number, day, stretches)


def test_some_rows_are_in_doubt_on_some_days_and_not_on_others():
    found = [doubted(one) for seed in range(6) for one in _recommendations(seed)]
    assert sum(map(bool, found)) > 5
    assert any(until < "2022" for days in found for _, until, _ in days)
    few = [doubted(one, most=2) for seed in range(6) for one in _recommendations(seed)]
    assert sum(not known for days in few for *_, known in days) > 5


@pytest.mark.parametrize("seed", sample(range(400), 4))
def test_what_is_left_open_is_no_answer_and_the_last_day_is_never_left_open(seed):
    random = Random(seed)
    for one in _recommendations(seed):
        stretches = doubted(one, most=2)
        assert all(until < LAST_THERE_IS for _, until, known in stretches if not known)
        for day in [*random.sample(EVERY_DAY, 25), LAST_THERE_IS]:
            known = [known for first, until, known in stretches if first <= day < until]
            assert known == [False] or (known == [True]) == hangs_on_a_date(one, day), (one.number, day)


@pytest.mark.parametrize("seed", sample(range(200), 6))
def test_any_history_is_told_alike_if_days_are_left_open(seed, monkeypatch):
    monkeypatch.setattr(doubts, "_MOST", seed % 3)
    assert told_again(lived(seed).told, seed, 3).answers


def test_days_that_are_left_open_are_worked_out_once_for_all_who_ask(monkeypatch):
    monkeypatch.setattr(doubts, "_MOST", 0)
    history = lived(OF_OPEN_DATES).told
    asking = Asking(Told(sign_off=history.inspectorate().sign_off), Random(1))
    told = [record for records in moments(history) for record in records]
    for some in (told[: len(told) // 2], told[len(told) // 2 :]):
        for record in some:
            asking.told.take_in(record)
        asking.catch_up()

    def left(day):
        return [one for one in states(asking.connection, len(told), day, None) if one.doubted is None]

    one_day, another = Day("2021-03-01"), Day("2021-02-01")
    assert left(one_day)
    assert left(another)
    assert not left(LAST_THERE_IS)
    asking.compare(None, TimeFilter(one_day), Filters())
    assert not left(one_day)
    assert not left(another)
    asking.compare(None, TimeFilter(another), Filters())
    assert asking.answers == 2
