"""The story of one recommendation: what happened to it, in the order of days, one line for each happening.

A submission is told with its summary and files, a judgement with its sign-off: events of their own in the
record, and one thing to who reads.
"""

from __future__ import annotations

from collections.abc import Iterable

from events.base import Day, Event
from events.disputes import DisputeRaised, DisputeSettled
from events.evidence import (
    EvidenceAttached,
    EvidenceCorrected,
    EvidenceDescribed,
    EvidenceSubmitted,
    EvidenceWithdrawn,
)
from events.imports import RecommendationImported
from events.judgements import (
    JudgementCorrected,
    JudgementExplained,
    JudgementNoted,
    JudgementRecorded,
    JudgementReturned,
    JudgementSignedOff,
)
from events.progress import ProgressDescribed, ProgressReported
from events.recommendations import RecommendationCorrected, RecommendationUnlinked
from events.responses import ResponseExplained, ResponseRecorded
from events.words import WordsWithdrawn
from ledger.policies import IMPORTED
from ledger.records import Record
from ledger.state.vocabulary import OURS, Vocabulary
from projections.base import Column, Item
from projections.model.effective_day import Told
from projections.model.parts import Part, answer, dispute, judgement, report, submission
from projections.model.sentences.base import REOPENED, joined
from projections.model.sentences.index import sentence
from projections.model.undecided import Undecided, in_words
from projections.model.worded import Worded

COUNTING = ("signed-off", "not required", IMPORTED)
"""What is said of the sign-off of a judgement that counts."""

COLUMNS = (
    Column("On", lambda row: row["on"] or "", whole=True, dated=True),
    Column("By", lambda row: str(row["by"])),
    Column("What", lambda row: str(row["what"])),
)


