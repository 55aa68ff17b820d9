"""Disagreements on the status of a recommendation, raised and settled by a body or by the inspectorate.

1. One is raised about a recommendation that was there, or about one judgement of it, and not before either;
   by a body that it is or was made to, or by the inspectorate.
2. It is settled once, not before it was raised, and only who raised it withdraws it.
"""

from __future__ import annotations

from events.disputes import DisputeRaised, DisputeSettled
from ledger.decisions.disputes import RaiseDispute, SettleDispute
from ledger.policies import OUTCOMES
from ledger.rules.base import Breach, Context, Table, ruled
from ledger.rules.days import too_early
from ledger.rules.things import absent, misnamed, out_of_turn, unknown
from ledger.rules.within import recommendation_had_been_made, recommendation_is_there
from ledger.state.entities import Recommendation
from ledger.validation import key


def dispute_is_the_next(context: Context, event: DisputeRaised) -> Breach | None:
    """Disputes are numbered D1, D2… in their inspection."""
    return out_of_turn(event.dispute, "D", context.inspection.disputes)


def disputed_judgement_counted(context: Context, event: DisputeRaised) -> Breach | None:
    """A judgement that is disputed is one of the same recommendation, counted, and was made by then."""
    if event.judgement is None:
        return None
    inspection = context.inspection
    if wrong := absent(inspection, inspection.judgements, "judgement", event.judgement):
        return wrong
    judgement = inspection.judgements[key(event.judgement)]
    if judgement.about is not context.recommendation(event.number):
        return Breach(
            f"judgement {judgement.ref} was on recommendation {judgement.number}",
            f"Judgement {judgement.ref} is on recommendation {judgement.number}, not {event.number}.",
            f"See what was judged: scrutiny show {event.inspection} {event.number}",
        )
    if judgement.fate != "signed-off":
        return Breach(
            f"judgement {judgement.ref} was {judgement.fate}",
            f"Judgement {judgement.ref} does not count: there is nothing to dispute.",
            f"See which count: scrutiny show {event.inspection} {event.number}",
        )
    return too_early(event.on, judgement.on, f"judgement {judgement.ref}")


def disputant_is_addressed(context: Context, event: DisputeRaised) -> Breach | None:
    """A body that disputes is or was addressed, and is called so."""
    recommendation = context.recommendation(event.number)
    if recommendation is None or event.body is None:
        return None
    return _no_party(context, recommendation, event.body)


def who_settles_is_addressed(context: Context, event: DisputeSettled) -> Breach | None:
    """A body that settles is or was addressed, and is called so, or as it raised the dispute."""
    dispute = context.inspection.disputes.get(key(event.dispute))
    recommendation = dispute and context.recommendation(dispute.number)
    if not (dispute and recommendation) or event.body is None or event.body == dispute.body:
        return None
    return _no_party(context, recommendation, event.body)


def _no_party(context: Context, recommendation: Recommendation, body: str) -> Breach | None:
    known = recommendation.was_addressed(body, context.inspectorate.bodies)
    if known is not None:
        return misnamed("the body", known, body)
    return Breach(
        f"recommendation {recommendation.number} was never made to {body}",
        f"Recommendation {recommendation.number} is not made to {body}, and never was.",
        "Name a body that it is or was made to; without --by it is the inspectorate.",
    )


def dispute_is_there(context: Context, event: DisputeSettled) -> Breach | None:
    """What is settled was raised."""
    return absent(context.inspection, context.inspection.disputes, "dispute", event.dispute)


def dispute_is_settled_once(context: Context, event: DisputeSettled) -> Breach | None:
    """A dispute ends once, in a way that the inspectorate knows, and not before it was raised."""
    if wrong := unknown(event.outcome, OUTCOMES, "outcome"):
        return wrong
    dispute = context.inspection.disputes.get(key(event.dispute))
    if dispute is None:
        return None
    if dispute.outcome:
        return Breach(
            f"dispute {dispute.ref} was settled before: {dispute.outcome}",
            f"Dispute {dispute.ref} of {context.inspection.ref} was settled already: {dispute.outcome}.",
            "If the body disagrees again, raise another: scrutiny dispute raise …",
        )
    return too_early(event.on, dispute.on, f"dispute {dispute.ref} was raised")


def who_raised_it_withdraws_it(context: Context, event: DisputeSettled) -> Breach | None:
    """Nobody withdraws a dispute but who raised it, under the name it was raised in."""
    dispute = context.inspection.disputes.get(key(event.dispute))
    if dispute is None or event.body == dispute.body:
        return None
    if key(event.body or "") == key(dispute.body or ""):
        return Breach(f"{dispute.body} is called {event.body}")
    if event.outcome != "withdrawn":
        return None
    who = dispute.body or "the inspectorate"
    return Breach(
        f"{who} raised it, and another withdrew it",
        f"Dispute {dispute.ref} was raised by {who}: nobody else withdraws it.",
        "Name who withdraws it with --by, or give another --outcome.",
    )


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
        who_settles_is_addressed,
        who_raised_it_withdraws_it,
    ),
}
