"""Publications, each known by the size of the tree that proves it, as ``publish --again SIZE`` takes it."""

from __future__ import annotations

from events.publications import PublicationMade
from ledger.errors import LedgerError, NotFound
from ledger.times import printed
from ledger.validation import key
from projections.base import Column, Item
from projections.finding.base import BY, POSITION, RECORDED, Noun, Question, joined, not_there_yet, text


def _publications(question: Question) -> list[Item]:
    of = None if question.inspection is None else key(question.ledger.ref(question.inspection))
    rows: list[Item] = []
    for record in question.ledger.records(topics=[PublicationMade.NAME]):
        event = record.event
        if not isinstance(event, PublicationMade) or not question.was_recorded(record.recorded_at):
            continue
        # A publication of no inspection in particular is of all that there were.
        if of is not None and event.inspections and of not in map(key, event.inspections):
            continue
        rows.append(
            {
                "ref": str(event.size),
                **event.fields,
                "by": record.by,
                "recorded_at": record.recorded_at,
                "position": record.position,
            }
        )
    return rows


def _no_publication(question: Question, ref: str) -> LedgerError:
    if any(str(one.size) == ref for one in question.ledger.inspectorate().publications):
        return not_there_yet(question, f"The publication of size {ref}")
    return NotFound(f"Nothing was published at size {ref}.", "See which there are: scrutiny publication list")


_SIZE = Column("Size", text("size"))
_WHAT = Column("Inspections", lambda row: "; ".join(row["inspections"]) or "all")
_AS_OF = Column("As of", text("as_of"), whole=True, dated=True)
_KNOWN_AT = Column("Known at", lambda row: printed(row["known_at"]), whole=True)
_VERSION = Column("Version", text("version"))
_OTHER = (
    Column("Also as", joined("also")),
    Column("Site", text("site")),
    Column("Licence", text("licence")),
    Column("Root", text("root")),
    Column("SHA-256 of its content", text("content")),
    Column("SHA-256 of its SHA256SUMS", text("sums")),
)
_ABOUT = Column("What it says about itself", text("about"))
PUBLICATION = Noun(
    name="publication",
    plural="publications",
    rows=_publications,
    columns=(_SIZE, _WHAT, _AS_OF, _KNOWN_AT, _VERSION, *_OTHER, BY, RECORDED, POSITION),
    narrow=(_SIZE, _WHAT, _AS_OF, RECORDED, BY),
    facts=(_WHAT, _AS_OF, _KNOWN_AT, _VERSION, *_OTHER, _ABOUT, BY, RECORDED, POSITION),
    absent=_no_publication,
)
