"""What every decision has in common.

A decision is a request by a person, such as "sign off J1". Given the past it answers with the events that
follow, or refuses; it looks at nothing else, so it can be asked again when somebody else wrote first.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, NamedTuple, TypeVar

from events.base import Day, Event
from events.frozen import Frozen
from ledger import times
from ledger import validation as words
from ledger.errors import BadInput, NotFound, Refused

if TYPE_CHECKING:
    from ledger.state.entities import Cycle, Dispute, Evidence, Judgement, Recommendation
    from ledger.state.inspection import Inspection
    from ledger.state.inspectorate import Inspectorate

Found = TypeVar("Found")


class Past(Frozen):
    """What a decision may look at: the inspectorate, the inspections by key, who asks, and today.

    ``inspections`` has an answer for every key: one without a version where there is no such inspection.
    """

    inspectorate: Inspectorate
    inspections: Mapping[str, Inspection]
    by: str
    today: Day

    def inspection(self, ref: str) -> Inspection:
        """The inspection of a ref; raises NotFound."""
        found = self.inspections[words.key(ref)]
        if not found.version:
            raise NotFound(
                f"There is no inspection {ref} in this ledger.",
                f"Open it first: scrutiny inspection open {ref} --title …",
            )
        return found

    def day(self, text: str | None, what: str = "date") -> Day:
        """A day that has come, today where none was said; raises BadInput or Refused."""
        if text is None:
            return self.today
        on = times.day(text, what)
        # A month that is running may be given: it has begun, and no more was said.
        if on > self.today[: len(on)]:
            raise Refused(
                f"The {what} {on} is in the future: today is {self.today}.",
                "Record it when it has happened.",
            )
        return on


class Made(NamedTuple):
    """The answer to a decision: what was made (``J4``, ``OCSAE/3``) and the events that make it."""

    ref: str
    events: tuple[Event, ...]


def made(ref: str, *events: Event) -> Made:
    """The answer, in one call."""
    return Made(ref, events)


class Decision(Frozen):
    """A request. ROLES are those that may make it; any one is enough, and without any anybody may."""

    ROLES: ClassVar[tuple[str, ...]] = ()

    def decide(self, past: Past) -> Made:
        """The events that follow; raises BadInput, NotFound or Refused, and then nothing follows."""
        raise NotImplementedError


class InspectionDecision(Decision):
    """A request about one inspection, which has to be known to decide it."""

    inspection: str


def decide(decision: Decision, past: Past) -> Made:
    """Ask a decision on behalf of ``past.by``, who must be known and hold a role for it if it takes one."""
    check_entitled(past.inspectorate, past.by, type(decision))
    return decision.decide(past)


def check_entitled(inspectorate: Inspectorate, by: str, asked: type[Decision]) -> None:
    """Raise Refused where somebody is not known or holds no role for what is asked."""
    if not asked.ROLES:
        return
    roles = inspectorate.roles.get(by)
    if roles is None:
        raise Refused(
            f"{by} is not registered in this ledger.",
            "An administrator registers people: scrutiny person register ID --name NAME --role ROLE",
        )
    if roles.isdisjoint(asked.ROLES):
        raise Refused(
            f"{by} may not do this: it takes the role {' or '.join(asked.ROLES)}.",
            f"An administrator grants roles: scrutiny person grant {by} {asked.ROLES[0]}",
        )


def recommendation(inspection: Inspection, number: str) -> Recommendation:
    """A recommendation of an inspection; raises NotFound."""
    see = f"See which there are: scrutiny register {inspection.ref}"
    return _found(inspection, inspection.recommendations, "recommendation", number, see)


def standing(inspection: Inspection, number: str, on: Day | None = None) -> Recommendation:
    """A recommendation that was neither withdrawn nor superseded; raises NotFound or Refused.

    With a day, it may have gone later: what took effect before that can still be recorded.
    """
    found = recommendation(inspection, number)
    if found.gone_on and (on is None or times.last_day(on) >= times.last_day(found.gone_on)):
        raise Refused(
            f"Recommendation {found.number} of {inspection.ref} was {found.gone} on {found.gone_on}."
        )
    return found


def addressee(found: Recommendation, body: str, on: Day) -> str:
    """A body that a recommendation is made to on a day, as it is written there; raises Refused."""
    addressees = found.addressees(on)
    try:
        said = words.key(words.line(body, "body"))
        return addressees.get(said) or addressees[words.key(found.once_called.get(said, ""))]
    except KeyError:
        raise Refused(
            f"Recommendation {found.number} is not made to {body}, but to {'; '.join(addressees.values())}.",
            "Say one of those bodies, or readdress it first: scrutiny recommendation readdress …",
        ) from None


def target(said: str) -> tuple[str, str]:
    """The ref and the number in ``REF/NUMBER``; raises BadInput."""
    ref, slash, number = said.partition("/")
    if not (ref and slash and number):
        raise BadInput(f"{said!r} does not name a recommendation.", "Write it as REF/NUMBER: OCSAE/11.")
    return ref, number


def cycle(inspection: Inspection, ref: str) -> Cycle:
    """A cycle of an inspection; raises NotFound."""
    see = f"Open it first: scrutiny cycle open {inspection.ref} {ref} --title …"
    return _found(inspection, inspection.cycles, "cycle", ref, see)


def running(inspection: Inspection, ref: str, on: Day | None = None) -> Cycle:
    """A cycle that was not closed; raises NotFound or Refused.

    With a day, it may have been closed later: what was made or judged in it before can still be recorded.
    """
    found = cycle(inspection, ref)
    if found.closed_on and (on is None or found.is_over(on)):
        raise Refused(
            f"The cycle {found.ref} of {inspection.ref} was closed on {found.closed_on}.",
            f"Record it in a cycle that is open. {how_to_reopen(inspection, found)}",
        )
    return found


def how_to_reopen(inspection: Inspection, closed: Cycle) -> str:
    """The remedy of what stands in a cycle that was closed."""
    return f"If closing it was an error: scrutiny cycle reopen {inspection.ref} {closed.ref} --why W"


def evidence(inspection: Inspection, ref: str) -> Evidence:
    """A submission of evidence; raises NotFound."""
    see = f"See what was handed in: scrutiny trail {inspection.ref}"
    return _found(inspection, inspection.evidence, "evidence", ref, see)


def judgement(inspection: Inspection, ref: str) -> Judgement:
    """A judgement; raises NotFound."""
    see = f"See what was judged: scrutiny trail {inspection.ref}"
    return _found(inspection, inspection.judgements, "judgement", ref, see)


def dispute(inspection: Inspection, ref: str) -> Dispute:
    """A dispute; raises NotFound."""
    see = f"See which there are: scrutiny trail {inspection.ref}"
    return _found(inspection, inspection.disputes, "dispute", ref, see)


def _found(inspection: Inspection, among: Mapping[str, Found], what: str, ref: str, remedy: str) -> Found:
    found = among.get(words.key(ref))
    if found is None:
        raise NotFound(f"{inspection.ref} has no {what} {ref}.", remedy)
    return found


ON = "Say the day it took effect: --on DATE"
"""What to do about a day that cannot be, of most of what takes effect on one."""


def not_before(on: Day, earliest: Day, what: str, remedy: str = ON) -> None:
    """Refuse a day that certainly comes before another; ``what`` says what happened on that other day.

    Of what is known to the month alone, no day in that month is known to be before it.
    """
    if times.last_day(on) < times.first_day(earliest):
        raise Refused(f"The date {on} is before {what} on {earliest}.", remedy)


def during(on: Day, inspection: Inspection, within: Cycle, remedy: str) -> None:
    """Refuse a day before a cycle was opened or after it was closed; raises Refused."""
    not_before(on, within.on, f"the cycle {within.ref} was opened", remedy)
    if within.closed_on and times.first_day(on) > times.last_day(within.closed_on):
        raise Refused(
            f"The date {on} is after the cycle {within.ref} was closed on {within.closed_on}.",
            f"{remedy}. {how_to_reopen(inspection, within)}",
        )
