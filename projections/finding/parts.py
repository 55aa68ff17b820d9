"""What belongs to one recommendation and has a ref of its own: evidence, judgements, disputes, answers,
progress.

Each is told as the page of its recommendation tells it (``projections.show``), on the same day, by what was
known at the same time. What belongs to a recommendation that was entered in error is in the trail alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from events.inspections import InspectionOpened
from events.judgements import JudgementSignedOff
from events.named import NamedTuple
from ledger.errors import LedgerError
from ledger.records import Record
from ledger.rules.things import in_error, missing
from ledger.state.vocabulary import Vocabulary
from ledger.validation import key
from projections.base import Item, natural
from projections.finding.base import Question, not_there_yet
from projections.model.abouts import About
from projections.model.effective_day import Told
from projections.model.inspection import InspectionReading
from projections.model.parts import Part
from projections.model.recommendation import Recommendation
from projections.model.stories import ToldStory, story_of
from projections.model.story import COUNTING, Story


def _readings(question: Question) -> Iterator[InspectionReading]:
    """The inspection that is asked for, or each; raises NotFound."""
    ledger, time_filter = question.ledger, question.time_filter
    if question.inspection is not None:
        yield InspectionReading(ledger, question.inspection, time_filter)
        return
    opened = [record.event.fields["inspection"] for record in ledger.records(topics=[InspectionOpened.NAME])]
    for ref in sorted(opened, key=natural):
        yield InspectionReading(ledger, ref, time_filter)


def parts(question: Question, what: str) -> list[Item]:
    """Each of a kind (``evidence``, ``judgement``…), by inspection and ref; raises NotFound, StorageError."""
    return [
        row
        for reading in _readings(question)
        for row in sorted(
            _of_inspection(reading, what, question.ref, notes=question.notes),
            key=lambda row: natural(row["ref"]),
        )
    ]


def _of_inspection(reading: InspectionReading, what: str, ref: str | None, *, notes: bool) -> Iterator[Part]:
    """Each of a kind in an inspection; of one ``ref`` those of its recommendation."""
    for recommendation in reading.fold.recommendations.values():
        if not recommendation.was_there(reading.time_filter.day):
            continue
        told_of_it = reading.by_slot[recommendation.slot]
        if ref and not any(_has(record, what, ref) for record, _ in told_of_it):
            continue
        story = story_of(reading, recommendation, reading.history(recommendation.slot), notes=notes)
        for _, row, said in parts_of(story, reading.ref, recommendation, told_of_it, (what,)):
            yield row if said is None else row | {"shown_as": said.label(reading.words)}


class Said(NamedTuple):
    """What a part says in words whose labels may become others: an answer, or the status, with the reason,
    that a judgement found of a recommendation of a kind.
    """

    answer: str | None = None
    status: str = ""
    word: str | None = None
    reason: str | None = None
    kind: str = ""

    def label(self, words: Vocabulary) -> str:
        """It in the labels of a vocabulary."""
        if self.answer is not None:
            return words.label("answer", self.answer)
        status = words.status(self.status, self.word, self.kind)
        return f"{status} ({words.own_label('reason', self.reason)})" if self.reason else status


def parts_of(
    told: ToldStory,
    inspection: str,
    recommendation: Recommendation,
    told_of_it: Iterable[tuple[Record, About]],
    kinds: Sequence[str],
) -> Iterator[tuple[str, Part, Said | None]]:
    """Each of some kinds that a recommendation has by its story, with its kind, and what it says in words
    that have labels.
    """
    told_in = {record.position: about for record, about in told_of_it}
    for what in kinds:
        begun, signed = _begun(told.history, what)
        for name, part in _of(told.story, what).items():
            row, said = _row(inspection, recommendation.number, name, part, begun[name], told_in), None
            if what == "judgement":
                row["counts"] = part["sign_off"] in COUNTING and not part["void"]
                row["signed_off_at"] = signed.get(name)
                said = Said(None, part["status"], part["word"], part["reason"], recommendation.kind)
            elif what == "response":
                said = Said(part["answer"])
            elif what == "evidence":
                row["cited_by"] = [
                    judged["judgement"]
                    for judged in told.story.judgements.values()
                    if name in judged["evidence"]
                ]
            yield what, row, said


def _has(record: Record, what: str, ref: str) -> bool:
    """Whether a ref is that of the part that an event is about."""
    return what == record.event.SUBJECT and key(record.event.ref or "") == key(ref)


def _of(story: Story, what: str) -> Mapping[str, Part]:
    return {
        "evidence": story.evidence,
        "judgement": story.judgements,
        "dispute": story.disputes,
        "response": story.responses,
        "progress": story.progress,
    }[what]


def _begun(history: list[Told], what: str) -> tuple[dict[str, Record], dict[str, str]]:
    """By ref the record that each began with, and when it was signed off."""
    begun: dict[str, Record] = {}
    signed: dict[str, str] = {}
    for record, *_ in history:
        if what == record.event.SUBJECT and record.event.ref is not None:
            begun.setdefault(record.event.ref, record)
            if isinstance(record.event, JudgementSignedOff):
                signed[record.event.judgement] = record.recorded_at
    return begun, signed


def _row(
    inspection: str, number: str, ref: str, part: Part, begun: Record, told_in: Mapping[int, About]
) -> Part:
    about = told_in[begun.position]
    return {
        "inspection": inspection,
        "number": number,
        "ref": ref,
        "cycle": about.cycle,
        **part,
        # Who disputes is a body, who recorded it a person.
        **({"body": part["by"]} if begun.event.SUBJECT == "dispute" else {}),
        "by": part["by"] if begun.event.SUBJECT == "judgement" else begun.by,
        "recorded_by": begun.by,
        "recorded_at": begun.recorded_at,
        "position": begun.position,
    }


CALLED = {"response": "answer", "progress": "report of progress"}
"""What a kind is called, if not by its own name."""


def absent(question: Question, what: str, ref: str) -> LedgerError:
    """Why there is no such part of an inspection: never, in error, or not yet."""
    reading = InspectionReading(question.ledger, str(question.inspection))
    inspection = question.ledger.inspection(reading.ref)
    called = CALLED.get(what, what)
    slot = next(
        (
            slot
            for slot, told in reading.by_slot.items()
            if any(_has(record, what, ref) for record, _ in told)
        ),
        None,
    )
    if slot is None or not ref:
        return missing(inspection, called, ref).refusal()
    voided, known_at = inspection.voided.get(slot), question.time_filter.known_at
    if voided and voided.voided and (known_at is None or voided.voided[1] <= known_at):
        return in_error(inspection.ref, voided.number, *voided.voided).refusal()
    return not_there_yet(question, f"{called.capitalize()} {ref} of {inspection.ref}")
