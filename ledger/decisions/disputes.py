"""Disagreements on where a recommendation stands, raised and settled by a body or by the inspectorate.

1. One is raised about a recommendation that was there, or about one judgement of it, and not before either;
   by a body that it is or was made to, or by the inspectorate.
2. It is settled once, not before it was raised, and only who raised it withdraws it.
3. Settling moves no status. Where one has to change, it is judged anew or the judgement is corrected.
"""

from __future__ import annotations

from typing import ClassVar

from events.disputes import DisputeRaised, DisputeSettled
from ledger import validation as words
from ledger.decisions.base import (
    InspectionDecision,
    Made,
    Past,
    dispute,
    judgement,
    made,
    not_before,
    recommendation,
)
from ledger.errors import BadInput, Refused
from ledger.policies import INSPECTOR, OUTCOMES
from ledger.state.entities import Recommendation


class RaiseDispute(InspectionDecision):
    """Take down that a body, or the inspectorate itself (None), does not agree."""

    ROLES: ClassVar[tuple[str, ...]] = (INSPECTOR,)
    number: str
    why: str
    body: str | None = None
    judgement: str | None = None
    on: str | None = None

    def decide(self, past: Past) -> Made:
        """Raised, where there is something to disagree about."""
        inspection = past.inspection(self.inspection)
        found = recommendation(inspection, self.number)
        on = past.day(self.on)
        not_before(on, found.made_on, f"recommendation {found.number} was made")
        about = None if self.judgement is None else judgement(inspection, self.judgement)
        if about:
            if words.key(about.number) != words.key(found.number):
                raise Refused(
                    f"Judgement {about.ref} is on recommendation {about.number}, not {found.number}."
                )
            if about.fate != "signed-off":
                raise Refused(f"Judgement {about.ref} does not count: there is nothing to dispute.")
            not_before(on, about.on, f"judgement {about.ref}")
        ref = f"D{len(inspection.disputes) + 1}"
        return made(
            ref,
            DisputeRaised(
                inspection=inspection.ref,
                dispute=ref,
                number=found.number,
                judgement=about.ref if about else None,
                body=_party(found, self.body),
                why=words.prose(self.why, "reason"),
                on=on,
            ),
        )


class SettleDispute(InspectionDecision):
    """Take down how a dispute ended; by a body, or by the inspectorate (None)."""

    ROLES: ClassVar[tuple[str, ...]] = (INSPECTOR,)
    dispute: str
    outcome: str
    why: str
    body: str | None = None
    on: str | None = None

    def decide(self, past: Past) -> Made:
        """Settled, where it was not."""
        if self.outcome not in OUTCOMES:
            raise BadInput(f"{self.outcome!r} is no outcome.", f"Say one of {', '.join(OUTCOMES)}.")
        inspection = past.inspection(self.inspection)
        found = dispute(inspection, self.dispute)
        if found.outcome:
            raise Refused(f"Dispute {found.ref} of {inspection.ref} was settled already: {found.outcome}.")
        on = past.day(self.on)
        not_before(on, found.on, f"dispute {found.ref} was raised")
        body = _party(recommendation(inspection, found.number), self.body)
        if self.outcome == "withdrawn" and words.key(body or "") != words.key(found.body or ""):
            who = found.body or "the inspectorate"
            raise Refused(
                f"Dispute {found.ref} was raised by {who}: nobody else withdraws it.",
                "Say --by for who withdraws it, or another --outcome.",
            )
        return made(
            found.ref,
            DisputeSettled(
                inspection=inspection.ref,
                dispute=found.ref,
                outcome=self.outcome,
                body=found.body if words.key(body or "") == words.key(found.body or "") else body,
                why=words.prose(self.why, "reason"),
                on=on,
            ),
        )


def _party(found: Recommendation, said: str | None) -> str | None:
    """A body that a recommendation is or was made to, as it is written there; None is the inspectorate."""
    if said is None:
        return None
    known = found.was_addressed(words.line(said, "body"))
    if known is None:
        raise Refused(
            f"Recommendation {found.number} is not made to {said}, and never was.",
            "Say a body that it is or was made to; without --by it is the inspectorate.",
        )
    return known
