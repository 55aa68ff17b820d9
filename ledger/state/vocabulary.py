"""The words that may be used for kinds, statuses, reasons, answers, priorities and topics.

    >>> words = Vocabulary()
    >>> words.find("kind", "Recommendation").label
    'Recommendation'
    >>> words.find("priority", "High") is None
    True

The contract's words are always there; the publisher adds its own. A word is found however it is capitalised.
"""

from __future__ import annotations

from typing import NamedTuple

from events.base import Event
from events.vocabulary import VocabularyWordAdded, VocabularyWordRetired
from ledger.policies import ANSWERS, KINDS, REASONS, STATUSES
from ledger.validation import body_key

VOCABULARIES = ("kind", "status", "reason", "answer", "priority", "topic")

NO_CLOSING = "none"
"""What a kind means that needs no closing."""


class Word(NamedTuple):
    """One word. ``own`` is false of the contract's words; ``retired``, that it is for nothing new."""

    vocabulary: str
    word: str
    label: str
    means: str | None = None
    own: bool = True
    retired: bool = False

    @property
    def status(self) -> str | None:
        """The contract's status that a word for a status means."""
        return self.means.partition("/")[0] if self.means else None

    @property
    def reason(self) -> str | None:
        """The contract's reason that a word for a status or a reason means, if it says one."""
        return (self.means.partition("/")[2] or None) if self.means else None


def _of_the_contract() -> dict[tuple[str, str], Word]:
    labels = {
        "kind": KINDS,
        "status": STATUSES,
        "reason": {reason: reason.replace("-", " ").capitalize() for reason in REASONS},
        "answer": ANSWERS,
    }
    return {
        (vocabulary, word): Word(vocabulary, word, label, word if vocabulary == "status" else None, own=False)
        for vocabulary, words in labels.items()
        for word, label in words.items()
    }


class Vocabulary:
    """All words. It is false while the contract's are the only ones."""

    def __init__(self) -> None:
        self._words = _of_the_contract()
        self._own = False

    def __bool__(self) -> bool:
        return self._own

    def apply(self, event: Event) -> None:
        """Take one more event in; those that are not about words change nothing."""
        match event:
            case VocabularyWordAdded(vocabulary=vocabulary, word=word):
                self._own = True
                self._words[vocabulary, body_key(word)] = Word(vocabulary, word, event.label, event.means)
            case VocabularyWordRetired(vocabulary=vocabulary, word=word):
                at = vocabulary, body_key(word)
                self._words[at] = self._words[at]._replace(retired=True)
            case _:
                pass

    def find(self, vocabulary: str, word: str) -> Word | None:
        """A word, also a retired one, or None."""
        return self._words.get((vocabulary, body_key(word)))

    def of(self, vocabulary: str) -> list[Word]:
        """Those of a vocabulary, retired ones too, in the order in which they were added."""
        return [word for word in self._words.values() if word.vocabulary == vocabulary]

    def usable(self, vocabulary: str) -> list[str]:
        """Those of a vocabulary that may be used for something new."""
        return [word.word for word in self.of(vocabulary) if not word.retired]

    def label(self, vocabulary: str, word: str) -> str:
        """How a word is shown: the word itself if nobody knows it."""
        found = self.find(vocabulary, word)
        return word if found is None else found.label
