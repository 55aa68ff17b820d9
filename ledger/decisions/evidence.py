"""What bodies hand in.

1. Evidence is given for a recommendation that stands, and not before it was made.
2. A body is called as it is addressed, however it is typed; bodies that are not addressed may hand in too.
3. What would satisfy a recommendation is said of one that stands, in a cycle that is open.
4. It is withdrawn once, and not dated before it was submitted.
5. A file is known by the SHA-256 of its content; its name is text.
"""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from events.base import Day, Event
from events.evidence import (
    EvidenceAttached,
    EvidenceDescribed,
    EvidenceExpected,
    EvidenceRequested,
    EvidenceSubmitted,
    EvidenceWithdrawn,
)
from ledger import validation as words
from ledger.decisions.base import (
    InspectionDecision,
    Made,
    Past,
    addressee,
    cycle,
    evidence,
    made,
    not_before,
    running,
    standing,
)
from ledger.errors import Refused
from ledger.policies import INSPECTOR
from ledger.state.entities import Recommendation
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

    def decide(self, past: Past) -> Made:
        """Submitted, described, and each file attached."""
        inspection = past.inspection(self.inspection)
        on = past.day(self.on)
        found = standing(inspection, self.number, on)
        not_before(on, found.made_on, f"recommendation {found.number} was made")
        within = None if self.cycle is None else cycle(inspection, self.cycle)
        if within:
            not_before(on, within.on, f"the cycle {within.ref} was opened")
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
                body=called(found, body, on),
                proposes_closure=self.proposes_closure,
                restricted=None if self.restricted is None else words.line(self.restricted, "restriction"),
                on=on,
            ),
            EvidenceDescribed(
                inspection=inspection.ref, evidence=ref, summary=words.prose(self.summary, "summary")
            ),
            *attached,
        )


def called(found: Recommendation, body: str, on: Day) -> str:
    """A body as it is addressed on that day, also if it is typed as it once was; any other as it is typed."""
    addressees = found.addressees(on)
    right = found.once_called.get(words.key(body), body)
    return addressees.get(words.key(body)) or addressees.get(words.key(right), body)


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
    """Ask for more about one recommendation: one body it is made to, or (None) all of them."""

    ROLES: ClassVar[tuple[str, ...]] = (INSPECTOR,)
    number: str
    why: str
    body: str | None = None
    on: str | None = None

    def decide(self, past: Past) -> Made:
        """Requested, where the recommendation stands."""
        inspection = past.inspection(self.inspection)
        on = past.day(self.on)
        found = standing(inspection, self.number, on)
        not_before(on, found.made_on, f"recommendation {found.number} was made")
        return made(
            f"{inspection.ref}/{found.number}",
            EvidenceRequested(
                inspection=inspection.ref,
                number=found.number,
                body=None if self.body is None else addressee(found, self.body, on),
                why=words.prose(self.why, "reason"),
                on=on,
            ),
        )


class ExpectEvidence(InspectionDecision):
    """Say what would satisfy one recommendation in a cycle, before anybody looks."""

    ROLES: ClassVar[tuple[str, ...]] = (INSPECTOR,)
    number: str
    cycle: str
    text: str
    on: str | None = None

    def decide(self, past: Past) -> Made:
        """Expected, where the cycle is open and the words are new."""
        inspection = past.inspection(self.inspection)
        on = past.day(self.on)
        within = running(inspection, self.cycle, on)
        not_before(on, within.on, f"the cycle {within.ref} was opened")
        event = expected(inspection, self.number, within.ref, self.text, on)
        found = inspection.recommendations[words.key(event.number)]
        if found.expectations.get(words.key(within.ref)) == event.text:
            raise Refused(f"Just that is expected of recommendation {found.number} in {within.ref} already.")
        return made(f"{inspection.ref}/{found.number}", event)


def expected(inspection: Inspection, number: str, cycle_ref: str, text: str, on: Day) -> EvidenceExpected:
    """What would satisfy a recommendation that stands on that day; raises BadInput, NotFound or Refused."""
    found = standing(inspection, number, on)
    not_before(on, found.made_on, f"recommendation {found.number} was made")
    return EvidenceExpected(
        inspection=inspection.ref,
        number=found.number,
        cycle=cycle_ref,
        text=words.prose(text, "expectation"),
        on=on,
    )
