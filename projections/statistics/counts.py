"""The figures of a register over a period: by this alone for whoever shows them, so all show the same."""

from __future__ import annotations

from collections.abc import Sequence

from events.base import Day
from events.named import NamedTuple
from projections.register import Register
from projections.statistics.counting import Asked, counted, grouped, period
from projections.statistics.figures import Counted, Figures, figures
from projections.statistics.reconciling import reconcile


class Counts(NamedTuple):
    """What was counted, what counts in nothing but answers, and what both come to."""

    some: Sequence[Counted]
    answering: Sequence[Counted]
    figures: Figures


def count(register: Register, asked: Asked, ref: str | None, today: Day) -> Counts:
    """Count what a register has taken in, of one inspection (its ref) or of all.

    The words of what is asked are spelt as they were added. Raises BadInput, NotFound, and DoesNotReconcile:
    figures that do not are not given.
    """
    some = counted(register.folds, asked)
    answering = counted(register.folds, asked, needs_closing=False)
    span = period(some, asked, today)
    if asked.since is None:
        begun = (one.recommendation.made_days[1] for one in answering)
        span = span._replace(first=min([span.first, *begun]))
    words = register.words
    found = figures(some, grouped(some, asked, span, ref, words), span, words, answering)
    reconcile(found, some)
    return Counts(some, answering, found)
