"""A cache answers just what the events do: on any history, for any two times, after every event."""

from random import Random

import pytest

from events.base import Day
from ledger.records import Record, stream_of
from projections.base import TimeFilter, number_order
from projections.cache.order import order
from projections.rows import Filters
from tests.builders import cycle_opened, inspection_opened, judged, made, recycled, signed_off
from tests.model import lives
from tests.projections.cache.again import lived, told_again
from tests.projections.cache.asked import Asking, shown
from tests.sampling import sample
from tests.told import Told

OF_OPEN_DATES = 5151, 7047, 7276
"""In the first so much of a recommendation may be of any day that it is in doubt before it was made, too; in
the second two facts are of the same year; in the third a judgement of a month is sent back.
"""


@pytest.mark.parametrize("seed", [*sample(range(400), 10), *OF_OPEN_DATES])
def test_any_history_is_told_alike(seed):
    assert told_again(lived(seed).told, seed, 3).answers


@pytest.mark.parametrize("seed", sample(range(200), 4))
def test_a_life_of_some_months_is_told_alike(seed):
    life = lives.live(seed, sign_off="none" if seed % 5 == 4 else "required")
    assert told_again(life, seed, 3).answers


def test_what_is_left_open_until_a_cycle_is_so_until_that_is_opened():
    asking = _told(
        inspection_opened(),
        cycle_opened("2020", on="2020-02-26"),
        made("3", cycle="2020"),
        judged("J1", "3", cycle="2020", on="2020-03-01", until="2022"),
        signed_off("J1"),
    )
    states = []
    for event in (cycle_opened("2022", on="2020-05-01"), recycled("2022", opened_on="2020-06-01")):
        asking.catch_up()
        _tell(asking.told, event)
        asking.catch_up()
        for day in ("2020-04-30", "2020-05-15", "2020-06-01"):
            when = TimeFilter(as_of=Day(day))
            asking.compare(None, when, Filters())
            states += [row["state"] for row in asking.of_cache(None, when, Filters()).items]
    assert states == [
        *("left-open", "awaiting-evidence", "awaiting-evidence"),
        *("left-open", "left-open", "awaiting-evidence"),
    ]


def test_a_cache_that_is_held_against_other_events_differs():
    asking = _told(inspection_opened(), cycle_opened("2020"), made("3", cycle="2020"))
    asking.catch_up()
    _tell(asking.told, made("4", cycle="2020"))
    with pytest.raises(AssertionError):
        asking.compare(None, TimeFilter(), Filters())
    asking.catch_up()
    asking.compare(None, TimeFilter(), Filters())
    assert '"number":"4"' in shown(asking.of_cache(None, TimeFilter(), Filters()))


def test_numbers_are_ordered_as_a_person_expects():
    numbers = [
        "3",
        "10",
        "3(a)",
        "3 (b)",
        "3a",
        "AFD 2",
        "AFD 10",
        "2.10",
        "2.9",
        "é1",
        "",
        "0",
        "00",
        "9" * 40,
    ]
    assert sorted(numbers, key=lambda number: order(2, number)) == sorted(numbers, key=number_order)
    assert order(1, "1") < order(2, "0")


def _told(*events):
    asking = Asking(Told(sign_off="required"), Random(1))
    for event in events:
        _tell(asking.told, event)
    return asking


def _tell(told, event):
    position = sum(1 for _ in told.records()) + 1
    at = f"2022-03-01T09:{position // 60:02}:{position % 60:02}.000000Z"
    told.take_in(Record(position, stream_of(event), position, at, "ann", "", "", event))
