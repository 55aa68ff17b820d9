"""Which evidence waits for an inspector: a task of the inbox, and a figure of statistics.

1. What no judgement that counts has settled, and of whose share no judgement awaits its sign-off either.
2. What a body without a share handed in is about all of it.
3. Of what was withdrawn or superseded, or needs no closing, none waits. That of what has parts is its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from projections.model.facts import Submission
from projections.model.recommendation import Recommendation


def judged_apart(recommendation: Recommendation, day: str | None = None) -> Sequence[str]:
    """The shares that are judged apart, by key; none if all of it is judged together."""
    awaiting = recommendation.awaiting.values()
    apart = recommendation.shared or any(one.body for one in awaiting)
    return recommendation.shares(day) if apart else ()


def share_of(recommendation: Recommendation, sent: Submission, shares: Sequence[str]) -> str:
    """The share that evidence is about, of those judged apart; empty if it is about all of it."""
    return next((share for share in shares if recommendation.overlap(sent.body, share)), "")


def awaits_sign_off(recommendation: Recommendation, share: str, day: str | None = None) -> bool:
    """Whether a judgement of a share, or (empty) of any of it, awaits its sign-off on a day."""
    return any(
        (day is None or one.sort_key[0] <= day) and recommendation.overlap(one.body, share)
        for one in recommendation.awaiting.values()
    )


def to_judge(
    recommendation: Recommendation, day: str | None = None, body: str | None = None
) -> list[Submission]:
    """The evidence that waits for an inspector on a day; with a body (its key), that of its share."""
    if not (recommendation.evidence and recommendation.needs_closing) or recommendation.has_ended(day):
        return []
    found = recommendation.waiting(day, body)
    if not recommendation.awaiting:
        return found
    shares = judged_apart(recommendation, day)
    return [
        sent
        for sent in found
        if not awaits_sign_off(recommendation, share_of(recommendation, sent, shares), day)
    ]
