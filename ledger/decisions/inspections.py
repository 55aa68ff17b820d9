"""Subjects under scrutiny: what one may ask. See ledger.rules.inspections."""

from __future__ import annotations

from typing import ClassVar

from events.inspections import InspectionCorrected, InspectionOpened
from ledger import validation as words
from ledger.decisions.base import InspectionDecision, Outcome, State, made
from ledger.policies import ADMINISTRATOR, INSPECTOR


class OpenInspection(InspectionDecision):
    """Put a subject under scrutiny."""

    ROLES: ClassVar[tuple[str, ...]] = (INSPECTOR, ADMINISTRATOR)
    title: str

    def decide(self, state: State) -> Outcome:
        """Opened, where the ref is free."""
        ref = words.ref(self.inspection, "inspection")
        return made(ref, InspectionOpened(inspection=ref, title=words.line(self.title, "title")))


class CorrectInspection(InspectionDecision):
    """Set the title right that an inspection was opened with."""

    ROLES: ClassVar[tuple[str, ...]] = (INSPECTOR, ADMINISTRATOR)
    title: str
    why: str

    def decide(self, state: State) -> Outcome:
        """Corrected, if the right title is another."""
        inspection = state.inspection(self.inspection)
        title = words.line(self.title, "title")
        return made(
            inspection.ref,
            InspectionCorrected(inspection=inspection.ref, title=title, why=words.prose(self.why, "reason")),
        )
