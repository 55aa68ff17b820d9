"""The same dated facts recorded in another order, one that causes and decisions allow.

What is made is recorded before what speaks of it, and facts of one day about the same thing keep their order,
and so do facts whose dates leave open which was first: there the order of recording is what tells them apart.
All else may come in any order. What sets right what a number or a ref means (another number, that it was
entered in error, for what evidence is) keeps its place among all that is recorded of its inspection.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from random import Random
from typing import Any, TypeVar

from events.base import Event
from events.cycles import CycleClosed, CycleCorrected, CycleOpened, CycleReopened
from events.disputes import DisputeRaised
from events.evidence import EvidenceCorrected, EvidenceExpected, EvidenceSubmitted, EvidenceWithdrawn
from events.frozen import Frozen
from events.imports import FileImported
from events.inspections import InspectionCorrected, InspectionOpened
from events.judgements import JudgementCorrected, JudgementRecorded, JudgementSignedOff
from events.recommendations import (
    RecommendationCorrected,
    RecommendationLinked,
    RecommendationMade,
    RecommendationUnlinked,
    RecommendationUnvoided,
    RecommendationVoided,
)
from ledger.decisions.recommendation_corrections import CorrectRecommendation
from ledger.errors import LedgerError
from ledger.times import first_day, last_day
from ledger.validation import key
from tests.histories import Asked, History
from tests.told import Told

Thing = tuple[str, ...]
"""A kind and refs: ``("judgement", "one", "J1")``."""

SETS_RIGHT = (RecommendationCorrected, RecommendationVoided, RecommendationUnvoided, EvidenceCorrected)
NAMED = ("judgement", "evidence", "dispute")
F = TypeVar("F", bound=Frozen)
TRIES = 4


def reordered(history: History, random: Random) -> Told | None:
    """A ledger that was told the same in another order; None where the decisions refuse the orders tried."""
    before = Causes(history.asked).before()
    sign_off = history.told.inspectorate().sign_off
    for _ in range(TRIES):
        order = list(range(len(history.asked)))
        random.shuffle(order)
        told = Told(sign_off=sign_off)
        if _again_in(told, history.asked, order, before):
            return told
    return None


def _again_in(told: Told, asked: list[Asked], order: list[int], before: list[set[int]]) -> bool:
    """Record in this order, as far as causes allow; what is refused is tried again when more was recorded."""
    names: dict[Thing, str] = {}
    done: set[int] = set()
    while len(done) < len(asked):
        for at in order:
            if at not in done and before[at] <= done and _again(told, asked[at], names):
                done.add(at)
                break
        else:
            return False
    return True


def _again(told: Told, asked: Asked, names: dict[Thing, str]) -> bool:
    """Ask the same, with the refs that things have here; True where the same came of it."""
    decision = renamed(asked.decision, names)
    if isinstance(decision, CorrectRecommendation) and isinstance(
        first := asked.made.events[0], RecommendationCorrected
    ):
        # The day that was wrong, where nobody said it, was that of the word which held when it was recorded.
        decision = changed(decision, of=first.of)
    try:
        answer = told.decide(decision, by=asked.by)
    except LedgerError:
        return False
    here = dict(names)
    for then, now in zip(asked.made.events, answer.events, strict=False):
        for what in NAMED:
            if isinstance(ref := getattr(then, what, None), str):
                here.setdefault((what, then.inspection, ref), getattr(now, what))
    if tuple(renamed(event, here) for event in asked.made.events) != answer.events:
        return False
    names.update(here)
    told.record(answer, by=asked.by)
    return True


def renamed(one: F, names: dict[Thing, str]) -> F:
    """A decision or an event with other refs for judgements, evidence and disputes."""
    others: dict[str, object] = {}
    for what in NAMED:
        said = getattr(one, what, None)
        if isinstance(said, str):
            others[what] = names.get((what, one.inspection, said), said)
        elif isinstance(said, tuple):
            others[what] = tuple(names.get((what, one.inspection, ref), ref) for ref in said)
    return changed(one, **others) if others else one


def changed(one: F, **others: object) -> F:
    """The same with other values in some fields."""
    return type(one)(**{**vars(one), **others})


class Causes:
    """What each request of a history makes, needs, and keeps its order with others for."""

    def __init__(self, asked: list[Asked]) -> None:
        self.asked = asked
        self.makes: list[set[Thing]] = [set() for _ in asked]
        self.needs: list[set[Thing]] = [set() for _ in asked]
        self.keeps: list[set[Thing]] = [set() for _ in asked]
        self._maker: dict[Thing, int] = {}
        self._number: dict[Thing, str] = {}
        self._inspections: list[set[str]] = [set() for _ in asked]
        self._barriers: list[set[str]] = [set() for _ in asked]
        self._cycle: dict[Thing, str] = {}
        self._cited: dict[Thing, list[Thing]] = defaultdict(list)
        for at, one in enumerate(asked):
            for event in one.made.events:
                self._look_at(at, event)
        self._join_days()

    def before(self) -> list[set[int]]:
        """For each request those that stay before it."""
        return [
            {
                earlier
                for earlier in range(at)
                if self.makes[earlier] & self.needs[at]
                or self.keeps[earlier] & self.keeps[at]
                or self._barriers[earlier] & self._inspections[at]
                or self._inspections[earlier] & self._barriers[at]
            }
            for at in range(len(self.asked))
        ]

    def _look_at(self, at: int, event: Any) -> None:  # Any: whichever it is, it is of an inspection
        if isinstance(event, FileImported):
            # Files are numbered as they come.
            self.keeps[at].add(("files",))
            return
        ref = key(event.inspection)
        makes, needs, keeps = self.makes[at], self.needs[at], self.keeps[at]
        cycle = getattr(event, "cycle", None)
        until = getattr(event, "until", None)
        named = [
            (what, ref, key(said)) for what in NAMED if isinstance(said := getattr(event, what, None), str)
        ]
        self._inspections[at] |= {ref, *(key(one).partition("/")[0] for one in _others(event))}
        if isinstance(event, SETS_RIGHT) and getattr(event, "what", "number") == "number":
            self._barriers[at].add(ref)
        number = getattr(event, "number", None) or (self._number[named[0]] if named else None)
        needs.add(("inspection", ref))
        for one in (cycle, until):
            if one:
                needs.add(("cycle", ref, key(one)))
                makes.add(("in cycle", ref, key(one)))
                needs.add(("cycle set right", ref, key(one)))
        if number:
            needs.add(("recommendation", ref, key(number)))
            keeps.update(("day", ref, key(number), day) for day in _said(event))
        needs.update(named)
        match event:
            case InspectionOpened():
                makes.add(("inspection", ref))
            case CycleOpened():
                makes.add(("cycle", ref, key(event.cycle)))
                # What is left open until a cycle may be said before that is opened, or after.
                needs.add(("in cycle", ref, key(event.cycle)))
            case InspectionCorrected():
                keeps.add(("title", ref))
            case CycleClosed() | CycleReopened() | CycleCorrected():
                # Each is asked on all that stands in the cycle, and none of them can change places.
                needs.add(("in cycle", ref, key(event.cycle)))
                keeps.add(("cycle", ref, key(event.cycle)))
                makes.add(("cycle set right", ref, key(event.cycle)))
            case RecommendationMade():
                self._made(at, ("recommendation", ref, key(event.number)))
                self._cycle[ref, key(event.number)] = key(event.cycle)
            case JudgementRecorded():
                self._made(at, named[0], event.number)
                for one in event.evidence:
                    self._cited[named[0]].append(("evidence", ref, key(one)))
                needs.update(self._cited[named[0]])
                makes.update(("cites", *evidence) for evidence in self._cited[named[0]])
            case JudgementSignedOff():
                makes.update(("cites", *evidence) for evidence in self._cited[named[0]])
            case EvidenceSubmitted():
                self._made(at, named[0], event.number)
            case EvidenceWithdrawn():
                needs.add(("cites", *named[0]))
            case DisputeRaised():
                self._made(at, named[-1], event.number)
                keeps.update(named)
            case JudgementCorrected():
                keeps.add(named[0])
                if event.judged_on:
                    # It is a fact of that day, too, and always was.
                    self.keeps[self._maker[named[0]]].add(("day", ref, key(number), event.judged_on))
            case RecommendationCorrected(new_number=str(right)):
                for known in (self._maker, self._cycle):
                    for of, there in list(known.items()):
                        if of[-2:] == (ref, key(event.number)) and of[0] in ("recommendation", ref):
                            known[(*of[:-1], key(right))] = there
            case RecommendationCorrected():
                keeps.add(("correction", ref, key(event.number)))
                if event.in_cycle:
                    there = self._cycle[ref, key(event.number)]
                    for one in (there, key(event.in_cycle)):
                        makes.add(("in cycle", ref, one))
                        needs.update({("cycle", ref, one), ("cycle set right", ref, one)})
                    self._cycle[ref, key(event.number)] = key(event.in_cycle)
                if event.made_on:
                    made = self._maker["recommendation", ref, key(event.number)]
                    self.keeps[made].add(("day", ref, key(event.number), event.made_on))
            case RecommendationLinked() | RecommendationUnlinked():
                keeps.add(("link", *sorted((key(f"{ref}/{event.number}"), key(event.other)))))
            case EvidenceExpected():
                keeps.add(("expected", ref, key(event.number), key(event.cycle)))

    def _made(self, at: int, thing: Thing, number: str = "") -> None:
        self.makes[at].add(thing)
        self._maker[thing] = at
        self._number[thing] = number

    def _join_days(self) -> None:
        """Days of one recommendation that may be one become one."""
        days = {thing for keeps in self.keeps for thing in keeps if thing[0] == "day"}
        joined: dict[Thing, Thing] = {}
        begun, until = ("",), ""
        for thing in sorted(days, key=lambda one: (one[:-1], first_day(one[-1]), last_day(one[-1]))):
            if thing[:-1] != begun[:-1] or first_day(thing[-1]) > until:
                begun, until = thing, ""
            joined[thing], until = begun, max(until, last_day(thing[-1]))
        self.keeps = [{joined.get(thing, thing) for thing in keeps} for keeps in self.keeps]


def _others(event: Event) -> Iterator[str]:
    """Recommendations of any inspection that an event names."""
    if isinstance(other := getattr(event, "other", None), str):
        yield other
    if isinstance(heirs := getattr(event, "by", None), tuple):
        yield from heirs


def _said(event: Event) -> Iterator[str]:
    for name in ("on", "of", "judged_on", "made_on"):
        if day := getattr(event, name, None):
            yield day
