"""Judgements that were published wrongly, set right by a later event that says what was wrong.

1. What two people signed off is corrected by an approver who is not its author; in a ledger without sign-off
   by any approver or inspector. A judgement that nobody has signed off yet is returned instead.
2. A correction says something else than the judgement.
3. A judgement is moved to no day on which it could not have been made.
"""

from __future__ import annotations

from typing import ClassVar

from events.base import Day, Event
from events.judgements import JudgementCorrected, JudgementExplained
from ledger import validation as words
from ledger.decisions.base import (
    InspectionDecision,
    Made,
    Past,
    addressee,
    during,
    judgement,
    made,
    not_before,
    standing,
)
from ledger.errors import BadInput, Refused
from ledger.policies import APPROVER, INSPECTOR
from ledger.state.entities import Judgement
from ledger.state.inspection import Inspection

SEE = "See what was said and when: scrutiny trail"


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

    def decide(self, past: Past) -> Made:
        """Corrected by somebody who is entitled to, where it counts and something else is said."""
        inspection = past.inspection(self.inspection)
        found = judgement(inspection, self.judgement)
        self._may(past, inspection, found)
        if self.void == (self.judged_on is not None or self.rationale is not None):
            raise BadInput(
                "Say either that it is void, or what it should have said.",
                "Say --void, or --judged-on DATE, or --rationale TEXT.",
            )
        rationale = None if self.rationale is None else words.prose(self.rationale, "rationale")
        judged_on = None if self.judged_on is None else self._day(past, inspection, found, self.judged_on)
        if rationale == found.rationale:
            rationale = None
        if not (self.void or rationale or judged_on not in (None, found.on)):
            raise Refused(f"Judgement {found.ref} says just that already.")
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

    def _may(self, past: Past, inspection: Inspection, found: Judgement) -> None:
        if found.fate == "awaiting":
            raise Refused(
                f"Judgement {found.ref} awaits sign-off: it does not count yet.",
                f"Return it: scrutiny judgement return {inspection.ref} {found.ref} --why …",
            )
        if found.fate != "signed-off":
            raise Refused(
                f"Judgement {found.ref} of {inspection.ref} is {found.fate}: it does not count.", SEE
            )
        if past.inspectorate.sign_off == "required":
            if APPROVER not in past.inspectorate.roles[past.by]:
                raise Refused(
                    f"{past.by} may not correct what was signed off: that takes the role approver.",
                    "Ask an approver who did not record it.",
                )
            if found.by == past.by:
                raise Refused(
                    f"{past.by} recorded judgement {found.ref} and cannot correct it: a second person must.",
                    "Ask another approver.",
                )

    def _day(self, past: Past, inspection: Inspection, found: Judgement, said: str) -> Day:
        day = past.day(said)
        judged = inspection.recommendations[words.key(found.number)]
        remedy = "Say the day it was judged: --judged-on DATE"
        during(day, inspection, inspection.cycles[words.key(found.cycle)], remedy)
        not_before(day, judged.made_on, f"recommendation {judged.number} was made", remedy)
        standing(inspection, judged.number, day)
        if found.made_to is not None:
            addressee(judged, found.made_to, day)
        return day
