"""Passes over a subject.

1. A cycle's ref is given once in its inspection.
2. An inspector may say at once what evidence would satisfy a recommendation that stands, each once.
3. A cycle is closed once, and not while a judgement of by then awaits its second person in it. It may be
   recorded late: what was made and judged in it later does not stand in the way.
4. A mistake in a cycle's title, kind or first day is corrected: the right word is another, and the day is not
   after anything that was made or judged in it, nor after it was closed.
5. A cycle that was closed in error is open again.
"""

from __future__ import annotations

from typing import ClassVar

from events.base import Day
from events.cycles import CycleClosed, CycleCorrected, CycleOpened, CycleReopened
from ledger import times
from ledger import validation as words
from ledger.decisions.base import InspectionDecision, Made, Past, cycle, how_to_reopen, made, not_before
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

    def decide(self, past: Past) -> Made:
        """Opened, where the ref is free, with what is expected of each number in ``expectations``."""
        inspection = past.inspection(self.inspection)
        ref = words.cycle(self.cycle)
        if there := inspection.cycles.get(words.key(ref)):
            raise Refused(f"{inspection.ref} has a cycle {there.ref} already.", "Choose another ref.")
        on = past.day(self.on)
        if self.expectations and INSPECTOR not in past.inspectorate.roles[past.by]:
            raise Refused(
                f"{past.by} may not say what is expected: that takes the role inspector.",
                "Open the cycle without, and ask an inspector: scrutiny evidence expect …",
            )
        numbers = [words.key(number) for number, _ in self.expectations]
        if twice := [number for number, _ in self.expectations if numbers.count(words.key(number)) > 1]:
            raise BadInput(
                f"What is expected of recommendation {twice[0]} was said twice.", "Say all of it in one text."
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

    def decide(self, past: Past) -> Made:
        """Closed, if nothing in it is left hanging."""
        inspection = past.inspection(self.inspection)
        found = cycle(inspection, self.cycle)
        if found.closed_on:
            raise Refused(
                f"The cycle {found.ref} of {inspection.ref} was closed on {found.closed_on}.",
                how_to_reopen(inspection, found),
            )
        on = past.day(self.on)
        not_before(on, found.on, f"the cycle {found.ref} was opened")
        waiting = [
            f"{judgement.ref} (on {judgement.number})"
            for judgement in inspection.waiting(cycle=found.ref)
            if not times.certainly_later(judgement.on, on)
        ]
        if waiting:
            raise Refused(
                f"The cycle {found.ref} has judgements that await sign-off: {', '.join(waiting)}.",
                f"Sign them off or return them: scrutiny judgement sign-off {inspection.ref} "
                f"{waiting[0].split()[0]}",
            )
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

    def decide(self, past: Past) -> Made:
        """Corrected, if something is another and nothing comes to stand before the cycle."""
        inspection = past.inspection(self.inspection)
        found = cycle(inspection, self.cycle)
        right = {
            "title": None if self.title is None else words.line(self.title, "title"),
            "kind": None if self.kind is None else words.line(self.kind, "kind"),
            "opened_on": None if self.opened_on is None else past.day(self.opened_on),
        }
        if all(value is None for value in right.values()):
            raise BadInput("Nothing was given to correct.", "Give the right --title, --kind or --on.")
        was = {"title": found.title, "kind": found.kind, "opened_on": found.on}
        if same := [name for name, value in right.items() if value is not None and value == was[name]]:
            what = {"title": "title", "kind": "kind", "opened_on": "first day"}[same[0]]
            raise Refused(
                f"The cycle {found.ref} of {inspection.ref} has just that {what}.",
                f"See it: scrutiny trail {inspection.ref} --cycle {found.ref}",
            )
        if (day := right["opened_on"]) is not None:
            earliest, what = inspection.earliest_in(found)
            if earliest and times.last_day(earliest) < times.first_day(day):
                raise Refused(
                    f"The cycle {found.ref} was not opened on {day}: {what} is of {earliest}.",
                    f"See what is recorded in it: scrutiny trail {inspection.ref} --cycle {found.ref}",
                )
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

    def decide(self, past: Past) -> Made:
        """Open again, if it was closed."""
        inspection = past.inspection(self.inspection)
        found = cycle(inspection, self.cycle)
        if found.closed_on is None:
            raise Refused(f"The cycle {found.ref} of {inspection.ref} is open.")
        return made(
            f"{inspection.ref}/{found.ref}",
            CycleReopened(inspection=inspection.ref, cycle=found.ref, why=words.prose(self.why, "reason")),
        )
