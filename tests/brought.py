"""Rows of a register that was kept before the ledger, brought in by one request as an import does."""

from __future__ import annotations

from copy import deepcopy
from typing import ClassVar

from events.base import Event, InspectionEvent
from ledger.decisions.base import Decision, Outcome, State
from ledger.decisions.imports import ImportFile, ImportRow
from ledger.rules.base import IMPORTERS
from ledger.validation import key
from tests.asking import Copies


class BringIn(Decision):
    """Bring in a file, and what was added for it: all or nothing. ``rows`` may be of any file."""

    ROLES: ClassVar[tuple[str, ...]] = IMPORTERS
    seen_on: str
    rows: tuple[ImportRow, ...]
    before: tuple[Decision, ...] = ()
    digest: str = "d" * 64

    def decide(self, state: State) -> Outcome:
        """Each in turn, on what the earlier ones leave."""
        inspections, inspectorate = Copies(state), deepcopy(state.inspectorate)
        then = State(inspectorate=inspectorate, inspections=inspections, by=state.by, today=state.today)
        file = ImportFile(digest=self.digest, mapping="e" * 64, name="register.csv", seen_on=self.seen_on)
        named = f"I{len(inspectorate.imports) + 1}"
        rows = [type(row)(**{**vars(row), "file": named}) for row in self.rows]
        events: list[Event] = []
        for decision in (file, *self.before, *rows):
            for event in decision.decide(then).events:
                if isinstance(event, InspectionEvent):
                    inspections[key(event.inspection)].apply(event, state.by)
                else:
                    inspectorate.apply(event)
                events.append(event)
        return Outcome(named, tuple(events))
