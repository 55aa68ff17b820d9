"""The checks of values at a prompt: each value is checked at once, so that nobody writes a long text in vain.

A check belongs to the name of an option or argument. It raises what a decision would raise about the value
alone. The decision checks what depends on several values, and is asked before the editor opens.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click

from commands.cli.click_types import location
from commands.cli.context import environment_of
from commands.cli.targets import expand
from ledger import times
from ledger import validation as words
from ledger.decisions.base import cycle, dispute, evidence, judgement, recommendation, running, target
from ledger.decisions.recommendations import bodies
from ledger.errors import Refused
from ledger.ledger import Ledger

Given = Mapping[str, Any]
"""The values given before, by name. Any: whatever click made of it."""
Check = Callable[[Ledger, Given, Any], object]
"""Checks a value; raises LedgerError. Any: as above."""


def _ref(ledger: Ledger, _: Given, value: str) -> None:
    ledger.ref(value)


def _new_ref(ledger: Ledger, _: Given, value: str) -> None:
    ref = words.ref(value, "ref")
    if known := ledger.inspection(ref).ref:
        raise Refused(f"There is an inspection {known} already.", "Choose another ref.")


def _new_cycle(ledger: Ledger, given: Given, value: str) -> None:
    if known := ledger.inspection(given["ref"]).cycles.get(words.key(words.cycle(value))):
        raise Refused(f"{given['ref']} has a cycle {known.ref} already.", "Choose another name.")


def _new_number(ledger: Ledger, given: Given, value: str) -> None:
    number = words.number(value)
    known = ledger.inspection(given["ref"]).recommendations.get(number)
    # One that it only had in error is free.
    if known and words.number_key(known.number) == words.number_key(number):
        raise Refused(
            f"{given['ref']} has a recommendation {known.number} already.", "Choose another number."
        )


def _number(ledger: Ledger, given: Given, value: str | Sequence[str]) -> None:
    if isinstance(value, str):
        recommendation(ledger.inspection(given["ref"]), value)
        return
    for wanted in expand(ledger, given["ref"], value, "recommendations"):
        recommendation(ledger.inspection(wanted.inspection), wanted.name)


def _voided(ledger: Ledger, given: Given, value: str) -> None:
    inspection = ledger.inspection(given["ref"])
    if inspection.entered_in_error(value) is None:
        recommendation(inspection, value)


def _judgement(ledger: Ledger, given: Given, value: str | Sequence[str]) -> None:
    if isinstance(value, str):
        judgement(ledger.inspection(given["ref"]), value)
        return
    for wanted in expand(ledger, given["ref"], value, "judgements"):
        judgement(ledger.inspection(wanted.inspection), wanted.name)


def _cited(ledger: Ledger, given: Given, value: str | Sequence[str]) -> None:
    for wanted in expand(ledger, given["ref"], [value] if isinstance(value, str) else value, "evidence"):
        evidence(ledger.inspection(wanted.inspection), wanted.name)


def _targets(ledger: Ledger, _: Given, value: str | Sequence[str]) -> None:
    for named in [value] if isinstance(value, str) else value:
        ref, number = target(named)
        recommendation(ledger.inspection(ledger.ref(ref)), number)


def _known_person(ledger: Ledger, _: Given, value: str) -> None:
    if value not in ledger.inspectorate().roles:
        raise Refused(f"{value} is not registered in this ledger.", "See who is: scrutiny person list")


def _new_person(ledger: Ledger, _: Given, value: str) -> None:
    if words.person(value) in ledger.inspectorate().roles:
        raise Refused(f"{value} is registered already.", "Choose another id.")


def _word(vocabulary: str) -> Check:
    def check(ledger: Ledger, _: Given, value: str) -> None:
        word = ledger.inspectorate().vocabulary.one(vocabulary, value)
        if word.retired:
            raise Refused(f"The word {word.word!r} is retired: it is for nothing new.", "Give another.")

    return check


CHECKS: Mapping[str, Check] = {
    "ref": _ref,
    "new ref": _new_ref,
    "number": _number,
    "new number": _new_number,
    "voided number": _voided,
    "which": _targets,
    "cycle": lambda ledger, given, value: cycle(ledger.inspection(given["ref"]), value),
    "running cycle": lambda ledger, given, value: running(ledger.inspection(given["ref"]), value),
    "new cycle": _new_cycle,
    "judgement": _judgement,
    "evidence": lambda ledger, given, value: evidence(ledger.inspection(given["ref"]), value),
    "evidence it rests on": _cited,
    "dispute": lambda ledger, given, value: dispute(ledger.inspection(given["ref"]), value),
    "by": _targets,
    "into": _targets,
    "of": _targets,
    "other": _targets,
    "due": lambda _, __, value: times.day(value, "due date"),
    "made_to": lambda _, __, value: bodies(tuple(value)),
    "body": lambda _, __, value: words.line(value, "body"),
    "body name": lambda _, __, value: words.line(value, "body"),
    "known body": lambda _, __, value: words.line(value, "body"),
    "title": lambda _, __, value: words.line(value, "title"),
    "name": lambda _, __, value: words.line(value, "name"),
    "reason": _word("reason"),
    "answer": _word("answer"),
    "why": lambda _, __, value: words.prose(value, "reason"),
    "id": _known_person,
    "who acts": _known_person,
    "new id": _new_person,
}
"""By the name of an option or argument, or by the ``check`` that it names."""


def check_given(ctx: click.Context, what: str, value: Any) -> None:  # Any: as above
    """Check a value in the ledger of a command; raises LedgerError. A value without a check is right."""
    if check := CHECKS.get(what):
        with environment_of(ctx).open_ledger(location(ctx)) as ledger:
            check(ledger, ctx.params, value)
