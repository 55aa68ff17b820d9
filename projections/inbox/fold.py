"""The inbox of one inspection: the fold of its recommendations, and what a task names and the fold does not
keep: people, bodies, reasons.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable

from events.base import Day
from events.cycles import CycleClosed, CycleCorrected, CycleOpened, CycleReopened
from events.disputes import DisputeRaised
from events.evidence import EvidenceCorrected, EvidenceRequested, EvidenceSubmitted, EvidenceWithdrawn
from events.inspections import InspectionCorrected, InspectionOpened
from events.judgements import JudgementRecorded, JudgementReturned
from events.named import NamedTuple
from events.recommendations import RecommendationCorrected
from events.words import WordsWithdrawn
from ledger.policies import IMPORTED
from ledger.records import Record
from ledger.state.entities import Cycle
from ledger.state.inspectorate import Inspectorate
from ledger.state.renaming import is_under, put_right
from ledger.times import certainly_later, day_of, last_day
from ledger.validation import key
from projections.model.fold import InspectionFold
from projections.model.recommendation import Recommendation

Named = JudgementRecorded | EvidenceRequested | DisputeRaised
"""Events that name a recommendation and a body."""


class Finding(NamedTuple):
    """A judgement with its author and its position, and the record of its return, or None."""

    event: JudgementRecorded
    by: str
    position: int
    returned: Record | None = None


class InspectionInbox:
    """What the tasks of one inspection are made from; ``fold`` is an empty one, by the bodies known now."""

    def __init__(self, ref: str, settings: Inspectorate, fold: InspectionFold | None = None) -> None:
        self.ref, self.title, self.zone = ref, "", settings.time_zone
        self.fold = InspectionFold.of(settings) if fold is None else fold
        self.cycles: dict[str, Cycle] = {}
        self.closed: set[str] = set()
        self.findings: dict[str, Finding] = {}
        self.judged: dict[str, list[str]] = {}
        self.requests: dict[int, EvidenceRequested] = {}
        self.unseen: set[int] = set()
        """The positions of the requests whose reasons are withdrawn from view."""
        self._places: dict[int, int] = {}
        self.disputes: dict[str, DisputeRaised] = {}
        self.withdrawn: set[str] = set()
        self.bodies: dict[str, str] = {}
        self.opened_at: dict[str, int] = {}
        self.too_soon: dict[int, Day] = {}
        """By its position, the day on which an event of a later one was recorded."""

    def take(self, record: Record) -> None:
        """Take in one more record, in recording order."""
        if isinstance(record.event, RecommendationCorrected):
            self._renamed(record.event)
        self.fold.apply(record.event, record.position, record.recorded_at)
        for name in record.event.PAST_DAYS:
            # As text first: nearly always that is enough.
            if (on := record.event.__dict__[name]) and on > record.recorded_at[: len(on)]:
                recorded = day_of(record.recorded_at, self.zone)
                if certainly_later(on, recorded):
                    self.too_soon[record.position] = recorded
        match event := record.event:
            case JudgementRecorded(judgement=ref):
                by = IMPORTED if ref in self.fold.imported else record.by
                self.findings[ref] = Finding(event, by, record.position)
                self.judged.setdefault(key(event.number), []).append(ref)
            case JudgementReturned(judgement=ref):
                self.findings[ref] = self.findings[ref]._replace(returned=record)
            case EvidenceSubmitted(body=body):
                self.bodies[self.fold.share(body)] = body
            case EvidenceCorrected(body=str(body)):
                self.bodies[self.fold.share(body)] = body
            case EvidenceWithdrawn(evidence=ref):
                self.withdrawn.add(ref)
            case EvidenceRequested():
                self.requests[record.position] = event
                self._places[record.version] = record.position
            case WordsWithdrawn(event=place, words=words) if place in self._places:
                change = self.unseen.add if "why" in words else self.unseen.discard
                change(self._places[place])
            case DisputeRaised(dispute=ref):
                self.disputes[ref] = event
            case InspectionOpened(title=title) | InspectionCorrected(title=title):
                self.title = title
            case CycleOpened(cycle=cycle):
                self.cycles[key(cycle)] = Cycle(event)
                self.opened_at[key(cycle)] = record.position
            case CycleCorrected(cycle=cycle):
                self.cycles[key(cycle)].correct(event)
            case CycleClosed(cycle=cycle, on=on):
                self.closed.add(key(cycle))
                self.cycles[key(cycle)].closed_on = on
            case CycleReopened(cycle=cycle):
                self.closed.discard(key(cycle))
                self.cycles[key(cycle)].closed_on = None

    def _renamed(self, corrected: RecommendationCorrected) -> None:
        """Bodies whose names are put right are called by them in what waits, too."""
        recommendation = self.fold.about(corrected)
        if recommendation is None or corrected.what != "made-to":
            return
        names = put_right(recommendation.addressed, corrected.of, corrected.made_to)

        def right(
            event: JudgementRecorded | EvidenceRequested | DisputeRaised, body: str | None
        ) -> str | None:
            """The right name of a body that an event is about, or None."""
            if key(event.number) != key(corrected.number) or (old := key(body or "")) not in names:
                return None
            word, name = names[old]
            return name if is_under(recommendation.addressed, word, old, event.on) else None

        self.bodies |= {self.fold.share(name): name for _, name in names.values()}
        for ref, found in self.findings.items():
            if name := right(found.event, found.event.made_to):
                event = type(found.event)(**{**found.event.fields, "made_to": name})
                self.findings[ref] = found._replace(event=event)
        for at, request in self.requests.items():
            if name := right(request, request.body):
                self.requests[at] = EvidenceRequested(**{**request.fields, "body": name})
        for ref, dispute in self.disputes.items():
            if name := right(dispute, dispute.body):
                self.disputes[ref] = DisputeRaised(**{**dispute.fields, "body": name})

    def cycle(self, wanted: str | None = None) -> str | None:
        """The cycle to judge in: the wanted one where it is open, else the last one opened of those."""
        there = [one for name, one in self.cycles.items() if name not in self.closed]
        if wanted and key(wanted) in map(key, (one.ref for one in there)):
            return wanted
        latest = max(there, key=lambda one: last_day(one.on), default=None)
        return latest.ref if latest else None

    def judging(
        self, recommendation: Recommendation, cycle: str | None, share: str | None, evidence: Iterable[str]
    ) -> str:
        """What to type to judge; evidence that was withdrawn, or is for another by now, is left out."""
        options = ["--cycle", cycle] if cycle else []
        options += ["--made-to", share] if share else []
        for ref in evidence:
            if ref in recommendation.evidence and ref not in self.withdrawn:
                options += ["--evidence", ref]
        return self.typed("judgement record", recommendation.number, *options)

    def typed(self, command: str, *words: str) -> str:
        """A command on this inspection, as it is typed in a shell."""
        return f"scrutiny {command} {shlex.join([self.ref, *words])}"
