"""The day of every record, as it turned out in the end: a plain account to hold the folds against.

What has no day of its own (a sign-off, a correction) has that of the fact it is about.
"""

from __future__ import annotations

from collections.abc import Iterable

from events.base import Event
from events.judgements import JudgementCorrected, JudgementRecorded, JudgementReturned, JudgementSignedOff
from events.recommendations import (
    RecommendationCorrected,
    RecommendationMade,
    RecommendationReaddressed,
    RecommendationRescheduled,
    RecommendationRestated,
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
        self._made: dict[tuple[str, str], int] = {}
        self._words: dict[tuple[tuple[str, str], str], dict[int, str]] = {}
        for record in records:
            self._take_in(record.event, record.position)

    def until(self, day: str) -> set[int]:
        """The positions of what is dated until a full date; what has no day at all always is."""
        return {at for at in (*self.days, *self.about) if self.day(at) <= day}

    def day(self, position: int) -> str:
        """The full date that a record is dated."""
        return self.days.get(self.about.get(position, position), "")

    def _take_in(self, event: Event, position: int) -> None:
        fields = event.fields
        where = fields.get("inspection"), key(fields.get("number", ""))
        self.days[position] = last_day(fields.get("on", ""))
        match event:
            case RecommendationMade(on=on):
                self._made[where] = position
                for what, name in FIELDS.items():
                    self._words[where, what] = {position: on} if fields[name] else {}
            case RecommendationRestated() | RecommendationReaddressed() | RecommendationRescheduled():
                self._words[where, WORDS[type(event)]][position] = event.on
            case RecommendationCorrected(what="end"):
                self.days[position] = last_day(event.of)
            case RecommendationCorrected(what="kind" | "cycle", made_on=None):
                self._about(position, self._made[where])
            case RecommendationCorrected(what="made-on" | "cycle", made_on=on):
                self._about(position, self._made[where])
                self.days[self._made[where]] = last_day(on or "")
                for what in FIELDS:
                    if self._made[where] in self._words[where, what]:
                        self._words[where, what][self._made[where]] = on or ""
            case RecommendationCorrected(what=what, of=of):
                words = self._words[where, what]
                # Where there was none it counts as what the recommendation was made with.
                wrong = max((at for at, on in words.items() if on == of), default=self._made[where])
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
