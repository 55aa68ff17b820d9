"""On which days a row hangs on a date that is not known exactly: the stretches of days on which it does.

Whether it does is asked on each day that can make a difference. Those are the first and the last days that
facts can be of, those on which bodies come to be called otherwise, and, within the days of what is not known
exactly, some behind each of them: on all days between it is as on the one before. Who fills a cache while
somebody waits may leave all but the last open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from functools import cached_property
from itertools import chain
from math import prod
from typing import Any, NamedTuple

from ledger.state.history import Value
from ledger.times import BEFORE_ALL
from projections.cache.breaks import days, days_of_bodies, kin
from projections.cache.joining import END
from projections.model.facts import NEVER, Fact
from projections.model.recommendation import Recommendation
from projections.model.uncertain import MOST, hangs_on_a_date

Days = tuple[str, str]


class Doubted(NamedTuple):
    """A row is in doubt on the days from a full date until before another; or, if it is not ``known``, nobody
    worked out yet whether it is.
    """

    first: str
    until: str
    known: bool = True


def doubted(
    one: Recommendation, day: str = "", before: Iterable[Doubted] = (), most: int | None = None
) -> list[Doubted]:
    """The stretches of days on which a row is in doubt, or may be.

    ``before`` are those that were until something changed from a ``day`` on (empty: on all days). If more
    than ``most`` days of facts from then on can make a difference, those before the last day are not known.
    """
    dates = _Dates(one)
    if not dates.vague and not dates.of_names:
        return []
    since = dates.since(day)
    found, begun = _until(since, before)
    if most is not None and dates.that_matter(day) > most:
        asked = [dates.last]
        if begun:
            found.append(Doubted(begun, since))
        found.append(Doubted(since or BEFORE_ALL, dates.last, known=False))
        begun = ""
    else:
        asked = sorted(at for at in dates.asked | {since} if at and at >= since)
    for at in asked:
        if dates.may_be_doubted(at) and hangs_on_a_date(one, at):
            begun = begun or at
        elif begun:
            found.append(Doubted(begun, at))
            begun = ""
    if begun:
        found.append(Doubted(begun, END))
    return found


class _Dates:
    """The dates of a recommendation, of its kin and of the names of its bodies, on which its row may hang."""

    def __init__(self, one: Recommendation) -> None:
        self._one, self._family = one, kin(one)
        self._named = days_of_bodies(self._family, one.bodies)
        for bodies in one.bodies.otherwise() if one.bodies is not None else ():
            # On whichever day they came to be called otherwise.
            self._named |= days_of_bodies(self._family, bodies)
        spans = [span for other in self._family for span in _spans(other)]
        self.vague = [(first, last) for first, last in spans if first != last]
        self.of_names = one.bodies is not None and one.bodies.vague
        self._points = {*days(self._family), *self._named, *(at for span in spans for at in span)} - {NEVER}

    @cached_property
    def _within(self) -> set[str]:
        return {at for at in self._points if any(first <= at <= last for first, last in self.vague)}

    @cached_property
    def _are_few(self) -> bool:
        return _are_few(self.vague, self._within)

    @cached_property
    def _stays(self) -> bool:
        """Whether it may be in doubt on days, too, that are of no fact which is not known to the day."""
        return self.of_names or len(self._family) > 1 or _is_open(self._one, self._named)

    def since(self, day: str) -> str:
        """The full date from which on anything can be another, if something changed from one on."""
        return _since(day, self.vague) if day and not self.of_names and self._are_few else ""

    def that_matter(self, day: str) -> int:
        """How many of the days from a full date on there are that can make a difference."""
        return sum(at >= day for at in (self._points if self._stays else self._within))

    @property
    def asked(self) -> set[str]:
        """The days to ask about: on all between two of them it is as on the first."""
        # Some days behind each several can be in any order; if not all orders are tried, each day matters.
        steps = range(1, min(len(self.vague), 3) + 1) if self._are_few else range(-2, 4)
        return {BEFORE_ALL, *self._points, *(other for at in self._within for other in _near(at, steps))}

    @property
    def last(self) -> str:
        """One since which all days are alike."""
        behind = _near(max(self._within), range(1, 4)) if self._within else ()
        return max(self._points.union(behind))

    def may_be_doubted(self, day: str) -> bool:
        """Whether it is worth while to ask about a day."""
        return self._stays or any(first <= day < last for first, last in self.vague)


def _until(since: str, before: Iterable[Doubted]) -> tuple[list[Doubted], str]:
    """Those that end before a full date, and since when it was in doubt on the day before that, if it was."""
    found, begun = [], ""
    for one in sorted(before):
        if one.first < since <= one.until and one.known:
            begun = one.first
        elif one.first < since:
            found.append(one._replace(until=min(one.until, since)))
    return found, begun


def _are_few(vague: list[Days], within: Iterable[str]) -> bool:
    """Whether all combinations of the days of these are tried, whichever day is asked about."""
    beside = {day for at in within for day in _near(at, (-1, 0, 1))}
    tried = [2 + sum(first < day < last for day in beside) for first, last in vague]

    def with_one_more(asked: Days) -> int:
        """So many there can be if the day that is asked about is one of these."""
        first, last = asked
        return prod(
            each + 3 * (one[0] <= last and first <= one[1]) for each, one in zip(tried, vague, strict=True)
        )

    return max(map(with_one_more, set(vague)), default=1) <= MOST


def _since(day: str, vague: list[Days]) -> str:
    # From the latest to the earliest: each can reach to one that begins before it.
    while earlier := [first for first, last in vague if first < day <= last]:
        day = min(earlier)
    return min(_near(day, (-2,)), default="")


def _is_open(one: Recommendation, named: Iterable[str]) -> bool:
    """Whether the order of a fact beside the making and another is open: then it may be in doubt for ever."""
    spans = [*_spans_beside_making(one), *((day, day) for day in named)]
    return any(
        first != last
        and any(first <= other[1] and other[0] <= last for other in spans[:at] + spans[at + 1 :])
        for at, (first, last) in enumerate(spans)
    )


def _spans(one: Recommendation) -> Iterator[Days]:
    """The first and the last day that each of its facts can be of."""
    yield one.made_days
    yield from _spans_beside_making(one)


def _spans_beside_making(one: Recommendation) -> Iterator[Days]:
    return ((first, last) for first, last, begun in dated(one) if not begun)


def dated(one: Recommendation) -> Iterator[tuple[str, str, bool]]:
    """The first and the last day that each of its facts can be of, and whether it began with that."""
    for value in _values(one):
        yield value.first, value.day, value.position == one.made_at
    for fact in _facts(one):
        yield fact.first, fact.sort_key[0], False


def has_vague_date(one: Recommendation) -> bool:
    """Whether any of these, or of its making, is not known to the day."""
    return (
        one.made_days[0] != one.made_days[1]
        or any(value.first != value.day for value in _values(one))
        or any(fact.first != fact.sort_key[0] for fact in _facts(one))
    )


def _values(one: Recommendation) -> Iterator[Value[Any]]:  # Any: whatever it is a value of
    classified = () if one.classified is None else one.classified.values
    return chain(one.texts.values, one.addressed.values, one.dues.values, classified)


def _facts(one: Recommendation) -> Iterator[Fact]:
    return chain(
        one.status_changes,
        one.awaiting.values(),
        one.evidence.values(),
        one.requests,
        one.disputes.values(),
        one.responses,
    )


def _near(day: str, steps: Iterable[int]) -> Iterator[str]:
    # Behind what stands before all days is the first one.
    known = date.min if day == BEFORE_ALL else date.fromisoformat(day)
    for step in steps:
        with suppress(OverflowError):  # at an end of the calendar
            yield str(known + timedelta(days=step))
