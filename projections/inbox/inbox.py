"""What waits for a person, or for anybody, in the whole ledger, the oldest first; ``tasks`` says what may."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from events.base import Day, InspectionEvent
from events.named import NamedTuple
from ledger import times
from ledger.ledger import Ledger
from ledger.records import Record
from ledger.state.inspectorate import Inspectorate
from ledger.validation import key
from projections.answered import recorded
from projections.base import Item, View
from projections.inbox.asked import Asked, asked
from projections.inbox.contradictions import contradictions
from projections.inbox.dates import dates
from projections.inbox.fold import InspectionInbox
from projections.inbox.horizon import SOON
from projections.inbox.table import as_row, order, view
from projections.inbox.tasks import Task, tasks
from projections.inbox.too_soon import too_soon
from projections.model.doubts import Ends
from projections.model.recommendation import Recommendation
from projections.rows import Filters


class Waiting(NamedTuple):
    """What waits, each task with the ref of its inspection, in the order of the rows that show them.

    ``wanted`` says of any other task, too, whether it was asked for; ``made_to`` is the body whose tasks
    alone were.
    """

    tasks: tuple[tuple[str, Task], ...]
    rows: list[Item]
    person: str | None
    today: Day
    until: Day
    settings: Inspectorate
    inboxes: dict[str, InspectionInbox]
    wanted: Callable[[str, Task], bool]
    caption: str
    events: int
    made_to: str | None = None

    @property
    def inspectorate(self) -> str:
        """What it is called to whom it writes; a practice copy of its ledger says that it is one."""
        return f"PRACTICE, {self.settings.title}" if self.settings.practice_of else self.settings.title

    def view(self) -> View:
        """The table of it."""
        return view(self.caption, self.rows, self.person, self.events).whole()


def inbox(
    ledger: Ledger,
    person: str | None = None,
    *,
    inspection: str | None = None,
    filters: Filters = Filters(),
    within: str = SOON,
) -> View:
    """The view of what ``waiting`` finds; raises the same."""
    return waiting(ledger, person, inspection=inspection, filters=filters, within=within).view()


def waiting(
    ledger: Ledger,
    person: str | None = None,
    *,
    inspection: str | None = None,
    filters: Filters = Filters(),
    within: str = SOON,
) -> Waiting:
    """The tasks of one person, or (None) of anybody; of one inspection, or of all.

    Raises Refused for a person who is unknown, NotFound for an inspection that is not there, BadInput for a
    horizon (``within``) that cannot be read.
    """
    return waiting_for(ledger, asked(ledger, person, inspection=inspection, filters=filters, within=within))


def waiting_for(ledger: Ledger, question: Asked) -> Waiting:
    """The tasks that a question is about; raises StorageError."""
    person, inspection, filters, today, until, settings = question
    inboxes = _inboxes(ledger, settings)

    def wanted(ref: str, task: Task) -> bool:
        return (
            inspection in (None, ref)
            and (person is None or is_for(task, person, settings.roles[person]))
            and (filters == Filters() or _is_of(filters, ref, task, inboxes[ref]))
        )

    found = [(ref, task) for ref, task in _tasks(inboxes, settings, today, until) if wanted(ref, task)]
    rows = sorted(
        ((as_row(ref, task, today), ref, task) for ref, task in found), key=lambda one: order(one[0])
    )
    return Waiting(
        tuple((ref, task) for _, ref, task in rows),
        [row for row, *_ in rows],
        person,
        today,
        until,
        settings,
        inboxes,
        wanted,
        question.caption,
        recorded(ledger, inspection),
        filters.made_to,
    )


def _inboxes(ledger: Ledger, settings: Inspectorate) -> dict[str, InspectionInbox]:
    """Those of all inspections."""
    inboxes: dict[str, InspectionInbox] = {}
    for record in ledger.records():
        event = record.event
        if isinstance(event, InspectionEvent):
            if (of_one := inboxes.get(event.inspection)) is None:
                of_one = inboxes[event.inspection] = InspectionInbox(event.inspection, settings)
            of_one.take(record)
    return inboxes


def _tasks(
    inboxes: dict[str, InspectionInbox], settings: Inspectorate, today: Day, until: Day
) -> Iterator[tuple[str, Task]]:
    """All there are, each with the ref of its inspection."""

    def day_of(record: Record) -> Day:
        return times.day_of(record.recorded_at, settings.time_zone)

    folds = {key(ref): of_one.fold for ref, of_one in inboxes.items()}
    ends = Ends(lambda ref: folds.get(key(ref)))
    for ref, one in inboxes.items():
        for task in (
            *tasks(one, day_of, ends),
            *dates(one, today, until),
            *contradictions(one),
            *too_soon(one),
        ):
            yield ref, task


def _is_of(filters: Filters, ref: str, task: Task, of_one: InspectionInbox) -> bool:
    """Whether a task is about what is asked for; what bodies have to do by a day, if it is that body's."""
    recommendation = of_one.fold.recommendations.get(task.number)
    if recommendation is None or filters.row(ref, recommendation, None) is None:
        return False
    return (
        task.due is None
        or filters.made_to is None
        or any(is_one(recommendation, body, filters.made_to) for body in task.bodies)
    )


def is_one(recommendation: Recommendation, body: str, wanted: str) -> bool:
    """Whether a body is the one that is wanted, by any of its names, or has its share now."""
    return recommendation.share_of(body) == recommendation.share_of(wanted)


def is_for(task: Task, person: str, roles: set[str]) -> bool:
    """Whether a task is one of a person who has these roles."""
    return (
        not roles.isdisjoint((task.role, *task.also)) and task.only in (None, person) and task.never != person
    )
