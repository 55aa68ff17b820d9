"""Published mistakes, set right by a later event that says what was wrong.

A change holds from its day; a correction says that the right word held all along. The wrong one stays in the
record, and --known-at before the correction still shows it.

1. A correction says why, and corrects something that was said and is not right already.
2. The words and the bodies that a recommendation was made with are replaced, never taken away.
3. A recommendation was not made before its cycle was opened, nor after what was recorded about it.
4. What two people signed off is corrected by an approver who is not its author; in a ledger without sign-off
   by any inspector. A judgement that nobody has signed off yet is returned instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, TypeVar

from events.base import Day, Event, Names
from events.judgements import JudgementCorrected
from events.recommendations import RecommendationCorrected
from ledger import times, words
from ledger.dated import Dated, Word
from ledger.decisions.base import (
    InspectionDecision,
    Made,
    Past,
    judgement,
    made,
    not_before,
    recommendation,
    standing,
    target,
)
from ledger.decisions.links import unlinked
from ledger.decisions.recommendations import bodies, due_date
from ledger.entities import Judgement, Recommendation
from ledger.errors import BadInput, NotFound, Refused
from ledger.inspection import Inspection
from ledger.policies import APPROVER, CORRECTED, INSPECTOR

T = TypeVar("T")
VOIDABLE = ("text", "made-to", "due", "end")
"""What may be said never to have been said at all."""


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
    void: str | None = None
    of: str | None = None

    def decide(self, past: Past) -> Made:
        """One correction for each word that was wrong."""
        inspection = past.inspection(self.inspection)
        found = recommendation(inspection, self.number)
        events = list(self._corrections(past, inspection, found))
        if not events:
            raise BadInput(
                "Nothing was said to correct.",
                "Say the right --text, --made-to, --due or --made-on, or --void what was never so.",
            )
        return made(f"{inspection.ref}/{found.number}", *events)

    def _corrections(self, past: Past, inspection: Inspection, found: Recommendation) -> Iterator[Event]:
        if self.void is not None and self.void not in VOIDABLE:
            raise BadInput(f"{self.void!r} cannot be made void.", f"Say one of {', '.join(VOIDABLE)}.")
        if self.text is not None:
            text = words.prose(self.text, "text")
            yield self._corrected(
                inspection, found, "text", self._wrong(found.texts, "text", text), text=text
            )
        if self.made_to:
            made_to = bodies(self.made_to)
            of = self._wrong(found.addressed, "made-to", made_to)
            yield self._corrected(inspection, found, "made-to", of, made_to=made_to)
        if self.due is not None:
            due = due_date(self.due, found.made_on)
            # A date that was left out when it was made is set right as of that day.
            of = self._wrong(found.dues, "due", due) if found.dues.words else found.made_on
            yield self._corrected(inspection, found, "due", of, due=due)
        if self.made_on is not None:
            yield self._made_on(past, inspection, found, self.made_on)
        match self.void:
            case "text":
                yield self._corrected(inspection, found, "text", self._later(found, found.texts, "text"))
            case "made-to":
                of = self._later(found, found.addressed, "made-to")
                yield self._corrected(inspection, found, "made-to", of)
            case "due":
                yield self._corrected(inspection, found, "due", self._word(found.dues, "due").on)
            case "end":
                yield from self._no_end(past, inspection, found)

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
            why=words.prose(self.why, "reason"),
        )

    def _word(self, said: Dated[T], what: str) -> Word[T]:
        """The word that is to be set right: that of the day that was said, or the one that holds now."""
        word = said.at(None if self.of is None else times.last_day(times.day(self.of)))
        if word is None:
            when = f" on {self.of}" if self.of else ""
            raise NotFound(f"Recommendation {self.number} had no {CORRECTED[what]}{when}.")
        return word

    def _wrong(self, said: Dated[T], what: str, right: T) -> Day:
        word = self._word(said, what)
        if word.value == right:
            raise Refused(f"The {CORRECTED[what]} of recommendation {self.number} are just so already.")
        return word.on

    def _later(self, found: Recommendation, said: Dated[T], what: str) -> Day:
        word = self._word(said, what)
        if word.position == found.made_at:
            raise Refused(
                f"Recommendation {found.number} was made with these {CORRECTED[what]}.",
                f"Say what they should have been: --{what} …",
            )
        return word.on

    def _made_on(
        self, past: Past, inspection: Inspection, found: Recommendation, said: str
    ) -> RecommendationCorrected:
        day = past.day(said, "day it was made")
        if day == found.made_on:
            raise Refused(f"Recommendation {found.number} was made on {day} already.")
        cycle = inspection.cycles[words.key(found.cycle)]
        not_before(day, cycle.on, f"the cycle {cycle.ref} was opened")
        if found.earliest:
            not_before(found.earliest, day, f"recommendation {found.number} would have been made")
        return self._corrected(inspection, found, "made-on", found.made_on, made_on=day)

    def _no_end(self, past: Past, inspection: Inspection, found: Recommendation) -> Iterator[Event]:
        if found.gone_on is None:
            raise Refused(f"Recommendation {found.number} was neither withdrawn nor superseded.")
        yield self._corrected(inspection, found, "end", found.gone_on)
        for named in found.heirs:
            ref, number = target(named)
            other = past.inspection(ref)
            heir = recommendation(other, number)
            yield from unlinked(other, heir, (f"{inspection.ref}/{found.number}",), self.why)


class CorrectJudgement(InspectionDecision):
    """Set right a judgement that counts: ``void`` where it should not have been signed off, else its day or
    its rationale.
    """

    ROLES: ClassVar[tuple[str, ...]] = (APPROVER, INSPECTOR)
    judgement: str
    why: str
    void: bool = False
    judged_on: str | None = None
    rationale: str | None = None

    def decide(self, past: Past) -> Made:
        """Corrected by somebody who is entitled to, where it counts and something else is said."""
        inspection = past.inspection(self.inspection)
        found = judgement(inspection, self.judgement)
        self._may(past, inspection, found)
        if self.void == (self.judged_on is not None or self.rationale is not None):
            raise BadInput(
                "Say either that it is void, or what it should have said.",
                "Say --void, or --judged-on DATE, or --rationale TEXT.",
            )
        rationale = None if self.rationale is None else words.prose(self.rationale, "rationale")
        judged_on = None if self.judged_on is None else self._day(past, inspection, found, self.judged_on)
        if not self.void and (judged_on or found.on, rationale or found.rationale) == (
            found.on,
            found.rationale,
        ):
            raise Refused(f"Judgement {found.ref} says just that already.")
        return made(
            found.ref,
            JudgementCorrected(
                inspection=inspection.ref,
                judgement=found.ref,
                void=self.void,
                judged_on=judged_on,
                rationale=rationale,
                why=words.prose(self.why, "reason"),
            ),
        )

    def _may(self, past: Past, inspection: Inspection, found: Judgement) -> None:
        if past.inspectorate.sign_off == "required":
            if APPROVER not in past.inspectorate.roles[past.by]:
                raise Refused(
                    f"{past.by} may not correct what was signed off: that takes the role approver.",
                    "Ask an approver who did not record it.",
                )
            if found.by == past.by:
                raise Refused(
                    f"{past.by} recorded judgement {found.ref} and cannot correct it: a second person must.",
                    "Ask another approver.",
                )
        if found.fate == "awaiting":
            raise Refused(
                f"Judgement {found.ref} awaits sign-off: it does not count yet.",
                f"Return it: scrutiny judgement return {inspection.ref} {found.ref} --why …",
            )
        if found.fate != "signed-off":
            raise Refused(f"Judgement {found.ref} of {inspection.ref} is {found.fate}: it does not count.")

    def _day(self, past: Past, inspection: Inspection, found: Judgement, said: str) -> Day:
        day = past.day(said)
        cycle = inspection.cycles[words.key(found.cycle)]
        judged = inspection.recommendations[words.key(found.number)]
        not_before(day, cycle.on, f"the cycle {cycle.ref} was opened")
        not_before(day, judged.made_on, f"recommendation {judged.number} was made")
        standing(inspection, judged.number, day)
        return day
