"""What the spreadsheets hold, in every format alike: a cover, the register, the history and the figures."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from ledger.policies import STATUSES
from ledger.proof.text import to_base64
from ledger.state.vocabulary import Vocabulary
from ledger.times import earliest, last_day
from projections.publication.edition import Edition, Listed
from projections.publication.files.spreadsheets.sheet import Cell, Date, Link, Sheet
from projections.publication.listing import licence_page
from projections.publication.more_columns import OVERDUE, answers, priority, topics
from projections.register import COLUMNS, INSPECTION, columns

CONTENTS = (
    ("Register", "Each recommendation with the status it had."),
    ("History", "What happened to each recommendation, in the order of days."),
    ("Figures", "How many recommendations there are of each status."),
)
LAST_UPDATED = "Last updated"
_ENDS = ("earliest", "latest")
_DATES_SAID = (
    "Dates as they were given are text: of some only a month, a year or the last day they can be is known. "
    "The first and the last day that each can be are dates, in columns behind."
)
"""Programs read a column of dates with a few texts in it as one of numbers, and lose the texts."""


def sheets(edition: Edition) -> tuple[Sheet, ...]:
    """The sheets in their order, to be written once."""
    return _cover(edition), _register(edition), _history(edition), _figures(edition)


def description(edition: Edition) -> str:
    """What stands in the properties of the document: of when it is, what proves it, its licence."""
    terms = edition.terms
    return (
        f"{_stood(edition)} Known at {terms.known_at}. Events: {terms.size}. "
        f"Root of the tree: {to_base64(terms.root)}. "
        f"Licence: {terms.licence.name}, {terms.licence.url}"
    )


def title(edition: Edition) -> str:
    """What the document is called."""
    return f"{edition.title}: register of recommendations"


def _stood(edition: Edition) -> str:
    return f"How things stood at the end of {edition.terms.as_of}."


def _cover(edition: Edition) -> Sheet:
    terms = edition.terms
    page = licence_page(edition)
    details: list[tuple[Cell, Cell]] = [
        ("As of", Date(terms.as_of)),
        ("Known at", terms.known_at),
        ("Events in the ledger", terms.size),
        ("Root of the tree", to_base64(terms.root)),
        ("Ledger", edition.origin),
        ("Licence", Link(terms.licence.name, page) if page else terms.licence.name),
        ("Terms of the licence", terms.licence.url),
        *(("Inspection", f"{one.ref}: {one.title}") for one in edition.inspections),
        *((f"Sheet {name}", Link(what, f"#{name}.A1")) for name, what in CONTENTS),
    ]
    return Sheet(
        "Cover",
        title(edition),
        (
            "Recommendations of inspections, what has become of them, and how many are of each status.",
            "This sheet has one table: the dates, the proof and the licence, then the other sheets.",
        ),
        ("Detail", "Value"),
        (6.0, 22.0),
        details,
    )


def _register(edition: Edition) -> Sheet:
    return Sheet(
        "Register",
        "Register of recommendations",
        (
            f"This sheet has one table. {_stood(edition)}",
            "A blank cell: under Reason, the recommendation is not closed; under Due, no date was set.",
            "Under Word and behind it: nobody said anything of that kind about the recommendation.",
            _DATES_SAID,
        ),
        (
            INSPECTION.heading,
            *(column.heading for column in COLUMNS),
            *("Kind", "Cycle", "Reason", "Made on", "Due", OVERDUE.heading),
            *("Word", "Priority", "Topics", "Source", "Place", "Under", "Answers", "Seen on"),
            *(f"{name} {end}" for name in ("Made on", "Due", LAST_UPDATED) for end in _ENDS),
            "Order",
        ),
        (
            *(3.5, 2.8, 14.0, 3.5, 6.0, 3.5),
            *(5.0, 3.5, 5.0, 3.5, 3.5, 2.5),
            *(3.5, 3.5, 5.0, 6.0, 3.5, 2.8, 8.0, 3.5),
            *[3.5] * 6,
            2.2,
        ),
        (_recommendation(one, order, edition.vocabulary) for order, one in enumerate(edition.register, 1)),
    )


def _recommendation(one: Listed, order: int, words: Vocabulary) -> tuple[Cell, ...]:
    row = one.row
    return (
        INSPECTION.cell(row),
        *(column.cell(row) for column in columns(words)),
        words.label("kind", row["kind"]),
        row["cycle"],
        # As a sentence begins: ``Not implemented``.
        row["reason"] and words.label("reason", row["reason"]),
        row["made_on"],
        row["due"],
        OVERDUE.cell(row),
        row["word"] and words.label("status", row["word"]),
        priority(row, words) or None,
        topics(row, words) or None,
        row["source"],
        row["place"],
        row["under"],
        answers(row, words) or None,
        None if row["seen_on"] is None else Date(row["seen_on"]),
        *(
            None if (day := row[f"{name}_{end}"]) is None else Date(day)
            for name in ("made_on", "due", "last_updated")
            for end in _ENDS
        ),
        order,
    )


def _history(edition: Edition) -> Sheet:
    return Sheet(
        "History",
        "History of each recommendation",
        (
            f"This sheet has one table. {_stood(edition)}",
            _DATES_SAID,
        ),
        ("Inspection", "Number", "On", "What happened", *(f"On {end}" for end in _ENDS), "Order"),
        (3.5, 2.8, 3.5, 22.0, 3.5, 3.5, 2.2),
        _happened(edition),
    )


def _happened(edition: Edition) -> Iterator[tuple[Cell, ...]]:
    order = count(1)
    for one in edition.rows:
        for happened in one.history:
            yield (
                one.row["inspection"],
                one.row["number"],
                happened.on,
                happened.what,
                None if (day := earliest(happened.on)) is None else Date(day),
                Date(last_day(happened.on)),
                next(order),
            )


def _figures(edition: Edition) -> Sheet:
    labels = STATUSES | {"total": "Total"}
    totals = edition.totals
    return Sheet(
        "Figures",
        "Recommendations by status",
        (f"This sheet has one table, counted from the sheet Register. {_stood(edition)}",),
        ("Status", "Recommendations"),
        (6.0, 5.0),
        [(label, totals[status]) for status, label in labels.items()],
    )
