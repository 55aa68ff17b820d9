"""The fold behind every question: it turns records, one at a time in recording order, into recommendations.

It keeps each fact with its day; each Recommendation then says how it was on any day. Memory grows with the
number of facts on recommendations (texts, bodies, dates, judgements, evidence), not with their length.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Mapping
from functools import lru_cache
from typing import TypeVar

from events.base import Event, Instant
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
from ledger.errors import Damaged
from ledger.policies import AFTER, JUDGED_ON, KINDS, STATUSES, SUCCESSIONS
from ledger.records import Record
from ledger.state.bodies import Bodies
from ledger.state.classification import classification
from ledger.state.inspectorate import Inspectorate
from ledger.state.numbered import Numbered
from ledger.state.vocabulary import OURS, Vocabulary
from ledger.times import last_day, span
from ledger.validation import key
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
from projections.model.voids import Voids

C = TypeVar("C", bound=Response | Progress)


class InspectionFold:
    """The recommendations of one inspection. ``sign_off_required``: of a judgement, before it counts.
    ``zone`` is that of the ledger's days; None takes a fact of a month as one of its last day, whenever it
    was recorded, as the first version did. ``words`` are those that may be used, the publisher's own too. An
    event about something that is not there is ignored: a time
    filter may have left it out.
    """

    def __init__(
        self,
        *,
        sign_off_required: bool = True,
        zone: str | None = "UTC",
        words: Vocabulary = OURS,
        bodies: Bodies | None = None,
    ) -> None:
        self.sign_off_required = sign_off_required
        self.zone = zone
        self.words = words
        self.bodies = bodies or None
        # There are few, and each is held once.
        self._share_of = lru_cache(4096)(bodies.identity) if bodies else same
        self.vague = self.bodies is not None and self.bodies.vague
        self.recommendations: Numbered[Recommendation] = Numbered()
        self.voids = Voids()
        self.evidence_moved: dict[str, Recommendation] = {}
        """By ref, what evidence is for that was recorded for another recommendation."""
        self.opened: dict[str, str] = {}
        self._opened_at: dict[str, str] = {}
        self._row: RecommendationImported | None = None
        self._made_by: Sighting | None = None
        self._judged: dict[str, Recommendation] = {}
        self._submitted: dict[str, Recommendation] = {}
        self._disputed: dict[str, Recommendation] = {}
        self._answered: dict[str, Recommendation] = {}
        self._reported: dict[str, Recommendation] = {}

    @classmethod
    def of(cls, settings: Inspectorate, known_at: Instant | None = None) -> InspectionFold:
        """An empty one, by the settings of a ledger and the bodies that were known."""
        return cls(
            sign_off_required=settings.sign_off != "none",
            zone=settings.time_zone,
            words=settings.vocabulary,
            bodies=settings.bodies.as_known(known_at),
        )

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
                _known(event.status, STATUSES, position)
                if recommendation := self.recommendations.found(same(number)):
                    self._judged[ref] = recommendation
                    share = self._share_of(event.made_to or "")
                    first, last = self._days(on, told)
                    row = self._row if self._row and self._row.judgement == ref else None
                    if row and JUDGED_ON in row.as_published:
                        # It counts once there is something that it is about.
                        first, last = (
                            max(first, recommendation.made_days[0]),
                            max(last, recommendation.made_days[1]),
                        )
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
                if self._made_by:
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
        sighting = Sighting(position, event.file, event.sheet, event.row, event.seen_on, event.judgement)
        if event.makes:
            self._made_by = sighting
        elif recommendation := self.recommendations.found(same(event.number)):
            recommendation.sightings = (*recommendation.sightings, sighting)

    def _evidence_corrected(self, ref: str, number: str | None, body: str | None) -> None:
        recommendation = self._submitted.get(ref)
        sent = recommendation.evidence.get(ref) if recommendation else None
        if recommendation and sent and body:
            sent = recommendation.evidence[ref] = sent._replace(body=self.share(body))
            recommendation.called[sent.sort_key[1]] = body
        if number and (right := self.recommendations.found(number)):
            self._submitted[ref] = right
            self.evidence_moved = {**self.evidence_moved, ref: right}
            if recommendation and sent:
                del recommendation.evidence[ref]
                recommendation.evidence_lost = {**(recommendation.evidence_lost or {}), ref: right}
                if right.evidence_lost:
                    right.evidence_lost.pop(ref, None)
                right.evidence[ref] = sent
                if called := recommendation.called.get(sent.sort_key[1]):
                    right.called[sent.sort_key[1]] = called

    def known(self, slot: str) -> Recommendation | None:
        """What has a slot, also if it was entered in error."""
        voided = (void.recommendation for void in self.voids.now)
        return self.recommendations.by_slot.get(slot) or next(
            (one for one in voided if one and one.slot == slot), None
        )

    def share(self, body: str | None) -> str:
        """What the share of a body is known by; empty for none."""
        return self._share_of(body or "")

    def _days(self, on: str, told: str) -> tuple[str, str]:
        """The first and the last day that a fact can be of."""
        if len(on) == len("2024-04-03"):
            return on, on
        if self.zone is None:
            return last_day(on), last_day(on)
        self.vague = True
        return span(on, told, self.zone)

    def about(self, event: Event) -> Recommendation | None:
        """The recommendation that an event speaks of, by its number or by what it is one of the story of."""
        if number := event.fields.get("number"):
            return self.recommendations.found(key(number))
        ref = event.ref or ""
        for known in (self._judged, self._submitted, self._disputed, self._answered, self._reported):
            if recommendation := known.get(ref):
                return recommendation
        return None

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
                _known(how, SUCCESSIONS, position)
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
                recommendation.classify(on, position, classification(event), days, whole)
            case RecommendationCorrected():
                self._corrected(recommendation, event, position)
            case ResponseDueSet(on=on, due=due):
                answer_due = AnswerDue(sort_key, self.share(event.body), due, on, first)
                recommendation.answers_due = tuple(sorted((*recommendation.answers_due, answer_due)))
            case DisputeRaised(dispute=ref, on=on):
                self._disputed[ref] = recommendation
                recommendation.disputes[ref] = Dispute(sort_key, ref, on, first, body=self.share(event.body))

    def _corrected(
        self, recommendation: Recommendation, event: RecommendationCorrected, position: int
    ) -> None:
        match event.what:
            case "text":
                recommendation.texts.correct(event.of, position, event.text, recommendation.made_days)
            case "made-to":
                recommendation.renamed(event.of, event.made_to, position)
                recommendation.addressed.correct(
                    event.of, position, event.made_to or None, recommendation.made_days
                )
            case "due" if event.due is None:
                recommendation.never_due(event.of, position)
            case "due":
                recommendation.dues.correct(event.of, position, event.due, recommendation.made_days)
            case "made-on" if event.made_on:
                # It had been made by the day that its making was recorded.
                recommendation.moved(event.made_on, position, self._days(event.made_on, recommendation.told))
            case "kind" if event.kind:
                self._known_kind(event.kind, position)
                recommendation.file(position, kind=event.kind)
            case "cycle" if event.in_cycle:
                recommendation.file(position, cycle=event.in_cycle)
                if event.made_on:
                    recommendation.moved(
                        event.made_on, position, self._days(event.made_on, recommendation.told)
                    )
            case "number" if event.new_number:
                self.recommendations.renumber(recommendation.slot, event.new_number)
                recommendation.number = event.new_number
                recommendation.filed["number"] = position
            case "end":
                recommendation.never_ended()

    def _known_kind(self, kind: str, position: int) -> None:
        _known(kind, {word.word: word for word in self.words.of("kind")}, position)

    def _judgement_corrected(
        self, recommendation: Recommendation, event: JudgementCorrected, position: int
    ) -> None:
        for status_change in recommendation.status_changes:
            if status_change.ref == event.judgement:
                on = event.judged_on or status_change.on
                first, last = self._days(on, status_change.told)
                right = status_change._replace(
                    sort_key=(last, status_change.sort_key[1]),
                    on=on,
                    first=first,
                    corrected=position,
                    moved_at=position if event.judged_on else status_change.moved_at,
                )
                recommendation.replace(status_change, None if event.void else right)
                return


def _with(said: tuple[C, ...], one: C) -> tuple[C, ...]:
    """One more of what a body says, in the order of days; nearly always it is the last."""
    if not said or said[-1].sort_key < one.sort_key:
        return (*said, one)
    return tuple(sorted((*said, one), key=lambda claim: claim.sort_key))


def _known(word: str, words: Mapping[str, object], position: int) -> None:
    if word not in words:
        raise Damaged(
            f"Event {position} has the word {word!r} where one of {', '.join(words)} was due.",
            "Do not record anything more; restore the ledger from a copy and compare the two.",
        )
