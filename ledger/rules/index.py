"""The rules that hold of each event: those of every event, and those in the table of its noun.

That who recorded it had a role for it is a rule of every event; which roles those are, its decision says.
So is that the days it speaks of had come. A new rule is a function and its place in the table at the end of
its noun's module.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module

from events.registry import EVENTS, for_every_event
from ledger.rules.base import AnyEvent, Breach, Context, Rule, Table, role_was_held
from ledger.rules.days import day_had_come

MODULES: Mapping[str, str] = {
    "ledger": "inspectorates",
    "clock": "inspectorates",
    "signing-key": "signing_keys",
    "person": "people",
    "role": "people",
    "person-key": "personal_keys",
    "signatures": "personal_keys",
    "body": "bodies",
    "vocabulary": "vocabulary",
    "file": "imports",
    "recommendation.imported": "imports",
    "response": "responses",
    "progress": "responses",
    "database-role": "people",
    "inspection": "inspections",
    "cycle": "cycles",
    "recommendation": "recommendations",
    "recommendation.superseded": "links",
    "recommendation.linked": "links",
    "recommendation.unlinked": "links",
    "recommendation.classified": "classification",
    "recommendation.corrected": "corrections",
    "recommendation.voided": "voids",
    "recommendation.unvoided": "voids",
    "judgement.corrected": "judgement_corrections",
    "judgement.signed-off": "sign_offs",
    "judgement.returned": "sign_offs",
    "judgement": "judgements",
    "evidence": "evidence",
    "dispute": "disputes",
    "publication": "publications",
    "words": "words",
}
"""By an event's name, or the first word of it, the module that has its rules."""


@cache
def rules_of(name: str) -> tuple[Rule, ...]:
    """The rules of an event by its name, that of roles first; raises KeyError if it has none.

    Only the module that has them is imported: who records one thing needs no other rules.
    """
    event = EVENTS[name]
    module = MODULES.get(name) or MODULES[name.partition(".")[0]]
    decision, rules = _table_of(module)[event]
    # What takes no role is asked by whoever may copy a folder.
    role = role_was_held(decision.ROLES) if decision.ROLES else _anybody
    return role, *([day_had_come(event.PAST_DAYS)] if event.PAST_DAYS else []), *rules


def table() -> Table:
    """The whole table; raises TypeError if it has no line for an event, or one for something else."""
    lines = {event: line for module in set(MODULES.values()) for event, line in _table_of(module).items()}
    return for_every_event("rule", lines)


def _table_of(module: str) -> Table:
    rules: Table = import_module(f"ledger.rules.{module}").RULES
    return rules


def _anybody(_: Context, __: AnyEvent) -> Breach | None:
    return None
