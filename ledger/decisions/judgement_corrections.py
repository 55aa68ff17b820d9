"""Judgements that were published wrongly, set right by a later event: what one may ask.

See ledger.rules.judgement_corrections. A judgement that nobody has signed off yet is returned instead.
"""

from __future__ import annotations

from typing import ClassVar

from events.base import Event
from events.judgements import JudgementCorrected, JudgementExplained
from ledger import validation as words
from ledger.decisions.base import (
    InspectionDecision,
    Outcome,
    State,
    judgement,
    made,
)
from ledger.policies import APPROVER, INSPECTOR


class CorrectJudgement(InspectionDecision):
    """Set right a judgement that counts: ``void`` where it should not have been signed off, else its day or
    its rationale.
    """

    ROLES: ClassVar[tuple[str, ...]] = (APPROVER, INSPECTOR)
    judgement: str
    why: str
    void: bool = False
    judged_on: str | None = None
    rationale: str | None = None

    def decide(self, state: State) -> Outcome:
        """Corrected by somebody who is entitled to, where it counts and something else is said."""
        inspection = state.inspection(self.inspection)
        found = judgement(inspection, self.judgement)
        rationale = None if self.rationale is None else words.prose(self.rationale, "rationale")
        judged_on = None if self.judged_on is None else state.day(self.judged_on)
        if rationale == found.rationale and judged_on not in (None, found.on):
            # Only the day is another.
            rationale = None
        right: list[Event] = [
            JudgementCorrected(
                inspection=inspection.ref,
                judgement=found.ref,
                void=self.void,
                judged_on=judged_on,
                reworded=rationale is not None,
                why=words.prose(self.why, "reason"),
            )
        ]
        if rationale is not None:
            right.append(
                JudgementExplained(inspection=inspection.ref, judgement=found.ref, rationale=rationale)
            )
        return made(found.ref, *right)
