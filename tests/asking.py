"""Decisions asked as a ledger asks them, or planted past the rules."""

from __future__ import annotations

from copy import deepcopy
from unittest import mock

from events.base import Event, InspectionEvent
from ledger.decisions.base import Decision, Outcome, State, decide
from ledger.ledger import Ledger
from ledger.rules.asking import ask_rules, ask_whether_complete
from ledger.rules.base import Context
from ledger.state.inspection import Inspection
from ledger.validation import key


class Copies(dict[str, Inspection]):
    """Copies of the inspections of a past, each made when it is looked at first."""

    def __init__(self, state: State) -> None:
        super().__init__()
        self._state = state

    def __missing__(self, name: str) -> Inspection:
        copied = self[name] = deepcopy(self._state.inspections[name])
        return copied


def decided(decision: Decision, state: State) -> Outcome:
    """What a decision makes, if it breaks no rule; the past stays as it is. Raises LedgerError."""
    answer = decide(decision, state)
    several = len(answer.events) > 1
    inspections = Copies(state) if several else state.inspections
    inspectorate = deepcopy(state.inspectorate) if several else state.inspectorate
    context = Context(inspectorate, inspections, by=state.by, today=state.today, position=10_000)
    for event in answer.events:
        ask_rules(context, event)
        if several:
            _apply(event, context)
    ask_whether_complete(context)
    return answer


def _apply(event: Event, context: Context) -> None:
    if isinstance(event, InspectionEvent):
        context.inspections[key(event.inspection)].apply(event, context.by)
    else:
        context.inspectorate.apply(event)


def plant(ledger: Ledger, *decisions: Decision, by: str) -> None:
    """Record what decisions make, whatever the rules say."""
    with mock.patch("ledger.asking.ask_rules", lambda *_: None):
        ledger.ask(*decisions, by=by)
