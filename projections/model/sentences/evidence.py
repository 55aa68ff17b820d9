"""The sentences about evidence, and about disputes."""

from __future__ import annotations

from events.disputes import DisputeRaised, DisputeSettled
from events.evidence import (
    EvidenceAttached,
    EvidenceCorrected,
    EvidenceDescribed,
    EvidenceExpected,
    EvidenceRequested,
    EvidenceSubmitted,
    EvidenceWithdrawn,
)
from projections.model.sentences.base import Sentences, corrected, party


def _submitted(event: EvidenceSubmitted) -> str:
    proposing = " and proposed closure" if event.proposes_closure else ""
    restricted = f" (restricted: {event.restricted})" if event.restricted else ""
    return (
        f"{event.body} submitted evidence {event.evidence} for recommendation "
        f"{event.number}{proposing}{restricted}."
    )


def _described(event: EvidenceDescribed) -> str:
    return f"Evidence {event.evidence}: {event.summary}"


def _attached(event: EvidenceAttached) -> str:
    return (
        f"Evidence {event.evidence} has the file {event.name} ({event.size:,} bytes, SHA-256 {event.sha256})."
    )


def _withdrawn(event: EvidenceWithdrawn) -> str:
    return f"Withdrew evidence {event.evidence}: {event.why}"


def _corrected(event: EvidenceCorrected) -> str:
    right = [f"it is for recommendation {event.number}"] if event.number else []
    right += [f"{event.body} handed it in"] if event.body else []
    right += ["it shows something else"] if event.reworded else []
    return corrected(f"evidence {event.evidence}: {', and '.join(right)}", event.why)


def _requested(event: EvidenceRequested) -> str:
    asked = f"Asked {event.body}" if event.body else "Asked"
    return f"{asked} for more evidence on recommendation {event.number}: {event.why}"


def _expected(event: EvidenceExpected) -> str:
    return f"Expected of recommendation {event.number} in {event.cycle}: {event.text}"


def _raised(event: DisputeRaised) -> str:
    about = f" and its judgement {event.judgement}" if event.judgement else ""
    return (
        f"{party(event.body)} disputed recommendation {event.number}{about} as {event.dispute}: {event.why}"
    )


def _settled(event: DisputeSettled) -> str:
    return f"Dispute {event.dispute} was {event.outcome} by {party(event.body, 'the')}: {event.why}"


SENTENCES: Sentences = {
    EvidenceSubmitted: _submitted,
    EvidenceDescribed: _described,
    EvidenceAttached: _attached,
    EvidenceWithdrawn: _withdrawn,
    EvidenceCorrected: _corrected,
    EvidenceRequested: _requested,
    EvidenceExpected: _expected,
    DisputeRaised: _raised,
    DisputeSettled: _settled,
}
