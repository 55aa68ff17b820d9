"""What a body is asked to do.

1. A number is given once in its inspection, however it is capitalised.
2. It is made in a cycle that is open, and not before that cycle was.
3. A change changes something, and is not dated before the recommendation was made nor after it was withdrawn
   or superseded. What took effect before its end can still be recorded after it.
4. A recommendation ends once, and not while a judgement of by then awaits its second person. Its end may be
   recorded late: what was recorded meanwhile about later days does not stand in the way; the inbox says so.
"""

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
from ledger.decisions.base import InspectionDecision, Made, Past, made, not_before, running, standing
from ledger.errors import BadInput, Refused
from ledger.policies import INSPECTOR, KINDS
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

    def decide(self, past: Past) -> Made:
        """Made, where the number is free and the cycle open."""
        inspection = past.inspection(self.inspection)
        number = words.number(self.number)
        if self.kind not in KINDS:
            raise BadInput(f"{self.kind!r} is no kind.", f"Say one of {', '.join(KINDS)}.")
        if there := inspection.recommendations.get(words.key(number)):
            raise Refused(
                f"{inspection.ref} has a recommendation {there.number} already, made on {there.made_on}.",
                "Choose another number, or change that one: scrutiny recommendation restate …",
            )
        on = past.day(self.on)
        cycle = running(inspection, self.cycle, on)
        not_before(on, cycle.on, f"the cycle {cycle.ref} was opened")
        return made(
            f"{inspection.ref}/{number}",
            RecommendationMade(
                inspection=inspection.ref,
                number=number,
                cycle=cycle.ref,
                kind=self.kind,
                text=words.prose(self.text, "text"),
                made_to=bodies(self.made_to),
                due=None if self.due is None else due_date(self.due, on),
                on=on,
            ),
        )


class Change(InspectionDecision):
    """A later word about a recommendation that stood on the day it took effect."""

    ROLES: ClassVar[tuple[str, ...]] = (INSPECTOR,)
    number: str

    def found(self, past: Past, on: str | None) -> tuple[Inspection, Recommendation, Day]:
        """The recommendation and the day; raises BadInput, NotFound or Refused."""
        inspection = past.inspection(self.inspection)
        day = past.day(on)
        found = standing(inspection, self.number, day)
        not_before(day, found.made_on, f"recommendation {found.number} was made")
        return inspection, found, day


class RestateRecommendation(Change):
    """Put a recommendation in other words."""

    text: str
    why: str
    on: str | None = None

    def decide(self, past: Past) -> Made:
        """Restated, where the words are others."""
        inspection, found, on = self.found(past, self.on)
        text = words.prose(self.text, "text")
        if (now := found.texts.at(times.last_day(on))) and text == now.content:
            raise Refused(f"Recommendation {found.number} says just that already.")
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

    def decide(self, past: Past) -> Made:
        """Readdressed, where the bodies are others."""
        inspection, found, on = self.found(past, self.on)
        made_to = bodies(self.made_to)
        if (now := found.addressed.at(times.last_day(on))) and made_to == now.content:
            raise Refused(f"Recommendation {found.number} is made to {'; '.join(made_to)} already.")
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

    def decide(self, past: Past) -> Made:
        """Rescheduled, where the date is another."""
        inspection, found, on = self.found(past, self.on)
        due = due_date(self.due, found.made_on)
        if (now := found.dues.at(times.last_day(on))) and due == now.content:
            raise Refused(f"Recommendation {found.number} is due on {due} already.")
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

    def decide(self, past: Past) -> Made:
        """Withdrawn, if nothing of by then awaits on it."""
        inspection, found, on = self.found(past, self.on)
        may_end(inspection, found, on)
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
    # However it is capitalised, it is one body, called as it was said first.
    once: dict[str, str] = {}
    for said in made_to:
        body = words.line(said, "body")
        once.setdefault(words.key(body), body)
    bodies = tuple(once.values())
    if not bodies:
        raise BadInput("No body was said.", "Say to whom it is made: --made-to BODY")
    if semicolon := [body for body in bodies if ";" in body]:
        raise BadInput(f"The body {semicolon[0]!r} has a semicolon.", "Say --made-to once for each body.")
    return bodies


def due_date(due: str, made_on: Day) -> Day:
    day = times.day(due, "due date")
    if times.last_day(day) < times.last_day(made_on):
        raise Refused(f"The due date {day} is before the recommendation was made on {made_on}.")
    return day


def reason(why: str | None) -> str | None:
    return None if why is None else words.prose(why, "reason")


def may_end(inspection: Inspection, found: Recommendation, on: Day) -> None:
    """Refuse to end what is ended already or awaits a sign-off of by then; raises Refused."""
    if found.gone:
        raise Refused(
            f"Recommendation {found.number} of {inspection.ref} was {found.gone} on {found.gone_on}.",
            "If that was an error, say so first: scrutiny recommendation correct "
            f"{inspection.ref} {found.number} --void end --why …",
        )
    for judgement in inspection.waiting(number=found.number):
        if times.certainly_later(judgement.on, on):
            continue
        raise Refused(
            f"Judgement {judgement.ref} on recommendation {found.number} awaits sign-off.",
            f"Settle it first: scrutiny judgement return {inspection.ref} {judgement.ref} --why …",
        )
