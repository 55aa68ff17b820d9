"""The words that may be used, the contract's and the publisher's own."""

from __future__ import annotations

from ledger.ledger import Ledger
from ledger.state.vocabulary import VOCABULARIES
from projections.answered import recorded
from projections.base import Column, View

COLUMNS = (
    Column("For", lambda row: str(row["vocabulary"]), whole=True),
    Column("Word", lambda row: str(row["word"])),
    Column("Shown as", lambda row: str(row["label"])),
    Column("Means", lambda row: row["means"] or ""),
    Column("Note", lambda row: "retired" if row["retired"] else "" if row["own"] else "of every register"),
)


def vocabulary(ledger: Ledger) -> View:
    """Every word there is, in the order of the vocabularies; raises StorageError."""
    known = ledger.inspectorate().vocabulary
    rows = [word._asdict() for name in VOCABULARIES for word in known.of(name)]
    return View(caption="Vocabulary", columns=COLUMNS, items=rows, head={"events": recorded(ledger)})
