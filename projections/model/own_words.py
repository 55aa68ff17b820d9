"""Which of the publisher's own words a row uses, and where they were added.

A row follows from the events that added its words: they say how it is shown and what it means.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from events.vocabulary import VocabularyWordAdded
from ledger.records import Record
from ledger.validation import body_key
from projections.base import Item

Added = Mapping[tuple[str, str], int]
"""The position of the event that added a word last, by its vocabulary and the key of the word."""


def added(records: Iterable[Record]) -> Added:
    """Those that these records add; others change nothing."""
    return {
        (event.vocabulary, body_key(event.word)): record.position
        for record in records
        if isinstance(event := record.event, VocabularyWordAdded)
    }


def used(row: Item, words: Added) -> Iterator[int]:
    """The positions of the events that added the words of a row."""
    if not words:
        return
    named = [("kind", row["kind"]), ("status", row["word"]), ("reason", row["reason"])]
    named += [("priority", row["priority"]), *(("topic", topic) for topic in row["topics"])]
    named += [("answer", response["answer"]) for response in row["responses"]]
    for vocabulary, word in named:
        if word is not None and (position := words.get((vocabulary, body_key(word)))):
            yield position
