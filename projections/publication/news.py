"""What happened beside the status and the words of recommendations: evidence, disputes, answers, reports.

    OCSAE/3: Evidence handed in
    OCSAE/3: Words withdrawn from view

Each stands under the recommendation that it is about by now. It is told as it is now, and ``changed`` is when
it came to that; of what others say of it nothing is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from events.base import Day, Instant
from events.disputes import DisputeRaised
from events.evidence import EvidenceWithdrawn
from events.words import WordsWithdrawn
from ledger.records import Record
from ledger.times import day_of
from projections.base import TimeFilter
from projections.model.changes import Change
from projections.model.effective_day import Told
from projections.publication.feed_entry import FeedEntry
from projections.publication.files.site import words
from projections.publication.in_view import WITHDRAWN_FROM_VIEW
from projections.publication.story import TOLD_BESIDE, PublicStory

_TOLD_ANEW = ("evidence.corrected", "evidence.described", "evidence.withdrawn", "judgement.corrected")
"""What may tell otherwise what was told of the evidence or the judgement that it is about."""


class News(NamedTuple):
    """One thing: of which recommendation, the day as recorded and as a full date, what it is called and says.

    ``before`` is what it follows, or None. ``known`` is when it was recorded, and ``changed`` when the last
    was that it is told by. ``once`` is when that was recorded which was told before, if it takes that back.
    """

    inspection: str
    number: str
    position: int
    on: Day
    day: str
    event: str
    before: str | None
    what: str
    known: Instant
    changed: Instant
    once: Instant | None = None

    def is_new_since(self, since: TimeFilter) -> bool:
        """Whether a publication did not tell it, and told what it takes back."""
        known_at, day = since.known_at or Instant(""), since.day or ""
        if self.once is not None:
            return self.once <= known_at < self.known
        return self.known > known_at or self.day > day

    def change(self) -> tuple[str, Change]:
        """As a change, with the name of its recommendation."""
        at = self.day or self.on, self.position
        return (
            f"{self.inspection}/{self.number}",
            Change("beside", at, self.on, self.event, self.before, self.what),
        )

    def entry(self) -> FeedEntry:
        """As an entry of the feed. Its id has no number, because that can be put right."""
        title, when = words.DID[self.event], words.when(self.on)
        when = f"Recorded {when}." if self.once is not None else f"{when[0].upper()}{when[1:]}."
        return FeedEntry(
            self.inspection,
            self.number,
            ("event", self.inspection, str(self.position)),
            f"{self.inspection}/{self.number}: {title[0].lower()}{title[1:]}",
            None,
            self.known,
            self.changed,
            self.day,
            self.day,
            (self.what, when),
            None,
        )


class Beside:
    """What happened beside the status of one recommendation, by its story and the records that it is made of.

    ``withdrawal`` is the record that withdrew words of the event at a position; ``renumbered`` is when its
    number was put right.
    """

    def __init__(
        self,
        of: tuple[str, str],
        told: Sequence[Told],
        withdrawal: Callable[[int], Record | None],
        renumbered: Instant,
        zone: str,
    ) -> None:
        self._of, self._told, self._withdrawal, self._zone = of, told, withdrawal, zone
        self._renumbered = renumbered
        self._anew: dict[tuple[str, str | None], Instant] = {}
        for one in told:
            self._tell_anew(one.record)

    def happened(self, story: PublicStory) -> Iterator[News]:
        """What was handed in, asked for, disputed, answered and reported."""
        opened: dict[tuple[str, str | None], str] = {}
        for one in self._told:
            record, event = one.record, one.record.event
            if event.SUBJECT not in TOLD_BESIDE or (what := story.news(one)) is None or one.on is None:
                continue
            about = event.SUBJECT, event.ref
            before = opened.get(about) if event.ref else None
            opened.setdefault(about, what)
            yield News(
                *self._of,
                record.position,
                one.on,
                one.day,
                event.NAME,
                before,
                what,
                record.recorded_at,
                self._changed(record),
            )

    def withdrawn(self, shown: Callable[[int], bool]) -> Iterator[News]:
        """Words that were withdrawn from view by themselves, of events at positions that are ``shown``."""
        for one in self._told:
            by = self._withdrawal(one.record.position)
            if by is None or not shown(one.record.position):
                continue
            # A correction that made it necessary is told by itself.
            if isinstance(by.event, WordsWithdrawn) and by.event.why is not None:
                yield News(
                    *self._of,
                    by.position,
                    day_of(by.recorded_at, self._zone),
                    "",
                    by.event.NAME,
                    "Words that were published",
                    WITHDRAWN_FROM_VIEW,
                    by.recorded_at,
                    max(by.recorded_at, self._renumbered),
                    one.record.recorded_at,
                )

    def _tell_anew(self, record: Record) -> None:
        event, at = record.event, record.recorded_at
        # What not everybody may read tells nobody anything anew; that evidence was withdrawn is public.
        if not event.is_whole and not isinstance(event, EvidenceWithdrawn):
            return
        by = self._withdrawal(record.position)
        if by is not None:
            self._note(("", str(record.position)), by.recorded_at)
            at = max(at, by.recorded_at)
        if event.ref and (event.NAME in _TOLD_ANEW or by is not None):
            self._note((event.SUBJECT, event.ref), at)

    def _note(self, about: tuple[str, str | None], at: Instant) -> None:
        self._anew[about] = max(at, self._anew.get(about, at))

    def _changed(self, record: Record) -> Instant:
        event, at = record.event, str(record.position)
        about = [("", at), (event.SUBJECT, event.ref)]
        if isinstance(event, DisputeRaised):
            about.append(("judgement", event.judgement))
        found = [self._anew[one] for one in about if one in self._anew]
        return max(record.recorded_at, self._renumbered, *found)
