"""What a paper reads beside the register: titles, why dates moved, and what was published."""

from __future__ import annotations

from events.inspections import InspectionCorrected, InspectionOpened
from events.publications import PublicationMade
from events.recommendations import RecommendationCorrected, RecommendationRescheduled
from ledger.records import Record
from projections.base import Recorded, TimeFilter


class Beside:
    """The ``titles`` of inspections by ref, what ``rescheduled`` a recommendation by position, and when each
    number was put right (``recorded``).
    """

    TOPICS = (
        InspectionOpened.NAME,
        InspectionCorrected.NAME,
        RecommendationRescheduled.NAME,
        RecommendationCorrected.NAME,
    )

    def __init__(self, time_filter: TimeFilter) -> None:
        self._time_filter = time_filter
        self.titles: dict[str, str] = {}
        self.rescheduled: dict[int, RecommendationRescheduled] = {}
        self.recorded: dict[int, str] = {}

    def take(self, record: Record) -> None:
        """Take one more record, in recording order."""
        if not self._time_filter.includes(record):
            return
        match event := record.event:
            case InspectionOpened(title=title) | InspectionCorrected(title=title):
                self.titles[event.inspection] = title
            case RecommendationRescheduled():
                self.rescheduled[record.position] = event
            case RecommendationCorrected(new_number=number) if number:
                self.recorded[record.position] = record.recorded_at


def publications(source: Recorded, time_filter: TimeFilter) -> list[PublicationMade]:
    """Those that had been made by then, in that order."""
    return [
        record.event
        for record in source.records(topics=[PublicationMade.NAME])
        if isinstance(record.event, PublicationMade) and time_filter.includes(record)
    ]
