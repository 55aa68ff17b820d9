"""What changed between two days (when it was true), or between two instants (when we knew it).

Between days: each step that took effect from the first to the second, both included, by all that is known.
Between instants: each step that the ledger had not been told of by the first and had by the second, and each
that was corrected since, with the day it had and the day it has. So a late entry about old times is found
there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from events.base import Day, Instant, Names, is_day
from ledger import times
from ledger.ledger import Ledger
from ledger.policies import STATUSES
from ledger.state.vocabulary import OURS, Vocabulary
from ledger.times import first_day, last_day
from projections.base import Column, Item, TimeFilter, View, natural, number_order, told_apart
from projections.model.changes import CHANGES, Change, changes, steps
from projections.model.changes_since import changes_since, entered_in_error
from projections.model.facts import NEVER
from projections.model.reading import Folds, read
from projections.model.recommendation import Recommendation
from projections.model.said_otherwise import said_otherwise
from projections.model.undecided import undecided
from projections.register import INSPECTION, Register
from projections.rows import Filters, asked_of

STANDING = ("made", "status", "share")
"""The fields of steps that a status stands before and after."""
RATIONALE = "rationale"
"""The field of a correction of what is in no row: why a judgement is so."""
ENTERED_IN_ERROR = "entered in error"
"""Where something stands now that was made by what was known then, and never was by what is known now."""


_SORTED_BY = {
    "priority": ("priority", "no priority"),
    "topics": ("on", "no topic"),
    "source": ("source", "no source"),
    "place": ("place", "no place"),
    "under": ("under", "under nothing"),
    "answer": ("answered", "no answer"),
}
"""How it is said what a row says of a field, and that it says nothing: a row has many of them."""
_VOCABULARIES = {"priority": "priority", "topics": "topic", "answer": "answer"}


def _sorted_by(row: Item, when: str, words: Vocabulary) -> str:
    said, nothing = _SORTED_BY[row["field"]]
    value = row[when]
    if value is None:
        return nothing
    if vocabulary := _VOCABULARIES.get(row["field"]):
        parts = value.split("; ") if vocabulary == "topic" else [value]
        value = "; ".join(words.label(vocabulary, part) for part in parts)
    return f"{said} {times.shown(value) if is_day(value) else value}"


def _shown(row: Item, when: str) -> str:
    if row["field"] == RATIONALE:
        return "" if when == "before" else "another rationale"
    if row["field"] in _SORTED_BY:
        return _sorted_by(row, when, OURS)
    value = row[when]
    if value is None:
        return ENTERED_IN_ERROR if when == "after" and row["field"] == "made" else ""
    if row["field"] in STANDING:
        value = STATUSES.get(value, value)
    return times.shown(value) if is_day(value) else str(value)


Kinds = Mapping[tuple[str, str], str]
"""The kind of each recommendation, by the ref of its inspection and its number."""


def _columns(columns: Sequence[Column], words: Vocabulary, kinds: Kinds) -> tuple[Column, ...]:
    """The same columns, in which what was before and after is shown by the publisher's own words."""
    if not words:
        return tuple(columns)

    def shown(row: Item, when: str) -> str:
        value, kind = row[when], kinds[row["inspection"], row["number"]]
        if row["field"] in _SORTED_BY:
            return _sorted_by(row, when, words)
        if row["field"] == RATIONALE or value is None:
            return _shown(row, when)
        if row["field"] in STANDING and value in STATUSES:
            return words.status(value, row[f"{when}_word"], kind)
        if row["field"] == "kind":
            return words.own_label("kind", value)
        return _shown(row, when)

    own = {
        "Before": Column("Before", lambda row: shown(row, "before")),
        "After": Column("After", lambda row: shown(row, "after")),
    }
    return tuple(own.get(column.heading, column) for column in columns)


def _grounds(row: Item) -> str:
    if row["judgement"] is None:
        return ""
    said = str(row["judgement"])
    said += f", share of {row['made_to']}" if row["made_to"] else ""
    said += _order(row)
    return said + (f", on {', '.join(row['evidence'])}" if row["evidence"] else "")


def _order(row: Item) -> str:
    return f" (before or after {', '.join(row['order_open'])})" if row["order_open"] else ""


