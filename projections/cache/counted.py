"""What statistics count, kept: each recommendation, and each share that counts as one, how it stood on every
day, and how it moved.

``unit`` has the shares that count as one on a day, for all who ask (``body`` is empty) and for one body that
ever had them. ``counted`` has how a recommendation (``shares`` is empty) or such shares stood, ``moved`` how
they moved, in order: the first says when they began.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import orjson

from ledger.records import Record
from ledger.times import BEFORE_ALL, last_day
from ledger.validation import body_key, key
from projections.cache.changed import Changed
from projections.cache.joining import joined
from projections.cache.kept import Kept, Line, Table
from projections.cache.parts import Filling, Moment, Tail
from projections.cache.stretches import WHOLE
from projections.model.addressees import holders
from projections.model.answering import owed
from projections.model.recommendation import Recommendation
from projections.model.to_judge import to_judge
from projections.statistics.counting import shares_of
from projections.statistics.figures import NEVER_BEGUN, Counted
from projections.statistics.movements import movements
from projections.statistics.spans import day_after

UNIT = Table("unit", ("body", "place", "first", "until", "shares", "holder", "called", "turn"), 3)
COUNTED = Table(
    "counted",
    (
        *("shares", "first", "until", "kind", "cycle", "of_cycle", "closing", "status", "reason", "word"),
        *(
            "priority",
            "topics",
            "answers",
            "due",
            "since_first",
            "since",
            "derived",
            "seen",
            "waiting",
            "owed",
        ),
    ),
    2,
)
MOVED = Table(
    "moved", ("shares", "place", "kind", "cycle", "of_cycle", "closing", "what", "day", "length"), 2
)

NOTHING = "nothing"
"""In place of a movement, of what never moved: the day is that of the making, if it needs no closing."""

_BETWEEN = "\n"
"""Stands between several shares that count as one."""


class Statistics:
    """The part of a cache that statistics are answered from."""

    def __init__(self, filling: Filling) -> None:
        self._filling = filling

    def inspection(self, id: int, *, new: bool) -> OfInspection:
        """See Part.inspection."""
        return OfInspection(self._filling, id, new=new)

    def close(self, tail: Tail) -> None:
        """Do nothing: what is counted is of inspections."""


class OfInspection:
    """What is counted of one inspection."""

    def __init__(self, filling: Filling, inspection: int, *, new: bool) -> None:
        self._units, self._counted, self._moved = self._all = [
            Kept(filling.connection, table, inspection, new=new) for table in (UNIT, COUNTED, MOVED)
        ]

    def take(self, records: Sequence[Record]) -> None:
        """Do nothing: all that counts is in the fold."""

    def tell(self, moment: Moment) -> None:
        """See OfInspection.tell of projections.cache.parts."""
        if moment.every:
            there = {changed.one.made_at for changed in moment.changed}
            for kept in self._all:
                for made in set(kept.there()) - there:
                    kept.replace(made, (), moment.position)
        for place, changed in enumerate(moment.changed):
            self._tell(moment, changed, place)

    def _tell(self, moment: Moment, changed: Changed, place: int) -> None:
        one, position = changed.one, moment.position
        made = one.made_at
        told = list(self._units.of(made))
        # It came, or came back: then it stands behind those that were there.
        turn = told[0][-1] if told else (position << 20) + place
        units = list(_units(one, changed, turn))
        self._units.replace(made, units, position)
        ways = [WHOLE_OF_IT, *dict.fromkeys(unit[4] for unit in units)]
        all_of_it = {shares: _unit(moment.ref, one, shares) for shares in ways}
        self._moved.replace(made, _moves(one, all_of_it), position)
        since = changed.day if {line[0] for line in self._counted.of(made)} == {*ways} else ""
        reached = [line for line in self._counted.of(made) if line[2] > since]
        lines = list(_stood(one, all_of_it, changed, since, reached))
        self._counted.replace(made, lines, position, lambda line: line[2] > since)

    def close(self) -> None:
        """See OfInspection.close of projections.cache.parts."""
        for kept in self._all:
            kept.close()


WHOLE_OF_IT = WHOLE.spelt


def _unit(ref: str, one: Recommendation, shares: str) -> Counted:
    of = tuple(shares.split(_BETWEEN)) if shares else ()
    return Counted(ref, one, tuple(movements(one, of)) if one.needs_closing else (), of)


def _units(one: Recommendation, changed: Changed, turn: int) -> Iterator[Line]:
    """Which shares count as one on which days, for everybody and for each body."""
    bodies = one.bodies
    # How a body is called is asked of any day, also of what was made later.
    days = [BEFORE_ALL] if bodies is None else sorted({BEFORE_ALL, *changed.breaks})
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


def _moves(one: Recommendation, all_of_it: dict[str, Counted]) -> Iterator[Line]:
    of = one.kind, one.cycle, key(one.cycle), int(one.needs_closing)
    for shares, counted in all_of_it.items():
        for place, move in enumerate(counted.moves):
            yield shares, place, *of, move.what, move.day, move.length.exact
        if not counted.moves:
            day = NEVER_BEGUN if one.needs_closing else one.made_days[1]
            yield shares, 0, *of, NOTHING, day, None


def _stood(
    one: Recommendation,
    all_of_it: dict[str, Counted],
    changed: Changed,
    since: str,
    reached: Iterable[Line],
) -> Iterator[Line]:
    """How it stood from a full date on, the whole and what of it counts as one."""
    days = changed.since(since)
    if one.answers_due:
        days = sorted({*days, *(day for day in _days_of_answers(one) if day > days[0])})
    begun = {
        shares: (first, tuple(values))
        for shares, first, until, *values in reached
        if one.made_days[1] < since and first < since < until
    }
    found = [
        {shares: _on(counted, day) for shares, counted in all_of_it.items() if counted.was_there(day)}
        for day in days
    ]
    for shares, first, until, values in joined(days, found, begun):
        yield shares, first, until, *values


def _days_of_answers(one: Recommendation) -> Iterator[str]:
    """The days on which it is said that an answer is due, and those on which it is late if none is given."""
    for due in one.answers_due:
        yield due.sort_key[0]
        yield day_after(last_day(due.due))


def _on(counted: Counted, day: str) -> Line:
    """How what counts one stood on a day."""
    one, shares = counted.recommendation, counted.shares
    settled = counted.status_change(day)
    status = settled.status if settled else "open"
    sorted_by = one.classification(day)
    said = one.answers(day, shares[0] if shares else None) if one.responses else ()
    due = one.dues.at(day)
    since_first, since = counted.begun(day) or (None, None)
    return (
        one.kind,
        one.cycle,
        key(one.cycle),
        int(one.needs_closing),
        status,
        settled.reason if settled and status == "closed" else None,
        settled.word if settled else None,
        sorted_by.priority,
        _as_json(sorted_by.topics),
        _as_json([response.answer for response in said]),
        last_day(due.content) if due and status != "closed" else None,
        since_first,
        since,
        int(one.is_derived(day)),
        one.seen_on(day),
        _as_json(_waiting(counted, day)),
        _as_json(_owed(one, day, shares)),
    )


def _waiting(counted: Counted, day: str) -> list[tuple[str, str, str]]:
    """The evidence that waits, by its ref, and the days between which it was handed in."""
    one = counted.recommendation
    if not one.evidence:
        return []
    found = (sent for share in counted.shares or (None,) for sent in to_judge(one, day, share))
    return sorted({(sent.ref, sent.first, sent.sort_key[0]) for sent in found})


def _owed(one: Recommendation, day: str, shares: Sequence[str]) -> list[tuple[str, bool, bool]]:
    """The answers that are due, each by its last day, whether it was given, and whether it is late."""
    return [
        (last_day(answer.due), answer.given is not None, answer.late)
        for answer in owed(one, day, day, shares)
    ]


def _as_json(found: Sequence[object]) -> str | None:
    return orjson.dumps(found).decode() if found else None
