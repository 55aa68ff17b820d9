"""The rules that hold of each event: those of every event, and those in the table of its noun.

That who recorded it had a role for it is a rule of every event; which roles those are, its decision says.
So is that the days it speaks of had come. A new rule is a function and its place in the table at the end of
its noun's module.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module

from events.base import Event
from events.registry import EVENTS
from ledger.rules.base import AnyEvent, Breach, Context, Rule, Ruled, Table, day_had_come, role_was_held

MODULES: Mapping[str, str] = {
    "ledger": "inspectorates",
    "clock": "inspectorates",
    "signing-key": "signing_keys",
    "person": "people",
    "role": "people",
    "inspection": "inspections",
    "cycle": "cycles",
    "recommendation": "recommendations",
    "recommendation.superseded": "links",
    "recommendation.linked": "links",
    "recommendation.unlinked": "links",
    "recommendation.corrected": "corrections",
    "judgement.corrected": "corrections",
    "judgement": "judgements",
    "evidence": "evidence",
    "dispute": "disputes",
    "publication": "publications",
    "words": "words",
}
"""By an event's name, or the first word of it, the module that has its rules."""


@cache
def rules_of(name: str) -> tuple[Rule, ...]:
    """The rules of an event by its name, that of roles first; raises LookupError if it was given none.

    Only the module that has them is imported: who records one thing needs no other rules.
    """
    event = EVENTS[name]
    decision, rules = _line(event)
    # What takes no role is asked by whoever may copy a folder.
    role = role_was_held(decision.ROLES) if decision.ROLES else _anybody
    return role, *([day_had_come(event.PAST_DAYS)] if event.PAST_DAYS else []), *rules


def table() -> dict[type[Event], Ruled]:
    """The whole table, with a line for every event there is; raises LookupError for one that has none."""
    return {event: _line(event) for event in EVENTS.values()}


def _line(event: type[Event]) -> Ruled:
    module = MODULES.get(event.NAME) or MODULES.get(event.NAME.partition(".")[0])
    rules: Table = {} if module is None else import_module(f"ledger.rules.{module}").RULES
    if event not in rules:
        raise LookupError(f"{event.NAME} has no rules in ledger/rules: see RULES there.")
    return rules[event]


def _anybody(_: Context, __: AnyEvent) -> Breach | None:
    return None