LABELS = {"reopened": "re-opened"}
COLUMNS = (
    Column("On", lambda row: str(row["on"]), whole=True, dated=True),
    Column("Number", lambda row: str(row["number"]), whole=True),
    Column("Change", lambda row: LABELS.get(row["change"], str(row["change"])), whole=True),
    Column("Before", lambda row: _shown(row, "before")),
    Column("After", lambda row: _shown(row, "after")),
    Column("Judgement", lambda row: (row["judgement"] or "") + _order(row)),
    Column("Share", lambda row: row["made_to"] or ""),
    Column("Evidence", lambda row: ", ".join(row["evidence"])),
)
NARROW = (*COLUMNS[:-3], Column("Judged", _grounds))


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
        (where, recommendation, _undone(change, last))
        for where, recommendation in _recommendations(folds, filters, last).items()
        for change in _of_body(changes(recommendation), recommendation, filters, last)
        if first <= change.sort_key[0] and (last is None or change.sort_key[0] <= last)
    ]
    said = f"Changes in {ref or 'all inspections'} from {since}" + (
        f" to {until}, both included" if until else ""
    )
    named = {(ref, one.number): {"inspection": ref, "number": one.number} for (ref, _), one, _ in found}
    heard, note = folds.heard(named.values())
    return _view(
        found,
        ", ".join([said, *asked_of(filters, folds.words), *[f"as known at {known_at}"] * bool(known_at)]),
        {
            "inspection": ref,
            "from": since,
            "to": until,
            "known_at": known_at,
            "events": folds.events,
            **told_apart(known_at, heard),
        },
        last,
        folds.words,
        note,
    )


def diff_instants(
    ledger: Ledger,
    inspection: str | None,
    since: Instant,
    until: Instant | None,
    *,
    as_of: Day | None = None,
    filters: Filters = Filters(),
) -> View:
    """What the ledger was told after ``since`` and until ``until`` about the days until ``as_of``.

    The filters go by how things stood on that day, as known at the end.

    Raises NotFound or StorageError.
    """
    settings = ledger.inspectorate()
    before, after = (Folds(settings, TimeFilter(None, known_at)) for known_at in (since, until))
    ref = read(ledger, inspection, before, after)
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
    return _view(
        found,
        ", ".join([said, *asked_of(filters, after.words), *[f"as of {as_of}"] * bool(as_of)]),
        {
            "inspection": ref,
            "known_from": since,
            "known_to": until,
            "as_of": as_of,
            "events": after.events,
        },
        day,
        after.words,
    )


def _undone(change: Change, last: str | None) -> Change:
    """What is undone by the last day is told as judged: nobody knows that it closed or re-opened anything."""
    if change.undone and (last is None or change.undone <= last):
        return change._replace(change="judged")
    return change


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


def _as_row(
    where: Where, recommendation: Recommendation, change: Change, order_open: Names
) -> dict[str, Any]:  # Any: JSON
    """One change as the contract's JSON has it; ``order_open`` can have been before or after it."""
    return {
        "inspection": where[0],
        "number": recommendation.number,
        "change": change.change,
        "before": change.before,
        "after": change.after,
        "on": change.on,
        "judgement": change.judgement,
        "evidence": list(change.evidence),
        "made_to": change.made_to,
        "order_open": list(order_open),
        "before_word": change.words[0],
        "after_word": change.words[1],
        "field": RATIONALE if change.of_rationale else change.field,
    }


def _view(
    found: list[tuple[Where, Recommendation, Change]],
    caption: str,
    head: Item,
    until: str | None,
    words: Vocabulary,
    note: str = "",
) -> View:
    # Of one recommendation and one day the steps stay in their order: sorting is stable. What turned out to
    # be of a later day than those asked about stands behind them.
    found.sort(
        key=lambda one: (
            min(one[2].sort_key[0], until or NEVER),
            natural(one[0][0]),
            number_order(one[1].number),
        )
    )
    open_orders = {where: undecided(recommendation, until) for where, recommendation, _ in found}
    rows = [
        _as_row(where, recommendation, change, open_orders[where].get(change.judgement or "", ()))
        for where, recommendation, change in found
    ]
    counted = [
        f"{count} {LABELS.get(what, what)}"
        for what in CHANGES
        if (count := sum(row["change"] == what for row in rows))
    ]
    several = () if head["inspection"] else (INSPECTION,)
    kinds = {(ref, one.number): one.kind for (ref, _), one, _ in found}
    noun = "change" if len(rows) == 1 else "changes"
    return View(
        caption=caption,
        columns=_columns(several + COLUMNS, words, kinds),
        narrow=_columns(several + NARROW, words, kinds),
        items=rows,
        head=head,
        closing=f"{len(rows)} {noun}: {', '.join(counted)}. {note}".rstrip() if rows else "",
    )
