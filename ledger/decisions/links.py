"""What recommendations are to each other, within an inspection and across them: what one may ask.

See ledger.rules.links. Each side of a link is drafted for the stream of its own inspection.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from events.base import Names
from events.recommendations import (
    RecommendationLinked,
    RecommendationSuperseded,
    RecommendationUnlinked,
)
from ledger import validation as words
from ledger.decisions.base import (
    InspectionDecision,
    Outcome,
    State,
    Target,
    made,
    recommendation,
    refuse,
    target,
)
from ledger.decisions.recommendations import Change, reason
from ledger.errors import BadInput, Refused
from ledger.policies import INSPECTOR, SUCCESSIONS
from ledger.rules.things import unknown
from ledger.state.entities import Recommendation, Tie
from ledger.state.inspection import Inspection

SUCCEEDING = tuple(relation for relation, _ in SUCCESSIONS.values())
REPEATING = ("repeats", "repeated-by")
End = tuple[Inspection, Recommendation]
"""A recommendation and the inspection it is of."""


class SupersedeRecommendation(Change):
    """Let others, named ``REF/NUMBER``, take a recommendation's place; ``how`` is one of SUCCESSIONS."""

    by: Names
    how: str = "superseded"
    why: str | None = None
    on: str | None = None

    def decide(self, state: State) -> Outcome:
        """Superseded, and each successor told."""
        refuse(unknown(self.how, SUCCESSIONS, "succession"))
        inspection, found, on = self.found(state, self.on)
        ends = (other_end(state, named) for named in self.by)
        heirs = {f"{other.ref}/{heir.number}": (other, heir) for other, heir in ends}
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


def succeeded(
    targets: Sequence[Target], how: str, by: Names, *, why: str | None, on: str | None
) -> list[SupersedeRecommendation]:
    """The requests that let others take the place of several; raises BadInput if several are split."""
    if how == "split" and len(targets) > 1:
        raise BadInput("One recommendation is split at a time.", "Several become others with: reframe")
    return [
        SupersedeRecommendation(inspection=ref, number=number, how=how, by=by, why=why, on=on)
        for ref, number in targets
    ]


def other_end(state: State, named: str) -> tuple[Inspection, Recommendation]:
    """The recommendation that a link leads to, said as ``REF/NUMBER``; raises BadInput or NotFound."""
    ref, number = target(named)
    other = state.inspection(ref)
    return other, recommendation(other, number)


class RepeatRecommendation(InspectionDecision):
    """Say that a recommendation repeats an earlier one, named ``REF/NUMBER``; both stand on."""

    ROLES: ClassVar[tuple[str, ...]] = (INSPECTOR,)
    number: str
    of: str
    why: str | None = None
    on: str | None = None

    def decide(self, state: State) -> Outcome:
        """Linked on both sides, where they are not linked and the other is the earlier."""
        inspection = state.inspection(self.inspection)
        found = recommendation(inspection, self.number)
        other, earlier = other_end(state, self.of)
        on = state.day(self.on)
        mine, theirs = f"{inspection.ref}/{found.number}", f"{other.ref}/{earlier.number}"
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

    def decide(self, state: State) -> Outcome:
        """Unlinked on both sides."""
        inspection = state.inspection(self.inspection)
        found = recommendation(inspection, self.number)
        other, linked = other_end(state, self.other)
        mine, theirs = f"{inspection.ref}/{found.number}", f"{other.ref}/{linked.number}"
        tied = [one for one, _ in _ties(found, other, linked) if one in REPEATING]
        if not tied:
            raise Refused(
                f"Neither of {mine} and {theirs} repeats the other.",
                "What was superseded in error is set right: scrutiny recommendation correct … --void end",
            )
        return made(
            mine,
            *unlinked((inspection, found), (other, linked), REPEATING, self.why),
            *unlinked((other, linked), (inspection, found), REPEATING, self.why),
        )


def unlinked(mine: End, theirs: End, relations: Names, why: str) -> list[RecommendationUnlinked]:
    """What unties a recommendation from another on its own side, from each of some relations."""
    inspection, found = mine
    return [
        RecommendationUnlinked(
            inspection=inspection.ref,
            number=found.number,
            relation=relation,
            other=tie.other,
            of=tie.on,
            why=words.prose(why, "reason"),
        )
        for relation, tie in _ties(found, *theirs)
        if relation in relations
    ]


def _ties(found: Recommendation, there: Inspection, other: Recommendation) -> list[tuple[str, Tie]]:
    """What ties a recommendation to another, in the order in which it came to be.

    The other may have had another number then.
    """
    ends = ((relation, tie, tie.other.partition("/")) for (relation, _), tie in found.links.items())
    return [
        (relation, tie)
        for relation, tie, (ref, _, number) in ends
        if words.key(ref) == words.key(there.ref) and there.recommendations.get(number) is other
    ]
