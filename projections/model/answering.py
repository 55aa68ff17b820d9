"""Which answers are due on a day, which of them were given, and which are late.

1. A deadline is for one body or for every body that the recommendation is made to on that day. Of several the
   last one holds, so one that is extended is not late.
2. An answer is given once the body answered, however it did. ``none``, that it gave no answer, gives none. A
   later answer does not make an earlier one late.
3. It is late if the body certainly answered after the deadline, or has not answered and that has passed.
4. If several shares passed to one body, it owes one answer: that which is least given, of these the one that
   is late, or due first.
5. What was withdrawn or superseded by its deadline needs no answer any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from events.base import Day
from events.named import NamedTuple
from ledger.times import is_overdue, last_day
from projections.model.facts import AnswerDue, standing
from projections.model.recommendation import Recommendation

NO_ANSWER = "none"
"""The answer of a body that gave none."""


class Owed(NamedTuple):
    """An answer that a body owes or owed, by its deadline; ``given`` is the ref of the answer, or None.

    ``share`` is what the body's share is known by, ``body`` what the body is called.
    """

    share: str
    body: str
    due: Day
    position: int
    given: str | None
    given_on: Day | None
    late: bool


def owed(
    recommendation: Recommendation, day: str | None, today: str, of: Sequence[str] = ()
) -> Iterable[Owed]:
    """The answers that are due by what had come by a day, of every body or of the one with these shares.

    ``day`` is a full date, None for the last there is; ``today`` is the full date by which it is late.
    """
    return of_each_body(owed_of_shares(recommendation, day, today), of)


def owed_of_shares(recommendation: Recommendation, day: str | None, today: str) -> Sequence[Owed]:
    """The same of each share by itself, though a body may have several."""
    return list(_of_each_share(recommendation, day, today)) if recommendation.answers_due else ()


def of_each_body(due: Iterable[Owed], of: Sequence[str] = ()) -> Iterable[Owed]:
    """Of what is due of shares, or of these alone, what each body owes."""
    found: dict[str, Owed] = {}
    for one in due:
        if not of or one.share in of:
            known = found.get(one.body)
            found[one.body] = one if known is None else min(known, one, key=_how_far)
    return found.values()


def _how_far(one: Owed) -> tuple[bool, bool, str]:
    """What is not given comes first, then what is late, then what is due first."""
    return one.given is not None, not one.late, last_day(one.due)


def _of_each_share(recommendation: Recommendation, day: str | None, today: str) -> Iterator[Owed]:
    come = [one for one in recommendation.answers_due if day is None or one.sort_key[0] <= day]
    addressed = (recommendation.addressed.at(day) or recommendation.addressed.values[0]).content
    names = {recommendation.share(body): body for body in reversed(addressed)}
    for share in recommendation.shares(day):
        holds = standing(one for one in reversed(come) if not one.body or recommendation.is_of(one, share))
        if holds is not None:
            yield from _owed(recommendation, holds, share, names[share], day, today)


def _owed(
    recommendation: Recommendation, deadline: AnswerDue, share: str, name: str, day: str | None, today: str
) -> Iterator[Owed]:
    last = last_day(deadline.due)
    given = [
        one
        for one in recommendation.responses
        if (day is None or one.sort_key[0] <= day)
        and one.answer != NO_ANSWER
        and recommendation.is_of(one, share)
    ]
    settled = recommendation.latest(day)
    if not given and settled and settled.outcome != "judged" and settled.sort_key[0] <= last:
        return
    late = all(one.first > last for one in given) if given else is_overdue(deadline.due, today)
    (body,) = recommendation.called_on((name,), day)
    first = given[0] if given else None
    yield Owed(
        share,
        body,
        deadline.due,
        deadline.sort_key[1],
        first.ref if first else None,
        first.on if first else None,
        late,
    )
