"""What a row of a register says, and what keeps it from being taken."""

from __future__ import annotations

from typing import NamedTuple

from events.base import Day, Names

ACCEPTED = ("text", "made-to", "number", "dates", "status")
"""The kinds of changes to what is known that are recorded if somebody accepts them."""


CYCLE, KIND = "imported", "recommendation"
"""What a row is of if nothing says it."""


class Problem(NamedTuple):
    """Something about a cell or a row. If it is ``refused``, the row is not taken; else it is worth knowing.

    ``row`` is the file's own, from 1, and 0 if it is about a sheet or the whole file; ``column`` is the
    heading, or empty.
    """

    sheet: str
    row: int
    column: str
    value: str
    problem: str
    remedy: str
    refused: bool


class Status(NamedTuple):
    """Where a row says that a recommendation stands; ``word`` is the publisher's own, or None."""

    status: str
    reason: str | None
    word: str | None


class SourceRow(NamedTuple):
    """What one row says, as the ledger would have it. What no cell and no constant says is None or empty.

    ``answer`` is a word of the vocabulary. ``texts`` are never repaired.
    """

    sheet: str
    row: int
    inspection: str
    number: str
    text: str
    made_to: Names
    cycle: str
    kind: str
    status: Status | None
    made_on: Day | None
    judged_on: Day | None
    due: Day | None
    answer: str | None
    answer_text: str | None
    priority: str | None
    topics: Names
    source: str | None
