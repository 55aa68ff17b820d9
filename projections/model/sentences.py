"""One sentence for each event: what a person reads in the trail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from events.base import Event
from events.cycles import CycleClosed, CycleCorrected, CycleOpened, CycleReopened
from events.disputes import DisputeRaised, DisputeSettled
from events.evidence import (
    EvidenceAttached,
    EvidenceDescribed,
    EvidenceExpected,
    EvidenceRequested,
    EvidenceSubmitted,
    EvidenceWithdrawn,
)
from events.inspections import InspectionCorrected, InspectionOpened
from events.inspectorates import ClockCorrected, LedgerCopied, LedgerOpened, LedgerRestored
from events.judgements import (
    JudgementCorrected,
    JudgementExplained,
    JudgementNoted,
    JudgementRecorded,
    JudgementReturned,
    JudgementSignedOff,
)
from events.people import PersonNamed, PersonRegistered, RoleGranted, RoleRevoked
from events.publications import PublicationMade
from events.recommendations import (
    RecommendationCorrected,
    RecommendationLinked,
    RecommendationMade,
    RecommendationReaddressed,
    RecommendationRescheduled,
    RecommendationRestated,
    RecommendationSuperseded,
    RecommendationUnlinked,
    RecommendationWithdrawn,
)
from events.signing_keys import SigningKeyRegistered, SigningKeyReplaced, SigningKeyRotated
from events.words import WordsWithdrawn
from ledger.policies import CORRECTED, KINDS, RELATIONS, STATUSES
from ledger.recovery.declared import lost
from ledger.validation import events_from

if TYPE_CHECKING:
    from ledger.signing.eras import Turn

REOPENED = "It re-opened the recommendation."
"""What is said of a judgement that moved a closed one back."""

_WITHDRAWN = {
    "why": "reason",
    "text": "words",
    "made_to": "bodies",
    "approved_by": "approver",
    "restricted": "reason why it is restricted",
}
"""What fields whose words were withdrawn are called, if not by their names."""


def joined(*sentences: str) -> str:
    """Sentences one after another, each with its full stop; empty ones are left out."""
    return " ".join(said if said.endswith((".", "!", "?", "…")) else f"{said}." for said in sentences if said)


def sentence(event: Event, words: str = "") -> str:
    """What happened, in one sentence without who and when.

    ``words`` are those that belong to it and stand in another event: of a judgement, why it is so.
    """
    match event:
        case JudgementRecorded():
            return _judging(event, words)
        case JudgementExplained():
            return f"Why {event.judgement}: {event.rationale}"
        case JudgementNoted():
            return f"Noted on {event.judgement}: {event.note}"
        case JudgementSignedOff():
            return f"Signed off {event.judgement}: it counts."
        case JudgementReturned():
            return f"Returned {event.judgement}: {event.why}"
        case JudgementCorrected():
            return joined(
                f"Corrected {event.judgement}{_right_judgement(event, words)}",
                f"What was wrong: {event.why}",
            )
        case EvidenceSubmitted():
            proposing = " and proposed closure" if event.proposes_closure else ""
            restricted = f" (restricted: {event.restricted})" if event.restricted else ""
            return (
                f"{event.body} submitted evidence {event.evidence} for recommendation "
                f"{event.number}{proposing}{restricted}."
            )
        case EvidenceDescribed():
            return f"Evidence {event.evidence}: {event.summary}"
        case EvidenceAttached():
            return (
                f"Evidence {event.evidence} has the file {event.name} "
                f"({event.size:,} bytes, SHA-256 {event.sha256[:12]}…)."
            )
        case EvidenceWithdrawn():
            return f"Withdrew evidence {event.evidence}: {event.why}"
        case EvidenceRequested():
            asked = f"Asked {event.body}" if event.body else "Asked"
            return f"{asked} for more evidence on recommendation {event.number}: {event.why}"
        case EvidenceExpected():
            return f"Expected of recommendation {event.number} in {event.cycle}: {event.text}"
        case RecommendationMade():
            due = f", due {event.due}" if event.due else ""
            return f"Made {_kind(event)} {event.number} to {'; '.join(event.made_to)}{due}: {event.text}"
        case RecommendationRestated():
            return f"Restated recommendation {event.number} ({event.why}): {event.text}"
        case RecommendationReaddressed():
            return (
                f"Readdressed recommendation {event.number} to {'; '.join(event.made_to)}{_why(event.why)}."
            )
        case RecommendationRescheduled():
            approved = f", approved by {event.approved_by}" if event.approved_by else ""
            return f"Rescheduled recommendation {event.number}: due {event.due}{approved}{_why(event.why)}."
        case RecommendationWithdrawn():
            return f"Withdrew recommendation {event.number}{_why(event.why)}."
        case RecommendationSuperseded():
            became = "by" if event.how == "superseded" else "into"
            heirs = ", ".join(event.by)
            return (
                f"{event.how.capitalize()} recommendation {event.number} {became} {heirs}{_why(event.why)}."
            )
        case RecommendationLinked():
            tie = RELATIONS.get(event.relation, event.relation).lower()
            return f"Recommendation {event.number} {tie} {event.other}{_why(event.why)}."
        case RecommendationUnlinked():
            tie = RELATIONS.get(event.relation, event.relation).lower()
            return (
                f"Corrected recommendation {event.number}: the link of {event.of}, {tie} {event.other}, "
                f"was an error. What was wrong: {event.why}"
            )
        case RecommendationCorrected():
            return joined(
                f"Corrected recommendation {event.number}{_right(event)}", f"What was wrong: {event.why}"
            )
        case DisputeRaised():
            about = f" and its judgement {event.judgement}" if event.judgement else ""
            return (
                f"{_party(event.body)} disputed recommendation {event.number}{about} "
                f"as {event.dispute}: {event.why}"
            )
        case DisputeSettled():
            return f"Dispute {event.dispute} was {event.outcome} by {_party(event.body, 'the')}: {event.why}"
        case WordsWithdrawn():
            words = " and ".join(_WITHDRAWN.get(name, name) for name in event.words)
            return joined(
                f"Withdrew from view the {words} of {event.name}, number {event.event} in {event.inspection}",
                event.why or "",
            )
        case CycleOpened():
            kind = f" ({event.kind})" if event.kind else ""
            return f"Opened the cycle {event.cycle}: {event.title}{kind}."
        case CycleCorrected():
            return joined(
                f"Corrected the cycle {event.cycle}{_right_cycle(event)}", f"What was wrong: {event.why}"
            )
        case CycleReopened():
            return joined(f"Opened the cycle {event.cycle} again, which was closed in error", event.why)
        case CycleClosed():
            return f"Closed the cycle {event.cycle}."
        case InspectionCorrected():
            return joined(
                f"Corrected the title of {event.inspection}: {event.title}", f"What was wrong: {event.why}"
            )
        case InspectionOpened():
            return f"Opened the inspection {event.inspection}: {event.title}."
        case LedgerOpened():
            return f"Opened the ledger: {event.title}."
        case PublicationMade():
            return f"Published {_these(event)} as of {event.as_of}, from the first {event.size:,} events."
        case (
            LedgerRestored()
            | LedgerCopied()
            | SigningKeyRegistered()
            | SigningKeyRotated()
            | SigningKeyReplaced()
        ):
            return of_the_ledger(event)
        case ClockCorrected():
            which = events_from(event.first, event.last)
            return joined(f"The clock ran ahead when {which} came in", f"Why: {event.why}")
        case PersonRegistered():
            return f"Registered {event.person}."
        case PersonNamed():
            return f"{event.person} is {event.name}."
        case RoleGranted():
            return f"Granted {event.person} the role {event.role}."
        case RoleRevoked():
            return f"Revoked the role {event.role} from {event.person}."
    raise NotImplementedError(f"no sentence for {event.NAME}")


def of_the_ledger(event: Turn) -> str:
    """What became of the ledger itself, or of who signs it."""
    match event:
        case LedgerRestored():
            return (
                f"Declared the ledger restored from {event.restored_from}: what had been signed as "
                f"{lost(event)} is lost. Why: {event.why}"
            )
        case LedgerCopied():
            return f"From here this is a practice copy, called {event.origin}, of the ledger {event.of[:12]}…"
        case SigningKeyRegistered():
            return f"Registered the signing key {event.verifier_key}."
        case SigningKeyRotated():
            return f"The signing key {event.verifier_key} follows {event.before}, which signed it."
        case SigningKeyReplaced():
            return f"Replaced the lost signing key {event.before} with {event.verifier_key}. Why: {event.why}"


def _right(event: RecommendationCorrected) -> str:
    """What should have been said instead."""
    was = CORRECTED.get(event.what, event.what)
    right = {
        "text": event.text,
        "made-to": "; ".join(event.made_to),
        "due": event.due,
    }.get(event.what)
    if event.what == "end":
        return f": what ended it on {event.of} was an error, and it stands"
    if event.what == "kind":
        return f": it is of the kind {KINDS.get(event.kind or '', event.kind or '').lower()}"
    if event.what == "cycle":
        on = f" on {event.made_on}, not on {event.of}" if event.made_on else ""
        return f": it was made in the cycle {event.in_cycle}{on}"
    if event.what == "made-on":
        return f": it was made on {event.made_on}, not on {event.of}"
    if right:
        return f", the {was} of {event.of}: {right}"
    return f": the {was} of {event.of} should not have been said"


def _right_cycle(event: CycleCorrected) -> str:
    right = [f"it is called {event.title}"] if event.title else []
    right += [f"it is a {event.kind}"] if event.kind else []
    right += [f"it was opened on {event.opened_on}"] if event.opened_on else []
    return f": {'; '.join(right)}"


def _judging(event: JudgementRecorded, words: str) -> str:
    reason = f" ({event.reason})" if event.reason else ""
    share = f" for {event.made_to}" if event.made_to else ""
    until = f", left open until {event.until}" if event.until else ""
    resting = f", on evidence {', '.join(event.evidence)}" if event.evidence else ""
    return (
        f"Judged recommendation {event.number}{share} {_status(event)}{reason}{until} "
        f"as {event.judgement}{resting}{_saying(words or event.said or '')}"
    )


def _saying(words: str) -> str:
    """The words behind a sentence, or its end."""
    return f": {words}" if words else "."


def _right_judgement(event: JudgementCorrected, words: str) -> str:
    if event.void:
        return ": it should not have been signed off, and counts no more"
    said = [f"it is of {event.judged_on}"] if event.judged_on else []
    if event.reworded:
        right = words or event.said
        said.append(f"its rationale is: {right}" if right else "its rationale is another")
    return f": {'; '.join(said)}"


def _party(body: str | None, article: str = "The") -> str:
    return body or f"{article} inspectorate"


def _these(made: PublicationMade) -> str:
    return ", ".join(made.inspections) or "all inspections"


def _kind(made: RecommendationMade) -> str:
    return KINDS.get(made.kind, made.kind).lower()


def _status(judged: JudgementRecorded) -> str:
    return STATUSES.get(judged.status, judged.status).lower()


def _why(why: str | None) -> str:
    return f" ({why})" if why else ""
