"""What recommendations are to each other, within an inspection and across them.

1. A link leads to what is there: another recommendation, of this inspection or another.
2. What takes a recommendation's place stands itself; so nothing goes in a circle.
3. Several are split into, one is merged or reframed into.
4. What repeats another was made after it, and is linked to it once.
5. Each side of a link stands in the stream of its own inspection; both are recorded, or neither is.
"""

from __future__ import annotations

from typing import ClassVar

from events.base import Day, Names
from events.recommendations import (
    RecommendationLinked,
    RecommendationSuperseded,
    RecommendationUnlinked,
)
from ledger import times
from ledger import validation as words
from ledger.decisions.base import (
    InspectionDecision,
    Made,
    Past,
    made,
    not_before,
    recommendation,
    standing,
    target,
)
from ledger.decisions.recommendations import Change, may_end, reason
from ledger.errors import BadInput, NotFound, Refused
from ledger.policies import INSPECTOR, RELATIONS, SUCCESSIONS
from ledger.state.entities import Recommendation
from ledger.state.inspection import Inspection

SUCCEEDING = tuple(relation for relation, _ in SUCCESSIONS.values())
REPEATING = ("repeats", "repeated-by")


class SupersedeRecommendation(Change):
    """Let others, named ``REF/NUMBER``, take a recommendation's place; ``how`` is one of SUCCESSIONS."""

    by: Names
    how: str = "superseded"
    why: str | None = None
    on: str | None = None

    def decide(self, past: Past) -> Made:
        """Superseded, and each successor told."""
        if self.how not in SUCCESSIONS:
            raise BadInput(f"{self.how!r} is no succession.", f"Say one of {', '.join(SUCCESSIONS)}.")
        inspection, found, on = self.found(past, self.on)
        may_end(inspection, found, on)
        heirs = {
            f"{other.ref}/{heir.number}": (other, heir)
            for other, heir in (self._heir(past, found, named, on) for named in self.by)
        }
        if not heirs:
            raise BadInput("No successor was said.", "Say which one: REF/NUMBER.")
        if self.how == "split" and len(heirs) < 2:
            raise Refused(f"Recommendation {found.number} is split into several, and one was said.")
        if self.how in ("merged", "reframed") and len(heirs) > 1:
            raise Refused(
                f"Recommendation {found.number} is {self.how} into one, and {len(heirs)} were said.",
                "Split it: scrutiny recommendation split …",
            )
        return made(
            f"{inspection.ref}/{found.number}",
            RecommendationSuperseded(
                inspection=inspection.ref,
                number=found.number,
                how=self.how,
                by=tuple(heirs),
                why=reason(self.why),
                on=on,
            ),
            *(
                RecommendationLinked(
                    inspection=other.ref,
                    number=heir.number,
                    relation=SUCCESSIONS[self.how][0],
                    other=f"{inspection.ref}/{found.number}",
                    why=reason(self.why),
                    on=on,
                )
                for other, heir in heirs.values()
            ),
        )

    def _heir(
        self, past: Past, found: Recommendation, named: str, on: Day
    ) -> tuple[Inspection, Recommendation]:
        other, heir = other_end(past, named)
        if heir is found:
            raise Refused(
                f"Recommendation {found.number} cannot take its own place.", "Name another: REF/NUMBER."
            )
        if found in _successors(past, heir):
            mine = past.inspection(self.inspection).ref
            raise Refused(
                f"{mine}/{found.number} stands in the place of {other.ref}/{heir.number} already: "
                "they cannot take each other's.",
                f"See who took whose place: scrutiny show {other.ref} {heir.number}",
            )
        standing(other, heir.number, on)
        not_before(on, heir.made_on, f"recommendation {heir.number} of {other.ref} was made")
        return other, heir


