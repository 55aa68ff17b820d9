"""What recommendations are sorted by: what one may ask. See ledger.rules.classification."""

from __future__ import annotations

from typing import ClassVar

from events.base import Day, Names
from events.recommendations import RecommendationClassified
from ledger import validation as words
from ledger.decisions.base import InspectionDecision, Outcome, State, made, recommendation
from ledger.errors import Incomplete
from ledger.policies import INSPECTOR
from ledger.state.classification import NOT_CLASSIFIED, Classification
from ledger.state.inspection import Inspection


class ClassifyRecommendation(InspectionDecision):
    """Say how a recommendation is sorted. What is None stays as it is; an empty text takes it away."""

    ROLES: ClassVar[tuple[str, ...]] = (INSPECTOR,)
    number: str
    priority: str | None = None
    topics: Names | None = None
    source: str | None = None
    place: str | None = None
    under: str | None = None
    on: str | None = None

    def decide(self, state: State) -> Outcome:
        """Classified, if that changes anything."""
        inspection = state.inspection(self.inspection)
        found = recommendation(inspection, self.number)
        on = state.day(self.on)
        given = (self.priority, self.topics, self.source, self.place, self.under)
        if all(value is None for value in given):
            raise Incomplete(
                "Nothing was said to sort it by.",
                "Say one or more of --priority, --topic, --source, --place and --under.",
            )
        before = found.classified.replaced_on(on)
        event = classified(
            state,
            inspection,
            found.number,
            before.content if before else NOT_CLASSIFIED,
            self.priority,
            self.topics,
            self.source,
            self.place,
            self.under,
            on,
        )
        return made(f"{inspection.ref}/{found.number}", event)


def classified(
    state: State,
    inspection: Inspection,
    number: str,
    before: Classification,
    priority: str | None,
    topics: Names | None,
    source: str | None,
    place: str | None,
    under: str | None,
    on: Day,
) -> RecommendationClassified:
    """The event that says how a recommendation is sorted now: what is None as it was before.

    Raises BadInput, and NotFound for what it would stand under and is not there.
    """
    above = recommendation(inspection, under).number if under else None
    return RecommendationClassified(
        inspection=inspection.ref,
        number=number,
        priority=before.priority if priority is None else _word(state, "priority", priority),
        topics=before.topics if topics is None else _topics(state, topics),
        source=before.source if source is None else _text(source and words.address(source, "source")),
        place=before.place if place is None else _text(place and words.line(place, "place")),
        under=before.under if under is None else above,
        on=on,
    )


def _topics(state: State, topics: Names) -> Names:
    known = (_word(state, "topic", topic) for topic in topics if topic)
    return tuple(dict.fromkeys(topic for topic in known if topic))


def _word(state: State, vocabulary: str, typed: str) -> str | None:
    """A word as it was added, however it is typed; a rule refuses one that was not. None for no word."""
    known = state.inspectorate.vocabulary.find(vocabulary, typed)
    return known.word if known else _text(typed)


def _text(typed: str) -> str | None:
    return typed or None
