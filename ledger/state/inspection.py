"""What an inspection's past amounts to, for those who decide what may happen next.

This is the present as the ledger knows it, without regard to either time; how things stood on a day
is the business of the projections.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from events.cycles import CycleClosed, CycleCorrected, CycleOpened, CycleReopened
from events.disputes import DisputeRaised, DisputeSettled
from events.evidence import (
    EvidenceAttached,
    EvidenceCorrected,
    EvidenceDescribed,
    EvidenceExpected,
    EvidenceRequested,
    EvidenceSubmitted,
    EvidenceWithdrawn,
)
from events.imports import RecommendationImported
from events.inspections import InspectionCorrected, InspectionOpened
from events.judgements import (
    JudgementCorrected,
    JudgementExplained,
    JudgementNoted,
    JudgementRecorded,
    JudgementReturned,
    JudgementSignedOff,
)
from events.progress import ProgressDescribed, ProgressReported
from events.recommendations import (
    RecommendationClassified,
    RecommendationCorrected,
    RecommendationLinked,
    RecommendationMade,
    RecommendationReaddressed,
    RecommendationRescheduled,
    RecommendationRestated,
    RecommendationSuperseded,
    RecommendationUnlinked,
    RecommendationUnvoided,
    RecommendationVoided,
    RecommendationWithdrawn,
)
from events.responses import ResponseDueSet, ResponseExplained, ResponseRecorded
from ledger.state.classification import classification
from ledger.state.entities import Cycle, Dispute, Evidence, Recommendation, Tie, Voided, shared
from ledger.state.judged import Judged
from ledger.state.renaming import is_under, put_right
from ledger.state.sayings import WORDED
from ledger.state.source import Source
from ledger.times import span
from ledger.validation import body_key, key

if TYPE_CHECKING:
    from events.base import Day, Event, Names

_WITHOUT_EFFECT = frozenset({EvidenceAttached, EvidenceDescribed, JudgementNoted})
"""Events that change nothing here; many of a ledger's are, so they are not compared with each case."""


