"""Asking: decisions are asked in turn, the rules are asked of each draft, and all is recorded or nothing.

``Ledger.ask``, ``consider`` and ``create`` are the doors to it. It is apart from them because a command that
only reads needs neither decisions nor rules, and must start quickly.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING

from events.base import Day, Event
from ledger.decisions.base import Decision, State, decide
from ledger.errors import Conflict
from ledger.personal.hand import look_for_key
from ledger.recording import Receipt
from ledger.request import Attachments, Decide, Request
from ledger.rules.asking import Ask, ask_rules, ask_rules_of_opening
from ledger.rules.base import Context
from ledger.state.inspectorate import Inspectorate

if TYPE_CHECKING:
    from ledger.decisions.inspectorates import OpenLedger
    from ledger.ledger import Ledger

TRIES = 5
"""How often a decision is asked again when somebody else wrote first."""


def check_opening(opening: OpenLedger) -> None:
    """Ask whether a ledger may be opened so, before anything is laid on disk; raises BadInput or Refused."""
    nothing = State(inspectorate=Inspectorate(), inspections={}, by="", today=Day(""))
    context = Context(nothing.inspectorate, nothing.inspections)
    ask_rules_of_opening(context, opening.decide(nothing).events[0])


def open_with(ledger: Ledger, opening: OpenLedger) -> Receipt:
    """Record the first events of a ledger."""
    (receipt,) = _ask(
        ledger, [opening], opening.person, lambda one, state: one.decide(state), ask_rules_of_opening, None
    )
    return receipt


def ask(
    ledger: Ledger, decisions: Sequence[Decision], by: str, attachments: Attachments | None
) -> tuple[Receipt, ...]:
    """See Ledger.ask."""
    return _ask(ledger, decisions, by, decide, ask_rules, attachments)


def consider(ledger: Ledger, decisions: Sequence[Decision], by: str) -> list[tuple[Event, ...]]:
    """See Ledger.consider."""
    look_for_key(ledger.pens, by, ledger.present.last_known)
    try:
        request = Request(ledger, by)
        return [request.take(decision).events for decision in decisions]
    finally:
        ledger.present.reset()


def ask_for(ledger: Ledger, work: Callable[[Request], bool], by: str) -> None:
    """See Ledger.ask_for."""
    look_for_key(ledger.pens, by, ledger.present.last_known)
    for tries_left in reversed(range(TRIES)):
        # What takes long is decided while others may record, and in turn if one of them did.
        waiting = nullcontext() if tries_left == TRIES - 1 else ledger.store.exclusive()
        try:
            with waiting:
                request = Request(ledger, by)
                if not work(request):
                    ledger.present.reset()
                    return
                with ledger.store.exclusive():
                    request.record(())
                    return
        except Conflict:
            ledger.present.reset()
            if not tries_left:
                raise
        except BaseException:
            ledger.present.reset()
            raise


def _ask(
    ledger: Ledger,
    decisions: Sequence[Decision],
    by: str,
    how: Decide,
    ask: Ask,
    attachments: Attachments | None,
) -> tuple[Receipt, ...]:
    store = ledger.store
    # What takes no role makes a copy to practise on, in which nobody signs.
    if any(decision.ROLES for decision in decisions):
        look_for_key(ledger.pens, by, ledger.present.last_known)
    for tries_left in reversed(range(TRIES)):
        # Files are put in their place before an event speaks of them, and nobody may clear them meanwhile.
        # Whoever came too late once has a turn: where many record in one inspection, nobody is to be too
        # late each time.
        in_turn = store.decides_in_turn or attachments is not None or tries_left < TRIES - 1
        try:
            with store.exclusive() if in_turn else nullcontext():
                return _ask_once(ledger, decisions, by, how, ask, attachments)
        except Conflict:
            if not tries_left:
                ledger.present.reset()
                raise
            ledger.present.begin_anew()
        except BaseException:
            # The later decisions of a request were asked on what the earlier would have made.
            ledger.present.reset()
            raise
    raise AssertionError("the loop above returns or raises")


def _ask_once(
    ledger: Ledger,
    decisions: Sequence[Decision],
    by: str,
    how: Decide,
    ask: Ask,
    attachments: Attachments | None,
) -> tuple[Receipt, ...]:
    request = Request(ledger, by, how, ask)
    made = [request.take(decision) for decision in decisions]
    return request.record(made, attachments)
