"""What there is to choose from, each in a few words: what a prompt offers, and a confirmation names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.policies import STATUSES
from ledger.validation import key

if TYPE_CHECKING:
    from ledger.state.entities import Dispute, Evidence, Judgement, Recommendation
    from ledger.state.inspection import Inspection

_LONGEST = 60


def first_words(text: str, longest: int = _LONGEST) -> str:
    """A text as far as it fits, without breaking a word."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    return f"{line[: longest - 1].rsplit(' ', 1)[0]}…"


def of_recommendation(recommendation: Recommendation) -> str:
    """Its first words."""
    word = recommendation.texts.at()
    return first_words(word.content) if word else ""


def of_judgement(judgement: Judgement) -> str:
    """What it says, of which recommendation, and who recorded it."""
    status = judgement.word or STATUSES.get(judgement.status, judgement.status).lower()
    reason = f" ({judgement.reason})" if judgement.reason else ""
    share = f" for {judgement.made_to}" if judgement.made_to else ""
    why = f": {first_words(judgement.rationale, 40)}" if judgement.rationale else ""
    return f"recommendation {judgement.number}{share} {status}{reason}, by {judgement.by}{why}"


def of_evidence(evidence: Evidence) -> str:
    """From whom, for which recommendation, of which day."""
    gone = ", withdrawn" if evidence.withdrawn else ""
    return f"for recommendation {evidence.number}, from {evidence.body}, {evidence.on}{gone}"


def of_dispute(dispute: Dispute) -> str:
    """By whom, on which recommendation."""
    return f"on recommendation {dispute.number}, by {dispute.body or 'the inspectorate'}, {dispute.on}"


def of_thing(inspection: Inspection, what: str, ref: str) -> str:
    """A thing of an inspection in a few words, by the field that names it; empty if it is not there."""
    named = key(ref)
    if what == "number" and (recommendation := inspection.recommendations.get(named)):
        return of_recommendation(recommendation)
    if what == "judgement" and (judgement := inspection.judgements.get(named)):
        return of_judgement(judgement)
    if what == "evidence" and (evidence := inspection.evidence.get(named)):
        return of_evidence(evidence)
    if what == "dispute" and (dispute := inspection.disputes.get(named)):
        return of_dispute(dispute)
    return ""
