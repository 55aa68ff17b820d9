"""The evidence that waits to be judged, and the requests for more that nothing answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from projections.model.facts import NEVER, Request, StatusChange, Submission, after

if TYPE_CHECKING:
    from projections.model.recommendation import Recommendation


def waiting(
    recommendation: Recommendation, day: str | None = None, body: str | None = None
) -> list[Submission]:
    """The evidence that no judgement has settled: none that is after it on the share it is for."""
    judged = _judged(recommendation, day)
    found = [
        one
        for one in recommendation.evidence.values()
        if after(one, judged)
        and (one.withdrawn == NEVER if day is None else one.sort_key[0] <= day < one.withdrawn)
    ]
    if not found or (not recommendation.shared and body is None):
        return found
    shares = {share: recommendation.latest(day, share) for share in recommendation.shares(day)}
    wanted = shares if body is None else {body: shares.get(body)}
    # What nobody with a share handed in is for every share, until each is judged.
    return [
        one
        for one in found
        if any(
            after(one, judged)
            and (recommendation.is_of(one, share) or not any(recommendation.is_of(one, of) for of in shares))
            for share, judged in wanted.items()
        )
    ]


def unanswered(
    recommendation: Recommendation, day: str | None = None, body: str | None = None
) -> Iterator[Request]:
    """The requests for more evidence that nothing answered yet, the latest first."""
    judged = _judged(recommendation, day)
    found = [
        one
        for one in reversed(recommendation.requests)
        if after(one, judged) and (day is None or one.sort_key[0] <= day)
    ]
    if not found:
        return
    unjudged = waiting(recommendation, day, body)
    shares = [body] if body else recommendation.shares(day)
    of_share = {share: recommendation.latest(day, share) for share in shares}
    for one in found:
        # A judgement of each share that it is about answers it, too; there may be none any more.
        if any(
            after(one, of_share[share]) and (not one.body or recommendation.is_of(one, share))
            for share in shares
        ) and not any(
            after(sent, one) and (not one.body or recommendation.is_of(sent, one.body)) for sent in unjudged
        ):
            yield one


def _judged(recommendation: Recommendation, day: str | None) -> StatusChange | None:
    """The word on the status that holds for the whole, if there never was one of a share."""
    return None if recommendation.shared else recommendation.latest(day, None)
