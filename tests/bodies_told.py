"""A ledger that tests of bodies tell and read: judgements count at once."""

from __future__ import annotations

from events.base import Day
from ledger.decisions.bodies import RenameBody, SucceedBody
from ledger.decisions.cycles import OpenCycle
from ledger.decisions.inspections import OpenInspection
from ledger.decisions.judgements import RecordJudgement
from ledger.decisions.recommendations import MakeRecommendation
from ledger.decisions.responses import RecordResponse
from projections.base import TimeFilter
from projections.register import register
from projections.rows import Filters
from tests.told import Told

NORTH, HIGHLAND, FORCE = "Northern Constabulary", "Highland Police", "Force of the North"


class Bodied:
    """A ledger in which judgements count at once, and short ways to ask it."""

    def __init__(self):
        self.told = Told(sign_off="none")
        self.ask(OpenInspection(inspection="X", title="T"))
        self.ask(OpenCycle(inspection="X", cycle="C", title="C", on="2010-01-01"))

    def ask(self, decision):
        self.told.ask(decision, by="ann")
        return list(self.told.records())[-1].recorded_at

    def make(self, number, *made_to, on="2010-02-01"):
        return self.ask(
            MakeRecommendation(inspection="X", number=number, cycle="C", text="Do.", made_to=made_to, on=on)
        )

    def judge(self, number, status, on, made_to=None):
        reason = "implemented" if status == "closed" else None
        return self.ask(
            RecordJudgement(
                inspection="X",
                number=number,
                cycle="C",
                status=status,
                reason=reason,
                rationale="Seen.",
                made_to=made_to,
                on=on,
            )
        )

    def rename(self, body=NORTH, to=HIGHLAND, on="2012-01-01"):
        return self.ask(RenameBody(body=body, to=to, on=on, why="By law."))

    def succeed(self, body=NORTH, by=FORCE, on="2013-04-01"):
        return self.ask(SucceedBody(body=body, by=by, on=on))

    def answer(self, number, by, answer, on):
        return self.ask(
            RecordResponse(inspection="X", number=number, body=by, answer=answer, text="We say.", on=on)
        )

    def rows(self, as_of=None, known_at=None, made_to=None):
        time_filter = TimeFilter(as_of and Day(as_of), known_at)
        view = register(self.told, time_filter=time_filter, filters=Filters(made_to=made_to))
        return {row["number"]: row for row in view.items}

    def made_to(self, number="1", as_of=None, known_at=None):
        return self.rows(as_of, known_at)[number]["made_to"]
