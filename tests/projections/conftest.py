"""One case that tests of what is read begin with."""

from __future__ import annotations

import pytest

from events.base import Day, Instant
from ledger.decisions.cycles import OpenCycle
from ledger.decisions.evidence import SubmitEvidence
from ledger.decisions.inspections import OpenInspection
from ledger.decisions.judgements import RecordJudgement, SignOffJudgement
from ledger.decisions.recommendations import MakeRecommendation
from projections.base import TimeFilter
from projections.register import register


class Case:
    """OCSAE with the cycles of 2020 and 2021 and the recommendations 3 and 5, all recorded on 2022-03-01."""

    def __init__(self, ledger):
        self.ledger = ledger
        self.inspect("OCSAE", "3", "5")

    def inspect(self, inspection, *numbers):
        """Open an inspection with its cycles and some recommendations."""
        self.ask(OpenInspection, title="Online child sexual abuse", inspection=inspection)
        for cycle, on in (("2020", "2020-02-26"), ("2021", "2021-08-18")):
            self.ask(OpenCycle, cycle=cycle, title=f"Review of {cycle}", on=on, inspection=inspection)
        for number in numbers:
            self.make(number, inspection=inspection)

    def make(self, number, *made_to, on="2020-02-26", cycle="2020", **other):
        """Make one more recommendation, to Police Scotland unless said otherwise."""
        fields = {"text": f"Do {number}.", "made_to": made_to or ("Police Scotland",), **other}
        self.ask(MakeRecommendation, number=number, cycle=cycle, on=on, **fields)

    def ask(self, decision, /, who="ann", **fields):
        """Ask a decision, of OCSAE unless said otherwise."""
        (receipt,) = self.ledger.ask(decision(**{"inspection": "OCSAE", **fields}), by=who)
        return receipt

    def judge(self, number="3", on="2021-08-18", cycle="2021", status="partially-met", **other):
        """Record a judgement and return its ref; a closure is for implementation unless said otherwise."""
        reason = {"reason": "implemented"} if status == "closed" else {}
        fields = {"rationale": "As seen.", **reason, **other}
        return self.ask(RecordJudgement, number=number, cycle=cycle, status=status, on=on, **fields).ref

    def sign(self, judgement, **fields):
        """Sign a judgement off."""
        self.ask(SignOffJudgement, who="bob", judgement=judgement, **fields)

    def judged(self, *args, **fields):
        """Record a judgement and sign it off."""
        self.sign(ref := self.judge(*args, **fields))
        return ref

    def submit(self, on, number="3", **other):
        """Take evidence in and return its ref."""
        fields = {"body": "Police Scotland", "summary": "Minutes.", **other}
        return self.ask(SubmitEvidence, number=number, on=on, **fields).ref

    def row(self, number="3", as_of=None, known_at=None, cycle=None):
        """A row of the register, or None."""
        time_filter = TimeFilter(as_of and Day(as_of), known_at and Instant(known_at))
        rows = register(self.ledger, "OCSAE", time_filter=time_filter, cycle=cycle).items
        return next((row for row in rows if row["number"] == number), None)

    def status(self, **when):
        """The status of recommendation 3."""
        row = self.row(**when)
        return row and row["status"]

    def state(self, **when):
        """The state of recommendation 3."""
        return self.row(**when)["state"]


@pytest.fixture
def case(ledger):
    """OCSAE with the cycles of 2020 and 2021 and the recommendations 3 and 5, all recorded on 2022-03-01."""
    return Case(ledger)
