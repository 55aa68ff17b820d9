"""What a search leaves out: words that were withdrawn from view, and what was entered in error.

It goes by what is known at the time asked about, as every reading does; the trail has all of it.
"""

from __future__ import annotations

from uuid import UUID

from events.base import Event, InspectionEvent, Names
from events.evidence import EvidenceCorrected, EvidenceDescribed, EvidenceSubmitted, EvidenceWithdrawn
from events.judgements import JudgementCorrected, JudgementExplained, JudgementRecorded
from events.recommendations import RecommendationLinked, RecommendationSuperseded, RecommendationUnlinked
from events.words import WordsWithdrawn
from ledger.records import Record
from ledger.validation import key
from projections.model.abouts import About
from projections.model.reading import Folds
from projections.model.worded import Worded
from projections.trail_events import AskedEvents

_WITHDRAWING = {
    event.NAME
    for event in (
        JudgementRecorded,
        JudgementExplained,
        JudgementCorrected,
        EvidenceSubmitted,
        EvidenceDescribed,
        EvidenceCorrected,
        EvidenceWithdrawn,
        WordsWithdrawn,
    )
}
_TAKEN_BACK: Names = ("rationale", "summary")
"""What goes if other words took its place, or what it is of was withdrawn."""


class Withdrawn:
    """The words that were withdrawn from view until the time asked about."""

    def __init__(self, events: AskedEvents) -> None:
        self._worded = Worded()
        self._by_place: dict[tuple[UUID, int], Names] = {}
        for record in events.records.of(_WITHDRAWING):
            if not events.folds.time_filter.includes(record):
                continue
            self._worded.take(record)
            if isinstance(event := record.event, WordsWithdrawn):
                self._by_place[record.stream, event.event] = event.words

    def fields(self, record: Record) -> Names:
        """The fields of an event whose words were withdrawn."""
        taken_back = () if self._worded.in_view(record.position) else _TAKEN_BACK
        return (*taken_back, *self._by_place.get((record.stream, record.version), ()))


def is_void(event: Event, about: About, folds: Folds) -> bool:
    """Whether it is of what was entered in error, or ties something to that."""
    if not isinstance(event, InspectionEvent):
        return False
    fold = folds.folds.get(event.inspection)
    if fold and any(
        void.recommendation and void.recommendation.slot == about.slot for void in fold.voids.now
    ):
        return True
    others = (
        (event.other,)
        if isinstance(event, RecommendationLinked | RecommendationUnlinked)
        else event.by
        if isinstance(event, RecommendationSuperseded)
        else ()
    )
    return bool(others) and all(_entered_in_error(other, folds) for other in others)


def _entered_in_error(other: str, folds: Folds) -> bool:
    inspection, _, number = other.partition("/")
    fold = next((fold for ref, fold in folds.folds.items() if key(ref) == key(inspection)), None)
    return fold is not None and number not in fold.recommendations and fold.voids.of(number) is not None
