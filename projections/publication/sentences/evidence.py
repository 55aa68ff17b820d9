"""Evidence, and disputes, as the public reads of them."""

from __future__ import annotations

from events.disputes import DisputeRaised, DisputeSettled
from events.evidence import EvidenceCorrected, EvidenceExpected, EvidenceSubmitted, EvidenceWithdrawn
from projections.model.sentences.base import corrected, in_brackets, joined, party
from projections.publication.sentences.base import Names, Sentences, says


def shows(summary: str) -> str:
    """The summary of evidence: what it is said to show, which nobody has found yet."""
    return f"It is said to show: {summary}" if summary else ""


def _submitted(event: EvidenceSubmitted, _: Names, summary: str) -> str:
    proposing = " and proposed closure" if event.proposes_closure else ""
    restricted = in_brackets(event.restricted and f"restricted: {event.restricted}")
    return joined(f"{event.body} handed in evidence{proposing}{restricted}", shows(summary))


def _withdrawn(event: EvidenceWithdrawn, names: Names, _: str) -> str:
    return f"Withdrew {names.the_evidence(event.evidence)}: {event.why}"


def _corrected(event: EvidenceCorrected, names: Names, summary: str) -> str:
    right = [f"it is for recommendation {event.number}"] if event.number else []
    right += [f"{event.body} handed it in"] if event.body else []
    right += ["it is said to show something else"] if event.reworded else []
    what = f"{names.the_evidence(event.evidence)}: {', and '.join(right)}"
    return joined(corrected(what, event.why), shows(summary))


def _expected(event: EvidenceExpected, _: Names, __: str) -> str:
    return f"What is expected in {event.cycle}: {event.text}"


def _raised(event: DisputeRaised, names: Names, _: str) -> str:
    about = names.judgement(event.judgement) if event.judgement else "where this recommendation stands"
    who = party(event.body)
    return joined(f"{who} disputed {about}", says(who, event.why))


def _settled(event: DisputeSettled, names: Names, _: str) -> str:
    dispute = names.dispute(event.dispute)
    who = party(event.body)
    return joined(
        f"{dispute[0].upper()}{dispute[1:]} was {event.outcome} by {party(event.body, 'the')}",
        says(who, event.why),
    )


SENTENCES: Sentences = {
    EvidenceSubmitted: _submitted,
    EvidenceWithdrawn: _withdrawn,
    EvidenceCorrected: _corrected,
    EvidenceExpected: _expected,
    DisputeRaised: _raised,
    DisputeSettled: _settled,
}
