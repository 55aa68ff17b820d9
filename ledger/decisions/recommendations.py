"""What a body is asked to do: what one may ask. See ledger.rules.recommendations."""

from __future__ import annotations

from typing import ClassVar

from events.base import Day, Names
from events.recommendations import (
    RecommendationMade,
    RecommendationReaddressed,
    RecommendationRescheduled,
    RecommendationRestated,
    RecommendationWithdrawn,
)
from ledger import times
from ledger import validation as words
from ledger.decisions.base import InspectionDecision, Outcome, State, cycle, made, recommendation, refuse
from ledger.decisions.classification import classified
from ledger.policies import INSPECTOR
from ledger.rules.addressees import indistinct
from ledger.state.classification import NOT_CLASSIFIED
from ledger.state.entities import Recommendation
from ledger.state.inspection import Inspection


class MakeRecommendation(InspectionDecision):
    """Publish a numbered recommendation to one or more bodies."""

    ROLES: ClassVar[tuple[str, ...]] = (INSPECTOR,)
    number: str
    cycle: str
    text: str
    made_to: Names
    kind: str = "recommendation"
    due: str | None = None
    on: str | None = None
    priority: str | None = None
    topics: Names = ()
    source: str | None = None
    place: str | None = None
    under: str | None = None

    def decide(self, state: State) -> Outcome:
        """Made, if the number is free and the cycle open; and classified, if anything is said of that."""
        inspection = state.inspection(self.inspection)
        number = words.number(self.number)
        on = state.day(self.on)
        how = (self.priority, self.topics, self.source, self.place, self.under)
        sorted_by = [classified(state, inspection, number, NOT_CLASSIFIED, *how, on)] if any(how) else []
        return made(
            f"{inspection.ref}/{number}",
            RecommendationMade(
                inspection=inspection.ref,
                number=number,
                cycle=cycle(inspection, self.cycle).ref,
                kind=state.inspectorate.vocabulary.spelt("kind", self.kind),
                text=words.prose(self.text, "text"),
                made_to=bodies(self.made_to),
                due=None if self.due is None else due_date(self.due),
                on=on,
            ),
            *sorted_by,
        )


class Change(InspectionDecision):
    """A later word about a recommendation that stood on the day it took effect."""

    ROLES: ClassVar[tuple[str, ...]] = (INSPECTOR,)
    number: str

    def found(self, state: State, on: str | None) -> tuple[Inspection, Recommendation, Day]:
        """The recommendation and the day; raises BadInput or NotFound."""
        inspection = state.inspection(self.inspection)
        return inspection, recommendation(inspection, self.number), state.day(on)


class RestateRecommendation(Change):
    """Put a recommendation in other words."""

    text: str
    why: str
    on: str | None = None

    def decide(self, state: State) -> Outcome:
        """Restated, where the words are others."""
        inspection, found, on = self.found(state, self.on)
        text = words.prose(self.text, "text")
        return made(
            f"{inspection.ref}/{found.number}",
            RecommendationRestated(
                inspection=inspection.ref,
                number=found.number,
                text=text,
                why=words.prose(self.why, "reason"),
                on=on,
            ),
        )


class ReaddressRecommendation(Change):
    """Address a recommendation to other bodies."""

    made_to: Names
    why: str | None = None
    on: str | None = None

    def decide(self, state: State) -> Outcome:
        """Readdressed, where the bodies are others."""
        inspection, found, on = self.found(state, self.on)
        made_to = bodies(self.made_to)
        return made(
            f"{inspection.ref}/{found.number}",
            RecommendationReaddressed(
                inspection=inspection.ref,
                number=found.number,
                made_to=made_to,
                why=reason(self.why),
                on=on,
            ),
        )


class RescheduleRecommendation(Change):
    """Give a recommendation another due date; ``approved_by`` is the role or board that allowed it."""

    due: str
    approved_by: str | None = None
    why: str | None = None
    on: str | None = None

    def decide(self, state: State) -> Outcome:
        """Rescheduled, where the date is another."""
        inspection, found, on = self.found(state, self.on)
        due = due_date(self.due)
        return made(
            f"{inspection.ref}/{found.number}",
            RecommendationRescheduled(
                inspection=inspection.ref,
                number=found.number,
                due=due,
                approved_by=None if self.approved_by is None else words.line(self.approved_by, "approval"),
                why=reason(self.why),
                on=on,
            ),
        )


class WithdrawRecommendation(Change):
    """Take a recommendation back."""

    why: str | None = None
    on: str | None = None

    def decide(self, state: State) -> Outcome:
        """Withdrawn, if nothing of by then awaits on it."""
        inspection, found, on = self.found(state, self.on)
        return made(
            f"{inspection.ref}/{found.number}",
            RecommendationWithdrawn(
                inspection=inspection.ref,
                number=found.number,
                why=reason(self.why),
                on=on,
            ),
        )


def bodies(made_to: Names) -> Names:
    """Bodies, each as it was typed first: however it is capitalised or spaced, it is one. Raises BadInput."""
    once: dict[str, str] = {}
    for typed in made_to:
        body = words.line(typed, "body")
        once.setdefault(words.body_key(body), body)
    refuse(indistinct(tuple(once.values())))
    return tuple(once.values())


def due_date(due: str) -> Day:
    """A due date as it is typed; raises BadInput."""
    return times.day(due, "due date")


def reason(why: str | None) -> str | None:
    """A reason, if there is one; raises BadInput."""
    return None if why is None else words.prose(why, "reason")
