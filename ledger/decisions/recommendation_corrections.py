"""Mistakes in what was published of a recommendation, set right by a later event that says what was wrong.

A change holds from its day; a correction says that the right word held all along. The wrong one stays in the
record, and --known-at before the correction still shows it.

1. A correction says why, and corrects something that was said and is not right already.
2. The words and the bodies that a recommendation was made with are replaced, never taken away.
3. Its kind and its cycle are corrected for every day; the cycle was running when it was made.
4. A recommendation was not made before its cycle was opened or after it was closed, nor after what was
   recorded about it, nor before what it repeats.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, TypeVar

from events.base import Day, Event, Names
from events.recommendations import RecommendationCorrected
from ledger import times
from ledger import validation as words
from ledger.decisions.base import (
    InspectionDecision,
    Made,
    Past,
    cycle,
    during,
    made,
    not_before,
    recommendation,
)
from ledger.decisions.links import REPEATING, SUCCEEDING, other_end, unlinked
from ledger.decisions.recommendations import bodies, due_date
from ledger.errors import BadInput, NotFound, Refused
from ledger.policies import CORRECTED, INSPECTOR, KINDS, RELATIONS
from ledger.state.entities import Recommendation
from ledger.state.history import History, Value
from ledger.state.inspection import Inspection
from ledger.state.renaming import elsewhere, replaced

T = TypeVar("T")
VOIDABLE = ("text", "made-to", "due", "end")
"""What may be said never to have been said at all."""
MADE_ON = "Say the day it was made, too: --made-on DATE"
SEE = "See what was said and when: scrutiny trail"


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

    def decide(self, past: Past) -> Made:
        """One correction for each word that was wrong."""
        inspection = past.inspection(self.inspection)
        found = recommendation(inspection, self.number)
        events = [*self._corrections(past, inspection, found), *self._kind(inspection, found)]
        # Last, for the others name the word that was wrong by the day that it had until then.
        events += self._made(past, inspection, found, events)
        if not events:
            raise BadInput(
                "Nothing was said to correct.",
                "Say the right --text, --made-to, --due, --made-on, --kind or --cycle, "
                "or --void what was never so.",
            )
        return made(f"{inspection.ref}/{found.number}", *events)

    def _corrections(self, past: Past, inspection: Inspection, found: Recommendation) -> Iterator[Event]:
        if self.void is not None and self.void not in VOIDABLE:
            raise BadInput(f"{self.void!r} cannot be made void.", f"Say one of {', '.join(VOIDABLE)}.")
        right = {"text": self.text, "made-to": self.made_to, "due": self.due}
        if self.void and right.get(self.void):
            raise BadInput(
                f"The {CORRECTED[self.void]} cannot both be set right and never have been said.",
                f"Say either --{self.void} or --void {self.void}.",
            )
        if self.text is not None:
            text = words.prose(self.text, "text")
            yield self._corrected(
                inspection, found, "text", self._wrong(found.texts, "text", text), text=text
            )
        if self.made_to:
            made_to = bodies(self.made_to)
            of = self._wrong(found.addressed, "made-to", made_to)
            self._names_are_clear(inspection, found, of, made_to)
            yield self._corrected(inspection, found, "made-to", of, made_to=made_to)
        if self.due is not None:
            due = due_date(self.due, found.made_on)
            yield self._corrected(inspection, found, "due", self._wrong_due(found, due), due=due)
        yield from self._void(past, inspection, found)

    def _kind(self, inspection: Inspection, found: Recommendation) -> Iterator[Event]:
        if self.kind is None:
            return
        if self.kind not in KINDS:
            raise BadInput(f"{self.kind!r} is no kind of recommendation.", f"Say one of {', '.join(KINDS)}.")
        if self.kind == found.kind:
            raise Refused(f"Recommendation {found.number} has the kind {found.kind} already.", SEE)
        yield self._corrected(inspection, found, "kind", found.made_on, kind=self.kind)

    def _made(
        self, past: Past, inspection: Inspection, found: Recommendation, others: Sequence[Event]
    ) -> Iterator[Event]:
        """The cycle it was made in and the day: together, for neither may be possible without the other."""
        within = None if self.cycle is None else cycle(inspection, self.cycle)
        if within and words.key(within.ref) == words.key(found.cycle):
            raise Refused(f"Recommendation {found.number} stands in the cycle {within.ref} already.", SEE)
        day = None if self.made_on is None else self._made_on(past, inspection, found, self.made_on, others)
        if within:
            during(day or found.made_on, inspection, within, MADE_ON)
            yield self._corrected(inspection, found, "cycle", found.made_on, in_cycle=within.ref, made_on=day)
        elif day:
            yield self._corrected(inspection, found, "made-on", found.made_on, made_on=day)

    def _names_are_clear(self, inspection: Inspection, found: Recommendation, of: Day, right: Names) -> None:
        """What was recorded of a body whose name was wrong has to be of one whose name is right."""
        word = found.addressed.of(of)
        if word is None:
            return
        gone = [body for body in word.content if words.key(body) not in map(words.key, right)]
        told = [body for body in gone if inspection.is_told_of(found, words.key(body))]
        names = replaced(word.content, right)
        if names is None and told:
            raise Refused(
                f"It is not clear which body takes the place of {'; '.join(told)}, of which something was "
                f"recorded on recommendation {found.number}.",
                "Put one name right at a time, each with the others as they are: "
                f"scrutiny recommendation correct {inspection.ref} {found.number} --made-to …",
            )
        for body in told if names and self.of is None else ():
            if others := elsewhere(found.addressed, word, words.key(body)):
                raise Refused(
                    f"Recommendation {found.number} is made to {body} by the words of "
                    f"{', '.join([*others, of])}, and it is not clear which of them are wrong.",
                    "Say it of each that is wrong: --of DATE",
                )

    def _void(self, past: Past, inspection: Inspection, found: Recommendation) -> Iterator[Event]:
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
        kind: str | None = None,
        in_cycle: str | None = None,
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
            why=words.prose(self.why, "reason"),
        )

    def _word(self, said: History[T], what: str) -> Value[T]:
        """The word that is to be set right: that of the day that was said, or the one that holds now."""
        of = None if self.of is None else times.day(self.of)
        word = (of and said.of(of)) or said.at(of and times.last_day(of))
        if word is None:
            when = f" on {self.of}" if self.of else ""
            raise NotFound(f"Recommendation {self.number} had no {CORRECTED[what]}{when}.", SEE)
        return word

    def _wrong(self, said: History[T], what: str, right: T) -> Day:
        word = self._word(said, what)
        return self._another(word, word.on, what, right)

    def _another(self, word: Value[T] | None, of: Day, what: str, right: T) -> Day:
        """The day whose word is wrong, where the right one is another; raises Refused."""
        if word and word.content == right:
            raise Refused(
                f"Nothing would change in the {CORRECTED[what]} of recommendation {self.number}.", SEE
            )
        return of

    def _wrong_due(self, found: Recommendation, right: Day) -> Day:
        of = None if self.of is None else times.day(self.of)
        if found.dues.at(of and times.last_day(of)) is None:
            # A date that was left out when it was made is set right as of that day.
            if of:
                remedy = "Say the day whose word is wrong: --of DATE"
                not_before(of, found.made_on, f"recommendation {found.number} was made", remedy)
            # Of what was made in a month, a day of that month may be said: it sorts before.
            return self._another(found.dues.of(found.made_on), found.made_on, "due", right)
        return self._wrong(found.dues, "due", right)

    def _later(self, found: Recommendation, said: History[T], what: str) -> Day:
        word = self._word(said, what)
        if word.position == found.made_at:
            raise Refused(
                f"Recommendation {found.number} was made with these {CORRECTED[what]}.",
                f"Say what they should have been: --{what} …",
            )
        return word.on

    def _made_on(
        self, past: Past, inspection: Inspection, found: Recommendation, said: str, others: Sequence[Event]
    ) -> Day:
        """The right day, if it can be; raises BadInput or Refused."""
        day = past.day(said, "day it was made")
        if day == found.made_on:
            raise Refused(f"Recommendation {found.number} was made on {day} already.")
        during(day, inspection, inspection.cycles[words.key(self.cycle or found.cycle)], MADE_ON)
        earliest = min((*found.days, found.gone_on or day), key=times.last_day)
        if times.last_day(earliest) < times.first_day(day):
            raise Refused(
                f"Recommendation {found.number} was not made on {day}: "
                f"something about it is recorded of {earliest}.",
                SEE,
            )
        for due in _dues(found, others):
            due_date(due, day)
        self._keeps_its_order(past, inspection, found, day)
        return day

    def _keeps_its_order(self, past: Past, inspection: Inspection, found: Recommendation, day: Day) -> None:
        """What it repeats was made before that day, and what repeats it after."""
        mine = f"{inspection.ref}/{found.number}"
        for relation, theirs, _ in found.links.values():
            if relation in REPEATING:
                _, other = other_end(past, theirs)
                days = [times.last_day(other.made_on), times.last_day(day)]
                if days[0] == days[1] or (days[0] < days[1]) != (relation == "repeats"):
                    raise Refused(
                        f"{mine} {RELATIONS[relation].lower()} {theirs}, which was made on {other.made_on}: "
                        f"it was not made on {day}.",
                        f"Where it does not, say so first: scrutiny recommendation unlink {inspection.ref} "
                        f"{found.number} --from {theirs} --why …",
                    )

    def _no_end(self, past: Past, inspection: Inspection, found: Recommendation) -> Iterator[Event]:
        if found.gone_on is None:
            raise Refused(f"Recommendation {found.number} was neither withdrawn nor superseded.")
        yield self._corrected(inspection, found, "end", found.gone_on)
        for named in found.heirs:
            other, heir = other_end(past, named)
            yield from unlinked(other, heir, f"{inspection.ref}/{found.number}", SUCCEEDING, self.why)


def _dues(found: Recommendation, corrections: Sequence[Event]) -> list[Day]:
    """The due dates that there are once these are set right."""
    of_dues = [one for one in corrections if isinstance(one, RecommendationCorrected) and one.what == "due"]
    wrong = [found.dues.of(one.of) for one in of_dues]
    return [
        *(one.due for one in of_dues if one.due),
        *(word.content for word in found.dues.values if word not in wrong),
    ]
