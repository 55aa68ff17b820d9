"""The fold behind every question: it turns records, one at a time in recording order, into recommendations.

It keeps each fact with its day; each Recommendation then says how it was on any day. Memory grows with the
number of facts on recommendations (texts, bodies, dates, judgements, evidence), not with their length.
"""

from __future__ import annotations

from bisect import insort
from typing import TypeVar

from events.base import Event
from events.cycles import CycleCorrected, CycleOpened
from events.disputes import DisputeRaised, DisputeSettled
from events.evidence import (
    EvidenceCorrected,
    EvidenceRequested,
    EvidenceSubmitted,
    EvidenceWithdrawn,
)
from events.imports import RecommendationImported
from events.judgements import (
    JudgementCorrected,
    JudgementRecorded,
    JudgementReturned,
    JudgementSignedOff,
)
from events.progress import ProgressReported
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
from events.responses import ResponseDueSet, ResponseRecorded
from events.words import WordsWithdrawn
from ledger.policies import AFTER, JUDGED_ON, KINDS, STATUSES, SUCCESSIONS
from ledger.records import Record
from ledger.state.classification import classification
from ledger.validation import key
from projections.model.corrected import Corrected, check_word, since_making
from projections.model.facts import (
    NEVER,
    AnswerDue,
    Dispute,
    Link,
    Progress,
    Request,
    Response,
    Sighting,
    StatusChange,
    judged,
    same,
    submitted,
)
from projections.model.recommendation import Recommendation

C = TypeVar("C", bound=Response | Progress)


