"""What inspectors find, and who confirms it.

1. A judgement is made in a cycle that is open, not before that cycle was nor before the recommendation.
2. A closure has a reason, and a reason belongs to a closure.
3. It rests on evidence for the same recommendation that was not withdrawn by its day.
4. On one share of a recommendation in one cycle one judgement at a time awaits its second person; a judgement
   of the whole has every share. A share is that of a body the recommendation is made to.
5. Whoever recorded a judgement cannot sign it off, whatever their roles; they may take it back.
6. A judgement is signed off or returned once, and not signed off on evidence that was withdrawn since.
7. What is left open on purpose is not closed, and names a later cycle.
"""

from __future__ import annotations

from typing import ClassVar

from events.base import Day, Event, Names
from events.judgements import (
    JudgementExplained,
    JudgementNoted,
    JudgementRecorded,
    JudgementReturned,
    JudgementSignedOff,
)
from ledger import times
from ledger import validation as words
from ledger.decisions.base import (
    InspectionDecision,
    Made,
    Past,
    addressee,
    evidence,
    judgement,
    made,
    not_before,
    running,
    standing,
)
from ledger.errors import BadInput, Refused
from ledger.policies import APPROVER, INSPECTOR, REASONS, STATUSES
from ledger.state.entities import Cycle, Judgement
from ledger.state.inspection import Inspection


class RecordJudgement(InspectionDecision):
    """Say what was found on one recommendation in one cycle, or on one body's share of it (``made_to``).

    ``until`` leaves it open on purpose until that later cycle, which need not be opened yet.
    """

    ROLES: ClassVar[tuple[str, ...]] = (INSPECTOR,)
    number: str
    cycle: str
    status: str
    rationale: str
    reason: str | None = None
    evidence: Names = ()
    note: str | None = None
    made_to: str | None = None
    until: str | None = None
    on: str | None = None

    def decide(self, past: Past) -> Made:
        """Recorded, why it is so, and the internal note: each apart, for each has other readers."""
        self._check_words()
        inspection = past.inspection(self.inspection)
        on = past.day(self.on)
        found = standing(inspection, self.number, on)
        cycle = running(inspection, self.cycle, on)
        not_before(on, cycle.on, f"the cycle {cycle.ref} was opened")
        not_before(on, found.made_on, f"recommendation {found.number} was made")
        made_to = None if self.made_to is None else addressee(found, self.made_to, on)
        if waiting := inspection.overlapping(found.number, cycle.ref, made_to, on):
            raise Refused(
                f"Judgement {waiting} on recommendation {found.number} in the cycle {cycle.ref} "
                "still awaits sign-off.",
                f"Settle it first: scrutiny judgement sign-off {inspection.ref} {waiting}",
            )
        ref = f"J{len(inspection.judgements) + 1}"
        events: list[Event] = [
            JudgementRecorded(
                inspection=inspection.ref,
                judgement=ref,
                number=found.number,
                cycle=cycle.ref,
                made_to=made_to,
                status=self.status,
                reason=self.reason,
                evidence=self._cited(inspection, found.number, on),
                until=self._until(inspection, cycle),
                on=on,
            ),
            JudgementExplained(
                inspection=inspection.ref,
                judgement=ref,
                rationale=words.prose(self.rationale, "rationale"),
            ),
        ]
        if self.note is not None:
            note = words.prose(self.note, "note")
            events.append(JudgementNoted(inspection=inspection.ref, judgement=ref, note=note))
        return made(ref, *events)

    def _check_words(self) -> None:
        if self.status not in STATUSES:
            raise BadInput(f"{self.status!r} is no status.", f"Say one of {', '.join(STATUSES)}.")
        if self.reason is not None and self.reason not in REASONS:
            raise BadInput(f"{self.reason!r} is no reason to close.", f"Say one of {', '.join(REASONS)}.")
        if self.status == "closed" and self.reason is None:
            raise Refused(
                "A recommendation is closed for a reason, and none was said.",
                f"Say --reason, one of {', '.join(REASONS)}.",
            )
        if self.status != "closed" and self.reason is not None:
            raise Refused(
                f"The reason {self.reason} belongs to a closure, and the status is {self.status}.",
                "Leave --reason out, or say --status closed.",
            )

    def _until(self, inspection: Inspection, cycle: Cycle) -> str | None:
        if self.until is None:
            return None
        until = words.cycle(self.until)
        if self.status == "closed":
            raise Refused("What is closed is not left open: --until belongs to the other statuses.")
        later = inspection.cycles.get(words.key(until))
        if later and times.last_day(later.on) <= times.last_day(cycle.on):
            raise Refused(
                f"The cycle {later.ref} was opened on {later.on}: it is not later than {cycle.ref}.",
                "Name a later cycle; it need not be opened yet.",
            )
        return later.ref if later else until

    def _cited(self, inspection: Inspection, number: str, on: Day) -> Names:
        cited = []
        for ref in self.evidence:
            found = evidence(inspection, ref)
            if words.key(found.number) != words.key(number):
                raise Refused(
                    f"Evidence {found.ref} was handed in for recommendation {found.number}, not {number}."
                )
            if not found.supports(on):
                raise Refused(
                    f"Evidence {found.ref} was withdrawn on {found.withdrawn_on}: "
                    "no judgement can rest on it."
                )
            cited.append(found.ref)
        return tuple(dict.fromkeys(cited))


