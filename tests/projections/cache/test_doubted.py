"""On every day a row is in doubt just if it hangs on a date, also between the days that are asked about."""

from datetime import date, timedelta
from random import Random

import pytest

from projections.cache.doubted import doubted
from projections.cache.doubts import is_vague
from projections.model.uncertain import hangs_on_a_date
from projections.register import read_register
from tests.projections.cache.again import lived
from tests.sampling import sample

EVERY_DAY = [str(date(2020, 12, 25) + timedelta(days=day)) for day in range(390)]


def _recommendations(seed):
    register = read_register(lived(seed).told)
    found = [one for fold in register.folds.values() for one in fold.recommendations.values()]
    return [one for one in found if is_vague(one)]


@pytest.mark.parametrize("seed", sample(range(400), 4))
def test_on_any_day_a_row_is_in_doubt_just_if_it_hangs_on_a_date(seed):
    random = Random(seed)
    for one in _recommendations(seed):
        stretches = doubted(one, "", ())
        for day in [*random.sample(EVERY_DAY, 25), "0001-01-01", "9999-12-31"]:
            found = any(first <= day < until for first, until in stretches)
            assert found == hangs_on_a_date(one, day), (one.number, day, stretches)


def test_some_rows_are_in_doubt_on_some_days_and_not_on_others():
    found = [doubted(one, "", ()) for seed in range(6) for one in _recommendations(seed)]
    assert sum(map(bool, found)) > 5
    assert any(until < "2022" for days in found for _, until in days)
