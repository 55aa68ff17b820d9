"""Disagreements, and how they ended."""

from __future__ import annotations

from events.disputes import DisputeRaised, DisputeSettled
from ledger.decisions.disputes import RaiseDispute, SettleDispute
from ledger.policies import OUTCOMES
from ledger.rules.base import Breach, Context, Table, misnamed, precedes, ruled
from ledger.rules.recommendations import recommendation_had_been_made, recommendation_is_there
from ledger.state.entities import Recommendation
from ledger.validation import key


def dispute_is_the_next(context: Context, event: DisputeRaised) -> Breach | str | None:
    """Disputes are numbered D1, D2… in their inspection."""
    due = f"D{len(context.inspection.disputes) + 1}"
    return None if event.dispute == due else f"it is called {event.dispute}, where {due} was due"


def disputed_judgement_counted(context: Context, event: DisputeRaised) -> Breach | str | None:
    """A judgement that is disputed is one of the same recommendation, counted, and was made by then."""
    if event.judgement is None:
        return None
    found = context.inspection.judgements.get(key(event.judgement))
    if found is None:
        return f"there was no judgement {event.judgement}"
    if key(found.number) != key(event.number):
        return f"judgement {found.ref} was on recommendation {found.number}"
    if found.fate != "signed-off":
        return f"judgement {found.ref} was {found.fate}"
    if precedes(event.on, found.on):
        return f"its date {event.on} is before judgement {found.ref}"
    return misnamed("judgement", found.ref, event.judgement)


def disputant_is_addressed(context: Context, event: DisputeRaised) -> Breach | str | None:
    """A body that disputes is or was addressed, and is called so."""
    found = context.recommendation(event.number)
    return _no_party(found, event.body) if found and event.body is not None else None


def who_settles_is_addressed(context: Context, event: DisputeSettled) -> Breach | str | None:
    """A body that settles is or was addressed, and is called so, or as it raised the dispute."""
    dispute = context.inspection.disputes.get(key(event.dispute))
    found = dispute and context.recommendation(dispute.number)
    if not (dispute and found) or event.body is None or event.body == dispute.body:
        return None
    return _no_party(found, event.body)


def _no_party(found: Recommendation, body: str) -> Breach | str | None:
    known = found.was_addressed(body)
    if known is None:
        return f"recommendation {found.number} was never made to {body}"
    return f"the body {known} is called {body}" if known != body else None


def dispute_is_there(context: Context, event: DisputeSettled) -> Breach | str | None:
    """What is settled was raised."""
    found = context.inspection.disputes.get(key(event.dispute))
    if found is None:
        return f"there was no dispute {event.dispute}"
    return misnamed("dispute", found.ref, event.dispute)


def dispute_is_settled_once(context: Context, event: DisputeSettled) -> Breach | str | None:
    """A dispute ends once, in a way that the house knows, and not before it was raised."""
    if event.outcome not in OUTCOMES:
        return f"{event.outcome!a} is no outcome"
    found = context.inspection.disputes.get(key(event.dispute))
    if found and found.outcome:
        return f"dispute {found.ref} was settled before: {found.outcome}"
    early = found and precedes(event.on, found.on)
    return f"its date {event.on} is before dispute {event.dispute} was raised" if early else None


def who_raised_it_withdraws_it(context: Context, event: DisputeSettled) -> Breach | str | None:
    """Nobody withdraws a dispute but who raised it, under the name it was raised in."""
    found = context.inspection.disputes.get(key(event.dispute))
    if found is None or event.body == found.body:
        return None
    if key(event.body or "") == key(found.body or ""):
        return f"{found.body} is called {event.body}"
    raised_by = found.body or "the inspectorate"
    return f"{raised_by} raised it, and another withdrew it" if event.outcome == "withdrawn" else None


RULES: Table = {
    DisputeRaised: ruled(
        RaiseDispute,
        recommendation_is_there,
        recommendation_had_been_made,
        dispute_is_the_next,
        disputed_judgement_counted,
        disputant_is_addressed,
    ),
    DisputeSettled: ruled(
        SettleDispute,
        dispute_is_there,
        dispute_is_settled_once,
        who_raised_it_withdraws_it,
        who_settles_is_addressed,
    ),
}
