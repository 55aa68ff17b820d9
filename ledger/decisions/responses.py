"""What bodies answer and report: what one may ask. See ledger.rules.responses."""

from __future__ import annotations

from typing import ClassVar

from events.base import OPEN_START, Day
from events.progress import ProgressDescribed, ProgressReported
from events.responses import ResponseDueSet, ResponseExplained, ResponseRecorded
from ledger import times
from ledger import validation as words
from ledger.decisions.base import InspectionDecision, Outcome, State, called, made, recommendation
from ledger.policies import INSPECTOR


class RecordResponse(InspectionDecision):
    """Take down what a body answered to one recommendation, and what it says it will do by when."""

    ROLES: ClassVar[tuple[str, ...]] = (INSPECTOR,)
    number: str
    body: str
    answer: str
    text: str
    action: str | None = None
    due: str | None = None
    on: str | None = None

    def decide(self, state: State) -> Outcome:
        """Recorded, and explained in the body's words."""
        inspection = state.inspection(self.inspection)
        on = state.day(self.on)
        found = recommendation(inspection, self.number)
        ref = f"R{len(inspection.responses) + 1}"
        return made(
            ref,
            ResponseRecorded(
                inspection=inspection.ref,
                response=ref,
                number=found.number,
                body=called(state, found, words.body(self.body), on),
                answer=state.inspectorate.vocabulary.spelt("answer", self.answer),
                due=None if self.due is None else times.day(self.due, "due date"),
                on=on,
            ),
            ResponseExplained(
                inspection=inspection.ref,
                response=ref,
                text=words.prose(self.text, "text"),
                action=None if self.action is None else words.prose(self.action, "action"),
            ),
        )


class SetResponseDue(InspectionDecision):
    """Say by when a body has to answer one recommendation, or (None) every body that it is made to."""

    ROLES: ClassVar[tuple[str, ...]] = (INSPECTOR,)
    number: str
    due: str
    body: str | None = None
    why: str | None = None
    on: str | None = None

    def decide(self, state: State) -> Outcome:
        """Set, if it was another day or none.

        One that passed before it was recorded was set on a day that is not known, and not after itself.
        """
        inspection = state.inspection(self.inspection)
        on, due = state.day(self.on), times.day(self.due, "due date")
        found = recommendation(inspection, self.number)
        if self.on is None and times.first_day(found.made_on) <= times.last_day(due) < times.first_day(on):
            on = Day(f"{OPEN_START}{times.last_day(due)}")
        return made(
            f"{inspection.ref}/{found.number}",
            ResponseDueSet(
                inspection=inspection.ref,
                number=found.number,
                body=None
                if self.body is None
                else called(state, found, words.body(self.body), on, has_share=True),
                due=due,
                why=None if self.why is None else words.prose(self.why, "reason"),
                on=on,
            ),
        )


class ReportProgress(InspectionDecision):
    """Take down what a body says of its progress on one recommendation."""

    ROLES: ClassVar[tuple[str, ...]] = (INSPECTOR,)
    number: str
    body: str
    text: str
    percent: int | None = None
    restricted: str | None = None
    on: str | None = None

    def decide(self, state: State) -> Outcome:
        """Reported, and described in the body's words."""
        inspection = state.inspection(self.inspection)
        on = state.day(self.on)
        found = recommendation(inspection, self.number)
        ref = f"P{len(inspection.progress) + 1}"
        return made(
            ref,
            ProgressReported(
                inspection=inspection.ref,
                progress=ref,
                number=found.number,
                body=called(state, found, words.body(self.body), on),
                percent=self.percent,
                restricted=None if self.restricted is None else words.line(self.restricted, "restriction"),
                on=on,
            ),
            ProgressDescribed(inspection=inspection.ref, progress=ref, text=words.prose(self.text, "text")),
        )
