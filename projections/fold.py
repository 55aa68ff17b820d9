"""The fold behind the register: from records, in recording order and one at a time, to the public status.

What is kept grows with the recommendations, not with the events: of each recommendation the latest word by
(day, order of recording), and beside it only what still waits: evidence to be judged, judgements to be
signed off. So a fact recorded late but dated early falls into its place.
"""

from __future__ import annotations

from collections.abc import Mapping

from events.base import Day, Event, Names
from events.evidence import (
    EvidenceAttached,
    EvidenceDescribed,
    EvidenceRequested,
    EvidenceSubmitted,
    EvidenceWithdrawn,
)
from events.judgements import (
    JudgementNoted,
    JudgementRecorded,
    JudgementReturned,
    JudgementSignedOff,
)
from events.recommendations import (
    RecommendationMade,
    RecommendationReaddressed,
    RecommendationRescheduled,
    RecommendationRestated,
    RecommendationSuperseded,
    RecommendationWithdrawn,
)
from ledger.errors import Damaged
from ledger.policies import KINDS, STATUSES
from ledger.times import last_day
from ledger.words import key

Place = tuple[str, int]
"""Where a fact stands: its day as it sorts, and its position for facts of one day."""

NOWHERE: Place = ("", 0)

SILENT = frozenset({EvidenceDescribed, EvidenceAttached, JudgementNoted})
"""Frequent, and no word of them is in the register."""


class Entry:
    """One recommendation, as far as it was told."""

    __slots__ = (
        "awaiting",
        "due",
        "due_at",
        "evidence",
        "judged_in",
        "made",
        "made_at",
        "made_to",
        "made_to_at",
        "outcome",
        "reason",
        "requested_at",
        "settled_at",
        "signed_at",
        "status",
        "text",
        "text_at",
        "updated",
    )

    def __init__(self, made: RecommendationMade, place: Place) -> None:
        self.made, self.made_at = made, place
        self.text, self.text_at = made.text, place
        self.made_to, self.made_to_at = made.made_to, place
        self.due, self.due_at = made.due, place
        self.status = "open"
        self.reason: str | None = None
        self.judged_in: str | None = None
        self.outcome = "awaiting-evidence"
        self.settled_at = NOWHERE
        self.signed_at = 0
        self.requested_at = NOWHERE
        self.evidence: dict[str, tuple[Place, bool]] = {}
        self.awaiting = 0
        self.updated = made.on

    @property
    def state(self) -> str:
        """The working word behind the status."""
        if self.outcome in ("withdrawn", "superseded"):
            return self.outcome
        if self.awaiting:
            return "awaiting-sign-off"
        latest = max((place for place, _ in self.evidence.values()), default=NOWHERE)
        if self.requested_at > max(latest, self.settled_at):
            return "more-evidence-requested"
        if any(proposes for _, proposes in self.evidence.values()):
            return "proposed-for-closure"
        return "evidence-submitted" if self.evidence else self.outcome

    @property
    def rests_on(self) -> list[int]:
        """The positions of the events that its row in the register follows from, in order."""
        places = (self.made_at, self.text_at, self.made_to_at, self.due_at, self.settled_at)
        return sorted({self.signed_at, *(position for _, position in places)} - {0})

    def changed(self, on: Day) -> None:
        """Something public changed on that day."""
        if last_day(on) > last_day(self.updated):
            self.updated = on

    def settle(
        self,
        place: Place,
        outcome: str,
        status: str,
        reason: str | None,
        cycle: str | None = None,
        signed_at: int = 0,
    ) -> None:
        """A word on the status; it holds unless a later one is known already."""
        if place > self.settled_at:
            self.settled_at, self.signed_at = place, signed_at
            self.outcome, self.status, self.reason, self.judged_in = outcome, status, reason, cycle
            self.evidence = {ref: kept for ref, kept in self.evidence.items() if kept[0] > place}


class InspectionFold:
    """The recommendations of one inspection. ``counts_at_once``: judgements need no sign-off here."""

    def __init__(self, *, counts_at_once: bool = False) -> None:
        self.counts_at_once = counts_at_once
        self.entries: dict[str, Entry] = {}
        self.awaiting: dict[str, tuple[Place, JudgementRecorded]] = {}

    def apply(self, event: Event, position: int) -> None:
        """Take one more event in. Frequent ones come first: the match tries them in order."""
        if type(event) in SILENT:
            return
        entry: Entry | None
        match event:
            case JudgementSignedOff(judgement=ref) | JudgementReturned(judgement=ref):
                if waiting := self.awaiting.pop(ref, None):
                    place, judged = waiting
                    entry = self.entries[key(judged.number)]
                    entry.awaiting -= 1
                    if isinstance(event, JudgementSignedOff):
                        self._count(entry, place, judged, position)
            case JudgementRecorded(number=number, on=on):
                _known(event.status, STATUSES, position)
                if entry := self.entries.get(key(number)):
                    if self.counts_at_once:
                        self._count(entry, (last_day(on), position), event)
                    else:
                        entry.awaiting += 1
                        self.awaiting[event.judgement] = (last_day(on), position), event
            case EvidenceSubmitted(number=number, on=on):
                place = (last_day(on), position)
                if (entry := self.entries.get(key(number))) and place > entry.settled_at:
                    entry.evidence[event.evidence] = place, event.proposes_closure
            case RecommendationMade():
                _known(event.kind, KINDS, position)
                self.entries[key(event.number)] = Entry(event, (last_day(event.on), position))
            case EvidenceRequested(number=number, on=on):
                if entry := self.entries.get(key(number)):
                    entry.requested_at = max(entry.requested_at, (last_day(on), position))
            case EvidenceWithdrawn(evidence=ref):
                for entry in self.entries.values():
                    if entry.evidence.pop(ref, None):
                        break
            case RecommendationRestated(on=on, text=text):
                self._change(event, position, on, "text", text)
            case RecommendationReaddressed(on=on, made_to=made_to):
                self._change(event, position, on, "made_to", made_to)
            case RecommendationRescheduled(on=on, due=due):
                self._change(event, position, on, "due", due)
            case RecommendationWithdrawn(number=number, on=on):
                self._end(number, (last_day(on), position), on, "withdrawn")
            case RecommendationSuperseded(number=number, on=on):
                self._end(number, (last_day(on), position), on, "superseded")

    def _count(self, entry: Entry, place: Place, judged: JudgementRecorded, signed_at: int = 0) -> None:
        entry.settle(place, "judged", judged.status, judged.reason, judged.cycle, signed_at)
        entry.changed(judged.on)

    def _end(self, number: str, place: Place, on: Day, outcome: str) -> None:
        if entry := self.entries.get(key(number)):
            entry.settle(place, outcome, "closed", outcome)
            entry.changed(on)

    def _change(
        self,
        event: RecommendationRestated | RecommendationReaddressed | RecommendationRescheduled,
        position: int,
        on: Day,
        what: str,
        value: str | Names,
    ) -> None:
        entry = self.entries.get(key(event.number))
        if entry is None:
            return
        place = (last_day(on), position)
        if place > getattr(entry, f"{what}_at"):
            setattr(entry, what, value)
            setattr(entry, f"{what}_at", place)
        entry.changed(on)


def _known(word: str, words: Mapping[str, str], position: int) -> None:
    if word not in words:
        raise Damaged(
            f"Event {position} has the word {word!r} where one of {', '.join(words)} was due.",
            "Do not record anything more; restore the ledger from a copy and compare the two.",
        )
