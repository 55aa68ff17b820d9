"""What a moment changed: which recommendations, from which day on, and on which days each can be another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, Self

from ledger.state.bodies import Bodies
from projections.cache.breaks import days, days_of_bodies, kin
from projections.cache.touched import Touched
from projections.model.fold import InspectionFold
from projections.model.recommendation import Recommendation, Standing


class Changed(NamedTuple):
    """A recommendation, the full date from which on it can be another than before (empty: on all), and the
    days on which it can come to say something else: of these ``named`` are those on which a body comes to be
    called otherwise, or another takes over. ``told`` is the last day of what is recorded of it. ``stood`` has
    how it stands on the days that somebody asked for.
    """

    one: Recommendation
    day: str
    breaks: set[str]
    named: set[str]
    told: str
    stood: dict[str, Standing]

    @classmethod
    def of(cls, one: Recommendation, day: str, bodies: Bodies | None) -> Self:
        """What changed of a recommendation from a day on; ``bodies`` are those that it has."""
        family = kin(one)
        own, theirs = days(family), days_of_bodies(family, bodies)
        return cls(one, day, own | theirs, theirs, max(own), {})

    def on(self, day: str) -> Standing:
        """How the whole stands on a full date."""
        if day not in self.stood:
            self.stood[day] = self.one.at(day)
        return self.stood[day]

    def since(self, day: str) -> list[str]:
        """The days in their order from a full date on, on which it is there: that itself, or its making."""
        first = max(self.one.made_days[1], day)
        return sorted({first, *(one for one in self.breaks if one > first)})


def changed(fold: InspectionFold, touched: Touched, bodies: Bodies | None) -> Iterator[Changed]:
    """What was touched, and what stands under or above it, in the order of their making."""
    recommendations = fold.recommendations
    found = [(one, "") for one in recommendations.values()] if touched.every else _with_kin(touched)
    for one, day in found:
        if recommendations.by_slot.get(one.slot) is one:
            yield Changed.of(one, day, bodies)


def _with_kin(touched: Touched) -> list[tuple[Recommendation, str]]:
    found: dict[int, tuple[Recommendation, str]] = {}
    for one, day in touched.found.values():
        for other in kin(one):
            known = found.get(other.made_at)
            found[other.made_at] = other, day if known is None else min(day, known[1])
    return [found[made] for made in sorted(found)]
