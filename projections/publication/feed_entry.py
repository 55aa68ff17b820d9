"""An entry of the feed, and when it and what it says became public.

It is dated by the publication in which it appeared first, and as it is now by the one in which it first was
so. It keeps its id and these times in every later edition.
"""

from __future__ import annotations

from collections.abc import Iterable
from heapq import nlargest
from typing import NamedTuple

from events.base import Instant
from projections.publication.public_since import PublicSince

MOST = 1_000
"""Entries; the pages have all changes."""


class FeedEntry(NamedTuple):
    """One entry: its recommendation, the words that make its id, its title, and what it says.

    ``status`` is the word it is about, or None. ``known`` is when it came to be known, and ``changed`` when
    as it is now; ``first_day`` and ``day`` are the full dates from which it was told first, and is told now,
    if it has any. ``published`` and ``updated`` are when that became public. ``sentences`` are what it says,
    and ``text`` the words of the recommendation with their lines. One about a ``body`` is about no
    recommendation.
    """

    inspection: str
    number: str
    id: tuple[str, ...]
    title: str
    status: str | None
    known: Instant
    changed: Instant
    first_day: str
    day: str
    sentences: tuple[str, ...]
    text: str | None
    body: str | None = None
    published: Instant = Instant("")
    updated: Instant = Instant("")

    def dated(self, since: PublicSince) -> FeedEntry:
        """The same with the times at which it became public."""
        published = since.of(self.inspection, self.known, self.first_day)
        changed = max(self.known, self.changed)
        return self._replace(
            published=published, updated=max(published, since.of(self.inspection, changed, self.day))
        )


def newest(entries: Iterable[FeedEntry]) -> list[FeedEntry]:
    """As many as news readers bear, the newest first."""
    return nlargest(MOST, entries, key=lambda one: (one.updated, one.changed, one.known, one.id))
