"""A cache tells what waits just as the events do: in any history, for any person, on any day."""

from __future__ import annotations

from datetime import datetime

import pytest

from events.base import Day
from projections.cache.anew import work_out
from projections.cache.database import CacheTrouble, asked
from projections.cache.inbox import inbox_at
from projections.inbox.asked import Asked
from projections.inbox.horizon import horizon
from projections.inbox.inbox import waiting_for
from projections.rows import Filters
from tests.model import lives
from tests.projections.cache.again import lived, told_again
from tests.projections.cache.asked import Asking, ToldSource, shown
from tests.sampling import sample
from tests.steps import EVERY_DAY

FIRST = "2021-01-01"
"""Days from this one on are told, though all was recorded later: so in the meantime much comes to be due."""


class Inboxes(Asking):
    """Asks what waits."""

    def catch_up(self):
        super().catch_up()
        with self.connection:
            work_out(self.connection, ToldSource(self.told), lambda _: None, FIRST)

    def some(self, count, names):
        settings, choose = self.told.inspectorate(), self.random.choice
        refs = [ref for (ref,) in asked(self.connection, "SELECT ref FROM inspection")]
        for _ in range(count):
            today = Day(choose((*EVERY_DAY, "2021-12-31", "2022-03-02", "2024-01-01")))
            filters = Filters(made_to=choose((None, None, choose(names))))
            within = choose(("0d", "1d", "30d", "2y"))
            self.ask_both(
                Asked(
                    choose((None, *settings.roles)),
                    choose((None, None, *refs)),
                    self.narrowed(filters, settings.vocabulary),
                    today,
                    horizon(within, today),
                    settings,
                )
            )

    def ask_both(self, question):
        """Ask on the day that is today then."""
        bodies = question.settings.bodies
        bodies.clock = lambda: datetime.fromisoformat(f"{question.today}T12:00:00+00:00")
        expected = shown(waiting_for(self.told, question).view())
        try:
            found = shown(inbox_at(self.connection, self.told, question))
        except CacheTrouble:
            assert question.filters != Filters()
            self.declined += 1
            return
        finally:
            bodies.clock = None
        assert found == expected, question._replace(settings=None)
        self.answers += '"task"' in found


@pytest.mark.parametrize("seed", sample(range(1000, 1400), 3))
def test_in_any_history_the_same_waits(seed):
    assert told_again(lived(seed).told, seed, 2, Inboxes).answers


@pytest.mark.parametrize("seed", sample(range(200), 1))
def test_in_a_life_of_some_months_the_same_waits(seed):
    life = lives.live(seed, sign_off="none" if seed % 5 == 4 else "required")
    assert told_again(life, seed, 2, Inboxes).answers
