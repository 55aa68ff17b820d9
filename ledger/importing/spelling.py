"""Rows in the ledger's own spelling: words and cycles as the ledger has them, however a file writes them.

What the ledger does not have is spelt as the file writes it first.
"""

from __future__ import annotations

from collections.abc import Mapping

from ledger.importing.base import SourceRow, Status
from ledger.state.inspection import Inspection
from ledger.state.vocabulary import Vocabulary
from ledger.validation import body_key, key


class Spelling:
    """Spells rows."""

    def __init__(self, vocabulary: Vocabulary, inspections: Mapping[str, Inspection]) -> None:
        self._vocabulary = vocabulary
        self._inspections = inspections
        self._words: dict[tuple[str, str], str] = {}
        self._statuses: dict[Status, Status] = {}
        self._cycles: dict[tuple[str, str], str] = {}
        self._refs: dict[str, str] = {}

    def spelt(self, row: SourceRow) -> SourceRow:
        """A row as the ledger spells it."""
        right = (
            self._ref(row.inspection),
            self._cycle(row.inspection, row.cycle),
            self._word("kind", row.kind),
            row.status and self._status(row.status),
            row.answer and self._word("answer", row.answer),
            row.priority and self._word("priority", row.priority),
            tuple(self._word("topic", topic) for topic in row.topics) if row.topics else row.topics,
        )
        there = (
            *(row.inspection, row.cycle, row.kind),
            *(row.status, row.answer, row.priority, row.topics),
        )
        if right == there:
            return row
        ref, cycle, kind, status, answer, priority, topics = right
        return row._replace(
            inspection=ref,
            cycle=cycle,
            kind=kind,
            status=status,
            answer=answer,
            priority=priority,
            topics=topics,
        )

    def _ref(self, ref: str) -> str:
        if (known := self._refs.get(ref)) is None:
            same = next((one for one in self._refs if key(one) == key(ref)), ref)
            known = self._refs[ref] = self._inspections[key(ref)].ref or self._refs.get(same, ref)
        return known

    def _cycle(self, ref: str, cycle: str) -> str:
        if (known := self._cycles.get((ref, cycle))) is None:
            there = self._inspections[key(ref)].cycles.get(key(cycle))
            same = next((one for one in self._cycles if tuple(map(key, one)) == (key(ref), key(cycle))), None)
            known = self._cycles[ref, cycle] = there.ref if there else self._cycles[same] if same else cycle
        return known

    def _word(self, vocabulary: str, word: str) -> str:
        if (known := self._words.get((vocabulary, word))) is None:
            found = self._vocabulary.find(vocabulary, word)
            first = self._words.setdefault((vocabulary, f"\n{body_key(word)}"), word)
            known = self._words[vocabulary, word] = found.word if found else first
        return known

    def _status(self, said: Status) -> Status:
        if (known := self._statuses.get(said)) is None:
            word = said.word
            if word is not None:
                found = self._vocabulary.find("status", word)
                # A word of every register is no word of the publisher's own.
                word = None if found and not found.own else self._word("status", word)
            reason = said.reason and self._word("reason", said.reason)
            known = self._statuses[said] = Status(said.status, reason, word)
        return known
