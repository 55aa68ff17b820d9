"""What a later file of a register says otherwise than an earlier one; no ledger is asked, none is changed.

The earlier one is taken in, in memory, as an import into an empty ledger would; then the later one is decided
on that.
"""

from __future__ import annotations

from collections.abc import Mapping

from events.base import Day, Event, InspectionEvent, Instant
from events.people import PersonRegistered, RoleGranted
from ledger.decisions.base import Decision, Outcome, State, decide
from ledger.errors import LedgerError
from ledger.importing.deciding import Reading, decided
from ledger.importing.result import Result
from ledger.policies import ADMINISTRATOR
from ledger.rules.asking import ask_rules
from ledger.rules.base import Context
from ledger.state.inspection import Inspection
from ledger.state.inspectorate import Inspectorate
from ledger.validation import key

_BY = "nobody"
_AT = Instant("9999-12-31T00:00:00.000000Z")


def compared(old: Reading, new: Reading) -> Result:
    """What of a later file is new, changed and gone, and what is wrong in it."""
    memory = Memory(Day(max(old.seen_on, new.seen_on)))
    decided(memory, old)
    memory.keep()
    return decided(memory, new).result


class Memory:
    """An empty ledger in memory that decisions are taken into; what was kept is there for good."""

    def __init__(self, today: Day) -> None:
        self._today = today
        self._kept: list[Event] = []
        self._taken: list[Event] = []
        self._begin()

    def _begin(self) -> None:
        self._inspectorate = Inspectorate()
        self._inspections = _Inspections()
        self._inspectorate.apply(PersonRegistered(person=_BY), _AT)
        self._inspectorate.apply(RoleGranted(person=_BY, role=ADMINISTRATOR), _AT)
        for event in self._kept:
            self._apply(event)
        self._taken = []
        self._context = Context(self._inspectorate, self._inspections, by=_BY, today=self._today)
        self._context.recorded_at = _AT

    @property
    def state(self) -> State:
        """What was taken in amounts to."""
        inspections: Mapping[str, Inspection] = self._inspections
        return State(inspectorate=self._inspectorate, inspections=inspections, by=_BY, today=self._today)

    def take(self, decision: Decision) -> Outcome:
        """Ask one more; raises BadInput, NotFound or Refused."""
        try:
            answer = decide(decision, self.state)
            for event in answer.events:
                ask_rules(self._context, event)
                self._apply(event)
        except LedgerError:
            self._context.inspection.row_facts = 0
            self._context.expected.clear()
            raise
        self._taken.extend(answer.events)
        return answer

    def keep(self) -> None:
        """What was taken in so far stays."""
        self._kept += self._taken
        self._taken = []

    def begin_again(self) -> None:
        """Forget what was not kept."""
        self._begin()

    def _apply(self, event: Event) -> None:
        if isinstance(event, InspectionEvent):
            self._inspections[key(event.inspection)].apply(event, _BY, _AT)
        else:
            self._inspectorate.apply(event, _AT)


class _Inspections(dict[str, Inspection]):
    def __missing__(self, name: str) -> Inspection:
        found = self[name] = Inspection()
        return found
