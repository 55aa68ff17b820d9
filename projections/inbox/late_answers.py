"""The answers that bodies have not given though their deadlines have passed: a task of its own, ``response``.

An answer itself, and what a body reports of its progress, are nothing to judge and no task of anybody.
"""

from __future__ import annotations

from collections.abc import Iterator

from events.base import Day
from ledger.times import by
from projections.inbox.fold import InspectionInbox
from projections.inbox.tasks import Task
from projections.model.answering import owed


def late_answers(inbox: InspectionInbox, today: Day) -> Iterator[Task]:
    """To ask the body once more: to record its answer, or that it gave none by another day."""
    for recommendation in inbox.fold.recommendations.values():
        settled = recommendation.status_change()
        if settled and settled.outcome != "judged":
            continue
        for one in owed(recommendation, None, today):
            if one.late and one.given is None:
                what = f"{one.body} has not answered, and its answer was due by {by(one.due)}."
                typed = inbox.typed("response record", recommendation.number, "--by", one.body)
                yield Task("response", recommendation.number, one.due, what, typed)
