"""What a paper reads beside the register: titles, why dates moved, and what was published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from events.inspections import InspectionCorrected, InspectionOpened
from events.publications import PublicationMade
from events.recommendations import (
    RecommendationCorrected,
    RecommendationRescheduled,
    RecommendationSuperseded,
    RecommendationWithdrawn,
)
from ledger.records import Record
from ledger.validation import key
from projections.base import Recorded, TimeFilter
from projections.model.facts import StatusChange
from projections.model.worded import Worded

WITHDRAWN = "[withdrawn from view]"
"""Stands in the place of words that were corrected or taken back."""


class Reasons(NamedTuple):
    """Public words: of judgements by the keys of inspection and ref, of ends by position."""

    judged: Mapping[tuple[str, str], str]
    ended: Mapping[int, str]

    def of(self, inspection: str, change: StatusChange | None) -> str:
        """Why a status changed; empty if nobody said it, or the words are withdrawn from view."""
        if change is None:
            return ""
        if change.ref is None:
            return self.ended.get(change.sort_key[1], "")
        return self.judged.get((key(inspection), key(change.ref)), "")


class Beside:
    """The ``titles`` of inspections by ref, what ``rescheduled`` a recommendation by position, and when each
    number was put right (``recorded``).
    """

    def __init__(self, time_filter: TimeFilter) -> None:
        self._time_filter = time_filter
        self.titles: dict[str, str] = {}
        self.rescheduled: dict[int, RecommendationRescheduled] = {}
        self.recorded: dict[int, str] = {}
        self._then, self._ever = Worded(), Worded()
        self._ended: dict[int, str] = {}

    def take(self, record: Record) -> None:
        """Take one more record, in recording order."""
        self._ever.take(record)
        if not self._time_filter.includes(record):
            return
        self._then.take(record)
        match event := record.event:
            case InspectionOpened(title=title) | InspectionCorrected(title=title):
                self.titles[event.inspection] = title
            case RecommendationRescheduled():
                self.rescheduled[record.position] = event
            case RecommendationCorrected(new_number=number) if number:
                self.recorded[record.position] = record.recorded_at
            case RecommendationWithdrawn(why=why) | RecommendationSuperseded(why=why):
                self._ended[record.position] = why or ""

    def reasons(self) -> Reasons:
        """Why each judgement is as it is, and why each recommendation ended.

        Words that were corrected or withdrawn since are not printed again, whatever was known then.
        """
        judged = {
            about: words.text if self._ever.in_view(words.at) else WITHDRAWN
            for about, words in self._then.holding().items()
        }
        return Reasons(judged, self._ended)


def publications(source: Recorded, time_filter: TimeFilter) -> list[PublicationMade]:
    """Those that had been made by then, in that order."""
    return [
        record.event
        for record in source.records(topics=[PublicationMade.NAME])
        if isinstance(record.event, PublicationMade) and time_filter.includes(record)
    ]