class InspectionFold(Corrected):
    """The recommendations of one inspection. ``sign_off_required``: of a judgement, before it counts.
    ``zone`` is that of the ledger's days; None takes a fact of a month as one of its last day, whenever it
    was recorded, as the first version did. ``words`` are those that may be used, the publisher's own too. An
    event about something that is not there is ignored: a time
    filter may have left it out.
    """

    def take(self, record: Record) -> None:
        """Take one more record, in recording order."""
        if record.event.FOLDED:
            self.apply(record.event, record.position, record.recorded_at)

    def apply(self, event: Event, position: int, told: str = "") -> None:
        """Take in one more event, with the instant it was recorded at (empty: not known).

        Frequent ones come first: the match tries them in order.
        """
        match event:
            case JudgementSignedOff(judgement=ref):
                if (recommendation := self._judged.get(ref)) and (
                    status_change := recommendation.awaiting.pop(ref, None)
                ):
                    recommendation.change_status(status_change.signed(position))
            case JudgementRecorded(judgement=ref, number=number, on=on):
                check_word(event.status, STATUSES, position)
                if recommendation := self.recommendations.found(same(number)):
                    self._judged[ref] = recommendation
                    share = self._share_of(event.made_to or "")
                    first, last = self._days(on, told)
                    row = self._row if self._row and self._row.judgement == ref else None
                    if row and JUDGED_ON in row.as_published:
                        self.published[ref] = first, last
                        first, last = since_making((first, last), recommendation)
                    status_change = judged(event, position, told, (first, last), share)
                    if row or not self.sign_off_required:
                        recommendation.change_status(status_change)
                    else:
                        recommendation.awaiting[ref] = status_change
            case EvidenceSubmitted(evidence=ref, number=number, on=on):
                if recommendation := self.recommendations.found(same(number)):
                    self._submitted[ref] = recommendation
                    share = self._share_of(event.body)
                    recommendation.evidence[ref] = submitted(event, position, self._days(on, told), share)
            case RecommendationMade(on=on):
                if event.kind not in KINDS:
                    self._known_kind(event.kind, position)
                days = self._days(on, told)
                recommendation = Recommendation(
                    event, position, self.opened, days, told, self.words, self.bodies
                )
                recommendation.slot = self.recommendations.make(event.number, recommendation)
                if self._made_by and self._row and same(self._row.number) == same(event.number):
                    recommendation.sightings, self._made_by = (self._made_by,), None
            case RecommendationImported():
                self._imported(event, position)
            case ResponseRecorded(number=number) | ProgressReported(number=number):
                if recommendation := self.recommendations.found(same(number)):
                    self._claimed(recommendation, event, position, told)
            case EvidenceWithdrawn(evidence=ref, on=on):
                if recommendation := self._submitted.get(ref):
                    recommendation.evidence[ref] = recommendation.evidence[ref]._replace(
                        withdrawn=self._days(on, told)[1], withdrawn_on=on
                    )
            case EvidenceCorrected(evidence=ref, number=number, body=body):
                self._evidence_corrected(ref, number, body)
            case JudgementReturned(judgement=ref):
                if recommendation := self._judged.get(ref):
                    recommendation.awaiting.pop(ref, None)
            case JudgementCorrected(judgement=ref):
                if recommendation := self._judged.get(ref):
                    self._judgement_corrected(recommendation, event, position)
            case CycleOpened(cycle=cycle, on=on):
                self.opened[key(cycle)] = self._days(on, told)[1]
                self._opened_at[key(cycle)] = told
            case CycleCorrected(cycle=cycle, opened_on=day) if day:
                self.opened[key(cycle)] = self._days(day, self._opened_at.get(key(cycle), told))[1]
            case DisputeSettled(dispute=ref, on=on):
                if recommendation := self._disputed.get(ref):
                    recommendation.disputes[ref] = recommendation.disputes[ref]._replace(
                        settled=self._days(on, told)[1]
                    )
            case WordsWithdrawn():
                pass
            case RecommendationVoided() | RecommendationUnvoided():
                self.voids.take(event, position, self.recommendations)
            case _:
                if recommendation := self.recommendations.found(key(event.fields.get("number", ""))):
                    self._said_of(recommendation, event, position, told)

    def _imported(self, event: RecommendationImported, position: int) -> None:
        self._row = event
        if event.judgement:
            self.imported.add(event.judgement)
        said = event.file, event.sheet, event.row, event.seen_on, event.judgement, event.makes
        sighting = Sighting(position, *said)
        if event.makes:
            self._made_by = sighting
        elif recommendation := self.recommendations.found(same(event.number)):
            recommendation.sightings = (*recommendation.sightings, sighting)

    def _claimed(
        self,
        recommendation: Recommendation,
        event: ResponseRecorded | ProgressReported,
        position: int,
        told: str,
    ) -> None:
        """What a body says, which moves no status."""
        body, on = event.body, event.on
        share = self._share_of(body)
        first, last = self._days(on, told)
        match event:
            case ResponseRecorded(response=ref):
                self._answered[ref] = recommendation
                answer = Response((last, position), ref, body, share, event.answer, event.due, on, first)
                recommendation.responses = _with(recommendation.responses, answer)
            case ProgressReported(progress=ref):
                self._reported[ref] = recommendation
                progress = Progress((last, position), ref, body, share, event.percent, on, first)
                recommendation.progress = _with(recommendation.progress, progress)

    def _said_of(self, recommendation: Recommendation, event: Event, position: int, told: str) -> None:
        """Rarer words on a recommendation."""
        days = first, last = self._days(event.fields.get("on") or NEVER, told)
        sort_key = last, position
        match event:
            case EvidenceRequested(on=on):
                insort(recommendation.requests, Request(sort_key, self.share(event.body), on, first))
            case RecommendationRestated(on=on, text=text):
                recommendation.texts.put(on, position, text, days)
            case RecommendationReaddressed(on=on, made_to=made_to):
                recommendation.addressed.put(on, position, made_to, days)
            case RecommendationRescheduled(on=on, due=due):
                recommendation.dues.put(on, position, due, days)
            case RecommendationWithdrawn(on=on):
                end = StatusChange(sort_key, on, "withdrawn", "closed", "withdrawn", first=first)
                recommendation.change_status(end)
            case RecommendationSuperseded(on=on, how=how):
                check_word(how, SUCCESSIONS, position)
                end = StatusChange(sort_key, on, "superseded", "closed", SUCCESSIONS[how][1], first=first)
                recommendation.change_status(end)
                recommendation.links += [Link(sort_key, AFTER[how], heir, on, event.why) for heir in event.by]
            case RecommendationLinked(on=on):
                recommendation.links.append(Link(sort_key, event.relation, event.other, on, event.why))
            case RecommendationUnlinked():
                gone = event.relation, key(event.other)
                recommendation.untied += [
                    (link, position)
                    for link in recommendation.links
                    if (link.relation, key(link.other)) == gone
                ]
                recommendation.links = [
                    link for link in recommendation.links if (link.relation, key(link.other)) != gone
                ]
            case RecommendationClassified(on=on):
                whole = self.recommendations.found(event.under) if event.under else None
                sorted_by = classification(event)
                if whole is None:  # In a bundle what is void may not even be known.
                    sorted_by = sorted_by._replace(under=None)
                recommendation.classify(on, position, sorted_by, days, whole)
            case RecommendationCorrected():
                self._corrected(recommendation, event, position)
            case ResponseDueSet(on=on, due=due):
                answer_due = AnswerDue(sort_key, self.share(event.body), due, on, first)
                recommendation.answers_due = tuple(sorted((*recommendation.answers_due, answer_due)))
            case DisputeRaised(dispute=ref, on=on):
                self._disputed[ref] = recommendation
                recommendation.disputes[ref] = Dispute(sort_key, ref, on, first, body=self.share(event.body))


def _with(said: tuple[C, ...], one: C) -> tuple[C, ...]:
    """One more of what a body says, in the order of days; nearly always it is the last."""
    if not said or said[-1].sort_key < one.sort_key:
        return (*said, one)
    return tuple(sorted((*said, one), key=lambda claim: claim.sort_key))
