"""The publisher's own words: what one may ask. See ledger.rules.vocabulary."""

from __future__ import annotations

from typing import ClassVar

from events.vocabulary import VocabularyWordAdded, VocabularyWordRetired
from ledger import validation as words
from ledger.decisions.base import Decision, Outcome, State, made
from ledger.policies import ADMINISTRATOR, INSPECTOR


class AddWord(Decision):
    """Add a word of the publisher's own."""

    ROLES: ClassVar[tuple[str, ...]] = (ADMINISTRATOR, INSPECTOR)
    vocabulary: str
    word: str
    label: str
    means: str | None = None

    def decide(self, state: State) -> Outcome:
        """Added, if it is new and means something that it can."""
        word = words.line(self.word, "word")
        return made(
            word,
            VocabularyWordAdded(
                vocabulary=self.vocabulary,
                word=word,
                label=words.line(self.label, "label"),
                means=self.means,
            ),
        )


class RetireWord(Decision):
    """Use a word for nothing new."""

    ROLES: ClassVar[tuple[str, ...]] = (ADMINISTRATOR, INSPECTOR)
    vocabulary: str
    word: str

    def decide(self, state: State) -> Outcome:
        """Retired, if it is one of the publisher's own that is in use."""
        known = state.inspectorate.vocabulary.find(self.vocabulary, self.word)
        word = known.word if known else words.line(self.word, "word")
        return made(word, VocabularyWordRetired(vocabulary=self.vocabulary, word=word))
