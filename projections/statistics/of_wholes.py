"""How a recommendation moved that has, or had, others under it: it is as they are, from one day to the next.

What moves it are the words on others, so what it came to is asked for each day on which any of them can have
moved it. Of several movements of one day what they come to is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from projections.model.changes import changes
from projections.model.recommendation import Recommendation
from projections.model.shares import least_advanced
from projections.model.wholes import family
from projections.statistics.moves import Point


def points_of_a_whole(whole: Recommendation, of: Sequence[str] = ()) -> Iterator[Point]:
    """Where it may have moved, or the shares (by key) that one body has of it."""
    undone = {step.sort_key[0] for step in changes(whole) if step.undone}
    for day, first in sorted(_days(whole).items()):
        yield Point(day, first, _closed(whole, of, day), partial(undone.__contains__, day))


def _days(whole: Recommendation) -> dict[str, str]:
    """The days on which it can have moved, each with the first day that what is of it can be of."""
    days: dict[str, str] = {}
    for one in (whole, *family(whole, None)):
        facts = [(one.made_days[1], one.made_days[0])]
        facts += [(change.sort_key[0], change.first) for change in one.status_changes]
        facts += [(value.day, value.first) for value in one.addressed.values]
        facts += [(value.day, value.first) for value in (one.classified.values if one.classified else ())]
        for day, first in facts:
            days[day] = min(first, days.get(day, first))
    return days


def _closed(whole: Recommendation, of: Sequence[str], day: str) -> bool | None:
    """Whether it is closed at the end of a day; None if it is not there, or no such share of it is."""
    if not whole.was_there(day):
        return None
    if not of:
        return whole.status(day) == "closed"
    shares = whole.shares(day)
    words = [whole.status_change(day, share) for share in of if share in shares]
    if not words:
        return None
    settled = words[0] if len(words) == 1 else least_advanced(words, whole.words.implemented)
    return settled is not None and settled.status == "closed"
