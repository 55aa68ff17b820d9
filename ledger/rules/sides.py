"""Both sides of a link are told, in one request.

The side that is recorded first owes the other; the other finds it foretold, with the same day and reason.
"""

from __future__ import annotations

from events.recommendations import (
    RecommendationCorrected,
    RecommendationLinked,
    RecommendationSuperseded,
    RecommendationUnlinked,
)
from ledger.policies import RELATIONS, SUCCESSIONS
from ledger.rules.base import AnyEvent, Breach, Context, LinkSide
from ledger.state.entities import Recommendation
from ledger.validation import key

SUCCEEDING = tuple(relation for relation, _ in SUCCESSIONS.values())
"""What a successor is to the one whose place it took."""

REVERSE = {"repeats": "repeated-by", "repeated-by": "repeats"}
"""What either is to the other where both stand on."""


def other_end(context: Context, named: str) -> Recommendation | None:
    """The recommendation that ``REF/NUMBER`` names, wherever it is."""
    ref, _, number = named.partition("/")
    there = context.find(ref)
    return there.recommendations.get(key(number)) if there else None


def end_key(context: Context, named: str) -> str:
    """What the recommendation that ``REF/NUMBER`` names is known by, whatever number it has by now."""
    ref, _, number = named.partition("/")
    there = context.find(ref)
    return f"{key(ref)}/{(there and there.recommendations.slot(number)) or key(number)}"


def successors_are_told(context: Context, event: RecommendationSuperseded) -> Breach | None:
    """Each successor is told in the same request whose place it took."""
    # In the first shape a succession had one side.
    if context.shape > 1 and event.how in SUCCESSIONS:
        for heir in event.by:
            _expect(
                context,
                event,
                heir,
                RecommendationLinked.NAME,
                SUCCESSIONS[event.how][0],
                event.why,
                event.on,
            )
    return None


def link_is_told_on_both_sides(context: Context, event: RecommendationLinked) -> Breach | None:
    """Who repeats tells the repeated; any other tie was foretold from the other side."""
    if event.relation != "repeats":
        return _foretold(context, event)
    _expect(context, event, event.other, event.NAME, REVERSE[event.relation], event.why, event.on)
    return None


def unlinking_is_told_on_both_sides(context: Context, event: RecommendationUnlinked) -> Breach | None:
    """Of a repetition one side tells the other; a successor is untied where the succession was taken back."""
    wrong = _foretold(context, event)
    if not wrong or event.relation not in REVERSE:
        return wrong
    _expect(context, event, event.other, event.NAME, REVERSE[event.relation], event.why)
    return None


def successors_are_untied(context: Context, event: RecommendationCorrected) -> Breach | None:
    """Where a succession is taken back, each successor is told in the same request."""
    found = context.recommendation(event.number)
    mine = f"{event.inspection}/{event.number}"
    for named in found.heirs if found and event.what == "end" else ():
        heir = other_end(context, named)
        for relation in SUCCEEDING:
            ends = [end_key(context, to) for one, to in heir.links if one == relation] if heir else []
            if end_key(context, mine) in ends:
                _expect(context, event, named, RecommendationUnlinked.NAME, relation, event.why)
    return None


def _expect(
    context: Context,
    event: AnyEvent,
    to: str,
    name: str,
    relation: str,
    why: str | None,
    on: str | None = None,
) -> None:
    mine = f"{event.inspection}/{event.number}"
    said = f"{'no longer ' * (name == RecommendationUnlinked.NAME)}{RELATIONS[relation].lower()}"
    context.expect(
        event,
        LinkSide(name, end_key(context, to), relation, end_key(context, mine), why, on),
        f"the other side is missing: {to} {said} {mine}",
    )


def _foretold(context: Context, event: RecommendationLinked | RecommendationUnlinked) -> Breach | None:
    side = LinkSide(
        event.NAME,
        end_key(context, f"{event.inspection}/{event.number}"),
        event.relation,
        end_key(context, event.other),
        event.why,
        getattr(event, "on", None),
    )
    told = context.expected.pop(side, None)
    if told:
        return None
    return Breach(f"the other side is missing: {event.other} did not say so in the same request")
