"""What changed between two days (when it was true), or between two instants (when we knew it).

Between days: each step that took effect from the first to the second, both included, by all that is known.
Between instants: each step that the ledger had not been told of by the first and had by the second, and each
that was corrected since, with the day it had and the day it has. So a late entry about old times is found
there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from events.base import Day, Instant
from events.named import NamedTuple
from ledger.ledger import Ledger
from ledger.state.vocabulary import Vocabulary
from ledger.times import first_day, last_day
from projections.base import TimeFilter, View, told_apart
from projections.diff_table import Found, table
from projections.model.changes import Change, changes, steps
from projections.model.changes_since import changes_since, entered_in_error
from projections.model.reading import Folds, read
from projections.model.recommendation import Recommendation
from projections.model.said_otherwise import said_otherwise
from projections.model.undecided import Undecided, undecided
from projections.register import Register
from projections.rows import Filters, asked_of


def diff_days(
    ledger: Ledger,
    inspection: str | None,
    since: Day,
    until: Day | None,
    *,
    known_at: Instant | None = None,
    filters: Filters = Filters(),
) -> View:
    """What took effect from the day ``since`` until the end of ``until``, both included (None: all there is).

    A month or a year is meant whole. The filters go by how things stood at the end.

    Raises NotFound or StorageError.
    """
    folds = Register.of(ledger, TimeFilter(None, known_at))
    ref = read(folds.source, inspection, folds)
    first, last = first_day(since), None if until is None else last_day(until)
    filters = filters.spelt(folds.settings.vocabulary)
    found = [
        (where, recommendation, undone(change, last))
        for where, recommendation in _recommendations(folds, filters, last).items()
        for change in _of_body(changes(recommendation), recommendation, filters, last)
        if first <= change.sort_key[0] and (last is None or change.sort_key[0] <= last)
    ]
    named = {(ref, one.number): {"inspection": ref, "number": one.number} for (ref, _), one, _ in found}
    heard, note = folds.heard(named.values())
    asked = Days(since, until, known_at, filters)
    return asked.view(_told(found, last), ref, folds.events, folds.words, heard, note)


class Days(NamedTuple):
    """What is asked for between two days."""

    since: Day
    until: Day | None
    known_at: Instant | None
    filters: Filters

    def view(
        self,
        found: list[Found],
        ref: str | None,
        events: int,
        words: Vocabulary,
        heard: Sequence[str] = (),
        note: str = "",
    ) -> View:
        """What changed, as something tells it of an inspection or of all, from so many events."""
        said = [f"Changes in {ref or 'all inspections'} from {self.since}"]
        if self.until:
            said[0] += f" to {self.until}, both included"
        said += asked_of(self.filters, words)
        if self.known_at:
            said.append(f"as known at {self.known_at}")
        return table(
            found,
            ", ".join(said),
            {
                "inspection": ref,
                "from": self.since,
                "to": self.until,
                "known_at": self.known_at,
                "events": events,
                **told_apart(self.known_at, heard),
            },
            None if self.until is None else last_day(self.until),
            words,
            note,
        )


class Among(NamedTuple):
    """Some inspections, by their refs, of a ledger that had so many events at the end."""

    inspections: Sequence[str]
    events: int


def diff_instants(
    ledger: Ledger,
    inspection: str | None,
    since: Instant,
    until: Instant | None,
    *,
    as_of: Day | None = None,
    filters: Filters = Filters(),
    among: Among | None = None,
) -> View:
    """What the ledger was told after ``since`` and until ``until`` about the days until ``as_of``.

    The filters go by how things stood on that day, as known at the end. ``among`` has the inspections in
    which alone anything can have been recorded meanwhile, if that is known.

    Raises NotFound or StorageError.
    """
    settings = ledger.inspectorate()
    before, after = (Folds(settings, TimeFilter(None, known_at)) for known_at in (since, until))
    if among is None:
        ref = read(ledger, inspection, before, after)
    else:
        ref = None
        for one in among.inspections:
            read(ledger, one, before, after)
    day = TimeFilter(as_of).day
    filters = filters.spelt(after.settings.vocabulary)
    known, there = _recommendations(before), _recommendations(after)
    now = _recommendations(after, filters, day)
    found = [
        (where, recommendation, change)
        for where, recommendation in now.items()
        for change in _of_body(
            _learned(known.get(where), recommendation, day),
            recommendation,
            filters,
            day,
        )
    ]
    found += [
        (where, after.folds[where[0]].known(where[1]) or gone, entered_in_error(gone, day))
        for where, gone in _recommendations(before, filters, day).items()
        if where not in there and gone.was_there(day)
    ]
    said = f"Learned about {ref or 'all inspections'} after {since}" + (f" until {until}" if until else "")
    return table(
        _told(found, day),
        ", ".join([said, *asked_of(filters, after.words), *[f"as of {as_of}"] * bool(as_of)]),
        {
            "inspection": ref,
            "known_from": since,
            "known_to": until,
            "as_of": as_of,
            "events": after.events if among is None else among.events,
        },
        day,
        after.words,
    )


def undone(change: Change, last: str | None) -> Change:
    """What is undone by the last day is told as judged: nobody knows that it closed or re-opened anything."""
    if change.undone and (last is None or change.undone <= last):
        return change._replace(change="judged")
    return change


def _told(found: Iterable[tuple[Where, Recommendation, Change]], until: str | None) -> list[Found]:
    orders: dict[Where, Undecided] = {}
    told = []
    for where, one, change in found:
        if where not in orders:
            orders[where] = undecided(one, until)
        open_order = orders[where].get(change.judgement or "", ())
        told.append(Found(where[0], one.number, one.kind, change, open_order))
    return told


Where = tuple[str, str]
"""The ref of an inspection and the slot of a recommendation."""


def _recommendations(
    folds: Folds, filters: Filters = Filters(), day: str | None = None
) -> dict[Where, Recommendation]:
    return {
        (ref, slot): recommendation
        for ref, fold in folds.folds.items()
        for slot, recommendation in fold.recommendations.items()
        if filters == Filters() or filters.row(ref, recommendation, day) is not None
    }


def _of_body(
    found: Iterable[Change], recommendation: Recommendation, filters: Filters, day: str | None
) -> Iterable[Change]:
    """Without the steps of other bodies' shares, if one body was asked for."""
    if filters.made_to is None:
        return found
    share = recommendation.share_of(filters.made_to, day)
    return [one for one in found if one.made_to is None or recommendation.share_of(one.made_to, day) == share]


def _learned(before: Recommendation | None, after: Recommendation, day: str | None) -> Iterator[Change]:
    if before is None:
        yield from changes_since(None, steps(after), after, day)
        return
    yield from changes_since(steps(before), steps(after), after, day)
    yield from said_otherwise(before, after, day)
