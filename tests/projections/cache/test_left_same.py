"""The register as a cycle left it is the same from a cache as from the events: in any history, on any day."""

from __future__ import annotations

from datetime import datetime

import pytest

from events.base import Day, InspectionEvent
from events.cycles import CycleOpened
from ledger.errors import LedgerError
from ledger.ledger import Ledger
from projections.base import TimeFilter
from projections.bodies import bodies
from projections.cache.bodies import bodies_at, check_clock, work_out
from projections.cache.cuts import Cuts
from projections.cache.database import CacheTrouble
from projections.cache.later import tell
from projections.cache.leavings import Leavings
from projections.cache.left import left_at
from projections.register import register
from projections.rows import Filters
from tests.projections.cache.again import lived, told_again
from tests.projections.cache.asked import Asking, ToldSource, shown
from tests.projections.cache.at_a_path import bodies_of, left_of
from tests.sampling import sample
from tests.steps import DAYS, EVERY_DAY


class Left(Asking):
    """Asks what cycles left, and which bodies are named."""

    def catch_up(self):
        super().catch_up()
        with self.connection:
            tell(self.connection, ToldSource(self.told), Leavings, Cuts)

    def some(self, count, names):
        settings, choose, clock = self.told.inspectorate(), self.random.choice, self.told.clock
        events = [record.event for record in self.told.records()]
        cycles = [event.cycle for event in events if isinstance(event, CycleOpened)]
        refs = sorted({event.inspection for event in events if isinstance(event, InspectionEvent)})
        for _ in range(count):
            today = datetime.fromisoformat(f"{choose(EVERY_DAY)}T12:00:00+00:00")
            settings.bodies.clock = choose((None, lambda today=today: today))
            self.told.clock = settings.bodies.clock or clock
            self.compare_bodies()
            as_of = choose((None, choose(EVERY_DAY), choose(DAYS)))
            filters = Filters(made_to=choose((None, None, choose(names))))
            if choose((True, False)):
                filters = self.narrowed(filters, settings.vocabulary)
            if choose((True, False, False)):
                filters = filters._replace(overdue=choose(EVERY_DAY))
            when = TimeFilter(as_of and Day(as_of))
            self.compare_cycle(choose((None, *refs)), choose((*cycles, *cycles, "nineteen")), when, filters)
        settings.bodies.clock, self.told.clock = None, clock

    def compare_bodies(self):
        try:
            check_clock(self.connection, self.told.inspectorate().bodies)
        except CacheTrouble:
            self.declined += 1
            return
        with self.connection:
            # It is worked out anew if bodies are called otherwise on that day.
            work_out(self.connection, ToldSource(self.told), lambda _: None)
        self._compare(
            lambda: shown(bodies(self.told)),
            lambda: shown(bodies_at(self.connection, self.told)),
            "bodies",
        )

    def compare_cycle(self, inspection, cycle, when, filters):
        try:
            expected = shown(register(self.told, inspection, cycle=cycle, time_filter=when, filters=filters))
        except LedgerError:
            expected = None
        try:
            found = shown(left_at(self.connection, self.told, inspection, cycle, when, filters))
        except CacheTrouble:
            self.declined += 1
            return
        assert found == expected, (inspection, cycle, when, filters)
        self.answers += '"status"' in found


@pytest.mark.parametrize("seed", sample(range(5000, 5400), 1))
def test_in_any_history_what_a_cycle_left_is_the_same(seed):
    assert told_again(lived(seed).told, seed, 2, Left).answers


def test_once_it_is_worked_out_no_event_is_read(large, tmp_path):
    path = tmp_path / "one.db"
    with Ledger.open(str(large)) as ledger:
        cycle, when = register(ledger).items[0]["cycle"], TimeFilter(Day("2019-06-30"))
        expected = shown(register(ledger, cycle=cycle, time_filter=when)), shown(bodies(ledger))
        count, rows = [], ledger.store.rows

        def counting(**given):
            for row in rows(**given):
                count.append(row)
                yield row

        def ask():
            left = left_of(path, ledger, None, cycle, when, Filters(), most=None)
            return shown(left), shown(bodies_of(path, ledger, most=None))

        assert ask() == expected
        ledger.store.rows = counting
        assert ask() == expected
    assert len(count) < 24
