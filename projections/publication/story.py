"""The story of a recommendation as the public may read it.

It is made of events in which those fields are absent that not everybody may read (see ``readership``):
nothing that nobody signed off, no internal note, no person but the role in which somebody acted, and of
restricted evidence why it is restricted, also if it was withdrawn. Other evidence has its
summary, which was written to be read, and not the names of its files: those are whatever the body called
them, and may name a witness.

Words that were corrected, or withdrawn with their judgement or evidence, are shown as withdrawn from view,
with the leaf that has them, as soon as the tree has the event that did it: whatever day or moment a
publication asks for, it does not print them again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from events.base import Day, Event
from events.evidence import (
    EvidenceCorrected,
    EvidenceDescribed,
    EvidenceSubmitted,
    EvidenceWithdrawn,
)
from events.judgements import (
    JudgementCorrected,
    JudgementExplained,
    JudgementRecorded,
)
from events.progress import ProgressDescribed, ProgressReported
from events.recommendations import RecommendationCorrected, RecommendationUnlinked
from events.responses import ResponseExplained, ResponseRecorded
from ledger.policies import IMPORTED
from ledger.records import Record
from ledger.state.vocabulary import OURS, Vocabulary
from projections.model.effective_day import Told
from projections.model.sentences.base import REOPENED, joined
from projections.model.sentences.index import sentence
from projections.model.story import Story, claim
from projections.model.undecided import Undecided, in_words
from projections.model.worded import Worded
from projections.publication.in_view import withdrawal_notice


class Happening(NamedTuple):
    """One thing that happened: its day, the event's name and its position, and a sentence or two.

    ``judgement`` is the ref of the judgement that it made or corrected, or None. ``void``: it is of one that
    counts no more; ``reworded``: other words have replaced its own.
    """

    on: Day
    event: str
    position: int
    what: str
    judgement: str | None = None
    void: bool = False
    reworded: bool = False


SECOND = "Confirmed by a second person, an approver."
"""The sentence for a sign-off, because the person is not public."""


class PublicStory(Story):
    """The story of the same records for the public.

    ``known`` are the words of all that is in the tree, and ``leaf_of`` says in which leaf a position is.
    """

    def __init__(
        self,
        *,
        sign_off_required: bool,
        reopening: Iterable[str] = (),
        undecided: Undecided | None = None,
        vocabulary: Vocabulary = OURS,
        known: Worded,
        leaf_of: Callable[[int], int],
    ) -> None:
        super().__init__(
            sign_off_required=sign_off_required,
            reopening=reopening,
            undecided=undecided,
            vocabulary=vocabulary,
        )
        self._known, self._leaf_of = known, leaf_of

    def take(self, told: Told) -> None:
        """Take in one more record of the recommendation, in recording order, if no field of it is absent.

        That restricted evidence was withdrawn is public all the same, and the reason is absent.
        """
        if told.record.event.is_whole:
            super().take(told)
        elif isinstance(told.record.event, EvidenceWithdrawn):
            self._happened.append(told)

    def happenings(self) -> Iterator[Happening]:
        """What happened in the order of days, of one day as recorded."""
        for record, on, *_ in self._in_order():
            if on is not None:
                happening = Happening(on, record.event.NAME, record.position, self._sentence(record))
                yield self._of_judgement(happening, record)

    def _of_judgement(self, happening: Happening, record: Record) -> Happening:
        match record.event:
            case JudgementRecorded(judgement=ref) | JudgementCorrected(judgement=ref):
                words = self._known.of.get(record.position)
                return happening._replace(
                    judgement=ref,
                    void=self.judgements[ref]["void"],
                    reworded=words is not None and not self._known.in_view(words.at),
                )
        return happening

    def _sentence(self, record: Record) -> str:
        if isinstance(record.event, EvidenceWithdrawn) and not record.event.is_whole:
            return self._restricted_withdrawn(record.event)
        text = sentence(record.event, self._words(record.position), self.vocabulary)
        match event := record.event:
            case EvidenceSubmitted(evidence=ref):
                return joined(text, "" if event.restricted else self._words(record.position))
            case EvidenceCorrected(evidence=ref):
                restricted = self.evidence[ref]["restricted"] is not None
                said = "" if restricted else self._words(record.position)
                return joined(text, said, f"Recorded on {record.recorded_at[:10]}.")
            case EvidenceWithdrawn(evidence=ref):
                return joined(text, self._resting(ref))
            case ResponseRecorded():
                return joined(text, claim(self._words(record.position)))
            case ProgressReported():
                return joined(text, "" if event.restricted else claim(self._words(record.position)))
            case JudgementRecorded(judgement=ref):
                judged = self.judgements[ref]
                return joined(
                    by_source(text) if judged["sign_off"] == IMPORTED else _by("inspector", text),
                    REOPENED if ref in self.reopening else "",
                    in_words(judged["order_open"]),
                    SECOND if judged["sign_off"] == "signed-off" else "",
                    "It was made void." if judged["void"] else "",
                )
            case JudgementCorrected():
                # If a second person is needed, no other may correct.
                text = _by("approver" if self.sign_off_required else "inspector", text)
                return joined(text, f"Recorded on {record.recorded_at[:10]}.")
            case RecommendationCorrected() | RecommendationUnlinked():
                return joined(text, f"Recorded on {record.recorded_at[:10]}.")
        return text

    def _restricted_withdrawn(self, event: EvidenceWithdrawn) -> str:
        """That restricted evidence was withdrawn: why it is restricted, and not why it was withdrawn."""
        why = self.evidence[event.evidence]["restricted"]
        return joined(
            f"Withdrew evidence {event.evidence} (restricted: {why}).", self._resting(event.evidence)
        )

    def _words(self, position: int) -> str:
        """The words that belong to an event, or that they are withdrawn from view and which leaf has them."""
        words = self._known.of.get(position)
        if words is None:
            return ""
        if self._known.in_view(words.at):
            return words.text
        leaf = self._leaf_of(words.at)
        if words.at == position:
            # They stand in one event with what has to be proved, as they did in earlier versions.
            return f"[withdrawn from view; the event that proves this, leaf {leaf}, has them]"
        return withdrawal_notice(leaf)


def proved_positions(history: Iterable[Told], known: Worded) -> Iterator[int]:
    """The positions of what a bundle shows and proves of a recommendation, whatever the day.

    That it was made, changed, judged, confirmed, corrected and answered; of judgements those that count or
    did, with their words. If these were withdrawn from view, the position of the event that did it.
    """
    for told in history:
        event, position = told.record.event, told.record.position
        if event.is_whole and (event.MOVES_ROW or event.SUBJECT in ("recommendation", "judgement")):
            yield _shown(event, position, known)


TOLD_BESIDE = ("evidence", "dispute", "response", "progress")
"""The subjects of what is told beside what a row follows from."""


def history_positions(history: Iterable[Told], known: Worded, day: str) -> Iterator[int]:
    """The positions of what else the history until a day (a full date) is made of.

    What was handed in, asked for, expected and disputed, when answers are due, what bodies say in them and of
    their progress; of restricted evidence neither its summary nor why it was withdrawn, of restricted
    progress no words. If a summary was withdrawn from view, the position of the event that did it.
    """
    for told in history:
        event, position = told.record.event, told.record.position
        if event.is_whole and event.SUBJECT in TOLD_BESIDE and not event.MOVES_ROW and told.is_effective(day):
            yield _shown(event, position, known)


def _shown(event: Event, position: int, known: Worded) -> int:
    """The position of what is shown of an event: it, or what withdrew the words that are all it has."""
    is_words = isinstance(
        event, JudgementExplained | EvidenceDescribed | ResponseExplained | ProgressDescribed
    )
    return known.withdrawn.get(position, position) if is_words else position


def by_source(text: str) -> str:
    """The sentence with whoever kept the register that it is from: nobody of this ledger did it."""
    return f"As its source says: {text[0].lower()}{text[1:]}"


def _by(role: str, text: str) -> str:
    """The sentence with who did it: ``An inspector judged…``."""
    return f"An {role} {text[0].lower()}{text[1:]}"