class Story:
    """What the records of one recommendation amount to. ``sign_off_required``: of judgements.

    ``reopening`` are the judgements that re-opened it, ``undecided`` those that can have been before or after
    others. ``vocabulary`` says how the publisher's own words are shown.
    """

    def __init__(
        self,
        *,
        sign_off_required: bool,
        reopening: Iterable[str] = (),
        undecided: Undecided | None = None,
        vocabulary: Vocabulary = OURS,
    ) -> None:
        self.vocabulary = vocabulary
        self.sign_off_required = sign_off_required
        self.reopening = frozenset(reopening)
        self.undecided = undecided or {}
        self.evidence: dict[str, Part] = {}
        self.judgements: dict[str, Part] = {}
        self.disputes: dict[str, Part] = {}
        self.responses: dict[str, Part] = {}
        self.progress: dict[str, Part] = {}
        self.worded = Worded()
        self._imported: set[str] = set()
        self._happened: list[Told] = []

    def take(self, told: Told) -> None:
        """Take in one more record of the recommendation, in recording order."""
        record = told.record
        self.worded.take(record)
        match event := record.event:
            case EvidenceSubmitted():
                self.evidence[event.evidence] = submission(event)
            case EvidenceDescribed():
                self.evidence[event.evidence]["summary"] = event.summary
                return
            case EvidenceAttached():
                file = {"name": event.name, "sha256": event.sha256, "size": event.size}
                self.evidence[event.evidence]["files"].append(file)
                return
            case EvidenceCorrected():
                sent = self.evidence[event.evidence]
                sent["body"] = event.body or sent["body"]
            case EvidenceWithdrawn():
                self.evidence[event.evidence]["withdrawn"] = event.why
            case RecommendationImported(judgement=str(ref)):
                self._imported.add(ref)
            case JudgementRecorded(judgement=ref) if ref in self._imported:
                self.judgements[ref] = self._judged(event, IMPORTED, IMPORTED)
            case JudgementRecorded():
                awaited = "awaiting" if self.sign_off_required else "not required"
                self.judgements[event.judgement] = self._judged(event, record.by, awaited)
            case JudgementExplained():
                self.judgements[event.judgement]["rationale"] = event.rationale
                return
            case JudgementNoted():
                self.judgements[event.judgement]["note"] = event.note
                return
            case WordsWithdrawn():
                # The trail has it; what happened to the recommendation is the correction that it follows.
                return
            case JudgementSignedOff():
                self.judgements[event.judgement].update(sign_off="signed-off", signed_off_by=record.by)
                return
            case JudgementReturned():
                self.judgements[event.judgement].update(sign_off="returned", returned=event.why)
                return
            case JudgementCorrected():
                judged = self.judgements[event.judgement]
                judged["void"] = judged["void"] or event.void
                judged["on"] = event.judged_on or judged["on"]
                judged["rationale"] = event.own_rationale or judged["rationale"]
            case DisputeRaised():
                self.disputes[event.dispute] = dispute(event)
            case ResponseRecorded():
                self.responses[event.response] = answer(event)
            case ResponseExplained():
                self.responses[event.response].update(text=event.text, action=event.action)
                return
            case ProgressReported():
                self.progress[event.progress] = report(event)
            case ProgressDescribed():
                self.progress[event.progress]["text"] = event.text
                return
            case DisputeSettled():
                self.disputes[event.dispute].update(outcome=event.outcome, settled_on=event.on)
        self._happened.append(told)

    def _judged(self, event: JudgementRecorded, by: str, sign_off: str) -> Part:
        ref = event.judgement
        order_open = self.undecided.get(ref, ())
        return judgement(event, by, sign_off=sign_off, reopens=ref in self.reopening, order_open=order_open)

    def call(self, position: int, body: str) -> None:
        """Call the body that the event at a position is about by its right name."""
        for told in self._happened:
            match told.record.event if told.record.position == position else None:
                case JudgementRecorded(judgement=ref):
                    self.judgements[ref]["made_to"] = body
                case EvidenceSubmitted(evidence=ref):
                    self.evidence[ref]["body"] = body
                case DisputeRaised(dispute=ref):
                    self.disputes[ref]["by"] = body
                case ResponseRecorded(response=ref):
                    self.responses[ref]["body"] = body
                case ProgressReported(progress=ref):
                    self.progress[ref]["body"] = body

    def _in_order(self) -> list[Told]:
        """The happenings in the order of days, of one day as recorded."""
        return sorted(self._happened, key=lambda told: (told.day, told.record.position))

    def lines(self) -> list[Item]:
        """The happenings in the order of days, of one day as recorded."""
        return [
            {
                "on": on,
                "by": IMPORTED if self._is_imported(record.event) else record.by,
                "event": record.event.NAME,
                "position": record.position,
                "recorded_at": record.recorded_at,
                "what": self._told(record, recorded_on),
            }
            for record, on, _, recorded_on in self._in_order()
        ]

    def _is_imported(self, event: Event) -> bool:
        return isinstance(event, JudgementRecorded) and event.judgement in self._imported

    def _told(self, record: Record, recorded_on: Day) -> str:
        told = sentence(record.event, self.worded.text(record.position), self.vocabulary)
        match event := record.event:
            case EvidenceSubmitted():
                return joined(told, *_contents(self.evidence[event.evidence]))
            case EvidenceWithdrawn(evidence=ref):
                return joined(told, self._resting(ref))
            case ResponseRecorded() | ProgressReported():
                return joined(told, claim(self.worded.text(record.position)))
            case JudgementRecorded():
                return joined(told, *_fate(self.judgements[event.judgement]))
            case EvidenceCorrected():
                return joined(told, self.worded.text(record.position), f"Recorded on {recorded_on}.")
            case JudgementCorrected() | RecommendationCorrected() | RecommendationUnlinked():
                # It stands at the day it is about, and was said on another.
                return joined(told, f"Recorded on {recorded_on}.")
        return told

    def _resting(self, evidence: str) -> str:
        """Which judgements that count rest on evidence, in a sentence; empty if none does."""
        counts = [
            ref
            for ref, judged in self.judgements.items()
            if evidence in judged["evidence"] and judged["sign_off"] in COUNTING and not judged["void"]
        ]
        if not counts:
            return ""
        *most, last = counts
        return f"{', '.join(most)} and {last} rest on it." if most else f"{last} rests on it."


def claim(words: str) -> str:
    """Words of a body, told apart from those of the inspectorate; nothing if there are none."""
    return f"It says: {words}" if words else ""


def _contents(submitted: Part) -> list[str]:
    files = ", ".join(file["name"] for file in submitted["files"])
    return [submitted["summary"], *([f"Files: {files}."] if files else [])]


def _fate(judged: Part) -> list[str]:
    said = [REOPENED if judged["reopens"] else "", in_words(judged["order_open"])]
    match judged["sign_off"]:
        case "awaiting":
            said.append("It awaits sign-off.")
        case "signed-off":
            said.append(f"Signed off by {judged['signed_off_by']}.")
        case "returned":
            said.append(f"Returned: {judged['returned']}")
    if judged["void"]:
        said.append("It was made void.")
    if judged["note"]:
        said.append(f"Internal note: {judged['note']}")
    return said
