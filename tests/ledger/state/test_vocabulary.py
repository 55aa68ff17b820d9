"""The words that may be used."""

from __future__ import annotations

from events.vocabulary import VocabularyWordAdded, VocabularyWordRetired
from ledger.state.vocabulary import Vocabulary


def added(vocabulary, word, label, means=None):
    return VocabularyWordAdded(vocabulary=vocabulary, word=word, label=label, means=means)


def known(*events):
    words = Vocabulary()
    for event in events:
        words.apply(event)
    return words


def test_the_words_of_the_contract_are_always_there():
    words = known()
    assert not words
    assert words.usable("status") == ["open", "partially-met", "closed"]
    assert words.label("kind", "area-for-development") == "Area for development"
    assert words.usable("answer") == ["accepted", "partly-accepted", "rejected", "noted", "none"]
    assert words.usable("topic") == words.usable("priority") == []


def test_a_word_is_found_however_it_is_typed_and_says_what_it_means():
    words = known(added("status", "Closed acceptable", "Closed: acceptable", "closed/implemented"))
    found = words.find("status", "closed  ACCEPTABLE")
    assert words
    assert found is not None
    assert (found.label, found.status, found.reason) == ("Closed: acceptable", "closed", "implemented")
    assert words.find("reason", "Closed acceptable") is None


def test_a_retired_word_keeps_its_label_and_is_for_nothing_new():
    words = known(
        added("topic", "A", "a"),
        added("topic", "B", "b"),
        VocabularyWordRetired(vocabulary="topic", word="A"),
    )
    assert words.usable("topic") == ["B"]
    assert words.label("topic", "A") == "a"
    words.apply(added("topic", "A", "Again"))
    assert words.usable("topic") == ["A", "B"]
    assert words.label("topic", "a") == "Again"
