"""A recommendation as it would be if some of its facts were of other days that their dates can mean."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from copy import copy
from functools import partial
from itertools import chain
from typing import Any, Generic, TypeVar

from ledger.state.history import History
from projections.model.facts import Dispute, Request, Response, StatusChange, Submission
from projections.model.recommendation import Recommendation

T = TypeVar("T")
F = TypeVar("F", StatusChange, Submission, Request, Dispute, Response)
N = TypeVar("N", StatusChange, Submission, Dispute)
Days = Mapping[int, str]
"""By the positions of facts, the full date that each is taken to be of."""


class AsIf:
    """One, some of whose facts are put on one day after another: of all combinations, each is asked about."""

    def __init__(self, recommendation: Recommendation, moving: Container[int]) -> None:
        self._one, self._other = recommendation, copy(recommendation)
        self._put: dict[str, Callable[[Days], object]] = {}
        for name, put_of in _ATTRIBUTES.items():
            if (held := getattr(recommendation, name)) and (put := put_of(held, moving)):
                self._put[name] = put

    @property
    def moving(self) -> set[str]:
        """What of it has such facts, by the names of its attributes."""
        return set(self._put)

    def on(self, days: Days) -> Recommendation:
        """The same, with some of those facts, each on one day; good until somebody asks for another."""
        other, made_on = self._other, days.get(self._one.made_at)
        other.made_days = self._one.made_days if made_on is None else (made_on, made_on)
        for name, put in self._put.items():
            setattr(other, name, put(days))
        return other


def as_if(recommendation: Recommendation, days: Days) -> Recommendation:
    """The same, with some facts, by their positions, each on one day. What has none of them is shared."""
    return AsIf(recommendation, days).on(days)


class _Moving(Generic[F]):
    """The facts that move; each is made of a day once, for most combinations differ in few of them."""

    def __init__(self, facts: Iterable[F], moving: Container[int]) -> None:
        self._facts: list[tuple[F, dict[str, F]]] = [(one, {}) for one in facts if one.sort_key[1] in moving]

    def __bool__(self) -> bool:
        return bool(self._facts)

    def on(self, days: Days) -> Iterator[F]:
        for one, known in self._facts:
            position = one.sort_key[1]
            day = days.get(position)
            if day is None:
                yield one
                continue
            if day not in known:
                known[day] = one._replace(sort_key=(day, position), first=day)
            yield known[day]

    def in_order(self, still: list[F], days: Days) -> list[F]:
        """All of them, with what does not move."""
        return sorted(chain(still, self.on(days)))


Put = Callable[[Days], object] | None


def _in_order(facts: Sequence[F], moving: Container[int]) -> Callable[[Days], list[F]] | None:
    others = _Moving(facts, moving)
    return (
        partial(others.in_order, [one for one in facts if one.sort_key[1] not in moving]) if others else None
    )


def _said_in_order(facts: tuple[Response, ...], moving: Container[int]) -> Put:
    in_order = _in_order(facts, moving)
    return (lambda days: tuple(in_order(days))) if in_order else None


def _by_ref(facts: dict[str, N], moving: Container[int]) -> Put:
    others = _Moving(list(facts.values()), moving)
    return (lambda days: facts | {one.ref or "": one for one in others.on(days)}) if others else None


def _values(values: History[T], moving: Container[int]) -> Put:
    if not any(value.position in moving for value in values.values):
        return None
    return lambda days: moved(values, days)


def moved(values: History[T], days: Days) -> History[T]:
    """The same values, with some, by their positions, each on one day."""
    found: History[T] = History(values.made_at)
    for value in values.values:
        day = days.get(value.position)
        found.add(value if day is None else value._replace(day=day, first=day))
    return found


_ATTRIBUTES: dict[str, Callable[[Any, Container[int]], Put]] = {  # Any: what the attribute holds
    **dict.fromkeys(("texts", "addressed", "dues", "classified"), _values),
    **dict.fromkeys(("status_changes", "requests"), _in_order),
    "responses": _said_in_order,
    **dict.fromkeys(("awaiting", "evidence", "disputes"), _by_ref),
}
"""By attribute, how it is with some of its facts on other days; None if it has none of them."""
