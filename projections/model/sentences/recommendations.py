"""The sentences about recommendations."""

from __future__ import annotations

from events.recommendations import (
    RecommendationClassified,
    RecommendationCorrected,
    RecommendationLinked,
    RecommendationMade,
    RecommendationReaddressed,
    RecommendationRescheduled,
    RecommendationRestated,
    RecommendationSuperseded,
    RecommendationUnlinked,
    RecommendationUnvoided,
    RecommendationVoided,
    RecommendationWithdrawn,
)
from ledger import times
from ledger.policies import CORRECTED, KINDS, RELATIONS
from ledger.state.vocabulary import Vocabulary
from projections.model.sentences.base import Sentences, corrected, in_brackets


def _made(event: RecommendationMade, labels: Vocabulary) -> str:
    due = f", due {times.by(event.due)}" if event.due else ""
    kind = kind_shown(event.kind, labels)
    return f"Made {kind} {event.number} to {'; '.join(event.made_to)}{due}: {event.text}"


def _restated(event: RecommendationRestated) -> str:
    return f"Restated recommendation {event.number} ({event.why}): {event.text}"


def _readdressed(event: RecommendationReaddressed) -> str:
    return f"Readdressed recommendation {event.number} to {'; '.join(event.made_to)}{in_brackets(event.why)}."


def _rescheduled(event: RecommendationRescheduled) -> str:
    approved = f", approved by {event.approved_by}" if event.approved_by else ""
    due = f"due {times.by(event.due)}{approved}"
    return f"Rescheduled recommendation {event.number}: {due}{in_brackets(event.why)}."


def _withdrawn(event: RecommendationWithdrawn) -> str:
    return f"Withdrew recommendation {event.number}{in_brackets(event.why)}."


def _superseded(event: RecommendationSuperseded) -> str:
    became = "by" if event.how == "superseded" else "into"
    successors = ", ".join(event.by)
    why = in_brackets(event.why)
    return f"{event.how.capitalize()} recommendation {event.number} {became} {successors}{why}."


def _classified(event: RecommendationClassified, labels: Vocabulary) -> str:
    words = [f"priority {labels.label('priority', event.priority)}"] if event.priority else []
    topics = [labels.label("topic", topic) for topic in event.topics]
    words += [f"topics {', '.join(topics)}"] if topics else []
    words += [f"published at {event.source}"] if event.source else []
    words += [f"at {event.place}"] if event.place else []
    words += [f"under {event.under}"] if event.under else []
    return f"Sorted recommendation {event.number}: {', '.join(words) or 'by nothing any more'}."


def _linked(event: RecommendationLinked) -> str:
    relation = relation_shown(event.relation)
    return f"Recommendation {event.number} {relation} {event.other}{in_brackets(event.why)}."


def _unlinked(event: RecommendationUnlinked) -> str:
    link = f"the link of {event.of}, {relation_shown(event.relation)} {event.other}, was an error"
    # The reason is left as it was typed, without a full stop.
    return f"Corrected recommendation {event.number}: {link}. What was wrong: {event.why}"


def _voided(event: RecommendationVoided) -> str:
    return corrected(f"recommendation {event.number}: it was entered in error", event.why)


def _unvoided(event: RecommendationUnvoided) -> str:
    return corrected(f"recommendation {event.number}: it was not entered in error after all", event.why)


def _corrected(event: RecommendationCorrected, labels: Vocabulary) -> str:
    return corrected(f"recommendation {event.number}{_right(event, labels)}", event.why)


def _right(event: RecommendationCorrected, labels: Vocabulary) -> str:
    """What should have been there instead."""
    was = CORRECTED.get(event.what, event.what)
    due = times.shown(event.due) if event.due else None
    right = {"text": event.text, "made-to": "; ".join(event.made_to), "due": due}.get(event.what)
    if event.what == "end":
        return f": what ended it {times.when(event.of)} was an error, and it stands"
    if event.what == "kind":
        return f": it is of the kind {kind_shown(event.kind or '', labels)}"
    if event.what == "cycle":
        on = f" {times.when(event.made_on)}, not {times.when(event.of)}" if event.made_on else ""
        return f": it was made in the cycle {event.in_cycle}{on}"
    if event.what == "number":
        return f": its number is {event.new_number}"
    if event.what == "made-on" and event.made_on:
        return f": it was made {times.when(event.made_on)}, not {times.when(event.of)}"
    if right:
        return f", the {was} of {times.named(event.of)}: {right}"
    return f": the {was} of {times.named(event.of)} should not have been said"


def kind_shown(kind: str, labels: Vocabulary) -> str:
    """What one of a kind is called in a sentence."""
    return KINDS[kind].lower() if kind in KINDS else labels.label("kind", kind)


def relation_shown(relation: str) -> str:
    """What a recommendation is to another, in a sentence."""
    return RELATIONS.get(relation, relation).lower()


SENTENCES: Sentences = {
    RecommendationRestated: _restated,
    RecommendationReaddressed: _readdressed,
    RecommendationRescheduled: _rescheduled,
    RecommendationWithdrawn: _withdrawn,
    RecommendationSuperseded: _superseded,
    RecommendationLinked: _linked,
    RecommendationUnlinked: _unlinked,
    RecommendationVoided: _voided,
    RecommendationUnvoided: _unvoided,
}
WITH_LABELS: Sentences = {
    RecommendationMade: _made,
    RecommendationClassified: _classified,
    RecommendationCorrected: _corrected,
}
"""Those in which words of the publisher's own are shown by their labels."""
