"""The fold behind whatever is read: from records, in recording order and one at a time, to recommendations.

It takes in all it is told; how things stood on a day is then asked of each Entry. What is kept grows with the
words on recommendations (texts, bodies, dates, judgements, evidence), without what those say at length.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Mapping
from functools import lru_cache
from sys import intern

from events.base import Day, Event
from events.cycles import CycleCorrected, CycleOpened
from events.disputes import DisputeRaised, DisputeSettled
from events.evidence import (
    EvidenceAttached,
    EvidenceDescribed,
    EvidenceExpected,
    EvidenceRequested,
    EvidenceSubmitted,
    EvidenceWithdrawn,
)
from events.judgements import (
    JudgementCorrected,
    JudgementExplained,
    JudgementNoted,
    JudgementRecorded,
    JudgementReturned,
    JudgementSignedOff,
)
from events.recommendations import (
    RecommendationCorrected,
    RecommendationLinked,
    RecommendationMade,
    RecommendationReaddressed,
    RecommendationRescheduled,
    RecommendationRestated,
    RecommendationSuperseded,
    RecommendationUnlinked,
    RecommendationWithdrawn,
)
from ledger.errors import Damaged
from ledger.policies import AFTER, KINDS, STATUSES, SUCCESSIONS
from ledger.times import last_day
from ledger.words import key
from projections.base import named
from projections.entry import Entry
from projections.facts import NEVER, Dispute, Link, Place, Request, Submission, Verdict

SILENT = frozenset(
    {JudgementExplained, EvidenceDescribed, EvidenceAttached, EvidenceExpected, JudgementNoted}
)
"""Frequent, and no word of them is in the register: who reads all there is may pass over them at once."""

same = lru_cache(maxsize=4096)(key)
"""As ``key``, for numbers and bodies: there are few of them, and each is held once."""


class InspectionFold:
    """The recommendations of one inspection. ``counts_at_once``: judgements need no sign-off here.

    What speaks of something that is not there is passed over: a lens may have left it out.
    """

    def __init__(self, *, counts_at_once: bool = False) -> None:
        self.counts_at_once = counts_at_once
        self.entries: dict[str, Entry] = {}
        self.opened: dict[str, str] = {}
        self._judged: dict[str, Entry] = {}
        self._submitted: dict[str, Entry] = {}
        self._disputed: dict[str, Entry] = {}

    def apply(self, event: Event, position: int) -> None:
        """Take one more event in. Frequent ones come first: the match tries them in order."""
        match event:
            case JudgementSignedOff(judgement=ref):
                if (entry := self._judged.get(ref)) and (verdict := entry.awaiting.pop(ref, None)):
                    entry.settle(verdict.signed(position))
            case JudgementRecorded(judgement=ref, number=number, on=on):
                _known(event.status, STATUSES, position)
                if entry := self.entries.get(same(number)):
                    self._judged[ref] = entry
                    verdict = _verdict(event, (last_day(on), position))
                    if self.counts_at_once:
                        entry.settle(verdict)
                    else:
                        entry.awaiting[ref] = verdict
            case EvidenceSubmitted(evidence=ref, number=number, on=on):
                if entry := self.entries.get(same(number)):
                    self._submitted[ref] = entry
                    entry.evidence[ref] = _submission(event, (last_day(on), position))
            case RecommendationMade():
                _known(event.kind, KINDS, position)
                self.entries[key(event.number)] = Entry(event, position, self.opened)
            case EvidenceWithdrawn(evidence=ref, on=on):
                if entry := self._submitted.get(ref):
                    entry.evidence[ref] = entry.evidence[ref]._replace(withdrawn=last_day(on))
            case JudgementReturned(judgement=ref):
                if entry := self._judged.get(ref):
                    entry.awaiting.pop(ref, None)
            case JudgementCorrected(judgement=ref):
                if entry := self._judged.get(ref):
                    _judgement_corrected(entry, event, position)
            case CycleOpened(cycle=cycle, on=on):
                self.opened[key(cycle)] = last_day(on)
            case CycleCorrected(cycle=cycle, opened_on=day) if day:
                self.opened[key(cycle)] = last_day(day)
            case DisputeSettled(dispute=ref, on=on):
                if entry := self._disputed.get(ref):
                    entry.disputes[ref] = entry.disputes[ref]._replace(settled=last_day(on))
            case _:
                if entry := self.entries.get(key(event.fields.get("number", ""))):
                    self._said_of(entry, event, position)

    def about(self, event: Event) -> Entry | None:
        """The recommendation that an event speaks of, by its number or by what it is one of the story of."""
        if number := event.fields.get("number"):
            return self.entries.get(key(number))
        ref = named(event) or ""
        return self._judged.get(ref) or self._submitted.get(ref) or self._disputed.get(ref)

    def _said_of(self, entry: Entry, event: Event, position: int) -> None:
        """Rarer words on a recommendation."""
        match event:
            case EvidenceRequested(on=on):
                request = Request((last_day(on), position), key(event.body or ""), on)
                insort(entry.requests, request)
            case RecommendationRestated(on=on, text=text):
                entry.texts.put(on, position, text)
            case RecommendationReaddressed(on=on, made_to=made_to):
                entry.addressed.put(on, position, made_to)
            case RecommendationRescheduled(on=on, due=due):
                entry.dues.put(on, position, due)
            case RecommendationWithdrawn(on=on):
                entry.settle(_end((last_day(on), position), on, "withdrawn", "withdrawn"))
            case RecommendationSuperseded(on=on, how=how):
                _known(how, SUCCESSIONS, position)
                place = last_day(on), position
                entry.settle(_end(place, on, "superseded", SUCCESSIONS[how][1]))
                entry.links += [Link(place, AFTER[how], heir, on, event.why) for heir in event.by]
            case RecommendationLinked(on=on):
                entry.links.append(Link((last_day(on), position), event.relation, event.other, on, event.why))
            case RecommendationUnlinked():
                gone = event.relation, key(event.other)
                entry.links = [link for link in entry.links if (link.relation, key(link.other)) != gone]
            case RecommendationCorrected():
                _corrected(entry, event, position)
            case DisputeRaised(dispute=ref, on=on):
                self._disputed[ref] = entry
                entry.disputes[ref] = Dispute((last_day(on), position), ref, on)


def _verdict(judged: JudgementRecorded, place: Place) -> Verdict:
    # As Verdict(…), at half its price: this and the next are most of the fold. Texts that recur are
    # held once.
    said = (
        place,
        intern(judged.on),
        "judged",
        intern(judged.status),
        judged.reason and intern(judged.reason),
        intern(judged.cycle),
        same(judged.made_to or ""),
        judged.until,
        judged.judgement,
        judged.evidence,
        judged.made_to,
        0,  # neither signed off, nor corrected, nor moved
        0,
        0,
    )
    return tuple.__new__(Verdict, said)


def _submission(sent: EvidenceSubmitted, place: Place) -> Submission:
    said = place, sent.evidence, same(sent.body), sent.proposes_closure, intern(sent.on), NEVER
    return tuple.__new__(Submission, said)


def _end(place: Place, on: Day, outcome: str, reason: str) -> Verdict:
    return Verdict(place, on, outcome, "closed", reason)


def _judgement_corrected(entry: Entry, event: JudgementCorrected, position: int) -> None:
    for verdict in entry.verdicts:
        if verdict.ref == event.judgement:
            on = event.judged_on or verdict.on
            right = verdict._replace(
                place=(last_day(on), verdict.place[1]),
                on=on,
                corrected=position,
                moved_at=position if event.judged_on else verdict.moved_at,
            )
            entry.replace(verdict, None if event.void else right)
            return


def _corrected(entry: Entry, event: RecommendationCorrected, position: int) -> None:
    match event.what:
        case "text":
            entry.texts.correct(event.of, position, event.text)
        case "made-to":
            entry.renamed(event.of, event.made_to, position)
            entry.addressed.correct(event.of, position, event.made_to or None)
        case "due" if event.due is None:
            entry.never_due(event.of, position)
        case "due":
            entry.dues.correct(event.of, position, event.due)
        case "made-on" if event.made_on:
            entry.moved(event.made_on, position)
        case "kind" if event.kind:
            _known(event.kind, KINDS, position)
            entry.file(position, kind=event.kind)
        case "cycle" if event.in_cycle:
            entry.file(position, cycle=event.in_cycle)
            if event.made_on:
                entry.moved(event.made_on, position)
        case "end":
            entry.never_ended()


def _known(word: str, words: Mapping[str, object], position: int) -> None:
    if word not in words:
        raise Damaged(
            f"Event {position} has the word {word!r} where one of {', '.join(words)} was due.",
            "Do not record anything more; restore the ledger from a copy and compare the two.",
        )