def other_end(past: Past, named: str) -> tuple[Inspection, Recommendation]:
    """The recommendation that a link leads to, said as ``REF/NUMBER``; raises BadInput or Refused."""
    ref, number = target(named)
    try:
        other = past.inspection(ref)
        return other, recommendation(other, number)
    except NotFound as error:
        raise Refused(f"No link leads to what is not there: {error.message}", error.remedy) from error


def _successors(past: Past, first: Recommendation) -> list[Recommendation]:
    """What took a recommendation's place, and what took theirs, to the last."""
    found = [first]
    for one in found:
        heirs = [other_end(past, named)[1] for named in one.heirs]
        found += (heir for heir in heirs if heir not in found)
    return found[1:]


class RepeatRecommendation(InspectionDecision):
    """Say that a recommendation repeats an earlier one, named ``REF/NUMBER``; both stand on."""

    ROLES: ClassVar[tuple[str, ...]] = (INSPECTOR,)
    number: str
    of: str
    why: str | None = None
    on: str | None = None

    def decide(self, past: Past) -> Made:
        """Linked on both sides, where they are not linked and the other is the earlier."""
        inspection = past.inspection(self.inspection)
        found = recommendation(inspection, self.number)
        other, earlier = other_end(past, self.of)
        if earlier is found:
            raise Refused(f"Recommendation {found.number} cannot repeat itself.")
        on = past.day(self.on)
        not_before(on, found.made_on, f"recommendation {found.number} was made")
        mine, theirs = f"{inspection.ref}/{found.number}", f"{other.ref}/{earlier.number}"
        if relations := _relations(found, theirs):
            raise Refused(f"{mine} is linked to {theirs} already: {RELATIONS[relations[0]].lower()}.")
        if times.last_day(earlier.made_on) >= times.last_day(found.made_on):
            raise Refused(
                f"{mine} was made on {found.made_on} and cannot repeat {theirs}, made on {earlier.made_on}.",
                "Say it the other way round: the later one repeats the earlier.",
            )
        return made(
            mine,
            *(
                RecommendationLinked(
                    inspection=side.ref,
                    number=one,
                    relation=relation,
                    other=to,
                    why=reason(self.why),
                    on=on,
                )
                for side, one, relation, to in (
                    (inspection, found.number, "repeats", theirs),
                    (other, earlier.number, "repeated-by", mine),
                )
            ),
        )


class UnlinkRecommendation(InspectionDecision):
    """Say that one recommendation never repeated another, named ``REF/NUMBER``."""

    ROLES: ClassVar[tuple[str, ...]] = (INSPECTOR,)
    number: str
    other: str
    why: str

    def decide(self, past: Past) -> Made:
        """Unlinked on both sides."""
        inspection = past.inspection(self.inspection)
        found = recommendation(inspection, self.number)
        other, linked = other_end(past, self.other)
        mine, theirs = f"{inspection.ref}/{found.number}", f"{other.ref}/{linked.number}"
        tied = [one for one in _relations(found, theirs) if one in REPEATING]
        if not tied:
            raise Refused(
                f"Neither of {mine} and {theirs} repeats the other.",
                "What was superseded in error is set right: scrutiny recommendation correct … --void end",
            )
        return made(
            mine,
            *unlinked(inspection, found, theirs, REPEATING, self.why),
            *unlinked(other, linked, mine, REPEATING, self.why),
        )


def unlinked(
    inspection: Inspection, found: Recommendation, other: str, relations: Names, why: str
) -> list[RecommendationUnlinked]:
    """What unties a recommendation from another on its own side, from each of some relations."""
    return [
        RecommendationUnlinked(
            inspection=inspection.ref,
            number=found.number,
            relation=relation,
            other=other,
            of=found.links[relation, words.key(other)].on,
            why=words.prose(why, "reason"),
        )
        for relation in _relations(found, other)
        if relation in relations
    ]


def _relations(found: Recommendation, other: str) -> list[str]:
    """What a recommendation is to another, named ``REF/NUMBER``, in the order in which it came to be."""
    return [relation for relation, to in found.links if to == words.key(other)]
