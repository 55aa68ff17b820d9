"""Subjects under scrutiny.

1. A ref is given once, however it is capitalised.
2. A title that was a mistake is corrected: the right one is another.
"""

from __future__ import annotations

from typing import ClassVar

from events.inspections import InspectionCorrected, InspectionOpened
from ledger import validation as words
from ledger.decisions.base import InspectionDecision, Made, Past, made
from ledger.errors import Refused
from ledger.policies import ADMINISTRATOR, INSPECTOR


class OpenInspection(InspectionDecision):
    """Put a subject under scrutiny."""

    ROLES: ClassVar[tuple[str, ...]] = (INSPECTOR, ADMINISTRATOR)
    title: str

    def decide(self, past: Past) -> Made:
        """Opened, where the ref is free."""
        ref = words.ref(self.inspection, "inspection")
        there = past.inspections[words.key(ref)]
        if there.version:
            raise Refused(f"There is an inspection {there.ref} already.", "Choose another ref.")
        return made(ref, InspectionOpened(inspection=ref, title=words.line(self.title, "title")))


class CorrectInspection(InspectionDecision):
    """Set the title right that an inspection was opened with."""

    ROLES: ClassVar[tuple[str, ...]] = (INSPECTOR, ADMINISTRATOR)
    title: str
    why: str

    def decide(self, past: Past) -> Made:
        """Corrected, if the right title is another."""
        inspection = past.inspection(self.inspection)
        title = words.line(self.title, "title")
        if title == inspection.title:
            raise Refused(
                f"{inspection.ref} has just that title.", "See it: scrutiny trail " + inspection.ref
            )
        return made(
            inspection.ref,
            InspectionCorrected(inspection=inspection.ref, title=title, why=words.prose(self.why, "reason")),
        )
