"""The table of what changed, in which each change says what was before it and after it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from events.base import Names, is_day
from events.named import NamedTuple
from ledger import times
from ledger.policies import STATUSES
from ledger.state.vocabulary import OURS, Vocabulary
from projections.base import Column, Item, View, natural, number_order
from projections.model.changes import CHANGES, Change
from projections.model.facts import NEVER
from projections.register import INSPECTION

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


class Found(NamedTuple):
    """One change, and the recommendation that changed; ``order_open`` can have been before or after it."""

    inspection: str
    number: str
    kind: str
    change: Change
    order_open: Names


def _as_row(found: Found) -> dict[str, Any]:  # Any: JSON
    """One change as the contract's JSON has it."""
    change = found.change
    return {
        "inspection": found.inspection,
        "number": found.number,
        "change": change.change,
        "before": change.before,
        "after": change.after,
        "on": change.on,
        "judgement": change.judgement,
        "evidence": list(change.evidence),
        "made_to": change.made_to,
        "order_open": list(found.order_open),
        "before_word": change.words[0],
        "after_word": change.words[1],
        "field": RATIONALE if change.of_rationale else change.field,
    }


def table(
    found: list[Found], caption: str, head: Item, until: str | None, words: Vocabulary, note: str = ""
) -> View:
    """Changes until a full date (None: all there are), in their order."""
    # Of one recommendation and one day the steps stay in their order: sorting is stable. What turned out to
    # be of a later day than those asked about stands behind them.
    found.sort(
        key=lambda one: (
            min(one.change.sort_key[0], until or NEVER),
            natural(one.inspection),
            number_order(one.number),
        )
    )
    rows = [_as_row(one) for one in found]
    counts = Counter(row["change"] for row in rows)
    counted = [f"{counts[what]} {LABELS.get(what, what)}" for what in CHANGES if counts[what]]
    several = () if head["inspection"] else (INSPECTION,)
    kinds = {(one.inspection, one.number): one.kind for one in found}
    noun = "change" if len(rows) == 1 else "changes"
    return View(
        caption=caption,
        columns=_columns(several + COLUMNS, words, kinds),
        narrow=_columns(several + NARROW, words, kinds),
        items=rows,
        head=head,
        closing=f"{len(rows)} {noun}: {', '.join(counted)}. {note}".rstrip() if rows else "",
    )
