"""The day on which a record is told in the story of a recommendation, by all that is known.

1. A judgement, its sign-off and its corrections stand on the day that the last correction gave it.
2. The making stands on the day that the last correction gave it, and nothing stands before it.
3. What goes on with evidence, a dispute, an answer or a report of progress does not stand before it: of a
   month and a day in it, the month stands as its last day.
4. All else stands on its own day, a correction on the day whose word it sets right.
"""

from __future__ import annotations

from collections.abc import Iterable

from events.base import Day
from events.disputes import DisputeRaised
from events.evidence import EvidenceSubmitted
from events.judgements import JudgementCorrected, JudgementRecorded
from events.named import NamedTuple
from events.progress import ProgressReported
from events.recommendations import RecommendationCorrected, RecommendationMade
from events.responses import ResponseRecorded
from ledger.records import Record
from ledger.times import day_of, span
from projections.model.abouts import About


class Told(NamedTuple):
    """A record with its day as people read it, and the full day at which it stands, or none (empty).

    ``recorded_on`` is the day on which it was recorded.
    """

    record: Record
    on: Day | None
    day: str
    recorded_on: Day

    def is_effective(self, day: str | None) -> bool:
        """Whether it stands by then (a full day; None: the last there is)."""
        return day is None or self.day <= day


def in_days(history: Iterable[tuple[Record, About]], zone: str) -> list[Told]:
    """Each record of one recommendation, as recorded, with the day it is told on in a time zone."""
    known = list(history)
    days = _Days(zone)
    for record, _ in known:
        days.take(record)
    return [days.told(record, about.on) for record, about in known]


class _Days:
    """The days on which it was ever made, and on which each ref of its story began."""

    def __init__(self, zone: str) -> None:
        self.zone = zone
        self.made: list[Day] = []
        self.made_at = ""
        self.opened: dict[str, Day] = {}
        self.opened_at: dict[str, str] = {}

    def take(self, record: Record) -> None:
        match record.event:
            case RecommendationMade(on=on):
                self.made.append(on)
                self.made_at = record.recorded_at
            case RecommendationCorrected(made_on=on) if on:
                self.made.append(on)
            case (
                JudgementRecorded(judgement=ref, on=on)
                | EvidenceSubmitted(evidence=ref, on=on)
                | DisputeRaised(dispute=ref, on=on)
                | ResponseRecorded(response=ref, on=on)
                | ProgressReported(progress=ref, on=on)
            ):
                self.opened[ref] = on
                self.opened_at[ref] = record.recorded_at
            case JudgementCorrected(judgement=ref, judged_on=on) if on:
                self.opened[ref] = on

    def told(self, record: Record, on: Day | None) -> Told:
        recorded_on = day_of(record.recorded_at, self.zone)
        if on is None:
            return Told(record, on, "", recorded_on)
        # A fact had come by the day on which it was recorded; a correction is of an older one.
        event, begun = record.event, ""
        told: str = record.recorded_at
        match event:
            case RecommendationMade():
                on, told = self.made[-1], self.made_at
            case RecommendationCorrected(made_on=to, of=of) if to or of in self.made:
                # It is about the making, on whichever day that was thought to be.
                on, told = self.made[-1], self.made_at
            case _ if opened := self.opened.get(ref := event.ref or ""):
                begun = self._last(opened, self.opened_at[ref])
                if event.SUBJECT == "judgement":
                    on, told = opened, self.opened_at[ref]
        first = self._last(self.made[-1], self.made_at) if self.made else ""
        return Told(record, on, max(self._last(on, told), begun, first), recorded_on)

    def _last(self, on: str, told: str) -> str:
        return span(on, told, self.zone)[1]
