"""What bodies hand in: what one may ask. See ledger.rules.evidence.

A file is known by the SHA-256 of its content; its name is text.
"""

from __future__ import annotations

from typing import ClassVar

from events.base import Day, Event
from events.evidence import (
    EvidenceAttached,
    EvidenceCorrected,
    EvidenceDescribed,
    EvidenceExpected,
    EvidenceRequested,
    EvidenceSubmitted,
    EvidenceWithdrawn,
)
from events.named import NamedTuple
from ledger import validation as words
from ledger.decisions.base import (
    InspectionDecision,
    Outcome,
    State,
    called,
    cycle,
    evidence,
    made,
    recommendation,
)
from ledger.policies import INSPECTOR
from ledger.state.inspection import Inspection


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

    def decide(self, state: State) -> Outcome:
        """Submitted, described, and each file attached."""
        inspection = state.inspection(self.inspection)
        on = state.day(self.on)
        found = recommendation(inspection, self.number)
        within = None if self.cycle is None else cycle(inspection, self.cycle)
        ref = f"E{len(inspection.evidence) + 1}"
        body = words.line(self.body, "body")
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
                body=called(state, found, body, on),
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

    def decide(self, state: State) -> Outcome:
        """Withdrawn, where it was not."""
        inspection = state.inspection(self.inspection)
        found = evidence(inspection, self.evidence)
        on = state.day(self.on)
        return made(
            found.ref,
            EvidenceWithdrawn(
                inspection=inspection.ref,
                evidence=found.ref,
                why=words.prose(self.why, "reason"),
                on=on,
            ),
        )


class CorrectEvidence(InspectionDecision):
    """Set right for which recommendation evidence is, who handed it in, or what it shows."""

    ROLES: ClassVar[tuple[str, ...]] = (INSPECTOR,)
    evidence: str
    why: str
    number: str | None = None
    body: str | None = None
    summary: str | None = None

    def decide(self, state: State) -> Outcome:
        """Corrected, and the right summary, if it was another."""
        inspection = state.inspection(self.inspection)
        found = evidence(inspection, self.evidence)
        about = found.about if self.number is None else recommendation(inspection, self.number)
        body = None if self.body is None else called(state, about, words.line(self.body, "body"), found.on)
        right: list[Event] = [
            EvidenceCorrected(
                inspection=inspection.ref,
                evidence=found.ref,
                number=None if self.number is None else about.number,
                body=body,
                reworded=self.summary is not None,
                why=words.prose(self.why, "reason"),
            )
        ]
        if self.summary is not None:
            summary = words.prose(self.summary, "summary")
            right.append(EvidenceDescribed(inspection=inspection.ref, evidence=found.ref, summary=summary))
        return made(found.ref, *right)


class RequestEvidence(InspectionDecision):
    """Ask for more about one recommendation: one body it is made to, or (None) all of them."""

    ROLES: ClassVar[tuple[str, ...]] = (INSPECTOR,)
    number: str
    why: str
    body: str | None = None
    on: str | None = None

    def decide(self, state: State) -> Outcome:
        """Requested, where the recommendation stands."""
        inspection = state.inspection(self.inspection)
        on = state.day(self.on)
        found = recommendation(inspection, self.number)
        return made(
            f"{inspection.ref}/{found.number}",
            EvidenceRequested(
                inspection=inspection.ref,
                number=found.number,
                body=None
                if self.body is None
                else called(state, found, words.line(self.body, "body"), on, has_share=True),
                why=words.prose(self.why, "reason"),
                on=on,
            ),
        )


def resting_on(inspection: Inspection, ref: str) -> list[str]:
    """The refs of the judgements that rest on a submission, and count or await sign-off."""
    return [
        item.ref
        for item in inspection.judgements.values()
        if item.fate in ("awaiting", "signed-off") and words.key(ref) in map(words.key, item.evidence)
    ]


class ExpectEvidence(InspectionDecision):
    """Say what would satisfy one recommendation in a cycle, before anybody looks."""

    ROLES: ClassVar[tuple[str, ...]] = (INSPECTOR,)
    number: str
    cycle: str
    text: str
    on: str | None = None

    def decide(self, state: State) -> Outcome:
        """Expected, where the cycle is open and the words are new."""
        inspection = state.inspection(self.inspection)
        on = state.day(self.on)
        event = expected(inspection, self.number, cycle(inspection, self.cycle).ref, self.text, on)
        return made(f"{inspection.ref}/{event.number}", event)


def expected(inspection: Inspection, number: str, cycle_ref: str, text: str, on: Day) -> EvidenceExpected:
    """What would satisfy a recommendation in a cycle; raises BadInput or NotFound."""
    return EvidenceExpected(
        inspection=inspection.ref,
        number=recommendation(inspection, number).number,
        cycle=cycle_ref,
        text=words.prose(text, "expectation"),
        on=on,
    )
