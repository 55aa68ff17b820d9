"""Evidence, judgements, disputes, answers and reports of progress, each as a noun with its columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from re import IGNORECASE, fullmatch

from ledger.errors import LedgerError
from ledger.ledger import Ledger
from ledger.times import printed
from ledger.validation import key, so_many
from projections.base import Column, Item
from projections.finding import parts
from projections.finding.base import (
    BY,
    CYCLE,
    INSPECTION,
    NUMBER,
    OF,
    ON,
    POSITION,
    RECORDED,
    Noun,
    Question,
    joined,
    text,
    yes,
)

_BODY = Column("Body", text("body"))
_TEXT = Column("Text", text("text"))


def _ref(heading: str) -> Column:
    return Column(heading, text("ref"), whole=True)


def _files(row: Item) -> str:
    return "\n".join(
        f"{file['name']} ({so_many(file['size'], 'byte')}, SHA-256 {file['sha256']})" for file in row["files"]
    )


def _file_by_file(row: Item) -> str:
    """The same for a page: each digest has a line of its own, so that it stays whole."""
    return "\n".join(
        f"{file['name']} ({so_many(file['size'], 'byte')}), of the SHA-256\n{file['sha256']}"
        for file in row["files"]
    )


def _signed(row: Item) -> str:
    if row["void"]:
        return "void"
    at = f" at {printed(row['signed_off_at'])}" if row["signed_off_at"] else ""
    by = f" by {row['signed_off_by']}{at}" if row["signed_off_by"] else ""
    return f"{row['sign_off']}{by}"


def _outcome(row: Item) -> str:
    if not row["outcome"]:
        return "still open"
    return f"{row['outcome']}, {row['settled_on']}"


_ON_A_PAGE = {"Files": Column("Files", _file_by_file)}
"""Columns that a page of one thing has otherwise than a list."""


def _noun(
    what: str,
    plural: str,
    name: str,
    own: tuple[Column, ...],
    narrow: tuple[Column, ...],
) -> Noun:
    first = _ref(name.capitalize() if " " not in name else "Report")
    rows: Callable[[Question], Sequence[Item]] = partial(_rows, what)
    return Noun(
        name=name,
        plural=plural,
        rows=rows,
        columns=(INSPECTION, NUMBER, first, ON, CYCLE, *own, BY, RECORDED, POSITION),
        narrow=(first, OF, ON, *narrow),
        facts=(OF, ON, CYCLE, *(_ON_A_PAGE.get(one.heading, one) for one in own), BY, RECORDED, POSITION),
        absent=partial(_absent, what),
    )


def _rows(what: str, question: Question) -> Sequence[Item]:
    return parts.parts(question, what)


def _absent(what: str, question: Question, ref: str) -> LedgerError:
    return parts.absent(question, what, ref)


EVIDENCE = _noun(
    "evidence",
    "evidence",
    "evidence",
    (
        Column("From", text("body")),
        Column("Summary", text("summary")),
        Column("Files", _files),
        Column("For closure", yes("proposes_closure")),
        Column("Restricted", text("restricted")),
        Column("Withdrawn", text("withdrawn")),
        Column("Cited by", joined("cited_by")),
    ),
    (Column("From", text("body")), Column("Summary", text("summary"))),
)
JUDGEMENT = _noun(
    "judgement",
    "judgements",
    "judgement",
    (
        Column("Status", text("shown_as")),
        Column("Share of", text("made_to")),
        Column("Rationale", text("rationale")),
        Column("Evidence", joined("evidence")),
        Column("Left open until", text("until")),
        Column("Sign-off", _signed),
        Column("Counts", yes("counts")),
        Column("Returned", text("returned")),
        Column("Note", text("note")),
    ),
    (
        CYCLE,
        Column("Status", text("shown_as")),
        Column("Sign-off", lambda row: "void" if row["void"] else str(row["sign_off"])),
    ),
)
DISPUTE = _noun(
    "dispute",
    "disputes",
    "dispute",
    (
        Column("By body", lambda row: row["body"] or "the inspectorate"),
        Column("Disputes", lambda row: row["judgement"] or "the recommendation"),
        Column("Why", text("why")),
        Column("Outcome", _outcome),
    ),
    (
        Column("By body", lambda row: row["body"] or "the inspectorate"),
        Column("Why", text("why")),
        Column("Outcome", _outcome),
    ),
)
RESPONSE = _noun(
    "response",
    "answers",
    "answer",
    (
        _BODY,
        Column("Answers", text("shown_as")),
        _TEXT,
        Column("Action", text("action")),
        Column("Due", text("due"), dated=True),
    ),
    (_BODY, Column("Answers", text("shown_as")), _TEXT),
)
PROGRESS = _noun(
    "progress",
    "reports of progress",
    "report of progress",
    (
        _BODY,
        _TEXT,
        Column("Percent", text("percent")),
        Column("Restricted", text("restricted")),
    ),
    (_BODY, _TEXT),
)


_BY_LETTER = {"E": "evidence", "J": "judgement", "D": "dispute", "R": "response", "P": "progress"}


def kind_of(ledger: Ledger, inspection: str, ref: str) -> str | None:
    """Which kind of part a ref of an inspection names (``evidence``, ``judgement``…), or None."""
    if not fullmatch(r"[EJDRP][0-9]+", ref, IGNORECASE):
        return None
    return next(
        (
            record.event.SUBJECT
            for record in ledger.records(inspection=inspection)
            if key(record.event.ref or "") == key(ref)
        ),
        None,
    )


def kind_meant(ledger: Ledger, inspection: str, ref: str) -> str | None:
    """Which kind a ref is of that nothing bears, if no recommendation is numbered like that; or None."""
    known = ledger.inspection(inspection)
    alike = any(one.number[:1].upper() == ref[:1].upper() for one in known.recommendations.values())
    is_ref = fullmatch(r"[EJDRP][0-9]+", ref, IGNORECASE)
    return _BY_LETTER[ref[0].upper()] if is_ref and not alike and known.version else None
