"""What a file needs that the ledger lacks: inspections, cycles, and words of the publisher's own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ledger.decisions.base import State
from ledger.decisions.cycles import OpenCycle
from ledger.decisions.imports import ImportRow
from ledger.decisions.inspections import OpenInspection
from ledger.decisions.vocabulary import AddWord
from ledger.importing.mapping import Mapping
from ledger.importing.unit import Unit
from ledger.policies import REASONS
from ledger.times import last_day
from ledger.validation import body_key, key


class Additions(NamedTuple):
    """What is added before the rows, in this order."""

    words: tuple[AddWord, ...] = ()
    inspections: tuple[OpenInspection, ...] = ()
    cycles: tuple[OpenCycle, ...] = ()


def additions(state: State, units: Iterable[Unit], mapping: Mapping, seen_on: str) -> Additions:
    """What the decisions of these units need, each once."""
    needs = _Needs(state, mapping)
    for unit in units:
        for asked in unit.asked:
            needs.look_at(asked.decision, seen_on)
    return Additions(
        tuple(needs.words.values()),
        tuple(needs.inspections.values()),
        tuple(
            OpenCycle(inspection=ref, cycle=cycle, title=cycle, on=f"..{day}")
            for (ref, cycle), day in needs.cycles.items()
        ),
    )


class _Needs:
    """Collects them. ``cycles`` has the last day that the first thing in each can be of."""

    def __init__(self, state: State, mapping: Mapping) -> None:
        self._state = state
        self._mapping = mapping
        self._seen: set[tuple[str, str]] = set()
        self.words: dict[tuple[str, str], AddWord] = {}
        self.inspections: dict[str, OpenInspection] = {}
        self.cycles: dict[tuple[str, str], str] = {}

    def look_at(self, row: ImportRow, seen_on: str) -> None:
        """Note what one row needs."""
        if row.made:
            self._inspection(row.made.inspection)
            self._cycle(row.made.inspection, row.made.cycle, row.made.on or seen_on)
            self._word("kind", row.made.kind)
            for topic in row.made.topics:
                self._word("topic", topic)
            if row.made.priority:
                self._word("priority", row.made.priority)
        if judged := row.judged:
            self._cycle(row.inspection, judged.cycle, judged.on or seen_on)
            if judged.reason:
                self._word("reason", judged.reason)
            if judged.word:
                reason = judged.reason if judged.reason in REASONS else None
                self._word("status", judged.word, f"closed/{reason}" if reason else judged.status)
        for answer in row.answers:
            self._word("answer", answer.answer)

    def _inspection(self, ref: str) -> None:
        if key(ref) not in self.inspections and not self._state.inspections[key(ref)].version:
            titles = {key(name): title for name, title in self._mapping.titles.items()}
            self.inspections[key(ref)] = OpenInspection(inspection=ref, title=titles.get(key(ref), ref))

    def _cycle(self, ref: str, cycle: str, on: str) -> None:
        if key(cycle) in self._state.inspections[key(ref)].cycles:
            return
        day = last_day(on)
        self.cycles[ref, cycle] = min(day, self.cycles.get((ref, cycle), day))

    def _word(self, vocabulary: str, word: str, means: str | None = None) -> None:
        if (vocabulary, word) in self._seen:
            return
        self._seen.add((vocabulary, word))
        if self._state.inspectorate.vocabulary.find(vocabulary, word) is None:
            label = self._label(vocabulary, word)
            add = AddWord(vocabulary=vocabulary, word=word, label=label, means=means)
            self.words.setdefault((vocabulary, body_key(word)), add)

    def _label(self, vocabulary: str, word: str) -> str:
        """As the file writes it, if the mapping says which of its words that is."""
        written = self._mapping.words.get(vocabulary, {}) if vocabulary != "status" else {}
        return next((said for said, means in written.items() if body_key(means) == body_key(word)), word)
