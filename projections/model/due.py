"""By when a recommendation is to be closed, and whether that day has passed: asked here by every reader.

1. It is overdue once the last day that its date can mean has passed, and it is neither closed nor of a kind
   that needs no closing.
2. Of a body's share it is the same: what is overdue of the whole need not be of each body.
"""

from __future__ import annotations

from events.base import Day, Names
from ledger.times import days_between, is_overdue, shown
from ledger.validation import so_many
from projections.model.recommendation import Recommendation


def to_close_by(
    recommendation: Recommendation, day: str | None = None, body: str | None = None
) -> Day | None:
    """The day by which it, or one body's share of it (by key), is to be closed, by what had come by a day (a
    full date; None: all there is); None if nothing is expected any more, or by no day.
    """
    due = recommendation.dues.at(day) if recommendation.needs_closing else None
    return due.content if due and recommendation.status(day, body) != "closed" else None


def is_late(
    recommendation: Recommendation, today: str, day: str | None = None, body: str | None = None
) -> bool:
    """Whether it is certainly overdue on a full date, ``today``, by what had come by a day."""
    return is_overdue(to_close_by(recommendation, day, body), today)


def unclosed(recommendation: Recommendation) -> Names:
    """The bodies whose shares are not closed, as they are called; all of them, if only the whole is not."""
    bodies = recommendation.made_to()
    if len(bodies) == 1:
        return bodies
    shares = {body: recommendation.share_of(body) for body in bodies}
    left = tuple(body for body in bodies if recommendation.status(None, shares[body]) != "closed")
    return left or bodies


def overdue_by(due: str, today: str) -> str:
    """A day that has passed, and by how many days on a full date: ``2021-06-30, 12 days``."""
    return f"{shown(due)}, {so_many(days_between(due, today), 'day')}"
