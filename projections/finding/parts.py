"""What belongs to one recommendation and has a ref of its own: evidence, judgements, disputes, answers,
progress.

Each is told as the page of its recommendation tells it (``projections.show``), on the same day, by what was
known at the same time. What belongs to a recommendation that was entered in error is in the trail alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from events.inspections import InspectionOpened
from events.judgements import JudgementSignedOff
from ledger.errors import LedgerError, NotFound
from ledger.records import Record
from ledger.rules.things import in_error, missing
from ledger.state.vocabulary import Vocabulary
from ledger.validation import key
from projections.base import Item, natural
from projections.finding.base import Question, not_there_yet
from projections.model.abouts import About
from projections.model.doubts import Ends
from projections.model.effective_day import Told
from projections.model.fold import InspectionFold
from projections.model.inspection import InspectionReading
from projections.model.stories import story_of
from projections.model.story import COUNTING, Story

Part = dict[str, Any]  # Any: JSON


def _readings(question: Question) -> Iterator[tuple[InspectionReading, Ends]]:
    """The inspection that is asked for, or each, with the other ends of its links; raises NotFound."""
    ledger, time_filter = question.ledger, question.time_filter
    if question.inspection is not None:
        reading = InspectionReading(ledger, question.inspection, time_filter)
        yield reading, reading.ends()
        return
    opened = [record.event.fields["inspection"] for record in ledger.records(topics=[InspectionOpened.NAME])]

    def fold(ref: str) -> InspectionFold | None:
        with suppress(NotFound):
            return InspectionReading(ledger, ref, time_filter).fold
        return None

    # One for all, so that no inspection is read once for each that has a link to it.
    ends = Ends(fold, time_filter.day)
    for ref in sorted(opened, key=natural):
        yield InspectionReading(ledger, ref, time_filter), ends


def parts(question: Question, what: str) -> list[Item]:
    """Each of a kind (``evidence``, ``judgement``…), by inspection and ref; raises NotFound, StorageError."""
    return [
        row
        for reading, ends in _readings(question)
        for row in in_order(
            (found for _, found in of_inspection(reading, ends, (what,), question.ref, notes=question.notes))
        )
    ]


def in_order(rows: Iterable[Part]) -> list[Part]:
    """Those of one kind of an inspection as a list has them."""
    return sorted(rows, key=lambda row: natural(row["ref"]))


def of_inspection(
    reading: InspectionReading,
    ends: Ends,
    kinds: Sequence[str],
    ref: str | None = None,
    *,
    notes: bool = False,
) -> Iterator[tuple[str, Part]]:
    """Each of some kinds in an inspection, with its kind; of one ``ref`` those of its recommendation."""
    for recommendation in reading.fold.recommendations.values():
        if not recommendation.was_there(reading.time_filter.day):
            continue
        told_of_it = reading.by_slot[recommendation.slot]
        if ref and not any(_has(told_of_it, what, ref) for what in kinds):
            continue
        told = story_of(reading, recommendation, ends, notes=notes)
        told_in = {record.position: about for record, about in told_of_it}
        for what in kinds:
            begun, signed = _begun(told.history, what)
            for name, part in _of(told.story, what).items():
                row = _row(reading.ref, recommendation.number, name, part, begun[name], told_in)
                if what == "judgement":
                    row["counts"] = part["sign_off"] in COUNTING and not part["void"]
                    row["signed_off_at"] = signed.get(name)
                    row["shown_as"] = _status(part, recommendation.kind, reading.words)
                elif what == "response":
                    row["shown_as"] = reading.words.label("answer", part["answer"])
                elif what == "evidence":
                    row["cited_by"] = [
                        judged["judgement"]
                        for judged in told.story.judgements.values()
                        if name in judged["evidence"]
                    ]
                yield what, row


def _has(told: list[tuple[Record, About]], what: str, ref: str) -> bool:
    """Whether a ref is of a recommendation of which all this was recorded."""
    return any(what == record.event.SUBJECT and key(record.event.ref or "") == key(ref) for record, _ in told)


def _status(judged: Part, kind: str, words: Vocabulary) -> str:
    """What was found, in the words of whoever publishes."""
    status = words.status(judged["status"], judged["word"], kind)
    return f"{status} ({words.own_label('reason', judged['reason'])})" if judged["reason"] else status


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
            if any(what == one.event.SUBJECT and key(one.event.ref or "") == key(ref) for one, _ in told)
        ),
        None,
    )
    if slot is None or not ref:
        return missing(inspection, called, ref).refusal()
    voided, known_at = inspection.voided.get(slot), question.time_filter.known_at
    if voided and voided.voided and (known_at is None or voided.voided[1] <= known_at):
        return in_error(inspection.ref, voided.number, *voided.voided).refusal()
    return not_there_yet(question, f"{called.capitalize()} {ref} of {inspection.ref}")
