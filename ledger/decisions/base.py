"""What every decision has in common.

A decision is a request by a person, such as "sign off J1". Given the state it drafts the events that follow;
it looks at nothing else, so it can be asked again if somebody else wrote first. Whether they may follow, the
rules say (ledger/rules), which the ledger asks of each draft. What a decision itself refuses is what no event
could show: text that cannot be read, a ref that names nothing, a request that is ambiguous or empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, ClassVar, TypeVar

from events.base import Day, Event
from events.frozen import Frozen
from events.named import NamedTuple
from ledger import times
from ledger import validation as words
from ledger.errors import BadInput, NotFound
from ledger.rules.base import Breach, no_role
from ledger.rules.things import closed, missing

if TYPE_CHECKING:
    from ledger.state.entities import Cycle, Dispute, Evidence, Judgement, Recommendation
    from ledger.state.inspection import Inspection
    from ledger.state.inspectorate import Inspectorate

Item = TypeVar("Item")


class State(Frozen):
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
        """A day, today if none was given; raises BadInput. That it had come is a rule of every event."""
        return self.today if text is None else times.day(text, what)


class Outcome(NamedTuple):
    """The answer to a decision: what was made (``J4``, ``OCSAE/3``) and the events that make it."""

    ref: str
    events: tuple[Event, ...]


def made(ref: str, *events: Event) -> Outcome:
    """The answer, in one call."""
    return Outcome(ref, events)


class Decision(Frozen):
    """A request. ROLES are those that may make it; any one is enough, and without any anybody may."""

    ROLES: ClassVar[tuple[str, ...]] = ()

    def decide(self, state: State) -> Outcome:
        """The events that follow; raises BadInput, NotFound or Refused, and then nothing follows."""
        raise NotImplementedError


class InspectionDecision(Decision):
    """A request about one inspection, which has to be known to decide it."""

    inspection: str


def decide(decision: Decision, state: State) -> Outcome:
    """Ask a decision on behalf of ``state.by``, who must be known and hold a role for it if it takes one."""
    check_entitled(state.inspectorate, state.by, type(decision))
    return decision.decide(state)


def check_entitled(inspectorate: Inspectorate, by: str, asked: type[Decision]) -> None:
    """Raise Refused if somebody is not known or holds no role for what is asked."""
    refuse(no_role(inspectorate, by, asked.ROLES) if asked.ROLES else None)


def refuse(breach: Breach | None) -> None:
    """Raise the refusal of a breach, if there is one."""
    if breach:
        raise breach.refusal()


def called(
    state: State, recommendation: Recommendation, body: str, on: Day, *, has_share: bool = False
) -> str:
    """A body as it is addressed on that day, also if it is typed as it once was or by another name.

    One that took over is called by its own name; any other as it is typed. Of what it takes a share for, the
    body may have that on any day that ``on`` can be.
    """
    bodies = state.inspectorate.bodies
    addressees = recommendation.addressees(on)
    right = recommendation.once_called.get(words.key(body), body)
    if known := addressees.get(words.key(body)) or addressees.get(words.key(right)):
        return known
    may = recommendation.may_be_made_to(on) if has_share else {}
    if known := may.get(words.key(body)):
        return known
    for names in (addressees, may):
        for name in (body, right):
            if known := bodies.as_addressed(names.values(), name, times.last_day(on)):
                return known
    return body


class Target(NamedTuple):
    """What a request is about: the ref of an inspection, and the number or the ref of a thing in it."""

    inspection: str
    name: str


def target(named: str) -> Target:
    """The ref and the number in ``REF/NUMBER``; raises BadInput."""
    ref, slash, number = named.partition("/")
    if not (ref and slash and number):
        raise BadInput(f"{named!r} does not name a recommendation.", "Write it as REF/NUMBER: OCSAE/11.")
    return Target(ref, number)


def distinct(targets: Iterable[Target]) -> list[Target]:
    """Each target once and in order, however it is capitalised."""
    by_key: dict[tuple[str, str], Target] = {}
    for item in targets:
        by_key.setdefault((words.key(item.inspection), words.key(item.name)), item)
    return list(by_key.values())


def recommendation(inspection: Inspection, number: str) -> Recommendation:
    """A recommendation of an inspection; raises NotFound."""
    return _item(inspection, inspection.recommendations, "recommendation", number)


def cycle(inspection: Inspection, ref: str) -> Cycle:
    """A cycle of an inspection; raises NotFound."""
    return _item(inspection, inspection.cycles, "cycle", ref)


def running(inspection: Inspection, ref: str) -> Cycle:
    """A cycle that was not closed; raises NotFound or Refused."""
    item = cycle(inspection, ref)
    refuse(closed(inspection, item.ref))
    return item


def evidence(inspection: Inspection, ref: str) -> Evidence:
    """A submission of evidence; raises NotFound."""
    return _item(inspection, inspection.evidence, "evidence", ref)


def judgement(inspection: Inspection, ref: str) -> Judgement:
    """A judgement; raises NotFound."""
    return _item(inspection, inspection.judgements, "judgement", ref)


def dispute(inspection: Inspection, ref: str) -> Dispute:
    """A dispute; raises NotFound."""
    return _item(inspection, inspection.disputes, "dispute", ref)


def _item(inspection: Inspection, items: Mapping[str, Item], what: str, ref: str) -> Item:
    item = items.get(words.key(ref))
    if item is None:
        raise missing(inspection, what, ref).refusal()
    return item
