"""The words that may be used for kinds, statuses, reasons, answers, priorities and topics.

    >>> words = Vocabulary()
    >>> words.find("kind", "Recommendation").label
    'Recommendation'
    >>> words.find("priority", "High") is None
    True

The contract's words are always there; the publisher adds its own. A word is found however it is capitalised.
"""

from __future__ import annotations

from collections.abc import Sequence

from events.base import Event
from events.named import NamedTuple
from events.vocabulary import VocabularyWordAdded, VocabularyWordRetired
from ledger.errors import BadInput
from ledger.policies import ANSWERS, KINDS, NEEDS_NO_CLOSING, REASONS, STATUSES
from ledger.validation import body_key

VOCABULARIES = ("kind", "status", "reason", "answer", "priority", "topic")

NO_CLOSING = "none"
"""What a kind means that needs no closing."""

IMPLEMENTED = "implemented"
_OURS = tuple(KINDS)


def a(vocabulary: str) -> str:
    """``a status``, ``an answer``."""
    return f"{'an' if vocabulary[:1] in 'aeiou' else 'a'} {vocabulary}"


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
    """All words. It is false while the contract's are the only ones.

    ``implemented`` are the reasons that mean it, ``no_closing`` the kinds that need no closing. Neither is
    ever told otherwise later: what a word means stays.
    """

    def __init__(self) -> None:
        self._words = _of_the_contract()
        self._recorded: list[tuple[str, Event]] = []
        self.implemented: set[str] = {IMPLEMENTED}
        self.no_closing: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self._recorded)

    @property
    def recorded(self) -> Sequence[tuple[str, Event]]:
        """All that was taken in: each event, and when it was recorded."""
        return self._recorded

    def apply(self, event: Event, recorded_at: str = "") -> None:
        """Take one more event in; those that are not about words change nothing."""
        match event:
            case VocabularyWordAdded(vocabulary=vocabulary, word=word):
                self._recorded.append((recorded_at, event))
                self._words[vocabulary, body_key(word)] = Word(vocabulary, word, event.label, event.means)
                if vocabulary == "reason" and event.means == f"closed/{IMPLEMENTED}":
                    self.implemented.add(word)
                if vocabulary == "kind" and event.means == NO_CLOSING:
                    self.no_closing.add(word)
            case VocabularyWordRetired(vocabulary=vocabulary, word=word):
                self._recorded.append((recorded_at, event))
                at = vocabulary, body_key(word)
                self._words[at] = self._words[at]._replace(retired=True)
            case _:
                pass

    def known(self, at: str | None) -> Vocabulary:
        """The words as they were known at an instant; None for all that is known."""
        if at is None or all(recorded_at <= at for recorded_at, _ in self._recorded):
            return self
        then = Vocabulary()
        for recorded_at, event in self._recorded:
            if recorded_at <= at:
                then.apply(event, recorded_at)
        return then

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

    def spelt(self, vocabulary: str, typed: str) -> str:
        """A word as it was added, however it is typed; one that nobody added stays as it is."""
        found = self.find(vocabulary, typed)
        return typed if found is None else found.word

    def own_label(self, vocabulary: str, word: str) -> str:
        """How a word of the publisher's own is shown; one of the contract's stays as it is."""
        found = self.find(vocabulary, word)
        return found.label if found and found.own else word

    def status(self, status: str, word: str | None, kind: str = "recommendation") -> str:
        """How it is shown where a recommendation stands: by the own word, else by the contract's status.

        >>> Vocabulary().status("partially-met", None)
        'Partially met'
        """
        if word is not None:
            return self.label("status", word)
        return NEEDS_NO_CLOSING if status == "open" and kind in self.no_closing else STATUSES[status]

    def order(self, kind: str) -> int:
        """The place of a kind among all, the contract's first."""
        if kind in KINDS:
            return _OURS.index(kind)
        there = [word.word for word in self.of("kind")]
        # One that was not known then has nothing to stand before.
        return there.index(kind) if kind in there else len(there)

    def one(self, vocabulary: str, word: str) -> Word:
        """A word that somebody typed; raises BadInput for one that nobody added."""
        if (found := self.find(vocabulary, word)) is not None:
            return found
        there = [known.word for known in self.of(vocabulary)]
        raise BadInput(
            f"{word!r} is no word for {a(vocabulary)}.",
            f"Say one of {', '.join(there)}."
            if there
            else f"There is none yet: scrutiny vocabulary add {vocabulary} WORD --label LABEL",
        )


OURS = Vocabulary()
"""The contract's words alone; nothing is ever added to it."""
