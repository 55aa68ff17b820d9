"""What statistics count, kept: each recommendation, and each share that counts as one, how it stood on every
day, and how it moved.

``unit`` has the shares that count as one on a day, for all who ask (``body`` is empty) and for one body that
ever had them. ``counted`` has how a recommendation (``shares`` is empty) or such shares stood, ``moved`` how
they moved, in order: the first says when they began.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ledger.records import Record
from ledger.times import BEFORE_ALL
from ledger.validation import body_key, key
from projections.cache.changed import Changed
from projections.cache.joining import joined
from projections.cache.kept import Kept, Line, Table
from projections.cache.parts import ByInspection, Filling, Moment
from projections.cache.stood import COUNTED, stood
from projections.cache.stretches import WHOLE
from projections.cache.unchanged import Grounds, of_moves
from projections.model.addressees import holders
from projections.model.fold import InspectionFold
from projections.model.recommendation import Recommendation
from projections.statistics.counting import shares_of
from projections.statistics.figures import NEVER_BEGUN, Counted
from projections.statistics.movements import movements

UNIT = Table("unit", ("body", "place", "first", "until", "shares", "holder", "called", "turn"), 3)
MOVED = Table(
    "moved", ("shares", "place", "kind", "cycle", "of_cycle", "closing", "what", "day", "length"), 2
)

NOTHING = "nothing"
"""In place of a movement, of what never moved: the day is that of the making, if it needs no closing."""

_BETWEEN = "\n"
"""Stands between several shares that count as one."""


class Statistics(ByInspection):
    """The part of a cache that statistics are answered from."""

    def inspection(self, id: int, *, new: bool) -> OfInspection:
        """See Part.inspection."""
        return OfInspection(self._filling, id, new=new)


class OfInspection:
    """What is counted of one inspection."""

    def __init__(self, filling: Filling, inspection: int, *, new: bool) -> None:
        self._units, self._counted, self._moved = self._all = [
            Kept(filling.connection, table, inspection, new=new) for table in (UNIT, COUNTED, MOVED)
        ]
        self._known: dict[int, tuple[Grounds, dict[str, Counted]]] = {}

    def begin(self, fold: InspectionFold) -> None:
        """See OfInspection.begin of projections.cache.parts."""
        self._known = {one.made_at: (of_moves(one), {}) for one in fold.recommendations.values()}

    def take(self, records: Sequence[Record]) -> None:
        """Do nothing: all that counts is in the fold."""

    def tell(self, moment: Moment) -> None:
        """See OfInspection.tell of projections.cache.parts."""
        if moment.every:
            there = {changed.one.made_at for changed in moment.changed}
            self._known.clear()
            for kept in self._all:
                kept.only(there, moment.position)
        for place, changed in enumerate(moment.changed):
            self._tell(moment, changed, place)

    def _tell(self, moment: Moment, changed: Changed, place: int) -> None:
        one, position = changed.one, moment.position
        made = one.made_at
        grounds, known = of_moves(one), self._known.get(made)
        if grounds is not None and known is not None and known[0] == grounds:
            # Of what was told before there is a line for each share that counts as one.
            all_of_it = known[1] or _all_of_it(moment.ref, one, (line[0] for line in self._counted.of(made)))
        else:
            all_of_it = self._anew(moment, changed, place)
        self._known[made] = grounds, all_of_it
        since = changed.day if {line[0] for line in self._counted.of(made)} == all_of_it.keys() else ""
        reached = [line for line in self._counted.of(made) if line[2] > since]
        lines = list(stood(one, all_of_it, changed, since, reached))
        self._counted.replace(made, lines, position, lambda line: line[2] > since)

    def _anew(self, moment: Moment, changed: Changed, place: int) -> dict[str, Counted]:
        """Keep which shares count as one, and how they moved; all of these by their shares, and the whole."""
        one, position = changed.one, moment.position
        units = list(_units(one, changed, self._units.turn_of(one.made_at, position, place)))
        self._units.replace(one.made_at, units, position)
        all_of_it = _all_of_it(moment.ref, one, (unit[4] for unit in units))
        self._moved.replace(one.made_at, _moves(one, all_of_it), position)
        return all_of_it

    def close(self) -> None:
        """See OfInspection.close of projections.cache.parts."""
        for kept in self._all:
            kept.close()


WHOLE_OF_IT = WHOLE.spelt


def _all_of_it(ref: str, one: Recommendation, ways: Iterable[str]) -> dict[str, Counted]:
    return {shares: _unit(ref, one, shares) for shares in dict.fromkeys((WHOLE_OF_IT, *ways))}


def _unit(ref: str, one: Recommendation, shares: str) -> Counted:
    of = tuple(shares.split(_BETWEEN)) if shares else ()
    return Counted(ref, one, tuple(movements(one, of)) if one.needs_closing else (), of)


def _units(one: Recommendation, changed: Changed, turn: int) -> Iterator[Line]:
    """Which shares count as one on which days, for everybody and for each body."""
    bodies = one.bodies
    # How a body is called is asked of any day, also of what was made later.
    days = sorted({BEFORE_ALL, *(changed.breaks if _passes_on(one) else changed.named)})
    found = []
    for day in days:
        on_it: dict[tuple[str, int], Line] = {}
        every = shares_of(one, None, day)
        asked = {""}
        for shares, _ in every:
            for share in shares:
                asked.update([body_key(share)] if bodies is None else holders(one, bodies, share, day))
        for body in sorted(asked):
            for place, (shares, name) in enumerate(shares_of(one, body, day) if body else every):
                (holder,) = one.called_on((name,), day)
                on_it[body, place] = _BETWEEN.join(shares), one.share(holder), holder
        found.append(on_it)
    for (body, place), first, until, unit in joined(days, found, {}):
        yield body, place, first, until, *unit, turn


def _passes_on(one: Recommendation) -> bool:
    """Whether any body that it was made to was succeeded, so that it matters how its share stood then."""
    bodies = one.bodies
    return bodies is not None and any(
        bodies.succession(bodies.identity(name)) for value in one.addressed.values for name in value.content
    )


def _moves(one: Recommendation, all_of_it: dict[str, Counted]) -> Iterator[Line]:
    of = one.kind, one.cycle, key(one.cycle), int(one.needs_closing)
    for shares, counted in all_of_it.items():
        for place, move in enumerate(counted.moves):
            yield shares, place, *of, move.what, move.day, move.length.exact
        if not counted.moves:
            day = NEVER_BEGUN if one.needs_closing else one.made_days[1]
            yield shares, 0, *of, NOTHING, day, None
