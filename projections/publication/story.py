"""The story of a recommendation as the public may read it.

It is made of events in which those fields are absent that not everybody may read (see ``readership``):
nothing that nobody signed off, no internal note, no person but the role in which somebody acted, and of
restricted evidence why it is restricted, also if it was withdrawn. Other evidence has its
summary, which was written to be read, and not the names of its files: those are whatever the body called
them, and may name a witness.

Words that were corrected, or withdrawn with their judgement or evidence, are shown as withdrawn from view as
soon as the tree has the event that did it: whatever day or moment a publication asks for, it does not print
them again. Which leaf has them is told to whoever checks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from events.base import Day, Event
from events.evidence import EvidenceCorrected, EvidenceDescribed, EvidenceSubmitted, EvidenceWithdrawn
from events.judgements import JudgementCorrected, JudgementExplained, JudgementRecorded
from events.progress import ProgressDescribed, ProgressReported
from events.recommendations import RecommendationCorrected, RecommendationUnlinked
from events.responses import ResponseExplained
from ledger.policies import IMPORTED
from ledger.records import Record
from ledger.state.vocabulary import OURS, Vocabulary
from projections.model.effective_day import Told
from projections.model.sentences.base import REOPENED, joined
from projections.model.story import COUNTING, Story
from projections.model.undecided import Undecided, in_words
from projections.model.worded import Worded
from projections.publication.files.site import words
from projections.publication.in_view import WITHDRAWN_FROM_VIEW
from projections.publication.sentences.base import Names, listed
from projections.publication.sentences.index import told as told_to_all

STILL_PROVED = "[withdrawn from view; the event that proves this has them]"
"""In the place of words that stand in one event with what has to be proved, as in earlier versions."""


class Happening(NamedTuple):
    """One thing that happened: its day, the event's name and its position, and a sentence or two.

    ``ref`` is that of what it is about, such as ``E1``, and ``judgement`` that of the judgement that it made
    or corrected; None if there is none. ``void``: it is of one that counts no more; ``reworded``: other words
    have replaced its own. ``withheld`` is the leaf with words of it that are withdrawn from view, or None.
    """

    on: Day
    event: str
    position: int
    what: str
    ref: str | None = None
    judgement: str | None = None
    void: bool = False
    reworded: bool = False
    withheld: int | None = None


SECOND = "Confirmed by a second person, an approver."
"""The sentence for a sign-off, because the person is not public."""


class PublicStory(Story):
    """The story of the same records for the public.

    ``known`` are the words of all that is in the tree, ``leaf_of`` says in which leaf a position is, and
    ``withheld`` whether that one has words that were withdrawn by themselves.
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
        withheld: Callable[[int], int | None] = lambda _: None,
    ) -> None:
        super().__init__(
            sign_off_required=sign_off_required,
            reopening=reopening,
            undecided=undecided,
            vocabulary=vocabulary,
        )
        self._known, self._leaf_of, self._withheld = known, leaf_of, withheld
        self._dated: dict[str, str] = {}

    @property
    def names(self) -> Names:
        """What is behind the refs of the record."""
        return Names(self.evidence, self.judgements, self.disputes, self._dated, self.vocabulary)

    def take(self, told: Told) -> None:
        """Take in one more record of the recommendation, in recording order, if no field of it is absent.

        That restricted evidence was withdrawn is public all the same, and the reason is absent.
        """
        event = told.record.event
        if event.is_whole:
            super().take(told)
            if isinstance(event, JudgementRecorded):
                self._dated[event.judgement] = event.on
        elif isinstance(event, EvidenceWithdrawn):
            self._happened.append(told)

    def happenings(self) -> Iterator[Happening]:
        """What happened in the order of days, of one day as recorded."""
        for record, on, _, recorded_on in self._in_order():
            if on is not None:
                what = self._sentence(record, recorded_on)
                happening = Happening(on, record.event.NAME, record.position, what, record.event.ref)
                yield self._of_judgement(happening._replace(withheld=self._withheld_of(record)), record)

    def news(self, told: Told) -> str | None:
        """What one of them says, without what others say of it; None if it is none by itself."""
        record = told.record
        if not any(one.record.position == record.position for one in self._happened):
            return None
        if isinstance(record.event, EvidenceWithdrawn):
            return self._withdrew(record.event)
        return self._sentence(record, told.recorded_on)

    def _of_judgement(self, happening: Happening, record: Record) -> Happening:
        match record.event:
            case JudgementRecorded(judgement=ref) | JudgementCorrected(judgement=ref):
                words_of = self._known.of.get(record.position)
                return happening._replace(
                    judgement=ref,
                    void=self.judgements[ref]["void"],
                    reworded=words_of is not None and not self._known.in_view(words_of.at),
                )
        return happening

    def _sentence(self, record: Record, recorded_on: str) -> str:
        if isinstance(record.event, EvidenceWithdrawn):
            return joined(self._withdrew(record.event), self._resting(record.event.evidence))
        text = told_to_all(record.event, self.names, self._public_words(record))
        match record.event:
            case JudgementRecorded(judgement=ref):
                judged = self.judgements[ref]
                return joined(
                    by_source(text) if judged["sign_off"] == IMPORTED else _by("inspector", text),
                    REOPENED if ref in self.reopening else "",
                    in_words([self.names.judgement(other) for other in judged["order_open"]]),
                    SECOND if judged["sign_off"] == "signed-off" else "",
                    "It was made void." if judged["void"] else "",
                )
            case JudgementCorrected():
                # If a second person is needed, no other may correct.
                return joined(
                    _by("approver" if self.sign_off_required else "inspector", text), _late(recorded_on)
                )
            case EvidenceCorrected() | RecommendationCorrected() | RecommendationUnlinked():
                return joined(text, _late(recorded_on))
        return text

    def _withdrew(self, event: EvidenceWithdrawn) -> str:
        """That evidence was withdrawn; of restricted evidence why it is, and not why it was withdrawn."""
        if event.is_whole:
            return told_to_all(event, self.names)
        why = self.evidence[event.evidence]["restricted"]
        return f"Withdrew {self.names.the_evidence(event.evidence)} (restricted: {why})."

    def _resting(self, evidence: str) -> str:
        counts = [
            self.names.judgement(ref)
            for ref, judged in self.judgements.items()
            if evidence in judged["evidence"] and judged["sign_off"] in COUNTING and not judged["void"]
        ]
        if not counts:
            return ""
        resting = listed(list(dict.fromkeys(counts)))
        return f"{resting[0].upper()}{resting[1:]} {'rests' if len(set(counts)) == 1 else 'rest'} on it."

    def _public_words(self, record: Record) -> str:
        """The words that belong to an event, unless they are restricted."""
        match record.event:
            case EvidenceSubmitted(restricted=why) | ProgressReported(restricted=why) if why:
                return ""
            case EvidenceCorrected(evidence=ref) if self.evidence[ref]["restricted"] is not None:
                return ""
        return self._words(record.position)

    def _words(self, position: int) -> str:
        """The words that belong to an event, or that they are withdrawn from view."""
        said = self._known.of.get(position)
        if said is None:
            return ""
        if self._known.in_view(said.at):
            return said.text
        return STILL_PROVED if said.at == position else WITHDRAWN_FROM_VIEW

    def _withheld_of(self, record: Record) -> int | None:
        """Which leaf has words of an event that are withdrawn from view, or None."""
        said = self._known.of.get(record.position)
        if said is None or not self._public_words(record):
            return self._withheld(record.position)
        return self._leaf_of(said.at) if not self._known.in_view(said.at) else self._withheld(said.at)


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


def _late(recorded_on: str) -> str:
    """When it was put right."""
    return f"Recorded on {words.date(recorded_on)}."


def by_source(text: str) -> str:
    """The sentence with whoever kept the register that it is from: nobody of this ledger did it."""
    return f"As its source says: {text[0].lower()}{text[1:]}"


def _by(role: str, text: str) -> str:
    """The sentence with who did it: ``An inspector judged…``."""
    return f"An {role} {text[0].lower()}{text[1:]}"
