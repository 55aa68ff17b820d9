"""The sentences about judgements."""

from __future__ import annotations

from events.judgements import (
    JudgementCorrected,
    JudgementExplained,
    JudgementNoted,
    JudgementRecorded,
    JudgementReturned,
    JudgementSignedOff,
)
from ledger.policies import STATUSES
from ledger.state.vocabulary import Vocabulary
from ledger.times import named
from projections.model.sentences.base import Sentences, corrected, in_brackets


def _recorded(event: JudgementRecorded, words: str, labels: Vocabulary) -> str:
    status = STATUSES.get(event.status, event.status).lower()
    if event.word is not None:
        status = f"{labels.label('status', event.word)!r}, which is {status}"
    reason = event.reason and labels.own_label("reason", event.reason)
    share = f" for {event.made_to}" if event.made_to else ""
    until = f", left open until {event.until}" if event.until else ""
    resting = f", on evidence {', '.join(event.evidence)}" if event.evidence else ""
    why = words or event.own_rationale
    return (
        f"Judged recommendation {event.number}{share} {status}{in_brackets(reason)}{until} "
        f"as {event.judgement}{resting}{f': {why}' if why else '.'}"
    )


def _explained(event: JudgementExplained) -> str:
    return f"Why {event.judgement}: {event.rationale}"


def _noted(event: JudgementNoted) -> str:
    return f"Noted on {event.judgement}: {event.note}"


def _signed_off(event: JudgementSignedOff) -> str:
    return f"Signed off {event.judgement}: it counts."


def _returned(event: JudgementReturned) -> str:
    return f"Returned {event.judgement}: {event.why}"


def _corrected(event: JudgementCorrected, words: str, _: Vocabulary) -> str:
    return corrected(f"{event.judgement}: {_right(event, words)}", event.why)


def _right(event: JudgementCorrected, words: str) -> str:
    if event.void:
        return "it should not have counted, and counts no more"
    right = [f"it is of {named(event.judged_on)}"] if event.judged_on else []
    if event.reworded:
        rationale = words or event.own_rationale
        right.append(f"its rationale is: {rationale}" if rationale else "its rationale is another")
    return "; ".join(right)


SENTENCES: Sentences = {
    JudgementExplained: _explained,
    JudgementNoted: _noted,
    JudgementSignedOff: _signed_off,
    JudgementReturned: _returned,
}
WITH_WORDS: Sentences = {JudgementRecorded: _recorded, JudgementCorrected: _corrected}
"""Those that are told with words that stand in another event: why a judgement is so."""
