"""A pack: a workbook in which one body answers, reports and names its evidence; what stands where in it.

    Guide             what to do, and of which ledger, state and day the pack is
    Recommendations   a row for each that is not closed: what is known, then what the body fills in
    Lists             the words that may be chosen

What is known is told again from the ledger as it was when the pack was made, and has to be as it was.
"""

from __future__ import annotations

from typing import NamedTuple

FORM = "Scrutiny Ledger pack 1"
"""The first detail of the guide, by which a pack is known; another form gets another number."""

GUIDE, TABLE, LISTS = "Guide", "Recommendations", "Lists"

LOCKED = (
    *("Inspection", "Number", "Recommendation", "Status", "What is expected"),
    *("Due", "Answer due", "Answer given"),
)
ANSWER, SAYS = "Your answer", "What you say"
ACTION, ACTION_DUE = "Your action", "Action due"
PROGRESS, PERCENT = "Your progress", "Percent done"
FILES, SUMMARY, CLOSURE = "Evidence files", "What the evidence shows", "Propose closure"
OPEN = (ANSWER, SAYS, ACTION, ACTION_DUE, PROGRESS, PERCENT, FILES, SUMMARY, CLOSURE)
HEADINGS = (*LOCKED, *OPEN)

YES, NO = "yes", "no"

KIND_OF_FORM, BODY, LEDGER, EVENTS, ROOT, DAY = (
    *("Form", "Body", "Ledger", "Events in the ledger"),
    *("Root of the tree", "Prepared on"),
)
"""The details of the guide that say what the pack is of."""


class PackHead(NamedTuple):
    """What a pack is of: a body, and a ledger (by its origin) as it was after so many events, on a day.

    ``root`` is that of the tree of those events, in base64.
    """

    body: str
    origin: str
    events: int
    root: str
    day: str


class PackRow(NamedTuple):
    """What a pack says of one recommendation; ``made_at`` is the position of the event that made it."""

    inspection: str
    number: str
    text: str
    status: str
    expected: str
    due: str
    answer_due: str
    answer_given: str
    made_at: int

    @property
    def name(self) -> str:
        """``OCSAE/3``."""
        return f"{self.inspection}/{self.number}"

    @property
    def locked(self) -> tuple[str, ...]:
        """Its cells that nobody may change, under the headings ``LOCKED``."""
        return (
            *(self.inspection, self.number, self.text, self.status, self.expected),
            *(self.due, self.answer_due, self.answer_given),
        )
