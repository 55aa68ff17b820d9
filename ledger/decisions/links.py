"""What recommendations are to each other, within an inspection and across them.

1. What takes a recommendation's place exists, is another one, and stands itself; so nothing goes in a circle.
2. Several are split into, one is merged or reframed into.
3. What repeats another was made after it, once.
4. Each side of a link stands in the stream of its own inspection; both are recorded, or neither is.
"""

from __future__ import annotations

from typing import ClassVar

from events.base import Day, Names
from events.recommendations import (
    RecommendationLinked,
    RecommendationSuperseded,
    RecommendationUnlinked,
)
from ledger import times, words
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
from ledger.entities import Recommendation
from ledger.errors import BadInput, Refused
from ledger.inspection import Inspection
from ledger.policies import INSPECTOR, SUCCESSIONS


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
        ref, number = target(named)
        other = past.inspection(ref)
        heir = recommendation(other, number)
        if heir is found:
            raise Refused(f"Recommendation {found.number} cannot take its own place.")
        if heir.gone and words.key(f"{self.inspection}/{found.number}") in map(words.key, heir.heirs):
            raise Refused(
                f"Recommendation {heir.number} of {other.ref} was superseded by {found.number}: "
                "they cannot take each other's place."
            )
        standing(other, number)
        not_before(on, heir.made_on, f"recommendation {heir.number} of {other.ref} was made")
        return other, heir


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
        ref, number = target(self.of)
        other = past.inspection(ref)
        earlier = recommendation(other, number)
        on = past.day(self.on)
        not_before(on, found.made_on, f"recommendation {found.number} was made")
        mine, theirs = f"{inspection.ref}/{found.number}", f"{other.ref}/{earlier.number}"
        if words.key(theirs) in found.links:
            relation, _ = found.links[words.key(theirs)]
            raise Refused(f"{mine} is linked to {theirs} already: {relation}.")
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
        ref, number = target(self.other)
        other = past.inspection(ref)
        linked = recommendation(other, number)
        mine, theirs = f"{inspection.ref}/{found.number}", f"{other.ref}/{linked.number}"
        relation, _ = found.links.get(words.key(theirs), (None, ""))
        if relation not in ("repeats", "repeated-by"):
            raise Refused(
                f"Neither of {mine} and {theirs} repeats the other.",
                "What was superseded in error is set right: scrutiny recommendation correct … --void end",
            )
        return made(
            mine,
            *unlinked(inspection, found, (theirs,), self.why),
            *unlinked(other, linked, (mine,), self.why),
        )


def unlinked(
    inspection: Inspection, found: Recommendation, others: Names, why: str
) -> list[RecommendationUnlinked]:
    """What unties a recommendation from others, on its own side."""
    return [
        RecommendationUnlinked(
            inspection=inspection.ref,
            number=found.number,
            relation=found.links[words.key(other)][0],
            other=other,
            why=words.prose(why, "reason"),
        )
        for other in others
        if words.key(other) in found.links
    ]
