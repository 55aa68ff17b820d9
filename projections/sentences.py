"""One sentence for each event: what a person reads in the trail."""

from __future__ import annotations

from events.base import Event
from events.cycles import CycleClosed, CycleOpened
from events.evidence import (
    EvidenceAttached,
    EvidenceDescribed,
    EvidenceRequested,
    EvidenceSubmitted,
    EvidenceWithdrawn,
)
from events.inspections import InspectionOpened
from events.inspectorates import LedgerOpened
from events.judgements import (
    JudgementNoted,
    JudgementRecorded,
    JudgementReturned,
    JudgementSignedOff,
)
from events.people import PersonNamed, PersonRegistered, RoleGranted, RoleRevoked
from events.recommendations import (
    RecommendationMade,
    RecommendationReaddressed,
    RecommendationRescheduled,
    RecommendationRestated,
    RecommendationSuperseded,
    RecommendationWithdrawn,
)
from events.signing_keys import SigningKeyRegistered
from ledger.policies import KINDS, STATUSES


def sentence(event: Event) -> str:
    """What happened, in one sentence without who and when."""
    match event:
        case JudgementRecorded():
            reason = f" ({event.reason})" if event.reason else ""
            resting = f", on evidence {', '.join(event.evidence)}" if event.evidence else ""
            return (
                f"Judged recommendation {event.number} {_status(event)}{reason} "
                f"as {event.judgement}{resting}: {event.rationale}"
            )
        case JudgementNoted():
            return f"Noted on {event.judgement}: {event.note}"
        case JudgementSignedOff():
            return f"Signed off {event.judgement}: it counts."
        case JudgementReturned():
            return f"Returned {event.judgement}: {event.why}"
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
            return f"Asked for more evidence on recommendation {event.number}: {event.why}"
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
            return f"Rescheduled recommendation {event.number}: due {event.due}{_why(event.why)}."
        case RecommendationWithdrawn():
            return f"Withdrew recommendation {event.number}{_why(event.why)}."
        case RecommendationSuperseded():
            return f"Superseded recommendation {event.number} by {', '.join(event.by)}{_why(event.why)}."
        case CycleOpened():
            kind = f" ({event.kind})" if event.kind else ""
            return f"Opened the cycle {event.cycle}: {event.title}{kind}."
        case CycleClosed():
            return f"Closed the cycle {event.cycle}."
        case InspectionOpened():
            return f"Opened the inspection {event.inspection}: {event.title}."
        case LedgerOpened():
            return f"Opened the ledger: {event.title}."
        case SigningKeyRegistered():
            return f"Registered the signing key {event.verifier_key}."
        case PersonRegistered():
            return f"Registered {event.person}."
        case PersonNamed():
            return f"{event.person} is {event.name}."
        case RoleGranted():
            return f"Granted {event.person} the role {event.role}."
        case RoleRevoked():
            return f"Revoked the role {event.role} from {event.person}."
    raise NotImplementedError(f"no sentence for {event.NAME}")


def _kind(made: RecommendationMade) -> str:
    return KINDS.get(made.kind, made.kind).lower()


def _status(judged: JudgementRecorded) -> str:
    return STATUSES.get(judged.status, judged.status).lower()


def _why(why: str | None) -> str:
    return f" ({why})" if why else ""
