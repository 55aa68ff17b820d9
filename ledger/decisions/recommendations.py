"""What a body is asked to do.

1. A number is given once in its inspection, however it is capitalised.
2. It is made in a cycle that is open, and not before that cycle was.
3. A change says why, changes something, is not dated before the recommendation was made, and comes to an
   end when the recommendation is withdrawn or superseded.
4. What supersedes a recommendation exists, is another one, and stands itself.
"""

from __future__ import annotations

from typing import ClassVar

from events.base import Day, Names
from events.recommendations import (
    RecommendationMade,
    RecommendationReaddressed,
    RecommendationRescheduled,
    RecommendationRestated,
    RecommendationSuperseded,
    RecommendationWithdrawn,
)
from ledger import times, words
from ledger.decisions.base import InspectionDecision, Made, Past, made, not_before, running, standing
from ledger.errors import BadInput, Refused
from ledger.inspection import Inspection, Recommendation
from ledger.policies import INSPECTOR, KINDS


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
        cycle = running(inspection, self.cycle)
        on = past.day(self.on)
        not_before(on, cycle.on, f"the cycle {cycle.ref} was opened")
        return made(
            f"{inspection.ref}/{number}",
            RecommendationMade(
                inspection=inspection.ref,
                number=number,
                cycle=cycle.ref,
                kind=self.kind,
                text=words.prose(self.text, "text"),
                made_to=_bodies(self.made_to),
                due=None if self.due is None else _due(self.due, on),
                on=on,
            ),
        )


class _Change(InspectionDecision):
    """A later word about a recommendation that stands."""

    ROLES: ClassVar[tuple[str, ...]] = (INSPECTOR,)
    number: str

    def _found(self, past: Past, on: str | None) -> tuple[Inspection, Recommendation, Day]:
        inspection = past.inspection(self.inspection)
        found = standing(inspection, self.number)
        day = past.day(on)
        not_before(day, found.made_on, f"recommendation {found.number} was made")
        return inspection, found, day


class RestateRecommendation(_Change):
    """Put a recommendation in other words."""

    text: str
    why: str
    on: str | None = None

    def decide(self, past: Past) -> Made:
        """Restated, where the words are others."""
        inspection, found, on = self._found(past, self.on)
        text = words.prose(self.text, "text")
        if text == found.text:
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


class ReaddressRecommendation(_Change):
    """Address a recommendation to other bodies."""

    made_to: Names
    why: str | None = None
    on: str | None = None

    def decide(self, past: Past) -> Made:
        """Readdressed, where the bodies are others."""
        inspection, found, on = self._found(past, self.on)
        made_to = _bodies(self.made_to)
        if made_to == found.made_to:
            raise Refused(f"Recommendation {found.number} is made to {'; '.join(made_to)} already.")
        return made(
            f"{inspection.ref}/{found.number}",
            RecommendationReaddressed(
                inspection=inspection.ref,
                number=found.number,
                made_to=made_to,
                why=_why(self.why),
                on=on,
            ),
        )


class RescheduleRecommendation(_Change):
    """Give a recommendation another due date."""

    due: str
    why: str | None = None
    on: str | None = None

    def decide(self, past: Past) -> Made:
        """Rescheduled, where the date is another."""
        inspection, found, on = self._found(past, self.on)
        due = _due(self.due, found.made_on)
        if due == found.due:
            raise Refused(f"Recommendation {found.number} is due on {due} already.")
        return made(
            f"{inspection.ref}/{found.number}",
            RecommendationRescheduled(
                inspection=inspection.ref, number=found.number, due=due, why=_why(self.why), on=on
            ),
        )


class WithdrawRecommendation(_Change):
    """Take a recommendation back."""

    why: str | None = None
    on: str | None = None

    def decide(self, past: Past) -> Made:
        """Withdrawn, where no judgement on it awaits its second person."""
        inspection, found, on = self._found(past, self.on)
        _nothing_awaiting(inspection, found)
        return made(
            f"{inspection.ref}/{found.number}",
            RecommendationWithdrawn(
                inspection=inspection.ref,
                number=found.number,
                why=_why(self.why),
                on=on,
            ),
        )


class SupersedeRecommendation(_Change):
    """Let others, named ``REF/NUMBER``, take a recommendation's place."""

    by: Names
    why: str | None = None
    on: str | None = None

    def reads(self) -> tuple[str, ...]:
        """Its inspection and those of its successors."""
        return (self.inspection, *(_split(successor)[0] for successor in self.by))

    def decide(self, past: Past) -> Made:
        """Superseded, where each successor stands and is another recommendation."""
        inspection, found, on = self._found(past, self.on)
        _nothing_awaiting(inspection, found)
        if not self.by:
            raise BadInput("No successor was said.", "Say --by REF/NUMBER.")
        successors = []
        for successor in self.by:
            other = past.inspection(_split(successor)[0])
            heir = standing(other, _split(successor)[1])
            if heir is found:
                raise Refused(f"Recommendation {found.number} cannot supersede itself.")
            successors.append(f"{other.ref}/{heir.number}")
        return made(
            f"{inspection.ref}/{found.number}",
            RecommendationSuperseded(
                inspection=inspection.ref,
                number=found.number,
                by=tuple(dict.fromkeys(successors)),
                why=_why(self.why),
                on=on,
            ),
        )


def _split(successor: str) -> tuple[str, str]:
    ref, slash, number = successor.partition("/")
    if not (ref and slash and number):
        raise BadInput(f"{successor!r} does not name a recommendation.", "Write it as REF/NUMBER: OCSAE/11.")
    return ref, number


def _bodies(made_to: Names) -> Names:
    bodies = tuple(dict.fromkeys(words.line(body, "body") for body in made_to))
    if not bodies:
        raise BadInput("No body was said.", "Say to whom it is made: --made-to BODY")
    if semicolon := [body for body in bodies if ";" in body]:
        raise BadInput(f"The body {semicolon[0]!r} has a semicolon.", "Say --made-to once for each body.")
    return bodies


def _due(due: str, made_on: Day) -> Day:
    day = times.day(due, "due date")
    if times.last_day(day) < times.last_day(made_on):
        raise Refused(f"The due date {day} is before the recommendation was made on {made_on}.")
    return day


def _why(why: str | None) -> str | None:
    return None if why is None else words.prose(why, "reason")


def _nothing_awaiting(inspection: Inspection, found: Recommendation) -> None:
    for (number, _), judgement in inspection.awaiting.items():
        if number == words.key(found.number):
            raise Refused(
                f"Judgement {judgement} on recommendation {found.number} awaits sign-off.",
                f"Settle it first: scrutiny judgement return {inspection.ref} {judgement} --why …",
            )
