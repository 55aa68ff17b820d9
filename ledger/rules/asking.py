"""The rules, asked of a draft: an event that a decision has drafted and that is not recorded yet."""

from __future__ import annotations

from collections.abc import Callable

from events.base import Event, InspectionEvent
from ledger.rules.base import Breach, Context
from ledger.rules.index import rules_of
from ledger.validation import key

Ask = Callable[[Context, Event], None]
"""Asks the rules of a draft; raises LedgerError if it breaks one."""


def ask_rules(context: Context, event: Event) -> None:
    """Ask all rules of a draft, and raise the refusal of the first that it breaks."""
    _ask(context, event, 0)


def ask_rules_of_opening(context: Context, event: Event) -> None:
    """The same while a ledger is opened: who opens it only then gets the role for it."""
    _ask(context, event, 1)


def ask_whether_complete(context: Context) -> None:
    """Raise the refusal of what one side of a link or a judgement has yet to be followed by."""
    for expected in context.expected.values():
        raise Breach(expected.words).refusal()


def _ask(context: Context, event: Event, first: int) -> None:
    context.before, context.position = context.position, context.position + 1
    context.shape = event.VERSION
    if isinstance(event, InspectionEvent):
        context.inspection = context.inspections[key(event.inspection)]
    for rule in rules_of(event.NAME)[first:]:
        if breach := rule(context, event):
            raise breach.refusal()
