"""The register as a cycle left it is the same from a cache as from the events: in any history, on any day."""

from __future__ import annotations

from datetime import datetime

import pytest

from events.cycles import CycleOpened
from ledger.errors import LedgerError
from ledger.ledger import Ledger
from projections.bodies import bodies
from projections.cache.bodies import bodies_at
from projections.cache.database import CacheTrouble
from projections.cache.left import check_clock, left_at, work_out
from projections.register import register
from projections.rows import Filters
from tests.projections.cache.again import lived, told_again
from tests.projections.cache.asked import Asking, ToldSource, shown
from tests.projections.cache.at_a_path import bodies_of, left_of
from tests.sampling import sample
from tests.steps import EVERY_DAY


class Leavings(Asking):
    """Asks what cycles left."""

    def catch_up(self):
        super().catch_up()
        self.work_out()

    def work_out(self):
        check_clock(self.connection, self.told.inspectorate().bodies)
        with self.connection:
            work_out(self.connection, ToldSource(self.told), lambda _: None)

    def some(self, count, names):
        settings, choose, clock = self.told.inspectorate(), self.random.choice, self.told.clock
        events = [record.event for record in self.told.records()]
        cycles = [event.cycle for event in events if isinstance(event, CycleOpened)]
        for _ in range(count):
            today = datetime.fromisoformat(f"{choose(EVERY_DAY)}T12:00:00+00:00")
            settings.bodies.clock = choose((None, lambda today=today: today))
            try:
                # It is worked out anew if bodies are called otherwise on that day.
                self.work_out()
            except CacheTrouble:
                self.declined += 1
                continue
            self.told.clock = settings.bodies.clock or clock
            self._compare(
                lambda: shown(bodies(self.told)),
                lambda: shown(bodies_at(self.connection, self.told)),
                "bodies",
            )
            filters = Filters(made_to=choose((None, None, None, choose(names))))
            if choose((True, False)):
                filters = self.narrowed(filters, settings.vocabulary)
            self.compare_cycle(choose((*cycles, *cycles, "nineteen")), filters)
        settings.bodies.clock, self.told.clock = None, clock

    def compare_cycle(self, cycle, filters):
        try:
            expected = shown(register(self.told, cycle=cycle, filters=filters))
        except LedgerError:
            expected = None
        try:
            found = shown(left_at(self.connection, self.told, cycle, filters))
        except CacheTrouble:
            self.declined += 1
            return
        assert found == expected, (cycle, filters)
        self.answers += '"status"' in found


@pytest.mark.parametrize("seed", sample(range(5000, 5400), 1))
def test_in_any_history_what_a_cycle_left_is_the_same(seed):
    assert told_again(lived(seed).told, seed, 2, Leavings).answers


def test_once_it_is_worked_out_no_event_is_read(large, tmp_path):
    path = tmp_path / "one.db"
    with Ledger.open(str(large)) as ledger:
        cycle = register(ledger).items[0]["cycle"]
        expected = shown(register(ledger, cycle=cycle)), shown(bodies(ledger))
        count, rows = [], ledger.store.rows

        def counting(**given):
            for row in rows(**given):
                count.append(row)
                yield row

        def ask():
            return shown(left_of(path, ledger, cycle, Filters(), most=None)), shown(
                bodies_of(path, ledger, most=None)
            )

        assert ask() == expected
        ledger.store.rows = counting
        assert ask() == expected
    assert len(count) < 24