class SignOffJudgement(InspectionDecision):
    """Confirm another person's judgement: from here it counts."""

    ROLES: ClassVar[tuple[str, ...]] = (APPROVER,)
    judgement: str

    def decide(self, past: Past) -> Made:
        """Signed off, where it awaits that and another recorded it."""
        inspection, found = _awaiting(past, self.inspection, self.judgement)
        if found.by == past.by:
            raise Refused(
                f"{past.by} recorded judgement {found.ref} and cannot sign it off: a second person must.",
                "Ask another approver.",
            )
        standing(inspection, found.number, found.on)
        for ref in found.evidence:
            if evidence(inspection, ref).gone_since(found):
                raise Refused(
                    f"Judgement {found.ref} rests on evidence {ref}, which was withdrawn since.",
                    f"Return it: scrutiny judgement return {inspection.ref} {found.ref} --why …",
                )
        return made(found.ref, JudgementSignedOff(inspection=inspection.ref, judgement=found.ref))


class ReturnJudgement(InspectionDecision):
    """Send a judgement back to its author, for a reason."""

    ROLES: ClassVar[tuple[str, ...]] = (APPROVER, INSPECTOR)
    judgement: str
    why: str

    def decide(self, past: Past) -> Made:
        """Returned by an approver, or taken back by its author."""
        inspection, found = _awaiting(past, self.inspection, self.judgement)
        if found.by != past.by and APPROVER not in past.inspectorate.roles[past.by]:
            raise Refused(
                f"{past.by} may not return the judgement of {found.by}: that takes the role approver.",
                "Ask an approver, or its author to take it back.",
            )
        return made(
            found.ref,
            JudgementReturned(
                inspection=inspection.ref, judgement=found.ref, why=words.prose(self.why, "reason")
            ),
        )


def _awaiting(past: Past, ref: str, judgement_ref: str) -> tuple[Inspection, Judgement]:
    inspection = past.inspection(ref)
    found = judgement(inspection, judgement_ref)
    if past.inspectorate.sign_off == "none":
        raise Refused("In this ledger judgements count as soon as they are recorded: there is no sign-off.")
    if found.fate in ("signed-off", "void"):
        raise Refused(f"Judgement {found.ref} of {inspection.ref} was signed off already.")
    if found.fate == "returned":
        raise Refused(
            f"Judgement {found.ref} of {inspection.ref} was returned.",
            "Its author may record a new one.",
        )
    return inspection, found
