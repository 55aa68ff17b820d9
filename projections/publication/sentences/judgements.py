"""Judgements, as the public reads of them."""

from __future__ import annotations

from events.judgements import JudgementCorrected, JudgementRecorded
from ledger.policies import STATUSES
from projections.model.sentences.base import corrected, in_brackets
from projections.publication.files.site import words
from projections.publication.sentences.base import Names, Sentences


def _recorded(event: JudgementRecorded, names: Names, rationale: str) -> str:
    labels = names.vocabulary
    status = STATUSES.get(event.status, event.status).lower()
    if event.word is not None:
        status = f"{labels.label('status', event.word)!r}, which is {status}"
    reason = event.reason and words.reason(event.reason, labels)
    share = f" for {event.made_to}" if event.made_to else ""
    until = f", left open until {event.until}" if event.until else ""
    resting = f", on {names.evidence(event.evidence)}" if event.evidence else ""
    why = rationale or event.own_rationale
    return (
        f"Judged recommendation {event.number}{share} {status}{in_brackets(reason)}{until}{resting}"
        f"{f': {why}' if why else '.'}"
    )


def _corrected(event: JudgementCorrected, names: Names, rationale: str) -> str:
    judgement = names.judgement_as_said(event.judgement)
    if event.void:
        return corrected(f"{judgement}: it should not have counted, and counts no more", event.why)
    right = [f"it is of {words.named(event.judged_on)}"] if event.judged_on else []
    if event.reworded:
        said = rationale or event.own_rationale
        right.append(f"its reasons are: {said}" if said else "its reasons are others")
    return corrected(f"{judgement}: {'; '.join(right)}", event.why)


SENTENCES: Sentences = {JudgementRecorded: _recorded, JudgementCorrected: _corrected}
