"""Disagreements on the status of a recommendation: what one may ask. See ledger.rules.disputes.

Settling moves no status. If one has to change, it is judged anew or the judgement is corrected.
"""

from __future__ import annotations

from typing import ClassVar

from events.disputes import DisputeRaised, DisputeSettled
from ledger import validation as words
from ledger.decisions.base import (
    InspectionDecision,
    Outcome,
    State,
    dispute,
    judgement,
    made,
    recommendation,
)
from ledger.policies import INSPECTOR
from ledger.state.entities import Recommendation


class RaiseDispute(InspectionDecision):
    """Take down that a body, or the inspectorate itself (None), does not agree."""

    ROLES: ClassVar[tuple[str, ...]] = (INSPECTOR,)
    number: str
    why: str
    body: str | None = None
    judgement: str | None = None
    on: str | None = None

    def decide(self, state: State) -> Outcome:
        """Raised, if there is something to disagree about."""
        inspection = state.inspection(self.inspection)
        about = recommendation(inspection, self.number)
        on = state.day(self.on)
        disputed = None if self.judgement is None else judgement(inspection, self.judgement)
        ref = f"D{len(inspection.disputes) + 1}"
        return made(
            ref,
            DisputeRaised(
                inspection=inspection.ref,
                dispute=ref,
                number=about.number,
                judgement=disputed.ref if disputed else None,
                body=_party(state, about, self.body),
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

    def decide(self, state: State) -> Outcome:
        """Settled, if it was not."""
        inspection = state.inspection(self.inspection)
        settled = dispute(inspection, self.dispute)
        body = _party(state, recommendation(inspection, settled.number), self.body)
        return made(
            settled.ref,
            DisputeSettled(
                inspection=inspection.ref,
                dispute=settled.ref,
                outcome=self.outcome,
                body=settled.body if words.key(body or "") == words.key(settled.body or "") else body,
                why=words.prose(self.why, "reason"),
                on=state.day(self.on),
            ),
        )


def _party(state: State, about: Recommendation, body: str | None) -> str | None:
    """A body as it is or was addressed, or as it is typed; None is the inspectorate."""
    if body is None:
        return None
    body = words.line(body, "body")
    known = about.was_addressed(body, state.inspectorate.bodies)
    if known is None:
        names = [name for word in reversed(about.addressed.values) for name in word.content]
        known = state.inspectorate.bodies.as_addressed(names, body, None)
    return known or body
