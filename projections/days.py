"""The day on which a record is told in the story of a recommendation, by all that is known.

1. A judgement, its sign-off and its corrections stand on the day that the last correction gave it.
2. The making stands on the day that the last correction gave it, and nothing stands before it.
3. What goes on with evidence or a dispute does not stand before it: of a month and a day in it, the month
   stands as its last day.
4. All else stands on its own day, a correction on the day whose word it sets right.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from events.base import Day, Event
from events.disputes import DisputeRaised
from events.evidence import EvidenceSubmitted
from events.judgements import JudgementCorrected, JudgementRecorded
from events.recommendations import RecommendationCorrected, RecommendationMade
from ledger.records import Record
from ledger.times import last_day
from projections.base import named
from projections.trail import About


class Told(NamedTuple):
    """A record with its day as people read it, and the full day at which it stands, or none (empty)."""

    record: Record
    on: Day | None
    day: str

    def has_come(self, day: str | None) -> bool:
        """Whether it stands by then (a full day; None: the last there is)."""
        return day is None or self.day <= day


def in_days(history: Iterable[tuple[Record, About]]) -> list[Told]:
    """Each record of one recommendation, as recorded, with the day it is told on."""
    known = list(history)
    days = _Days()
    for record, _ in known:
        days.take(record.event)
    return [days.told(record, about.on) for record, about in known]


class _Days:
    """The days on which it was ever made, and on which each judgement, evidence and dispute began."""

    def __init__(self) -> None:
        self.made: list[Day] = []
        self.opened: dict[str, Day] = {}

    def take(self, event: Event) -> None:
        match event:
            case RecommendationMade(on=on):
                self.made.append(on)
            case RecommendationCorrected(made_on=on) if on:
                self.made.append(on)
            case (
                JudgementRecorded(judgement=ref, on=on)
                | EvidenceSubmitted(evidence=ref, on=on)
                | DisputeRaised(dispute=ref, on=on)
            ):
                self.opened[ref] = on
            case JudgementCorrected(judgement=ref, judged_on=on) if on:
                self.opened[ref] = on

    def told(self, record: Record, on: Day | None) -> Told:
        if on is None:
            return Told(record, on, "")
        event, begun = record.event, ""
        match event:
            case RecommendationMade():
                on = self.made[-1]
            case RecommendationCorrected(made_on=to, of=of) if to or of in self.made:
                # It is about the making, on whichever day that was thought to be.
                on = self.made[-1]
            case _ if opened := self.opened.get(named(event) or ""):
                on = opened if event.NAME.startswith("judgement.") else on
                begun = last_day(opened)
        first = last_day(self.made[-1]) if self.made else ""
        return Told(record, on, max(last_day(on), begun, first))
