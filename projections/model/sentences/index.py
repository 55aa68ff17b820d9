"""One sentence for each event: what a person reads in the trail.

    >>> from events.judgements import JudgementSignedOff
    >>> sentence(JudgementSignedOff(inspection="OCSAE", judgement="J1"))
    'Signed off J1: it counts.'

An event that has none stops the program when this is imported.
"""

from __future__ import annotations

from events.base import Event
from events.registry import for_every_event
from ledger.state.vocabulary import OURS, Vocabulary
from projections.model.sentences import (
    bodies,
    evidence,
    imports,
    inspections,
    judgements,
    ledger,
    recommendations,
    responses,
    vocabulary,
)
from projections.model.sentences.base import Sentences

SENTENCES: Sentences = for_every_event(
    "sentence",
    {
        **judgements.SENTENCES,
        **judgements.WITH_WORDS,
        **recommendations.WITH_LABELS,
        **responses.WITH_LABELS,
        **evidence.SENTENCES,
        **recommendations.SENTENCES,
        **imports.SENTENCES,
        **inspections.SENTENCES,
        **ledger.SENTENCES,
        **bodies.SENTENCES,
        **responses.SENTENCES,
        **vocabulary.SENTENCES,
    },
)
_BY_NAME = {event.NAME: of_it for event, of_it in SENTENCES.items()}
_WITH_WORDS = frozenset(event.NAME for event in judgements.WITH_WORDS)
_WITH_LABELS = frozenset(event.NAME for event in (*recommendations.WITH_LABELS, *responses.WITH_LABELS))


def sentence(event: Event, words: str = "", vocabulary: Vocabulary = OURS) -> str:
    """What happened, in one sentence without who and when.

    ``words`` are those that belong to it and stand in another event: of a judgement, why it is so.
    ``vocabulary`` says how the publisher's own words are shown.
    """
    if event.NAME in _WITH_WORDS:
        return _BY_NAME[event.NAME](event, words, vocabulary)
    if event.NAME in _WITH_LABELS:
        return _BY_NAME[event.NAME](event, vocabulary)
    return _BY_NAME[event.NAME](event)
