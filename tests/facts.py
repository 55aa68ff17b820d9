"""The day of every record, as it turned out in the end: a plain account to hold the folds against.

What has no day of its own (a sign-off, a correction) has that of the fact it is about, one of a cycle that of
its opening; that a recommendation
was entered in error, or has another number, is about its making, which is what it is known by here.
"""

from __future__ import annotations

from collections.abc import Iterable

from events.base import Event
from events.cycles import CycleCorrected, CycleOpened
from events.evidence import EvidenceCorrected, EvidenceSubmitted
from events.imports import RecommendationImported
from events.judgements import JudgementCorrected, JudgementRecorded, JudgementReturned, JudgementSignedOff
from events.recommendations import (
    RecommendationCorrected,
    RecommendationMade,
    RecommendationReaddressed,
    RecommendationRescheduled,
    RecommendationRestated,
    RecommendationUnvoided,
    RecommendationVoided,
)
from ledger.records import Record
from ledger.times import last_day
from ledger.validation import key

WORDS = {
    RecommendationRestated: "text",
    RecommendationReaddressed: "made-to",
    RecommendationRescheduled: "due",
}
FIELDS = {"text": "text", "made-to": "made_to", "due": "due"}


class Account:
    """The days of facts by position, and which fact each correction and sign-off is about."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.days: dict[int, str] = {}
        self.about: dict[int, int] = {}
        self._judged: dict[tuple[str, str], int] = {}
        self._submitted: dict[tuple[str, str], int] = {}
        self._opened: dict[tuple[str, str], int] = {}
        self._bears: dict[tuple[str, str], int] = {}
        self._of: dict[int, int] = {}
        self._gone: list[tuple[tuple[str, str], int]] = []
        self._words: dict[tuple[int, str], dict[int, str]] = {}
        for record in records:
            self._take_in(record.event, record.position)

    def until(self, day: str) -> set[int]:
        """The positions of what is dated until a full date; what has no day at all always is."""
        return {at for at in (*self.days, *self.about) if self.day(at) <= day}

    def day(self, position: int) -> str:
        """The full date that a record is dated; of what is about a recommendation none before its making."""
        at = self.about.get(position, position)
        return max(self.days.get(at, ""), self.days.get(self._of.get(at, 0), ""))

    def _take_in(self, event: Event, position: int) -> None:
        fields = event.fields
        called = fields.get("inspection"), key(fields.get("number") or "")
        made = self._of[position] = self._bears.get(called, 0)
        self.days[position] = last_day(fields.get("on", ""))
        match event:
            case CycleOpened(inspection=ref, cycle=cycle):
                self._opened[ref, cycle] = position
            case CycleCorrected(inspection=ref, cycle=cycle, opened_on=on):
                opened = self._opened[ref, cycle]
                self._about(position, opened)
                if on:
                    self.days[opened] = last_day(on)
            case RecommendationMade(on=on):
                self._bears[called] = position
                for what, name in FIELDS.items():
                    self._words[position, what] = {position: on} if fields[name] else {}
            case RecommendationImported(makes=makes):
                # What it makes follows at once.
                self._about(position, position + 1 if makes else made)
            case RecommendationCorrected(what="number", new_number=right):
                self._about(position, made)
                self._bears[called[0], key(right or "")] = self._bears.pop(called)
            case RecommendationVoided():
                self._about(position, made)
                self._gone.append((called, self._bears.pop(called)))
            case RecommendationUnvoided():
                back = next(one for one in reversed(self._gone) if one[0] == called)
                self._gone.remove(back)
                self._bears[called] = back[1]
                self._about(position, back[1])
            case EvidenceSubmitted(inspection=ref, evidence=evidence):
                self._submitted[ref, evidence] = position
            case EvidenceCorrected(inspection=ref, evidence=evidence):
                self._about(position, self._submitted[ref, evidence])
            case RecommendationRestated() | RecommendationReaddressed() | RecommendationRescheduled():
                self._words[made, WORDS[type(event)]][position] = event.on
            case RecommendationCorrected(what="end"):
                self.days[position] = last_day(event.of)
            case RecommendationCorrected(what="kind" | "cycle", made_on=None):
                self._about(position, made)
            case RecommendationCorrected(what="made-on" | "cycle", made_on=on):
                self._about(position, made)
                self.days[made] = last_day(on or "")
                for what in FIELDS:
                    if made in self._words[made, what]:
                        self._words[made, what][made] = on or ""
            case RecommendationCorrected(what=what, of=of):
                words = self._words[made, what]
                # Where there was none it counts as what the recommendation was made with.
                wrong = max((at for at, on in words.items() if on == of), default=made)
                self._about(position, wrong)
                words[wrong] = of
                if not fields[FIELDS[what]]:
                    del words[wrong]
            case JudgementRecorded(inspection=ref, judgement=judgement):
                self._judged[ref, judgement] = position
            case JudgementSignedOff() | JudgementReturned() | JudgementCorrected():
                judged = self._judged[event.inspection, event.judgement]
                self._about(position, judged)
                if isinstance(event, JudgementCorrected) and event.judged_on:
                    self.days[judged] = last_day(event.judged_on)

    def _about(self, position: int, fact: int) -> None:
        self.about[position] = fact
        del self.days[position]
