"""What is new is folded with what hangs together with it, and told as if the whole inspection had been."""

from __future__ import annotations

from random import Random

import pytest

from events.base import InspectionEvent
from projections.cache import touched
from projections.cache.hanging import Hanging
from projections.cache.schema import SCHEMA
from projections.cache.stream import Stream
from tests.builders import (
    classified,
    corrected,
    cycle_opened,
    inspection_opened,
    judged,
    linked,
    made,
    row_imported,
    signed_off,
    submitted,
)
from tests.model import lives
from tests.projections.cache.again import lived, moments
from tests.projections.cache.asked import Asking
from tests.sampling import sample
from tests.told import Told

TABLES = [line.split()[2] for line in SCHEMA.splitlines() if line.startswith("CREATE TABLE")]
JOINED = {"stretch": "stretch s JOIN content c ON c.id = s.content"}
NUMBERED = ("stretch", "named", "content")
"""Lines of these are compared by what they say, whatever they are numbered by."""
_is_some = Stream._is_some


class Compared:
    """Two caches of one ledger: one folds what hangs together, the other all."""

    def __init__(self, told: Told) -> None:
        self.narrowed, self.whole = Asking(told, Random(1)), Asking(told, Random(1))
        self.folded = {True: 0, False: 0}

    def catch_up(self, patched: pytest.MonkeyPatch) -> None:
        def counted(*given: object) -> bool:
            found = _is_some(*given)  # type: ignore[arg-type]  # as it was given
            self.folded[found] += 1
            return found

        patched.setattr(Stream, "_is_some", counted)
        self.narrowed.catch_up()
        patched.setattr(Stream, "_is_some", lambda *_: False)
        self.whole.catch_up()

    def compare(self) -> None:
        """What was told once is there for good, so all need not be compared after each event."""
        for table in TABLES:
            assert self.lines(self.narrowed, table) == self.lines(self.whole, table), table

    @staticmethod
    def lines(asking: Asking, table: str) -> list[str]:
        names = [row[1] for row in asking.connection.execute(f"PRAGMA table_info({table})")]
        if table in NUMBERED:
            names = [name for name in names if name not in ("id", "content")]
        names += ["row"] if table in JOINED else []
        columns = ", ".join(f'"{name}"' for name in names)
        return sorted(
            map(str, asking.connection.execute(f"SELECT {columns} FROM {JOINED.get(table, table)}"))
        )


def compared(told: Told, seed: int) -> dict[bool, int]:
    random = Random(seed)
    often = random.choice((1.0, 1.0, 0.3))
    both = Compared(Told(sign_off=told.inspectorate().sign_off))
    with pytest.MonkeyPatch.context() as patched:
        for records in moments(told):
            for record in records:
                both.narrowed.told.take_in(record)
            if random.random() < often:
                both.catch_up(patched)
                if random.random() < 0.1:
                    both.compare()
        both.catch_up(patched)
        both.compare()
    return both.folded


@pytest.mark.parametrize("seed", sample(range(400), 3))
def test_any_history_leaves_the_same_lines(seed):
    assert compared(lived(seed).told, seed)


@pytest.mark.parametrize("seed", sample(range(200), 1))
def test_a_life_of_some_months_leaves_the_same_lines(seed):
    assert compared(lives.live(seed, sign_off="required"), seed)[True] > 5


def test_all_that_is_folded_has_a_place():
    """Whoever adds an event says what it touches; until then all is folded for it."""
    assert set(touched.ONE) >= {type(judged()), type(submitted()), type(signed_off())}
    assert type(cycle_opened()) not in touched.ONE


BEGUN = inspection_opened(), cycle_opened("2020"), made("1", cycle="2020"), made("2", cycle="2020")
GROUPS = {
    "what is recorded of another": ([submitted("E1", "1")], submitted("E2", "2"), [1, 2, 4]),
    "the story of a ref": ([judged("J1", "1"), submitted("E1", "2")], signed_off("J1"), [1, 2, 3, 5]),
    "a link": ([linked("1", other="OCSAE/2")], submitted("E1", "2"), [1, 2, 3, 4, 5]),
    "a link elsewhere": ([linked("1", other="OTHER/2")], submitted("E1", "2"), [1, 2, 4]),
    "what is under it": ([classified("2", under="1")], submitted("E1", "1"), [1, 2, 3, 4, 5]),
    "another number": ([corrected("number", number="1", new_number="9")], submitted("E1", "9"), [1, 2, 3, 5]),
    "two at once": ([], judged("J1", "1", evidence=("E9",)), [1, 2, 3]),
}


@pytest.mark.parametrize("name", GROUPS)
def test_what_hangs_together_is_folded(name):
    past, event, expected = GROUPS[name]
    asking = Asking(Told(), Random(1))
    _kept(asking, (*BEGUN, *past))
    hanging = Hanging(asking.connection, 1, new=False)
    hanging.take(event, 99)
    assert hanging.versions() == expected
    assert hanging.is_regular


def test_two_groups_that_an_event_joins_are_one_from_then_on():
    asking = Asking(Told(), Random(1))
    _kept(asking, BEGUN)
    hanging = Hanging(asking.connection, 1, new=False)
    hanging.take(linked("1", other="OCSAE/2"), 5)
    hanging.close()
    hanging = Hanging(asking.connection, 1, new=False)
    hanging.take(submitted("E1", "2"), 6)
    assert hanging.versions() == [1, 2, 3, 4, 5]


ROW, MADE = row_imported("7", facts=2, judgement="J1", makes=True), made("7", cycle="2020")
ROWS = {
    "a row with what it brings": ([ROW, MADE, judged("J1", "7")], True),
    "a row without its making": ([ROW], False),
    "two rows and then the makings": ([ROW, row_imported("8"), made("8", cycle="2020"), MADE], False),
    "a judgement that comes later": ([ROW, MADE, row_imported("8", makes=False), judged("J1", "7")], False),
    "a ref that is given twice": ([judged("J1", "1"), judged("J1", "1")], False),
}


@pytest.mark.parametrize("name", ROWS)
def test_who_relies_on_what_came_just_before_is_folded_as_a_whole(name):
    events, is_regular = ROWS[name]
    asking = Asking(Told(), Random(1))
    assert _kept(asking, (*BEGUN, *events)) == is_regular
    assert Hanging(asking.connection, 1, new=False).is_regular == is_regular


def _kept(asking: Asking, events: tuple[InspectionEvent, ...]) -> bool:
    hanging = Hanging(asking.connection, 1, new=True)
    for version, event in enumerate(events, 1):
        hanging.take(event, version)
    hanging.close()
    return hanging.is_regular
