"""How a recommendation is sorted, in every respect at once."""

from __future__ import annotations

from events.base import Names
from events.named import NamedTuple
from events.recommendations import RecommendationClassified

LEVELS = 20
"""How many recommendations may stand under each other, one below the other."""


class Classification(NamedTuple):
    """Its priority and topics (words of the vocabulary), where it is published (an address, and a place in
    that), and the number of the recommendation that it stands under. None, or no topic, if nobody said.
    """

    priority: str | None = None
    topics: Names = ()
    source: str | None = None
    place: str | None = None
    under: str | None = None


NOT_CLASSIFIED = Classification()


def classification(event: RecommendationClassified) -> Classification:
    """What an event says of it."""
    return Classification(event.priority, event.topics, event.source, event.place, event.under)
