"""What was recorded since about the days before the period of a paper: readers know these otherwise.

A fact has its day, and may be recorded later. So what the opening counts may not be what the last paper, or
the last publication, had at its end: each row of which that is so is told, as it was known then and is now.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from events.base import Day, Instant
from ledger.errors import NotFound
from ledger.state.vocabulary import Vocabulary
from projections.base import Recorded, TimeFilter, natural, number_order
from projections.model.reading import Folds, read
from projections.paper.base import News
from projections.paper.links import Links
from projections.paper.rows import share_of, standing
from projections.publication.files.site import words as in_words
from projections.rows import as_row
from projections.statistics.counting import Asked, counted
from projections.statistics.counts import Counts
from projections.statistics.figures import Counted
from projections.statistics.spans import day_before

Where = tuple[str, str]
"""The ref of an inspection, and what a recommendation is known by whatever its number."""


def news(
    source: Recorded, ref: str | None, asked: Asked, told: Instant, counts: Counts, links: Links
) -> tuple[News, ...]:
    """Whatever was otherwise at the end of the day before the period, by what readers were ``told``.

    Nothing if nothing was known then: nobody was told anything.
    """
    day = day_before(counts.figures.period.first)
    before = Folds(source.inspectorate(), TimeFilter(None, told))
    read(source, ref, before)
    if not any(fold.recommendations for fold in before.folds.values()):
        return ()
    asked = asked._replace(since=None, until=Day(day))
    comparing = _Comparing(day, before.words, links)
    try:
        then = _by_slot(counted(before.folds, asked._replace(known_at=told)), day)
    except NotFound:
        return ()
    now = _by_slot(counts.some, day)
    found = [
        line
        for where in then | now
        if (line := comparing.line(then.get(where, []), now.get(where, []))) is not None
    ]
    return tuple(sorted(found, key=lambda one: (natural(one.inspection), number_order(one.number))))


def _by_slot(some: Sequence[Counted], day: str) -> dict[Where, list[Counted]]:
    """What was there, by recommendation: of a body there may be several shares of one."""
    found: dict[Where, list[Counted]] = {}
    for one in some:
        if one.was_there(day):
            found.setdefault((one.inspection, one.recommendation.slot), []).append(one)
    return found


@dataclass(frozen=True)
class _Comparing:
    """What compares how something stood on a day, by what was known at two times."""

    day: str
    words: Vocabulary
    links: Links

    def line(self, then: Sequence[Counted], now: Sequence[Counted]) -> News | None:
        """What is told of it; nothing if it is told as before."""
        before, after = self._told(then), self._told(now)
        counts = [sum(one.unclosed(self.day) for one in some) for some in (then, now)]
        if before == after and counts[0] == counts[1]:
            return None
        known, *_ = (*now, *then)
        return News(
            known.inspection,
            known.recommendation.number,
            self.links.of(known.inspection, known.recommendation),
            [line for line in before if line not in after] if then else None,
            [line for line in after if line not in before] if now else None,
            counts[1] - counts[0],
        )

    def _told(self, some: Sequence[Counted]) -> list[str]:
        """How it stood, in the lines of a cell; none if it was not there."""
        found: list[str] = []
        for one in some:
            row = as_row(one.inspection, one.recommendation, self.day, share_of(one, self.day))
            found += [
                standing(row, self.words),
                f"Due: {in_words.date(row['due'])}" if row["due"] else "Due: no date",
                f"Made to: {'; '.join(row['made_to'])}",
                f"Words: {row['text']}",
            ]
        return list(dict.fromkeys(found))
