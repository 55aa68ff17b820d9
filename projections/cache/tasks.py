"""What waits in one inspection on every day from one on, as rows of a cache.

Until when each is so is kept with it, for by the mere passing of days what falls due becomes overdue, and
bodies come to be called otherwise.

Only the days from that of the last event on are told: nobody asks what waited before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

import orjson

from events.base import Day
from ledger.policies import ROLES
from ledger.state.bodies import Bodies
from ledger.times import day_of, last_day
from ledger.validation import body_key
from projections.base import natural, number_order
from projections.cache.breaks import days, kin
from projections.cache.order import packed
from projections.inbox.contradictions import contradictions_of
from projections.inbox.dates import dates_of
from projections.inbox.fold import InspectionInbox
from projections.inbox.tasks import Task, tasks_of
from projections.inbox.too_soon import too_soon_of
from projections.model.addressees import holders
from projections.model.doubts import Ends
from projections.model.recommendation import Recommendation
from projections.spelt import spelt

END = "~"
"""After every day."""

LAST = Day(str(date.max))
"""As far ahead as anybody can look."""

_BITS = 20
"""Bits for the place of a task among those of its recommendation, and of that among its inspection's."""


class Waits(NamedTuple):
    """A row: a task from one day until before another, in the order in which an inbox has them.

    ``horizon`` is how far somebody has to look ahead to see it; ``whose`` are the bodies whose task it is.
    """

    due: str
    place: bytes
    number: bytes
    opened: int
    turn: int
    first: str
    until: str
    horizon: str
    made: int
    whom: int
    task: Task
    whose: str | None

    def columns(self, ref: str, inspection: int) -> tuple[int | str | bytes | None, ...]:
        """The columns of the table; the last are JSON, without what hangs on the day that it is."""
        task = self.task
        start = {"task": task.task, "inspection": ref, "number": task.number, "since": task.since}
        rest = {"bodies": task.bodies, "what": task.what, "command": task.command}
        return (
            *(self.due, self.place, self.number, self.opened, self.turn, self.first, self.until),
            *(self.horizon, inspection, self.made, self.whom, task.only, task.never),
            *(self.whose, task.since, task.due, spelt(start)[:-1], spelt(rest)[1:]),
        )


def mask(roles: Iterable[str]) -> int:
    """Roles as a number."""
    return sum(1 << ROLES.index(role) for role in dict.fromkeys(roles))


def days_to_come(bodies: Bodies, since: str) -> set[str]:
    """The full dates after one on which a body comes to be called otherwise, or another takes over."""
    found: set[str] = set()
    for identity in bodies.identities:
        names, succession = bodies.names(identity), bodies.succession(identity)
        found.update(value.day for value in (names.values if names else ()))
        found.update([succession.since] if succession else ())
    return {day for day in found if day > since}


def waits(inbox: InspectionInbox, opened: int, bodies: Bodies, since: str, ends: Ends) -> Iterator[Waits]:
    """All that waits on some day from ``since`` on, or will.

    ``opened`` is the position of the first event of the inspection. ``bodies`` are those of its fold, and
    nobody else reads them meanwhile.
    """
    # Who has a share today follows from what had come of it by then, if there are bodies.
    of_bodies = days_to_come(bodies, since)
    for at, one in enumerate(inbox.fold.recommendations.values()):
        of_one = _OfOne(inbox, opened, one, at, ends)
        begun: dict[_Said, str] = {}
        own = {*_days_after(one), *(days(kin(one)) if bodies else ())}
        for day in sorted({since, *of_bodies, *(day for day in own if day > since)}):
            bodies.stay_on(day)
            now = dict.fromkeys(of_one.on(Day(day)))
            for said, first in list(begun.items()):
                if said not in now:
                    yield of_one.row(said, first, day)
                    del begun[said]
            for said in now:
                begun.setdefault(said, day)
        for said, first in begun.items():
            yield of_one.row(said, first, END)


class _Said(NamedTuple):
    """A task in its turn, and whose it is."""

    turn: int
    task: Task
    whose: str | None


class _OfOne:
    """What waits of one recommendation, which is in its place among those of its inspection."""

    def __init__(self, inbox: InspectionInbox, opened: int, one: Recommendation, at: int, ends: Ends) -> None:
        self._inbox, self._one, self._at, self._ends = inbox, one, at, ends
        self._place = packed(natural(inbox.ref)), packed(*number_order(one.number)), opened

    def on(self, today: Day) -> Iterator[_Said]:
        """What waits on a day, each in its turn."""
        inbox, one = self._inbox, self._one
        groups = (
            tasks_of(inbox, one, lambda record: day_of(record.recorded_at, inbox.zone), self._ends),
            dates_of(inbox, one, today, LAST),
            contradictions_of(inbox, one),
            too_soon_of(inbox, one),
        )
        for group, found in enumerate(groups):
            for place, task in enumerate(found):
                turn = (group << 2 * _BITS) + (self._at << _BITS) + place
                yield _Said(turn, task, None if task.due is None else _whose(one, task))

    def row(self, said: _Said, first: str, until: str) -> Waits:
        """What is so from a day until before another."""
        task = said.task
        return Waits(
            *(last_day(task.due or task.since), *self._place, said.turn, first, until),
            horizon=last_day(task.due) if task.due else "",
            made=self._one.made_at,
            whom=mask((task.role, *task.also)),
            task=task,
            whose=said.whose,
        )


def _days_after(one: Recommendation) -> Iterator[str]:
    """The days by which something of it is overdue that is due."""
    value = one.dues.at()
    for due in (value.content if value else None, *(answer.due for answer in one.answers_due)):
        if due is not None and (last := last_day(due)) < LAST:
            yield str(date.fromisoformat(last) + timedelta(days=1))


def _whose(one: Recommendation, task: Task) -> str:
    """By what each body that has a share is asked for, whose share that is, and whether the task is of it."""
    theirs = {one.share_of(body) for body in task.bodies}
    if one.bodies is None:
        return orjson.dumps([(body_key(share), share, share in theirs) for share in one.shares()]).decode()
    shares = one.shares(one.bodies.today)
    asked = dict.fromkeys(body for share in shares for body in holders(one, one.bodies, share, None))
    return orjson.dumps([(body, "", one.share_of(body) in theirs) for body in asked]).decode()
