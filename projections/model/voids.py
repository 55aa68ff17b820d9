"""What was entered in error: it is in no answer, as far as that is known.

    voids.take(event, position, fold.recommendations)

In a bundle it is not even known what had been made: of that the events that say so are there alone. They name
it by the number that it had then; what is found by a number that it had before is another.
"""

from __future__ import annotations

from collections.abc import Iterable

from events.named import NamedTuple
from events.recommendations import RecommendationUnvoided, RecommendationVoided
from ledger.state.numbered import Numbered
from ledger.validation import key, number_key
from projections.model.recommendation import Recommendation


class Void(NamedTuple):
    """What had been made, if that is known; by which number, and the position of what made it void."""

    recommendation: Recommendation | None
    number: str
    position: int
    why: str


class Back(NamedTuple):
    """What had been void and is not: that which was taken back, and the position of what did so."""

    void: Void
    position: int

    def number_now(self) -> tuple[str, int]:
        """The number of the recommendation, and the position of what put that right, or 0.

        If it is void again, the number that it had when it was void first: no more is known in a bundle.
        """
        there = self.void.recommendation
        if there is None or there.voided:
            return self.void.number, 0
        return there.number, there.filed.get("number", 0)


class Voids:
    """What is void now, in the order in which it came to be, and the positions of all that said so.

    ``back`` is what was void once, and came back.
    """

    __slots__ = ("back", "now", "said")

    def __init__(self) -> None:
        self.now: tuple[Void, ...] = ()
        self.back: tuple[Back, ...] = ()
        self.said: tuple[int, ...] = ()

    def take(
        self,
        event: RecommendationVoided | RecommendationUnvoided,
        position: int,
        there: Numbered[Recommendation],
    ) -> None:
        """One more event; what it is about leaves those that are there, or comes back."""
        self.said = (*self.said, position)
        if isinstance(event, RecommendationVoided):
            recommendation = _of_that_number(event.number, there)
            self.now = (*self.now, Void(recommendation, event.number, position, event.why))
            if recommendation:
                recommendation.voided = position
                there.drop(recommendation.slot)
            else:
                _nothing_is_under(event.number, there)
        elif void := self.of(event.number):
            self.now = tuple(one for one in self.now if one is not void)
            self.back = (*self.back, Back(void, position))
            if recommendation := void.recommendation:
                recommendation.voided = 0
                there.restore(recommendation.slot, recommendation.number, recommendation)

    def of(self, number: str, since: int = 0) -> Void | None:
        """What of a number was made void last, after a position; None if nothing was."""
        for void in reversed(self.now):
            if void.position > since and number_key(void.number) == number_key(number):
                return void
        return None


def _of_that_number(number: str, there: Numbered[Recommendation]) -> Recommendation | None:
    """What has a number now; what only had it is another than what an event of that number makes void."""
    found = there.get(number)
    return found if found and key(found.number) == key(number) else None


def _nothing_is_under(number: str, there: Numbered[Recommendation]) -> None:
    """What was put under something of which only that it is void is known stands under nothing.

    If another had had that number, it was taken for this one.
    """
    for part in there.values():
        for at, value in enumerate(part.classified.values if part.classified else ()):
            whole = (part.wholes or {}).get(value.position)
            if (
                part.classified
                and whole
                and key(value.content.under or "") == key(number)
                and gave_up(whole.former, number, value.position)
            ):
                content = value.content._replace(under=None)
                part.classified.values[at] = value._replace(content=content)
                part.wholes = {of: one for of, one in (part.wholes or {}).items() if of != value.position}
                if all(one is not whole for one in part.wholes.values()):
                    whole.parts = [one for one in whole.parts or () if one is not part]


def gave_up(former: Iterable[tuple[str, int]], number: str, position: int) -> bool:
    """Whether something had had a number, and another by the time that an event was recorded."""
    return any(key(one) == key(number) and at < position for one, at in former)
