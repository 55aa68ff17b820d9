"""What the spreadsheets hold, in every format alike: a cover, the register, the history and the figures."""

from __future__ import annotations

from ledger.policies import KINDS, STATUSES
from ledger.proof.text import to_base64
from projections.publication.edition import Edition, Listed
from projections.publication.listing import licence_page
from projections.publication.spreadsheets.sheet import Cell, Date, Link, Sheet
from projections.register import COLUMNS, INSPECTION

CONTENTS = (
    ("Register", "Each recommendation with the status it had."),
    ("History", "What happened to each recommendation, in the order of days."),
    ("Figures", "How many recommendations there are of each status."),
)
LAST_UPDATED = "Last updated"


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
            "A date without a day is known only to the month, and is text.",
        ),
        (
            INSPECTION.heading,
            *(column.heading for column in COLUMNS),
            *("Kind", "Cycle", "Reason", "Made on", "Due"),
        ),
        (3.5, 2.8, 14.0, 3.5, 6.0, 3.5, 5.0, 3.5, 5.0, 3.5, 3.5),
        (_recommendation(one) for one in edition.register),
    )


def _recommendation(one: Listed) -> tuple[Cell, ...]:
    row = one.row
    due = row["due"]
    return (
        INSPECTION.cell(row),
        *(
            Date(column.cell(row)) if column.heading == LAST_UPDATED else column.cell(row)
            for column in COLUMNS
        ),
        KINDS[row["kind"]],
        row["cycle"],
        # As a sentence begins: ``Not implemented``.
        row["reason"] and row["reason"].replace("-", " ").capitalize(),
        Date(row["made_on"]),
        None if due is None else Date(due),
    )


def _history(edition: Edition) -> Sheet:
    return Sheet(
        "History",
        "History of each recommendation",
        (
            f"This sheet has one table. {_stood(edition)}",
            "A date without a day is known only to the month, and is text.",
        ),
        ("Inspection", "Number", "On", "What happened"),
        (3.5, 2.8, 3.5, 22.0),
        (
            (one.row["inspection"], one.row["number"], Date(happened.on), happened.what)
            for one in edition.rows
            for happened in one.history
        ),
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
