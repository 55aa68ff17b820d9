"""The columns of both tables of CSV, and what they are said to be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import orjson

from ledger.policies import NEEDS_NO_CLOSING, STATES
from ledger.state.vocabulary import Vocabulary
from projections.base import Column, Item
from projections.publication.edition import Edition
from projections.publication.listing import inspection, view
from projections.register import COLUMNS, INSPECTION, columns
from projections.rows import EARLIEST, LATEST

PATH, FULL = "register.csv", "register-full.csv"
DAY = r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?|\.\.[0-9]{4}-[0-9]{2}-[0-9]{2}"
"""A day as exactly as it is known, as text: no datatype of dates takes all of them."""

DATED = {
    "Made on": "The day it was made on",
    "Due": "The day by which it is to be done, if one was set",
    "Last updated": "The day its status or words last changed",
}
MORE = {
    "Word": "The publisher's own word for the status.",
    "Priority": "The publisher's own word for its priority.",
    "Topics": "The publisher's own words for its topics, with a semicolon and a blank between them.",
    "Source": "The address of the publication it stands in.",
    "Place": "Where in its source it stands.",
    "Under": "The number of the recommendation or concern that it is a part of.",
    "Responses": "What bodies answered, as JSON: each body, its answer, and the day of it.",
    "Seen on": "The day on which the register it is from was last seen, if it is from one.",
}
"""The columns that bundles until version 0.2 have not."""

OVERDUE = "Overdue"

_MAY_BE_EMPTY = frozenset(
    ("Reason", "Judged in", "Due", "Due latest", *MORE, *(f"{name} earliest" for name in DATED))
)

DESCRIPTIONS: Mapping[str, str] = {
    "Order": "The place of the row in the register, from 1.",
    "Inspection": "The short ref of the inspection.",
    "Number": "The number of the recommendation within its inspection, in the publisher's own form.",
    "Kind": "What it is.",
    "Cycle": "The cycle it was made in.",
    "Recommendation": "Its words. An apostrophe stands before words that a spreadsheet would calculate.",
    "Status": "The public status.",
    "Reason": "Why it is closed.",
    "State": "The working word behind the status.",
    "Judged in": "The cycle in which it was judged.",
    "Made to": "The bodies it was made to, with a semicolon and a blank between them.",
    **{
        name: f"{what}; a month or a year if only that is known, ..2024-04-04 if only that last day is."
        for name, what in DATED.items()
    },
    **{
        f"{name} earliest": f"{what}: the first that it can be, empty if that is not known."
        for name, what in DATED.items()
    },
    **{f"{name} latest": f"{what}: the last that it can be." for name, what in DATED.items()},
    **MORE,
    OVERDUE: "Whether, at the end of the day that this is of, it was past its date and not closed.",
}


def responses(row: Item) -> str | None:
    """What bodies answered, as JSON in one cell; None if none did."""
    return orjson.dumps(row["responses"]).decode() if row["responses"] else None


def _column_of(field: str) -> Column:
    heading = field.replace("_", " ").capitalize()
    return Column(heading, lambda row: str(row[field] or ""))


_NUMBER, _WORDS, _STATUS, _MADE_TO, _ = COLUMNS
EVERY = (
    Column("Order", lambda row: str(row["order"])),
    INSPECTION,
    _NUMBER,
    _column_of("kind"),
    _column_of("cycle"),
    _WORDS,
    _STATUS,
    *map(_column_of, ("reason", "state", "judged_in")),
    _MADE_TO,
    *(
        _column_of(f"{name}{end}")
        for name in ("made_on", "due", "last_updated")
        for end in ("", EARLIEST, LATEST)
    ),
    *map(_column_of, ("word", "priority")),
    Column("Topics", lambda row: "; ".join(row["topics"])),
    *map(_column_of, ("source", "place", "under")),
    Column("Responses", lambda row: responses(row) or ""),
    _column_of("seen_on"),
    Column(OVERDUE, lambda row: "true" if row["overdue"] else "false"),
)


class Described(NamedTuple):
    """A table of CSV: its path, its headings, and those of the columns that tell the rows apart."""

    path: str
    headings: tuple[str, ...]
    primary_key: tuple[str, ...]


def tables(edition: Edition) -> tuple[Described, Described]:
    """What both are."""
    named = ("Inspection", "Number")
    return (
        Described(
            PATH,
            tuple(column.heading for column in view(edition).columns),
            named[1:] if inspection(edition) else named,
        ),
        Described(FULL, tuple(column.heading for column in EVERY), named),
    )


def required(heading: str) -> bool:
    """Whether no cell under a heading is empty."""
    return heading not in _MAY_BE_EMPTY


def every(words: Vocabulary) -> tuple[Column, ...]:
    """All columns, in which a status is shown by the publisher's own word."""
    status = columns(words)[2]
    return tuple(status if column.heading == status.heading else column for column in EVERY)


def allowed(heading: str, words: Vocabulary) -> Sequence[str] | None:
    """The words that may stand under a heading, or None where any may."""
    own = [word.label for word in words.of("status")]
    found: Mapping[str, Sequence[str]] = {
        "Status": [*own, *([NEEDS_NO_CLOSING] if words.no_closing else [])],
        "Kind": [word.word for word in words.of("kind")],
        "Reason": [word.word for word in words.of("reason")],
        "State": list(STATES),
    }
    return found.get(heading)


def is_date(heading: str) -> bool:
    """Whether full dates stand under a heading."""
    return heading.endswith((" earliest", " latest")) or heading == "Seen on"
