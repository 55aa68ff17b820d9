"""Mistakes in what was published of a recommendation, set right by a later event: what one may ask.

A change holds from its day; a correction says that the right word held all along. The wrong one stays in the
record, and --known-at before the correction still shows it. See ledger.rules.corrections.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, TypeVar

from events.base import Day, Event, Names
from events.recommendations import RecommendationCorrected, RecommendationUnvoided, RecommendationVoided
from ledger import times
from ledger import validation as words
from ledger.decisions.base import (
    InspectionDecision,
    Outcome,
    State,
    cycle,
    made,
    recommendation,
    refuse,
)
from ledger.decisions.links import SUCCEEDING, other_end, unlinked
from ledger.decisions.recommendations import bodies, due_date
from ledger.errors import NOTHING_TO_DO, BadInput, Incomplete, NotFound, Refused
from ledger.policies import CORRECTED, INSPECTOR
from ledger.rules.days import too_early
from ledger.state.entities import Recommendation
from ledger.state.history import History, Value
from ledger.state.inspection import Inspection
from ledger.state.renaming import elsewhere, replaced

T = TypeVar("T")
VOIDABLE = ("text", "made-to", "due", "end")
"""What may be said never to have been said at all."""
SEE = "See what was recorded and when: scrutiny trail"


class CorrectRecommendation(InspectionDecision):
    """Set right what was published of a recommendation: its words, bodies, due date, day, or its end.

    ``of`` is the day whose word is wrong; None takes the word that holds now. ``void`` names a word that
    should never have been said.
    """

    ROLES: ClassVar[tuple[str, ...]] = (INSPECTOR,)
    number: str
    why: str
    text: str | None = None
    made_to: Names = ()
    due: str | None = None
    made_on: str | None = None
    kind: str | None = None
    cycle: str | None = None
    void: str | None = None
    of: str | None = None
    new_number: str | None = None

    def decide(self, state: State) -> Outcome:
        """One correction for each word that was wrong."""
        inspection = state.inspection(self.inspection)
        found = recommendation(inspection, self.number)
        events = [*self._corrections(state, inspection, found), *self._kind(state, inspection, found)]
        # Last, for the others name the word that was wrong by the day that it had until then.
        events += self._made(state, inspection, found)
        events += self._renumbered(inspection, found)
        if not events:
            raise Incomplete(
                "There is nothing to correct.",
                "Give the right --text, --made-to, --due, --made-on, --kind, --cycle or --number, "
                "or --void what was never so.",
            )
        number = events[-1].fields.get("new_number") or found.number
        return made(f"{inspection.ref}/{number}", *events)

    def _corrections(self, state: State, inspection: Inspection, found: Recommendation) -> Iterator[Event]:
        if self.void is not None and self.void not in VOIDABLE:
            raise BadInput(f"{self.void!r} cannot be made void.", f"Give one of {', '.join(VOIDABLE)}.")
        right = {"text": self.text, "made-to": self.made_to, "due": self.due}
        if self.void and right.get(self.void):
            raise BadInput(
                f"The {CORRECTED[self.void]} cannot be both corrected and made void.",
                f"Give either --{self.void} or --void {self.void}.",
            )
        if self.text is not None:
            text = words.prose(self.text, "text")
            yield self._corrected(inspection, found, "text", self._word(found.texts, "text").on, text=text)
        if self.made_to:
            made_to = bodies(self.made_to)
            of = self._word(found.addressed, "made-to").on
            self._names_are_clear(inspection, found, of, made_to)
            yield self._corrected(inspection, found, "made-to", of, made_to=made_to)
        if self.due is not None:
            due = due_date(self.due)
            yield self._corrected(inspection, found, "due", self._wrong_due(found), due=due)
        yield from self._void(state, inspection, found)

    def _kind(self, state: State, inspection: Inspection, found: Recommendation) -> Iterator[Event]:
        if self.kind is None:
            return
        kind = state.inspectorate.vocabulary.spelt("kind", self.kind)
        yield self._corrected(inspection, found, "kind", found.made_on, kind=kind)

    def _made(self, state: State, inspection: Inspection, found: Recommendation) -> Iterator[Event]:
        """The cycle it was made in and the day: together, for neither may be possible without the other."""
        within = None if self.cycle is None else cycle(inspection, self.cycle)
        day = None if self.made_on is None else state.day(self.made_on, "day it was made")
        if within:
            yield self._corrected(inspection, found, "cycle", found.made_on, in_cycle=within.ref, made_on=day)
        elif day:
            yield self._corrected(inspection, found, "made-on", found.made_on, made_on=day)

    def _renumbered(self, inspection: Inspection, found: Recommendation) -> Iterator[Event]:
        """The number it should have had; last of all, for the others call it as it is called so far."""
        if self.new_number is not None:
            number = words.number(self.new_number)
            yield self._corrected(inspection, found, "number", found.made_on, new_number=number)

    def _names_are_clear(self, inspection: Inspection, found: Recommendation, of: Day, right: Names) -> None:
        """What was recorded of a body whose name was wrong has to be of one whose name is right."""
        word = found.addressed.of(of)
        if word is None:
            return
        gone = [body for body in word.content if words.key(body) not in map(words.key, right)]
        told = [body for body in gone if inspection.is_told_of(found, words.key(body))]
        names = replaced(word.content, right)
        for body in told if names and self.of is None else ():
            if others := elsewhere(found.addressed, word, words.key(body)):
                raise Refused(
                    f"Recommendation {found.number} is made to {body} by the words of "
                    f"{', '.join([*others, of])}, and it is not clear which of them are wrong.",
                    "Name each wrong one by its day: --of DATE",
                )

    def _void(self, state: State, inspection: Inspection, found: Recommendation) -> Iterator[Event]:
        match self.void:
            case "text":
                yield self._corrected(inspection, found, "text", self._word(found.texts, "text").on)
            case "made-to":
                of = self._word(found.addressed, "made-to").on
                yield self._corrected(inspection, found, "made-to", of)
            case "due":
                yield self._corrected(inspection, found, "due", self._word(found.dues, "due").on)
            case "end":
                yield from self._no_end(state, inspection, found)

    def _corrected(
        self,
        inspection: Inspection,
        found: Recommendation,
        what: str,
        of: Day,
        *,
        text: str | None = None,
        made_to: Names = (),
        due: Day | None = None,
        made_on: Day | None = None,
        kind: str | None = None,
        in_cycle: str | None = None,
        new_number: str | None = None,
    ) -> RecommendationCorrected:
        return RecommendationCorrected(
            inspection=inspection.ref,
            number=found.number,
            what=what,
            of=of,
            text=text,
            made_to=made_to,
            due=due,
            made_on=made_on,
            kind=kind,
            in_cycle=in_cycle,
            new_number=new_number,
            why=words.prose(self.why, "reason"),
        )

    def _word(self, said: History[T], what: str) -> Value[T]:
        """The word that is to be set right: that of the day that was said, or the one that holds now."""
        of = None if self.of is None else times.day(self.of)
        word = (of and said.of(of)) or said.at(of and times.last_day(of))
        if word is None:
            then = f" {times.when(self.of)}" if self.of else ""
            raise NotFound(f"Recommendation {self.number} had no {CORRECTED[what]}{then}.", SEE)
        return word

    def _wrong_due(self, found: Recommendation) -> Day:
        """The day whose due date is wrong."""
        of = None if self.of is None else times.day(self.of)
        if found.dues.at(of and times.last_day(of)) is not None:
            return self._word(found.dues, "due").on
        # A date that was left out when it was made is set right as of that day. Of what was made in a month,
        # a day of that month may be said.
        remedy = "Give the day whose value is wrong: --of DATE"
        made = f"recommendation {found.number} was made"
        refuse(too_early(of, found.made_on, made, remedy) if of else None)
        return found.made_on

    def _no_end(self, state: State, inspection: Inspection, found: Recommendation) -> Iterator[Event]:
        if found.gone_on is None:
            raise Refused(
                f"Recommendation {found.number} was neither withdrawn nor superseded.", NOTHING_TO_DO
            )
        yield self._corrected(inspection, found, "end", found.gone_on)
        for named in found.heirs:
            yield from unlinked(other_end(state, named), (inspection, found), SUCCEEDING, self.why)


class VoidRecommendation(InspectionDecision):
    """Say that a recommendation was entered in error, and was never made."""

    ROLES: ClassVar[tuple[str, ...]] = (INSPECTOR,)
    number: str
    why: str

    def decide(self, state: State) -> Outcome:
        """Void, and first what gave its place to it stands again."""
        inspection = state.inspection(self.inspection)
        found = recommendation(inspection, self.number)
        taken_back: list[Event] = []
        ends = [tie.other for tie in found.links.values() if tie.relation in SUCCEEDING]
        for named in ends:
            other, before = other_end(state, named)
            if len(before.heirs) > 1:
                raise Refused(
                    f"{other.ref}/{before.number} became {', '.join(before.heirs)}, and one of them alone "
                    "cannot be taken back.",
                    "Take its end back first, and say again what it became: "
                    f"scrutiny recommendation correct {other.ref} {before.number} --void end --why W",
                )
            stands = CorrectRecommendation(
                inspection=other.ref, number=before.number, why=self.why, void="end"
            )
            taken_back += stands.decide(state).events
        voided = RecommendationVoided(
            inspection=inspection.ref, number=found.number, why=words.prose(self.why, "reason")
        )
        return made(f"{inspection.ref}/{found.number}", *taken_back, voided)


class UnvoidRecommendation(InspectionDecision):
    """Say that a recommendation was not entered in error after all."""

    ROLES: ClassVar[tuple[str, ...]] = (INSPECTOR,)
    number: str
    why: str

    def decide(self, state: State) -> Outcome:
        """It is there again, with all that was recorded about it."""
        inspection = state.inspection(self.inspection)
        found = inspection.entered_in_error(self.number) or recommendation(inspection, self.number)
        unvoided = RecommendationUnvoided(
            inspection=inspection.ref, number=found.number, why=words.prose(self.why, "reason")
        )
        return made(f"{inspection.ref}/{found.number}", unvoided)
