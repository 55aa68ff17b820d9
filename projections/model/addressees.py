"""Whose share is whose, of bodies that bear several names, were merged, or were succeeded.

1. A share is that of a body, under whichever of its names the recommendation was made to it.
2. A judgement, evidence or an answer under any name of a body concerns its share; under the name of a body
   that took over from it, from the day on which it did.
3. A share that is not closed on the day of a succession passes to the successor. One that is closed stays,
   and passes once it is re-opened; until then a judgement of a successor that has a share of its own is of
   that alone.
4. A row names the body that has a share on the day asked about, as it is called on that day. Several shares
   that one body has on a day are one name, and stand where the least advanced of them does.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from events.base import Names
from ledger.times import BEFORE_ALL
from projections.model.facts import Fact, StatusChange, standing
from projections.model.shares import least_advanced
from projections.model.wholes import days, stood

if TYPE_CHECKING:
    from ledger.state.bodies import Bodies
    from projections.model.judged import Judged
    from projections.model.recommendation import Recommendation


def names(recommendation: Recommendation, bodies: Bodies, made_to: Names, day: str | None) -> Names:
    """What those are called on a day (a full date) who then have the shares that bodies were given."""
    day = day or bodies.today
    if (called := bodies.called_together(made_to, day)) is not None:
        return called
    written = {bodies.identity(name): name for name in reversed(made_to)}
    shares = dict.fromkeys(map(bodies.identity, made_to))
    holders = (holder(recommendation, bodies, share, day) for share in shares)
    return tuple(dict.fromkeys(bodies.called(written.get(one, one), day) for one in holders))


def holder(recommendation: Recommendation, bodies: Bodies, share: str, day: str | None) -> str:
    """The body (by identity) that has the share of another, or its own, at the end of a day."""
    if bodies.succession(share) is None:
        return share
    *_, last = holders(recommendation, bodies, share, day)
    return last


def holders(recommendation: Recommendation, bodies: Bodies, share: str, day: str | None) -> Iterable[str]:
    """Each body (by identity) that ever had a share until then, the first one first."""
    day = day or bodies.today
    body, since, seen = share, BEFORE_ALL, {share}
    yield body
    while (one := bodies.succession(body)) and one.by not in seen and (day is None or one.since <= day):
        since = max(since, one.since)
        if not _passes(recommendation, share, body, one.by, since, day):
            return
        body = one.by
        seen.add(body)
        yield body


def _passes(
    recommendation: Recommendation, share: str, body: str, to: str, since: str, day: str | None
) -> bool:
    """Whether a share of a body passes to another on a day, or was re-opened after it."""
    then = stood(recommendation, since, share, body)
    if then is None or then.status != "closed" or then.body == to:
        return True
    later = {one for one in days(recommendation) if since < one and (day is None or one <= day)}
    words = (stood(recommendation, one, share, body) for one in later)
    return any(word is None or word.status != "closed" for word in words)


def share_had(recommendation: Recommendation, bodies: Bodies, body: str, day: str | None) -> str | None:
    """The share of its own that a body (by identity) was given or has on a day, or None.

    Of several that it has, the least advanced one; of one that it passed on, that of who has it then.
    """
    day = day or bodies.today
    shares = recommendation.shares(day)
    had = [share for share in shares if holder(recommendation, bodies, share, day) == body]
    if len(had) > 1:
        standings = {share: recommendation.latest(day, share) for share in had}
        least = least_advanced(list(standings.values()), recommendation.words.implemented)
        return next(share for share, status_change in standings.items() if status_change is least)
    if had:
        return had[0]
    passed = next((one for one in shares if body in holders(recommendation, bodies, one, day)), None)
    # What it passed on is no share of its own any more: it stands where that of who has it now does.
    return passed and share_had(recommendation, bodies, holder(recommendation, bodies, passed, day), day)


def together(recommendation: Recommendation, bodies: Bodies, share: str, day: str | None) -> list[str]:
    """The shares that whoever has one has on a day: together they count as one."""
    day = day or bodies.today
    shares = recommendation.shares(day)
    if not bodies.pass_on(share, *shares):
        return [share]
    body = holder(recommendation, bodies, share, day)
    others = (one for one in shares if holder(recommendation, bodies, one, day) == body)
    return list(dict.fromkeys((share, *others)))


def took_over(recommendation: Recommendation, bodies: Bodies, body: str, share: str, day: str) -> bool:
    """Whether another body had a share by a day, to which it passed."""
    return body != share and body in holders(recommendation, bodies, share, day)


def concerns(bodies: Bodies, fact_body: str, day: str, share: str) -> bool:
    """Whether what is recorded of a body and a day concerns a share: its own, or one that it took over."""
    if fact_body == share:
        return True
    since = bodies.successors(share).get(fact_body)
    return since is not None and since <= day


def words_on(
    recommendation: Judged, bodies: Bodies, words: Iterable[StatusChange], share: str
) -> list[StatusChange]:
    """Those words on the status that are about a share; ``words`` are in the order of days."""
    found: list[StatusChange] = []
    for one in words:
        day = one.sort_key[0]
        if one.body in ("", share):
            found.append(one)
        elif concerns(bodies, one.body, day, share):
            now = standing(reversed(found))
            stays = now is not None and now.status == "closed" and one.body in recommendation.shares(day)
            if not stays:
                found.append(one)
    return found


def is_of(bodies: Bodies | None, fact: Fact, body: str, share: str) -> bool:
    """Whether a fact that is recorded of a body concerns a share."""
    return body == share or (bodies is not None and concerns(bodies, body, fact.sort_key[0], share))


def taken_over(recommendation: Recommendation, until: str) -> list[str]:
    """The full dates until then from which another body answers for one that it was ever made to."""
    bodies, found = recommendation.bodies, dict[str, str]()
    names = [name for value in recommendation.addressed.values for name in value.content]
    while bodies is not None and names:
        identity = bodies.identity(names.pop())
        succession = bodies.succession(identity)
        if succession and succession.since <= until and identity not in found:
            found[identity] = succession.since
            names.append(succession.by)
    return [*found.values()]
