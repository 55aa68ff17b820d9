"""What inspectors find, and who confirms it: what one may ask. See ledger.rules.judgements."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from events.base import Event, Names
from events.judgements import (
    JudgementExplained,
    JudgementNoted,
    JudgementRecorded,
    JudgementReturned,
    JudgementSignedOff,
)
from ledger import validation as words
from ledger.decisions.base import (
    InspectionDecision,
    Outcome,
    State,
    Target,
    called,
    cycle,
    evidence,
    judgement,
    made,
    recommendation,
)
from ledger.errors import BadInput, NotFound, Refused
from ledger.policies import APPROVER, INSPECTOR
from ledger.state.inspection import Inspection
from ledger.state.vocabulary import Word


class RecordJudgement(InspectionDecision):
    """Say what was found on one recommendation in one cycle, or on one body's share of it (``made_to``).

    ``until`` leaves it open on purpose until that later cycle, which need not be opened yet. ``word`` is the
    publisher's own for where it stands; what it means need not be said again.
    """

    ROLES: ClassVar[tuple[str, ...]] = (INSPECTOR,)
    number: str
    cycle: str
    status: str | None
    rationale: str
    reason: str | None = None
    evidence: Names = ()
    note: str | None = None
    made_to: str | None = None
    until: str | None = None
    word: str | None = None
    on: str | None = None

    def decide(self, state: State) -> Outcome:
        """Recorded, why it is so, and the internal note: each apart, for each has other readers."""
        inspection = state.inspection(self.inspection)
        on = state.day(self.on)
        judged = recommendation(inspection, self.number)
        share = None if self.made_to is None else words.line(self.made_to, "body")
        until = None if self.until is None else words.cycle(self.until)
        later = until and inspection.cycles.get(words.key(until))
        ref = f"J{len(inspection.judgements) + 1}"
        own = self._own_word(state)
        reason = self.reason or (own.reason if own and self.status in (None, own.status) else None)
        if reason:
            reason = state.inspectorate.vocabulary.spelt("reason", reason)
        events: list[Event] = [
            JudgementRecorded(
                inspection=inspection.ref,
                judgement=ref,
                number=judged.number,
                cycle=cycle(inspection, self.cycle).ref,
                made_to=None if share is None else called(state, judged, share, on, has_share=True),
                status=self.status or (own.status if own else None) or "",
                reason=reason,
                evidence=tuple(dict.fromkeys(evidence(inspection, ref).ref for ref in self.evidence)),
                until=later.ref if later else until,
                word=own.word if own else None,
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

    def _own_word(self, state: State) -> Word | None:
        """The publisher's word that was given; raises BadInput for one that is none, or if nothing was."""
        vocabulary = state.inspectorate.vocabulary
        if self.word is None:
            if self.status is None:
                raise BadInput(
                    "No status was given.", "Say where it stands: --status STATUS, or --word WORD."
                )
            return None
        own = vocabulary.find("status", self.word)
        if own is not None and not own.own:
            raise BadInput(
                f"{own.word!r} is no word of your own.",
                f"It is a status: --status {own.word} without --word.",
            )
        if own is None:
            usable = [word.word for word in vocabulary.of("status") if word.own and not word.retired]
            raise BadInput(
                f"{self.word!r} is no word for a status.",
                f"Say one of {', '.join(usable)}."
                if usable
                else "Add it first: scrutiny vocabulary add status WORD --label LABEL --means STATUS",
            )
        return own


def cited(
    judged: Sequence[Target], submissions: Sequence[Target], inspection_of: Callable[[str], Inspection]
) -> dict[Target, list[str]]:
    """The refs of the evidence that each judgement of several rests on: what its body handed in for it.

    Raises NotFound, and Refused if evidence was handed in for a recommendation that is not judged.
    """
    by_key = {
        (words.key(item.inspection), inspection_of(item.inspection).recommendations.slot(item.name)): item
        for item in judged
    }
    refs: dict[Target, list[str]] = {item: [] for item in judged}
    for submission in submissions:
        item = inspection_of(submission.inspection).evidence.get(words.key(submission.name))
        if item is None:
            raise NotFound(
                f"{submission.inspection} has no evidence {submission.name}.",
                f"See what was handed in: scrutiny evidence list {submission.inspection}",
            )
        beneficiary = by_key.get((words.key(submission.inspection), item.about.slot))
        if beneficiary is None:
            raise Refused(
                f"Evidence {item.ref} was handed in for recommendation {item.number} of "
                f"{submission.inspection}, which is not judged here.",
                "Leave it out, or judge that recommendation too.",
            )
        refs[beneficiary].append(submission.name)
    return refs


class SignOffJudgement(InspectionDecision):
    """Confirm another person's judgement: from here it counts."""

    ROLES: ClassVar[tuple[str, ...]] = (APPROVER,)
    judgement: str

    def decide(self, state: State) -> Outcome:
        """Signed off, where it awaits that and another recorded it."""
        inspection = state.inspection(self.inspection)
        ref = judgement(inspection, self.judgement).ref
        return made(ref, JudgementSignedOff(inspection=inspection.ref, judgement=ref))


class ReturnJudgement(InspectionDecision):
    """Send a judgement back to its author, for a reason."""

    ROLES: ClassVar[tuple[str, ...]] = (APPROVER, INSPECTOR)
    judgement: str
    why: str

    def decide(self, state: State) -> Outcome:
        """Returned by an approver, or taken back by its author."""
        inspection = state.inspection(self.inspection)
        ref = judgement(inspection, self.judgement).ref
        why = words.prose(self.why, "reason")
        return made(ref, JudgementReturned(inspection=inspection.ref, judgement=ref, why=why))
