"""The sentences about the publisher's own words."""

from __future__ import annotations

from events.vocabulary import VocabularyWordAdded, VocabularyWordRetired
from ledger.state.vocabulary import a
from projections.model.sentences.base import Sentences


def _added(event: VocabularyWordAdded) -> str:
    means = f", which means {event.means}" if event.means else ""
    label = f", shown as {event.label}" if event.label != event.word else ""
    return f"Added the word {event.word} for {a(event.vocabulary)}{label}{means}."


def _retired(event: VocabularyWordRetired) -> str:
    return f"Retired the word {event.word} for {a(event.vocabulary)}."


SENTENCES: Sentences = {VocabularyWordAdded: _added, VocabularyWordRetired: _retired}
