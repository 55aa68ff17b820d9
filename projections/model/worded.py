"""The words that belong to an event and stand in another: why a judgement is as it is.

1. The words of a judgement, or of a correction of it, stand in the event that follows it at once; until
   version 2 of the one and in version 1 of the other they stand in the event itself.
2. Of the words on a judgement the last hold. Those before them are withdrawn from view, and once it is void,
   all are.
3. The summary of evidence that was withdrawn is withdrawn from view with it; one that was corrected is, and
   the right one belongs to the correction.
4. What a body says in its answer, or in a report of progress, stands in the event that follows at once.
"""

from __future__ import annotations

from events.evidence import EvidenceCorrected, EvidenceDescribed, EvidenceSubmitted, EvidenceWithdrawn
from events.judgements import JudgementCorrected, JudgementExplained, JudgementRecorded
from events.named import NamedTuple
from events.progress import ProgressDescribed, ProgressReported
from events.responses import ResponseExplained, ResponseRecorded
from ledger.records import Record
from ledger.validation import key
from projections.model.sentences.base import joined


class Words(NamedTuple):
    """What was said, and the position of the event in which it stands."""

    text: str
    at: int


def with_action(text: str, action: str | None) -> str:
    """What a body says in its answer, and the action that it promises."""
    return joined(text, f"Action: {action}") if action else text


class Worded:
    """The words of one or more inspections, as far as they were taken in.

    ``of`` has them by the position of the judgement, correction, submission, answer or report that they
    belong to.
    ``withdrawn`` are the positions of events whose words are withdrawn from view, each with that of the event
    that did it.
    """

    def __init__(self) -> None:
        self.of: dict[int, Words] = {}
        self.withdrawn: dict[int, int] = {}
        self._last: dict[tuple[str, str], int] = {}
        self._holds: dict[tuple[str, str], int] = {}

    def take(self, record: Record) -> None:
        """Take in one more record, in recording order."""
        event, position = record.event, record.position
        about = key(event.fields.get("inspection", "")), key(event.ref or "")
        match event:
            case JudgementRecorded(own_rationale=said):
                self._last[about] = position
                if said is not None:
                    self._say(about, position, Words(said, position))
            case JudgementExplained(rationale=rationale):
                if (of := self._last.get(about)) is not None:
                    self._say(about, of, Words(rationale, position))
            case JudgementCorrected(void=True):
                self._withdraw(about, position)
            case JudgementCorrected(reworded=True):
                self._last[about] = position
                if event.own_rationale is not None:
                    self._say(about, position, Words(event.own_rationale, position))
            case EvidenceCorrected(reworded=True):
                self._last[about] = position
            case EvidenceSubmitted() | ResponseRecorded() | ProgressReported():
                self._last[about] = position
            case EvidenceDescribed(summary=text) | ProgressDescribed(text=text):
                if (of := self._last.get(about)) is not None:
                    self._say(about, of, Words(text, position))
            case ResponseExplained(text=text, action=action):
                if (of := self._last.get(about)) is not None:
                    self._say(about, of, Words(with_action(text, action), position))
            case EvidenceWithdrawn():
                self._withdraw(about, position)

    def text(self, position: int) -> str:
        """The words that belong to the event at a position; empty if there are none."""
        found = self.of.get(position)
        return found.text if found else ""

    def holding(self) -> dict[tuple[str, str], Words]:
        """The words that hold of each thing that has any, by the keys of its inspection and its ref."""
        said = {words.at: words for words in self.of.values()}
        return {about: said[at] for about, at in self._holds.items() if at in said}

    def in_view(self, position: int) -> bool:
        """Whether the words that stand in the event at a position were not withdrawn."""
        return position not in self.withdrawn

    def _say(self, about: tuple[str, str], of: int, words: Words) -> None:
        self._withdraw(about, of)
        self.of[of] = words
        self._holds[about] = words.at

    def _withdraw(self, about: tuple[str, str], by: int) -> None:
        if (held := self._holds.pop(about, None)) is not None:
            self.withdrawn[held] = by
