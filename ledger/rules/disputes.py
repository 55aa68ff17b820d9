"""Disagreements, and how they ended."""

from __future__ import annotations

from events.disputes import DisputeRaised, DisputeSettled
from ledger.policies import OUTCOMES
from ledger.rules.base import Scene, misnamed, precedes
from ledger.state.entities import Recommendation
from ledger.validation import key


def dispute_is_the_next(scene: Scene, fact: DisputeRaised) -> str | None:
    """Disputes are numbered D1, D2… in their inspection."""
    due = f"D{len(scene.inspection.disputes) + 1}"
    return None if fact.dispute == due else f"it is called {fact.dispute}, where {due} was due"


def disputed_judgement_counted(scene: Scene, fact: DisputeRaised) -> str | None:
    """A judgement that is disputed is one of the same recommendation, counted, and was made by then."""
    if fact.judgement is None:
        return None
    found = scene.inspection.judgements.get(key(fact.judgement))
    if found is None:
        return f"there was no judgement {fact.judgement}"
    if key(found.number) != key(fact.number):
        return f"judgement {found.ref} was on recommendation {found.number}"
    if found.fate != "signed-off":
        return f"judgement {found.ref} was {found.fate}"
    if precedes(fact.on, found.on):
        return f"its date {fact.on} is before judgement {found.ref}"
    return misnamed("judgement", found.ref, fact.judgement)


def disputant_is_addressed(scene: Scene, fact: DisputeRaised) -> str | None:
    """A body that disputes is or was addressed, and is called so."""
    found = scene.recommendation(fact.number)
    return _no_party(found, fact.body) if found and fact.body is not None else None


def who_settles_is_addressed(scene: Scene, fact: DisputeSettled) -> str | None:
    """A body that settles is or was addressed, and is called so, or as it raised the dispute."""
    dispute = scene.inspection.disputes.get(key(fact.dispute))
    found = dispute and scene.recommendation(dispute.number)
    if not (dispute and found) or fact.body is None or fact.body == dispute.body:
        return None
    return _no_party(found, fact.body)


def _no_party(found: Recommendation, body: str) -> str | None:
    known = found.was_addressed(body)
    if known is None:
        return f"recommendation {found.number} was never made to {body}"
    return f"the body {known} is called {body}" if known != body else None


def dispute_is_there(scene: Scene, fact: DisputeSettled) -> str | None:
    """What is settled was raised."""
    found = scene.inspection.disputes.get(key(fact.dispute))
    if found is None:
        return f"there was no dispute {fact.dispute}"
    return misnamed("dispute", found.ref, fact.dispute)


def dispute_is_settled_once(scene: Scene, fact: DisputeSettled) -> str | None:
    """A dispute ends once, in a way that the house knows, and not before it was raised."""
    if fact.outcome not in OUTCOMES:
        return f"{fact.outcome!a} is no outcome"
    found = scene.inspection.disputes.get(key(fact.dispute))
    if found and found.outcome:
        return f"dispute {found.ref} was settled before: {found.outcome}"
    early = found and precedes(fact.on, found.on)
    return f"its date {fact.on} is before dispute {fact.dispute} was raised" if early else None


def who_raised_it_withdraws_it(scene: Scene, fact: DisputeSettled) -> str | None:
    """Nobody withdraws a dispute but who raised it, under the name it was raised in."""
    found = scene.inspection.disputes.get(key(fact.dispute))
    if found is None or fact.body == found.body:
        return None
    if key(fact.body or "") == key(found.body or ""):
        return f"{found.body} is called {fact.body}"
    raised_by = found.body or "the inspectorate"
    return f"{raised_by} raised it, and another withdrew it" if fact.outcome == "withdrawn" else None
