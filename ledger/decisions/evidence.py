"""What bodies hand in.

1. Evidence is given for a recommendation that stands, and not before it was made.
2. It is withdrawn once, and not dated before it was submitted.
3. A file is known by the SHA-256 of its content; its name is text.
"""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from events.base import Event
from events.evidence import (
    EvidenceAttached,
    EvidenceDescribed,
    EvidenceRequested,
    EvidenceSubmitted,
    EvidenceWithdrawn,
)
from ledger import words
from ledger.decisions.base import InspectionDecision, Made, Past, cycle, evidence, made, not_before, standing
from ledger.errors import Refused
from ledger.policies import INSPECTOR


class Attachment(NamedTuple):
    """A file that is ready for the vault: its name as text, the hex SHA-256 of its content, its bytes."""

    name: str
    sha256: str
    size: int


class SubmitEvidence(InspectionDecision):
    """Take in what a body handed in for one recommendation."""

    ROLES: ClassVar[tuple[str, ...]] = (INSPECTOR,)
    number: str
    body: str
    summary: str
    files: tuple[Attachment, ...] = ()
    proposes_closure: bool = False
    restricted: str | None = None
    cycle: str | None = None
    on: str | None = None

    def decide(self, past: Past) -> Made:
        """Submitted, described, and each file attached."""
        inspection = past.inspection(self.inspection)
        found = standing(inspection, self.number)
        on = past.day(self.on)
        not_before(on, found.made_on, f"recommendation {found.number} was made")
        within = None if self.cycle is None else cycle(inspection, self.cycle)
        if within:
            not_before(on, within.on, f"the cycle {within.ref} was opened")
        ref = f"E{len(inspection.evidence) + 1}"
        attached: list[Event] = [
            EvidenceAttached(
                inspection=inspection.ref,
                evidence=ref,
                name=words.line(file.name, "file name"),
                sha256=file.sha256,
                size=file.size,
            )
            for file in self.files
        ]
        return made(
            ref,
            EvidenceSubmitted(
                inspection=inspection.ref,
                evidence=ref,
                number=found.number,
                cycle=within.ref if within else None,
                body=words.line(self.body, "body"),
                proposes_closure=self.proposes_closure,
                restricted=None if self.restricted is None else words.line(self.restricted, "restriction"),
                on=on,
            ),
            EvidenceDescribed(
                inspection=inspection.ref, evidence=ref, summary=words.prose(self.summary, "summary")
            ),
            *attached,
        )


class WithdrawEvidence(InspectionDecision):
    """Say that evidence may no longer be relied on."""

    ROLES: ClassVar[tuple[str, ...]] = (INSPECTOR,)
    evidence: str
    why: str
    on: str | None = None

    def decide(self, past: Past) -> Made:
        """Withdrawn, where it was not."""
        inspection = past.inspection(self.inspection)
        found = evidence(inspection, self.evidence)
        if found.withdrawn:
            raise Refused(f"Evidence {found.ref} of {inspection.ref} was withdrawn already.")
        on = past.day(self.on)
        not_before(on, found.on, f"evidence {found.ref} was submitted")
        return made(
            found.ref,
            EvidenceWithdrawn(
                inspection=inspection.ref,
                evidence=found.ref,
                why=words.prose(self.why, "reason"),
                on=on,
            ),
        )


class RequestEvidence(InspectionDecision):
    """Ask a body for more about one recommendation."""

    ROLES: ClassVar[tuple[str, ...]] = (INSPECTOR,)
    number: str
    why: str
    on: str | None = None

    def decide(self, past: Past) -> Made:
        """Requested, where the recommendation stands."""
        inspection = past.inspection(self.inspection)
        found = standing(inspection, self.number)
        on = past.day(self.on)
        not_before(on, found.made_on, f"recommendation {found.number} was made")
        return made(
            f"{inspection.ref}/{found.number}",
            EvidenceRequested(
                inspection=inspection.ref,
                number=found.number,
                why=words.prose(self.why, "reason"),
                on=on,
            ),
        )
