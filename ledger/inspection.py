"""What an inspection's past amounts to, for those who decide what may happen next.

This is the present as the ledger knows it, without regard to either time; how things stood on a day
is the business of the projections.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from events.cycles import CycleClosed, CycleOpened
from events.evidence import EvidenceSubmitted, EvidenceWithdrawn
from events.inspections import InspectionOpened
from events.judgements import JudgementRecorded, JudgementReturned, JudgementSignedOff
from events.recommendations import (
    RecommendationMade,
    RecommendationReaddressed,
    RecommendationRescheduled,
    RecommendationRestated,
    RecommendationSuperseded,
    RecommendationWithdrawn,
)
from ledger.times import last_day
from ledger.words import key

if TYPE_CHECKING:
    from events.base import Day, Event, Names


class Cycle:
    """One pass, with every day on which something was made or judged in it."""

    def __init__(self, opened: CycleOpened) -> None:
        self.ref = opened.cycle
        self.on = opened.on
        self.closed_on: Day | None = None
        self.latest = opened.on


class Recommendation:
    """What was asked, in its present words, and ``gone`` once it was withdrawn or superseded."""

    def __init__(self, made: RecommendationMade) -> None:
        self.number = made.number
        self.cycle = made.cycle
        self.made_on = made.on
        self.text = made.text
        self.made_to: Names = made.made_to
        self.due = made.due
        self.gone: str | None = None


class Evidence:
    """One submission."""

    def __init__(self, submitted: EvidenceSubmitted) -> None:
        self.ref = submitted.evidence
        self.number = submitted.number
        self.on = submitted.on
        self.withdrawn = False


class Judgement:
    """One finding, its author, and its fate: ``awaiting``, ``signed-off`` or ``returned``."""

    def __init__(self, recorded: JudgementRecorded, by: str, fate: str) -> None:
        self.ref = recorded.judgement
        self.number = recorded.number
        self.cycle = recorded.cycle
        self.evidence = recorded.evidence
        self.by = by
        self.fate = fate


class Inspection:
    """One inspection, folded from its stream. ``version`` is the number of events taken in."""

    def __init__(self, sign_off: str = "required") -> None:
        self.sign_off = sign_off
        self.version = 0
        self.ref = ""
        self.cycles: dict[str, Cycle] = {}
        self.recommendations: dict[str, Recommendation] = {}
        self.evidence: dict[str, Evidence] = {}
        self.judgements: dict[str, Judgement] = {}
        self.awaiting: dict[tuple[str, str], str] = {}

    def apply(self, event: Event, by: str) -> None:
        """Take one more event in; ``by`` is the id of who recorded it."""
        self.version += 1
        match event:
            case JudgementRecorded():
                fate = "awaiting" if self.sign_off == "required" else "signed-off"
                self.judgements[key(event.judgement)] = Judgement(event, by, fate)
                if fate == "awaiting":
                    self.awaiting[key(event.number), key(event.cycle)] = event.judgement
                self._happened_in(event.cycle, event.on)
            case JudgementSignedOff(judgement=judgement):
                self._settle(judgement, "signed-off")
            case JudgementReturned(judgement=judgement):
                self._settle(judgement, "returned")
            case EvidenceSubmitted():
                self.evidence[key(event.evidence)] = Evidence(event)
            case EvidenceWithdrawn(evidence=evidence):
                self.evidence[key(evidence)].withdrawn = True
            case RecommendationMade():
                self.recommendations[key(event.number)] = Recommendation(event)
                self._happened_in(event.cycle, event.on)
            case RecommendationRestated(number=number, text=text):
                self.recommendations[key(number)].text = text
            case RecommendationReaddressed(number=number, made_to=made_to):
                self.recommendations[key(number)].made_to = made_to
            case RecommendationRescheduled(number=number, due=due):
                self.recommendations[key(number)].due = due
            case RecommendationWithdrawn(number=number):
                self.recommendations[key(number)].gone = "withdrawn"
            case RecommendationSuperseded(number=number):
                self.recommendations[key(number)].gone = "superseded"
            case CycleOpened():
                self.cycles[key(event.cycle)] = Cycle(event)
            case CycleClosed(cycle=cycle, on=on):
                self.cycles[key(cycle)].closed_on = on
            case InspectionOpened(inspection=ref):
                self.ref = ref

    def _settle(self, ref: str, fate: str) -> None:
        judgement = self.judgements[key(ref)]
        judgement.fate = fate
        self.awaiting.pop((key(judgement.number), key(judgement.cycle)), None)

    def _happened_in(self, cycle: str, on: Day) -> None:
        found = self.cycles[key(cycle)]
        found.latest = max(found.latest, on, key=last_day)
