"""Columns of the register for people beside the contract's five, on paper, in Markdown and on sheets.

Due         Overdue  Priority  Topics           Answers
2021-06-30  Yes      High      Safety; Custody  Police Scotland: Accepted (2021-03-01)
"""

from __future__ import annotations

from ledger.state.vocabulary import Vocabulary
from ledger.times import shown
from projections.base import Column, Item

DUE = Column("Due", lambda row: row["due"] or "", dated=True)
OVERDUE = Column("Overdue", lambda row: "Yes" if row["overdue"] else "No")
"""Whether it was, at the end of the edition's day."""


def answers(row: Item, words: Vocabulary) -> str:
    """The last answer of each body, by its label and with its day."""
    return "; ".join(
        f"{one['body']}: {words.label('answer', one['answer'])} ({shown(one['on'])})"
        for one in row["responses"]
    )


def topics(row: Item, words: Vocabulary) -> str:
    """The topics by their labels."""
    return "; ".join(words.label("topic", topic) for topic in row["topics"])


def priority(row: Item, words: Vocabulary) -> str:
    """The priority by its label."""
    return words.label("priority", row["priority"]) if row["priority"] else ""


def sorting(words: Vocabulary) -> tuple[Column, ...]:
    """By what a register is sorted."""
    return (
        Column("Priority", lambda row: priority(row, words)),
        Column("Topics", lambda row: topics(row, words)),
    )


def placing(words: Vocabulary) -> tuple[Column, ...]:
    """Where it stands, and what bodies answered."""
    return (
        Column("Source", lambda row: row["source"] or ""),
        Column("Place", lambda row: row["place"] or ""),
        Column("Under", lambda row: row["under"] or ""),
        Column("Answers", lambda row: answers(row, words)),
    )
