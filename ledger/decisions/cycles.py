"""Passes over a subject: what one may ask. See ledger.rules.cycles.

An inspector may say at once what evidence would satisfy a recommendation that is active, each once.
"""

from __future__ import annotations

from typing import ClassVar

from events.base import Day
from events.cycles import CycleClosed, CycleCorrected, CycleOpened, CycleReopened
from ledger import validation as words
from ledger.decisions.base import InspectionDecision, Outcome, State, cycle, made
from ledger.decisions.evidence import expected
from ledger.errors import BadInput, Refused
from ledger.policies import ADMINISTRATOR, INSPECTOR


class OpenCycle(InspectionDecision):
    """Begin a pass over a subject."""

    ROLES: ClassVar[tuple[str, ...]] = (INSPECTOR, ADMINISTRATOR)
    cycle: str
    title: str
    kind: str | None = None
    expectations: tuple[tuple[str, str], ...] = ()
    on: str | None = None

    def decide(self, state: State) -> Outcome:
        """Opened, where the ref is free, with what is expected of each number in ``expectations``."""
        inspection = state.inspection(self.inspection)
        ref = words.cycle(self.cycle)
        on = state.day(self.on)
        if self.expectations and INSPECTOR not in state.inspectorate.roles[state.by]:
            raise Refused(
                f"{state.by} may not say what is expected: that takes the role inspector.",
                "Open the cycle without, and ask an inspector: scrutiny evidence expect …",
            )
        numbers = [words.key(number) for number, _ in self.expectations]
        if twice := [number for number, _ in self.expectations if numbers.count(words.key(number)) > 1]:
            raise BadInput(
                f"What is expected of recommendation {twice[0]} was given twice.",
                "Give all of it in one text.",
            )
        return made(
            f"{inspection.ref}/{ref}",
            CycleOpened(
                inspection=inspection.ref,
                cycle=ref,
                title=words.line(self.title, "title"),
                kind=None if self.kind is None else words.line(self.kind, "kind"),
                on=on,
            ),
            *(expected(inspection, number, ref, text, on) for number, text in self.expectations),
        )


class CloseCycle(InspectionDecision):
    """End a pass over a subject."""

    ROLES: ClassVar[tuple[str, ...]] = (INSPECTOR, ADMINISTRATOR)
    cycle: str
    on: str | None = None

    def decide(self, state: State) -> Outcome:
        """Closed, if nothing in it is left hanging."""
        inspection = state.inspection(self.inspection)
        found = cycle(inspection, self.cycle)
        on = state.day(self.on)
        return made(
            f"{inspection.ref}/{found.ref}",
            CycleClosed(inspection=inspection.ref, cycle=found.ref, on=on),
        )


class CorrectCycle(InspectionDecision):
    """Set right what a cycle was opened with: its title, its kind, or its first day."""

    ROLES: ClassVar[tuple[str, ...]] = (INSPECTOR, ADMINISTRATOR)
    cycle: str
    why: str
    title: str | None = None
    kind: str | None = None
    opened_on: str | None = None

    def decide(self, state: State) -> Outcome:
        """Corrected, if something is another and nothing comes to stand before the cycle."""
        inspection = state.inspection(self.inspection)
        found = cycle(inspection, self.cycle)
        right = {
            "title": None if self.title is None else words.line(self.title, "title"),
            "kind": None if self.kind is None else words.line(self.kind, "kind"),
            "opened_on": None if self.opened_on is None else state.day(self.opened_on),
        }
        day = right["opened_on"]
        return made(
            f"{inspection.ref}/{found.ref}",
            CycleCorrected(
                inspection=inspection.ref,
                cycle=found.ref,
                title=right["title"],
                kind=right["kind"],
                opened_on=None if day is None else Day(day),
                why=words.prose(self.why, "reason"),
            ),
        )


class ReopenCycle(InspectionDecision):
    """Take back the closing of a cycle, which was an error."""

    ROLES: ClassVar[tuple[str, ...]] = (INSPECTOR, ADMINISTRATOR)
    cycle: str
    why: str

    def decide(self, state: State) -> Outcome:
        """Open again, if it was closed."""
        inspection = state.inspection(self.inspection)
        found = cycle(inspection, self.cycle)
        return made(
            f"{inspection.ref}/{found.ref}",
            CycleReopened(inspection=inspection.ref, cycle=found.ref, why=words.prose(self.why, "reason")),
        )
