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
from ledger.rules.base import Fact, Scene, Side
from ledger.rules.links import REVERSE, SUCCEEDING, other_end
from ledger.validation import key


def successors_are_told(scene: Scene, fact: RecommendationSuperseded) -> str | None:
    """Each successor is told in the same request whose place it took."""
    # In the first shape a succession had one side.
    if scene.shape > 1 and fact.how in SUCCESSIONS:
        for heir in fact.by:
            _owe(scene, fact, heir, RecommendationLinked.NAME, SUCCESSIONS[fact.how][0], fact.why, fact.on)
    return None


def link_is_told_on_both_sides(scene: Scene, fact: RecommendationLinked) -> str | None:
    """Who repeats tells the repeated; any other tie was foretold from the other side."""
    if fact.relation != "repeats":
        return _foretold(scene, fact)
    _owe(scene, fact, fact.other, fact.NAME, REVERSE[fact.relation], fact.why, fact.on)
    return None


def unlinking_is_told_on_both_sides(scene: Scene, fact: RecommendationUnlinked) -> str | None:
    """Of a repetition one side tells the other; a successor is untied where the succession was taken back."""
    wrong = _foretold(scene, fact)
    if not wrong or fact.relation not in REVERSE:
        return wrong
    _owe(scene, fact, fact.other, fact.NAME, REVERSE[fact.relation], fact.why)
    return None


def successors_are_untied(scene: Scene, fact: RecommendationCorrected) -> str | None:
    """Where a succession is taken back, each successor is told in the same request."""
    found = scene.recommendation(fact.number)
    mine = f"{fact.inspection}/{fact.number}"
    for named in found.heirs if found and fact.what == "end" else ():
        heir = other_end(scene, named)
        for relation in SUCCEEDING:
            if heir and (relation, key(mine)) in heir.links:
                _owe(scene, fact, named, RecommendationUnlinked.NAME, relation, fact.why)
    return None


def _owe(
    scene: Scene, fact: Fact, to: str, name: str, relation: str, why: str | None, on: str | None = None
) -> None:
    ref, _, number = to.partition("/")
    mine = f"{fact.inspection}/{fact.number}"
    said = f"{'no longer ' * (name == RecommendationUnlinked.NAME)}{RELATIONS[relation].lower()}"
    scene.owe(
        fact,
        Side(name, key(ref), key(number), relation, key(mine), why, on),
        f"the other side is missing: {to} {said} {mine}",
    )


def _foretold(scene: Scene, fact: RecommendationLinked | RecommendationUnlinked) -> str | None:
    side = Side(
        fact.NAME,
        key(fact.inspection),
        key(fact.number),
        fact.relation,
        key(fact.other),
        fact.why,
        getattr(fact, "on", None),
    )
    told = scene.owed.pop(side, None)
    return None if told else f"the other side is missing: {fact.other} did not say so in the same request"
