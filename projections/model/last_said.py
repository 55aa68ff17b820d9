"""Of what bodies answered and reported, that which holds on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from projections.model.addressees import took_over
from projections.model.facts import Progress, Response, after, sort_key_of, standing

if TYPE_CHECKING:
    from projections.model.recommendation import Recommendation

S = TypeVar("S", Response, Progress)


def last_said(
    recommendation: Recommendation, said: tuple[S, ...], day: str | None, body: str | None
) -> tuple[S, ...]:
    """What each body said last, or of one share (by key), in the order of days."""
    of_body: dict[str, list[S]] = {}
    shares = None if body is None else recommendation.together(body, day)
    for one in reversed(said):
        if (day is None or one.sort_key[0] <= day) and (
            shares is None or any(recommendation.is_of(one, share) for share in shares)
        ):
            of_body.setdefault(one.body, []).append(one)
    latest = {of: last for of, all_of_it in of_body.items() if (last := standing(all_of_it))}
    if recommendation.has_successions() and len(latest) > 1:
        for old in list(latest.values()):
            if any(_follows(recommendation, one, old) for one in latest.values()):
                del latest[old.body]
    return tuple(sorted(latest.values(), key=sort_key_of))


def _follows(recommendation: Recommendation, one: Response | Progress, old: Response | Progress) -> bool:
    """Whether one comes after another, and is of a body to which the share of that had passed by then."""
    return (
        recommendation.bodies is not None
        and after(one, old)
        and old.body in recommendation.shares(one.sort_key[0])
        and took_over(recommendation, recommendation.bodies, one.body, old.body, one.sort_key[0])
    )
