"""Recommendations, as the public reads of them: their days in words, and no ref of an imported file."""

from __future__ import annotations

from events.imports import RecommendationImported
from events.recommendations import (
    RecommendationCorrected,
    RecommendationMade,
    RecommendationRescheduled,
    RecommendationUnlinked,
)
from ledger.policies import CORRECTED
from projections.model.sentences.base import corrected, in_brackets, joined
from projections.model.sentences.imports import as_published
from projections.model.sentences.recommendations import kind_shown, relation_shown
from projections.publication.files.site import words
from projections.publication.sentences.base import Names, Sentences


def _made(event: RecommendationMade, names: Names, _: str) -> str:
    due = f", due {words.when(event.due)}" if event.due else ""
    kind = kind_shown(event.kind, names.vocabulary)
    return f"Made {kind} {event.number} to {'; '.join(event.made_to)}{due}: {event.text}"


def _rescheduled(event: RecommendationRescheduled, _: Names, __: str) -> str:
    approved = f", approved by {event.approved_by}" if event.approved_by else ""
    due = f"due {words.when(event.due)}{approved}"
    return f"Rescheduled recommendation {event.number}: {due}{in_brackets(event.why)}."


def _corrected(event: RecommendationCorrected, names: Names, _: str) -> str:
    return corrected(f"recommendation {event.number}{_right(event, names)}", event.why)


def _right(event: RecommendationCorrected, names: Names) -> str:
    """What should have been there instead."""
    was = CORRECTED.get(event.what, event.what)
    due = words.date(event.due) if event.due else None
    right = {"text": event.text, "made-to": "; ".join(event.made_to), "due": due}.get(event.what)
    if event.what == "end":
        return f": what ended it {words.when(event.of)} was an error, and it stands"
    if event.what == "kind":
        return f": it is of the kind {kind_shown(event.kind or '', names.vocabulary)}"
    if event.what == "number":
        return f": its number is {event.new_number}"
    if event.what in ("cycle", "made-on"):
        cycle = f" in the cycle {event.in_cycle}" if event.what == "cycle" else ""
        on = f" {words.when(event.made_on)}, not {words.when(event.of)}" if event.made_on else ""
        if cycle or on:
            return f": it was made{cycle}{on}"
    if right:
        return f", the {was} of {words.named(event.of)}: {right}"
    return f": the {was} of {words.named(event.of)} should not have been said"


def _unlinked(event: RecommendationUnlinked, _: Names, __: str) -> str:
    link = (
        f"the link of {words.named(event.of)}, {relation_shown(event.relation)} {event.other}, was an error"
    )
    # The reason is left as it was typed, without a full stop.
    return f"Corrected recommendation {event.number}: {link}. What was wrong: {event.why}"


def _imported(event: RecommendationImported, _: Names, __: str) -> str:
    sheet = f"{event.sheet} in " if event.sheet else ""
    where = f"row {event.row} of {sheet}a register that was kept before this record"
    seen = f"as last seen on {words.date(event.seen_on)}"
    return joined(f"Recommendation {event.number} is from {where}, {seen}", *as_published(event))


SENTENCES: Sentences = {
    RecommendationMade: _made,
    RecommendationRescheduled: _rescheduled,
    RecommendationCorrected: _corrected,
    RecommendationUnlinked: _unlinked,
    RecommendationImported: _imported,
}
