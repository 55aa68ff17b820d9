"""What a calendar may have that was written before, and that is so no more: it moved on, or it is done.

1. ``due`` and ``response-due`` are those of the inbox, with a day after the last one asked about, and with an
   earlier day not after it.
2. ``done`` and ``answered``: nothing is expected any more, though one of its days is still to come. What a
   file brought in as closed never was in a calendar.
"""

from __future__ import annotations

from collections.abc import Iterator

from events.base import Day
from ledger.times import last_day
from projections.inbox.dates import text_of, to_answer, to_close
from projections.inbox.fold import InspectionInbox
from projections.inbox.tasks import Task
from projections.model.answering import owed
from projections.model.due import to_close_by
from projections.model.recommendation import Recommendation


def moved_or_done(
    inbox: InspectionInbox, today: Day, until: Day, made_to: str | None = None
) -> Iterator[Task]:
    """All there are in an inspection, or of the shares of one body; what was entered in error is done."""
    for recommendation in inbox.fold.recommendations.values():
        yield from _closing(inbox, recommendation, today, until, made_to)
        yield from _answers(inbox, recommendation, today, until)
    for void in inbox.fold.voids.now:
        if void.recommendation is not None:
            yield from _closing(inbox, void.recommendation, today, until, made_to, void=True)
            yield from _answers(inbox, void.recommendation, today, until, void=True)


def _closing(
    inbox: InspectionInbox,
    recommendation: Recommendation,
    today: Day,
    until: Day,
    made_to: str | None,
    *,
    void: bool = False,
) -> Iterator[Task]:
    days = [last_day(value.content) for value in recommendation.dues.values]
    held = recommendation.dues.at()
    if held is None or min(days) > until:
        return
    share = None if made_to is None else recommendation.share_of(made_to)
    due = None if void else to_close_by(recommendation, None, share)
    if due is not None and last_day(due) > until:
        yield to_close(inbox, recommendation, due, today, held.on)
    elif due is None and max(days) >= today and not _came_closed(recommendation):
        yield _done(inbox, recommendation, "done", held.content)


def _came_closed(recommendation: Recommendation) -> bool:
    """Whether it is closed by the one file that brought it in."""
    by_source = len(recommendation.sightings) == 1 and recommendation.seen_on() is not None
    return by_source and recommendation.status() == "closed"


def _answers(
    inbox: InspectionInbox, recommendation: Recommendation, today: Day, until: Day, *, void: bool = False
) -> Iterator[Task]:
    days = [last_day(one.due) for one in recommendation.answers_due]
    if not days or min(days) > until:
        return
    if void or recommendation.has_ended():
        for one in recommendation.answers_due:
            if last_day(one.due) >= today:
                for share in (one.body,) if one.body else recommendation.shares():
                    yield _done(inbox, recommendation, "answered", one.due)._replace(share=share)
        return
    for owes in owed(recommendation, None, today):
        if owes.given is None and last_day(owes.due) > until:
            yield to_answer(inbox, recommendation, owes)
        elif owes.given is not None and max(days) >= today:
            yield _done(inbox, recommendation, "answered", owes.due)._replace(
                share=owes.share, bodies=(owes.body,)
            )


def _done(inbox: InspectionInbox, recommendation: Recommendation, what: str, due: Day) -> Task:
    number = recommendation.number
    task = Task(what, number, due, "Nothing is expected any more.", inbox.typed("show", number))
    made_at, bodies = recommendation.made_at, recommendation.made_to()
    return task._replace(due=due, bodies=bodies, told=text_of(recommendation), made_at=made_at)
