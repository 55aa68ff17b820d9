"""On which day the period of a paper begins.

1. On the day that is asked for; a month or a year is meant whole.
2. Else on the day after the last publication of the same inspections that shows an earlier day than the
   paper: that publication shows how things stood at the end of its day.
3. If there was none, three months before the paper.

Readers were told of the days before it by what was known to that publication, or else at the end of these.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from events.base import Instant
from events.publications import PublicationMade
from ledger.errors import BadInput
from ledger.moments import moment
from ledger.times import first_day, last_day
from ledger.validation import key
from projections.paper.base import Question, Since
from projections.publication.files.site import words

MONTHS = 3


def since(question: Question, day: str, published: Sequence[PublicationMade], zone: str) -> Since:
    """The first day of the paper of a full date, and why; raises BadInput if that is after its last.

    ``zone`` is that of the ledger's days.
    """
    if question.since is not None:
        first = first_day(question.since)
        if first > day:
            raise BadInput(
                f"The paper is of {day}, and --since {question.since} is after that.",
                "Give an earlier --since, or a later --as-of.",
            )
        return Since(first, "This is the period that was asked for.", _before(first, zone))
    of = covering(published, question.inspection)
    earlier = [one for one in of if last_day(one.as_of) < day]
    last = max(earlier, key=lambda one: (last_day(one.as_of), one.known_at), default=None)
    what = question.inspection or "all inspections"
    if last is not None:
        shows = last_day(last.as_of)
        said = f"The last publication of {what} before this paper shows {words.date(shows)}"
        told = Instant(last.known_at)
        return Since(_days_after(shows, 1), f"{said}: the period begins on the day after that.", told)
    first = _months_before(day)
    return Since(
        first,
        f"There was no publication of {what} before: the period is the three months before this paper.",
        _before(first, zone),
    )


def _before(first: str, zone: str) -> Instant:
    """The last instant before a full date."""
    return Instant("") if first == str(date.min) else moment(_days_after(first, -1), zone).last


def covering(published: Sequence[PublicationMade], inspection: str | None) -> list[PublicationMade]:
    """Those that show an inspection; for None, those that show all."""
    return [
        one
        for one in published
        if not one.inspections or (inspection is not None and key(inspection) in map(key, one.inspections))
    ]


def _days_after(day: str, days: int) -> str:
    return str(date.fromisoformat(day) + timedelta(days=days))


def _months_before(day: str) -> str:
    """The first day of the three months that end with a full date."""
    last = date.fromisoformat(day)
    at = last.year * 12 + last.month - 1 - MONTHS
    year, month = divmod(at, 12)
    if year < date.min.year:
        return str(date.min)
    until = int(last_day(f"{year:04}-{month + 1:02}")[-2:])
    return _days_after(f"{year:04}-{month + 1:02}-{min(last.day, until):02}", 1)