class Inspection(Judged):
    """One inspection, folded from its stream. ``version`` is the number of events taken in.

    ``zone`` is that of the ledger's days. ``row`` is the row of a file that was brought in last, and
    ``row_facts`` how many of the next events are from it.
    """

    def apply(self, event: Event, by: str, told: str = "") -> None:
        """Take one more event in; ``by`` is the id of who recorded it, ``told`` when (empty: not known)."""
        self.version += 1
        if from_row := self.row_facts > 0:
            self.row_facts -= 1
            self._source.take(event)
        if type(event) in _WITHOUT_EFFECT:
            return
        self._told = told
        if type(event) in WORDED:
            self.sayings.take(event, self.version, self)
        # What there is most of comes first: each case before it is asked.
        match event:
            case JudgementRecorded():
                self._judged(event, by)
            case RecommendationImported():
                self.row, self.row_facts = event, event.facts
                # What it makes is not there yet.
                known = None if event.makes else self.recommendations.get(key(event.number))
                self._source = (known and known.source) or Source()
                if known:
                    known.source = self._source
            case RecommendationMade():
                days = span(event.on, told, self.zone)
                made = Recommendation(event, self.version, days)
                made.slot = self.recommendations.make(event.number, made)
                if from_row:
                    made.source = self._source
                self._made_at[made.slot] = told
            case JudgementExplained(judgement=judgement, rationale=rationale):
                self.judgements[key(judgement)].rationale = rationale
            case JudgementSignedOff(judgement=judgement):
                self._settle(judgement, "signed-off")
            case JudgementReturned(judgement=judgement):
                self._settle(judgement, "returned")
                self._no_longer(judgement)
            case JudgementCorrected():
                self._judgement_corrected(event)
            case EvidenceSubmitted(number=number, on=on):
                found = self.recommendations[key(number)]
                self.evidence[key(event.evidence)] = Evidence(event, found)
                found.facts[event.evidence] = on
            case EvidenceCorrected(evidence=evidence, number=to, body=body):
                sent = self.evidence[key(evidence)]
                sent.body = body or sent.body
                if to:
                    sent.about.facts.pop(sent.ref, None)
                    sent.about = self.recommendations[key(to)]
                    sent.about.facts[sent.ref] = sent.on
            case EvidenceWithdrawn(evidence=evidence, on=on):
                self.evidence[key(evidence)].withdraw(on, self.version)
            case EvidenceRequested(number=number, on=on):
                self._said_by(number, event.body or "").facts[f"request {self.version}"] = on
            case EvidenceExpected(number=number, cycle=cycle, text=text):
                found = self.recommendations[key(number)]
                found.expectations = {**found.expectations, key(cycle): text}
            case DisputeRaised(number=number, on=on):
                found = self.recommendations[key(number)]
                self.disputes[key(event.dispute)] = Dispute(event, found)
                found.facts[event.dispute] = on
            case DisputeSettled(dispute=dispute, outcome=outcome):
                self.disputes[key(dispute)].outcome = outcome
            case ResponseRecorded(response=ref, number=number, on=on):
                self.responses[key(ref)] = False
                said = self._said_by(number, event.body)
                said.facts[ref] = on
                said.answered = {**said.answered, body_key(event.body): event.answer}
            case ProgressReported(progress=ref, number=number, on=on):
                self.progress[key(ref)] = False
                self._said_by(number, event.body).facts[ref] = on
            case ResponseExplained(response=ref):
                self.responses[key(ref)] = True
            case ProgressDescribed(progress=ref):
                self.progress[key(ref)] = True
            case ResponseDueSet(number=number, body=body, due=due):
                said = self._said_by(number, body or "")
                said.answers_due = {**said.answers_due, key(body or ""): due}
            case CycleOpened():
                self.cycles[key(event.cycle)] = Cycle(event)
            case CycleClosed(cycle=cycle, on=on):
                self.cycles[key(cycle)].closed_on = on
            case CycleCorrected(cycle=cycle):
                self.cycles[key(cycle)].correct(event)
            case CycleReopened(cycle=cycle):
                self.cycles[key(cycle)].closed_on = None
            case InspectionOpened(inspection=ref, title=title):
                self.ref, self.title = ref, title
            case InspectionCorrected(title=title):
                self.title = title
            case RecommendationUnvoided(number=number) if voided := self.entered_in_error(number):
                del self.voided[voided.slot]
                voided.voided = None
                self.recommendations.restore(voided.slot, voided.number, voided)
            case _ if event.SUBJECT == "recommendation":
                self._changed(event)

    def _said_by(self, number: str, body: str) -> Recommendation:
        """The recommendation to which a body answers, of which it reports, or owes an answer or evidence."""
        found = self.recommendations[key(number)]
        found.asked = shared(found.asked | {key(body)})
        return found

    def _changed(self, event: Event) -> None:
        """A later word on a recommendation."""
        found = self.recommendations[key(event.fields["number"])]
        match event:
            case RecommendationRestated(text=text, on=on):
                found.texts.put(on, self.version, text, self._days(on))
            case RecommendationReaddressed(made_to=made_to, on=on):
                found.addressed.put(on, self.version, made_to, self._days(on))
            case RecommendationRescheduled(due=due, on=on):
                found.dues.put(on, self.version, due, self._days(on))
            case RecommendationClassified(on=on):
                found.classified.put(on, self.version, classification(event), self._days(on))
                if event.under and (whole := self.recommendations.get(event.under)):
                    whole.parts = {**whole.parts, found.made_at: found}
                    found.wholes = {**found.wholes, self.version: whole}
            case RecommendationVoided():
                found.voided = Voided(event.why, self._told)
                self.recommendations.drop(found.slot)
                self.voided[found.slot] = found
            case RecommendationWithdrawn():
                found.end(event, ())
            case RecommendationSuperseded(by=heirs):
                found.end(event, heirs)
            case RecommendationLinked(relation=relation, other=other, on=on):
                found.links = {**found.links, (relation, key(other)): Tie(relation, other, event.on)}
                found.facts[f"{relation} {key(other)}"] = on
            case RecommendationUnlinked(relation=relation, other=other):
                found.links = {at: tie for at, tie in found.links.items() if at != (relation, key(other))}
                found.facts.pop(f"{relation} {key(other)}", None)
            case RecommendationCorrected(what=what, of=of):
                match what:
                    case "text":
                        found.texts.correct(of, self.version, event.text, found.made_days)
                    case "made-to":
                        self._renamed(found, of, event.made_to)
                        found.addressed.correct(of, self.version, event.made_to or None, found.made_days)
                    case "due":
                        found.dues.correct(of, self.version, event.due, found.made_days)
                    case "made-on" if event.made_on:
                        self._moved(found, event.made_on)
                    case "kind" if event.kind:
                        found.kind = event.kind
                    case "cycle" if event.in_cycle:
                        found.cycle = event.in_cycle
                        if event.made_on:
                            self._moved(found, event.made_on)
                    case "number" if event.new_number:
                        self.recommendations.renumber(found.slot, event.new_number)
                        found.number = event.new_number
                    case "end":
                        found.gone, found.gone_on, found.heirs = None, None, ()

    def _days(self, on: Day) -> tuple[str, str]:
        return span(on, self._told, self.zone)

    def _moved(self, found: Recommendation, to: Day) -> None:
        # It had been made by the day that its making was recorded.
        found.moved(to, span(to, self._made_at[found.slot], self.zone))

    def _renamed(self, found: Recommendation, of: Day, right: Names) -> None:
        """What was recorded under a wrong name in the word of a day is of the right one."""
        for old, (word, name) in put_right(found.addressed, of, right).items():
            again = {at: name for at, called in found.once_called.items() if key(called) == old}
            found.once_called = {**found.once_called, **again, old: name}
            for judgement in self.judgements.values():
                if judgement.about is not found or key(judgement.made_to or "") != old:
                    continue
                if is_under(found.addressed, word, old, judgement.on):
                    if judgement.fate == "awaiting":
                        shares = self.awaiting[found.slot, key(judgement.cycle)]
                        shares[judgement.ref] = key(name)
                    judgement.made_to = name
            others: tuple[Evidence | Dispute, ...] = (*self.evidence.values(), *self.disputes.values())
            for one in others:
                named = one.about is found and key(one.body or "") == old
                if named and is_under(found.addressed, word, old, one.on):
                    one.body = name
