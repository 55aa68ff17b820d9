"""What happened to a recommendation, in a sentence or two that anybody may read.

An event that has no ref, no day and no claim in its sentence is told as the trail tells it.
"""

from __future__ import annotations

from events.base import Event
from projections.model.sentences.index import sentence
from projections.publication.sentences import claims, evidence, judgements, recommendations
from projections.publication.sentences.base import Names, Sentences

SENTENCES: Sentences = {
    **recommendations.SENTENCES,
    **judgements.SENTENCES,
    **evidence.SENTENCES,
    **claims.SENTENCES,
}
_BY_NAME = {event.NAME: of_it for event, of_it in SENTENCES.items()}


def told(event: Event, names: Names, words: str = "") -> str:
    """What happened, without who and when; ``words`` are those that stand in another event."""
    of_it = _BY_NAME.get(event.NAME)
    return of_it(event, names, words) if of_it else sentence(event, words, names.vocabulary)
