"""What has a day by which somebody else has to act: tasks of their own, until the last day asked about.

1. ``overdue``: a recommendation that is not closed though the day by which it was to be has passed.
   ``due``: one whose day is still to come.
2. ``response``: an answer that a body has not given though its deadline has passed. ``response-due``: one
   whose deadline is still to come.
3. A day that is known in part counts as the last one that it can be, and the task says so.
4. If a recommendation was made to several bodies, those whose shares are closed have done their part: the
   others are named.

An answer itself, and what a body reports of its progress, are nothing to judge and no task of anybody; nor is
the day by which a body promises to act.
"""

from __future__ import annotations

from collections.abc import Iterator

from events.base import OPEN_START, Day, Names
from ledger.times import is_overdue, last_day
from ledger.validation import so_many
from projections.inbox.fold import InspectionInbox
from projections.inbox.tasks import Task, brief
from projections.model.answering import Owed, owed
from projections.model.due import to_close_by, unclosed
from projections.model.recommendation import Recommendation

NAMED = 3
"""So many bodies are named; of more the first ones, and how many others there are."""

SHORT = 80
"""How many characters of a recommendation's text are told of a task."""


def dates(inbox: InspectionInbox, today: Day, until: Day) -> Iterator[Task]:
    """All there are in an inspection until a day (a full date, not before today)."""
    for recommendation in inbox.fold.recommendations.values():
        yield from dates_of(inbox, recommendation, today, until)


def dates_of(
    inbox: InspectionInbox, recommendation: Recommendation, today: Day, until: Day
) -> Iterator[Task]:
    """Those of one recommendation."""
    value = recommendation.dues.at()
    # Most have no date, or a far one: where they stand is asked of the others alone.
    if value and last_day(value.content) <= until and (due := to_close_by(recommendation)):
        yield to_close(inbox, recommendation, due, today, value.on)
    if recommendation.answers_due and not recommendation.has_ended():
        for one in owed(recommendation, None, today):
            if one.given is None and last_day(one.due) <= until:
                yield to_answer(inbox, recommendation, one)


def to_close(
    inbox: InspectionInbox, recommendation: Recommendation, due: Day, today: Day, since: Day
) -> Task:
    """The task of a recommendation that is to be closed by a day, which was set on another."""
    bodies, text, late = unclosed(recommendation), text_of(recommendation), is_overdue(due, today)
    verb = ("was", "were") if late else ("is", "are")
    what = f"{some(bodies)} {verb[len(bodies) > 1]} to do it by {exactly(due)}: {brief(text, SHORT)}"
    typed = inbox.typed("show", recommendation.number)
    task = Task("overdue" if late else "due", recommendation.number, due if late else since, what, typed)
    return task._replace(due=due, bodies=bodies, told=text, made_at=recommendation.made_at)


def to_answer(inbox: InspectionInbox, recommendation: Recommendation, one: Owed) -> Task:
    """The task of an answer that was not given."""
    number, typed = recommendation.number, ("response record", recommendation.number, "--by", one.body)
    if one.late:
        what = f"{one.body} has not answered, and its answer was due by {exactly(one.due)}."
        task = Task("response", number, one.due, what, inbox.typed(*typed))
    else:
        what = f"{one.body} has until {exactly(one.due)} to answer."
        since = next(due.on for due in recommendation.answers_due if due.sort_key[1] == one.position)
        task = Task("response-due", number, since, what, inbox.typed(*typed))
    told, made_at = text_of(recommendation), recommendation.made_at
    return task._replace(due=one.due, bodies=(one.body,), told=told, made_at=made_at, share=one.share)


def text_of(recommendation: Recommendation) -> str:
    """What it asks for, in the words that hold."""
    return (recommendation.texts.at() or recommendation.texts.values[0]).content


def some(bodies: Names) -> str:
    """Bodies in a sentence, of which the first are named."""
    if len(bodies) > NAMED + 1:
        bodies = (*bodies[:NAMED], so_many(len(bodies) - NAMED, "other"))
    *most, last = bodies
    return f"{', '.join(most)} and {last}" if most else last


def exactly(due: Day) -> str:
    """A day behind "by", and which one counts if it is known in part."""
    if due.startswith(OPEN_START):
        return f"{last_day(due)} at the latest"
    return due if due == last_day(due) else f"{due}, which ends on {last_day(due)}"
