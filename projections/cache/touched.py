"""Which recommendations an event can have changed, and from which day on, beside those that stand under or
above them.

What is not listed here can have changed every one of its inspection, on every day.
"""

from __future__ import annotations

from events.base import Event
from events.cycles import CycleCorrected, CycleOpened
from events.disputes import DisputeRaised, DisputeSettled
from events.evidence import EvidenceRequested, EvidenceSubmitted, EvidenceWithdrawn
from events.imports import RecommendationImported
from events.judgements import JudgementCorrected, JudgementRecorded, JudgementReturned, JudgementSignedOff
from events.progress import ProgressReported
from events.recommendations import (
    RecommendationClassified,
    RecommendationCorrected,
    RecommendationLinked,
    RecommendationMade,
    RecommendationReaddressed,
    RecommendationRescheduled,
    RecommendationRestated,
    RecommendationSuperseded,
    RecommendationUnlinked,
    RecommendationWithdrawn,
)
from events.responses import ResponseDueSet, ResponseRecorded
from ledger.times import span
from ledger.validation import key
from projections.model.fold import InspectionFold
from projections.model.recommendation import Recommendation

FROM_ITS_DAY = (
    DisputeRaised,
    DisputeSettled,
    EvidenceRequested,
    EvidenceSubmitted,
    EvidenceWithdrawn,
    JudgementRecorded,
    RecommendationClassified,
    RecommendationReaddressed,
    RecommendationRescheduled,
    RecommendationRestated,
    RecommendationSuperseded,
    RecommendationWithdrawn,
    ResponseDueSet,
    ResponseRecorded,
)
"""What changes the recommendation that it is about, and no other, from its own day on."""

SETTLES = JudgementReturned, JudgementSignedOff
"""What does from the day of the judgement that it is about."""

ON_ALL_DAYS = JudgementCorrected, RecommendationCorrected, RecommendationImported, RecommendationMade
"""What changes the recommendation that it is about, and no other, on whatever day."""

NO_ROW = ProgressReported, RecommendationLinked, RecommendationUnlinked
"""What changes no row, and no figure."""

ONE = *FROM_ITS_DAY, *SETTLES, *ON_ALL_DAYS, *NO_ROW
"""What changes the one that it is about alone, or none."""


class Touched:
    """The recommendations of one inspection that some events can have changed, each with the full date from
    which on; ``every`` one of them, maybe.
    """

    def __init__(self) -> None:
        self.every = False
        self.found: dict[int, tuple[Recommendation, str]] = {}

    def take(self, fold: InspectionFold, event: Event, position: int, told: str) -> None:
        """Let a fold take an event in, and keep in mind what it can have changed."""
        if self.every:
            fold.apply(event, position, told)
        elif isinstance(event, FROM_ITS_DAY):
            _, day = span(event.fields["on"], told, fold.zone or "UTC")
            self._take_of_one(fold, event, position, told, day)
        elif isinstance(event, SETTLES):
            judged = fold.about(event)
            waiting = judged.awaiting.get(event.judgement) if judged else None
            # What is sent back may have left a row in doubt on each day that it could be of.
            is_exact = waiting is not None and waiting.first == waiting.sort_key[0]
            day = waiting.sort_key[0] if waiting is not None and is_exact else ""
            self._take_of_one(fold, event, position, told, day)
        elif isinstance(event, ON_ALL_DAYS):
            self._take_of_one(fold, event, position, told, "")
        else:
            fold.apply(event, position, told)
            if isinstance(event, CycleOpened | CycleCorrected):
                self._cycle(fold, key(event.cycle))
            else:
                self.every = self.every or not isinstance(event, NO_ROW)

    def _take_of_one(self, fold: InspectionFold, event: Event, position: int, told: str, day: str) -> None:
        before = fold.about(event)
        shape = _shape(before)
        fold.apply(event, position, told)
        after = fold.about(event)
        if after is not before:
            self._add(before, "")
            self._add(after, "")
        else:
            self._add(after, day if shape == _shape(after) else "")

    def _cycle(self, fold: InspectionFold, cycle: str) -> None:
        """What was left open until a cycle begins."""
        for one in fold.recommendations.values():
            if any(word.until is not None and key(word.until) == cycle for word in one.status_changes):
                self._add(one, "")

    def _add(self, one: Recommendation | None, day: str) -> None:
        if one is not None:
            known = self.found.get(one.made_at)
            self.found[one.made_at] = one, day if known is None else min(day, known[1])


def _shape(one: Recommendation | None) -> object:
    """What says how a recommendation answers of any day: if that changes, all its days may.

    Whether there are words on shares, or parts, and what it says and to whom before it was made; before a
    first due date there is none.
    """
    if one is None:
        return None
    wholes = [id(whole) for whole in (one.wholes or {}).values()]
    firsts = [values.values[:1] for values in (one.texts, one.addressed)]
    return one.shared, one.has_parts, wholes, firsts
