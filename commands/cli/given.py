"""What is typed at a question is looked at when it is given, so that nobody writes long for nothing.

A check is found by the name of the option or argument. It raises what a decision would raise of the value
alone; what hangs on several values is for the decision, which is asked before the editor opens.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from commands.cli.targets import several
from ledger import times
from ledger import validation as words
from ledger.decisions.base import cycle, dispute, evidence, judgement, recommendation, running, target
from ledger.decisions.recommendations import bodies
from ledger.errors import Refused
from ledger.ledger import Ledger

Said = Mapping[str, Any]
"""What was given before, by name. Any: whatever click made of it."""
Check = Callable[[Ledger, Said, Any], object]
"""Looks at a value; raises LedgerError. Any: as above."""


def _ref(ledger: Ledger, _: Said, value: str) -> None:
    ledger.ref(value)


def _new_ref(ledger: Ledger, _: Said, value: str) -> None:
    ref = words.ref(value, "ref")
    if there := ledger.inspection(ref).ref:
        raise Refused(f"There is an inspection {there} already.", "Choose another ref.")


def _new_cycle(ledger: Ledger, said: Said, value: str) -> None:
    if there := ledger.inspection(said["ref"]).cycles.get(words.key(words.cycle(value))):
        raise Refused(f"{said['ref']} has a cycle {there.ref} already.", "Choose another name.")


def _new_number(ledger: Ledger, said: Said, value: str) -> None:
    if there := ledger.inspection(said["ref"]).recommendations.get(words.key(words.number(value))):
        raise Refused(f"{said['ref']} has a recommendation {there.number} already.", "Choose another number.")


def _number(ledger: Ledger, said: Said, value: str | Sequence[str]) -> None:
    if isinstance(value, str):
        recommendation(ledger.inspection(said["ref"]), value)
        return
    for one in several(ledger, said["ref"], value, "recommendations"):
        recommendation(ledger.inspection(one.inspection), one.name)


def _judgement(ledger: Ledger, said: Said, value: str | Sequence[str]) -> None:
    if isinstance(value, str):
        judgement(ledger.inspection(said["ref"]), value)
        return
    for one in several(ledger, said["ref"], value, "judgements"):
        judgement(ledger.inspection(one.inspection), one.name)


def _targets(ledger: Ledger, _: Said, value: str | Sequence[str]) -> None:
    for named in [value] if isinstance(value, str) else value:
        ref, number = target(named)
        recommendation(ledger.inspection(ledger.ref(ref)), number)


def _known_person(ledger: Ledger, _: Said, value: str) -> None:
    if value not in ledger.inspectorate().roles:
        raise Refused(f"{value} is not registered in this ledger.", "See who is: scrutiny trail")


def _new_person(ledger: Ledger, _: Said, value: str) -> None:
    if words.person(value) in ledger.inspectorate().roles:
        raise Refused(f"{value} is registered already.", "Choose another id.")


CHECKS: Mapping[str, Check] = {
    "ref": _ref,
    "new ref": _new_ref,
    "number": _number,
    "new number": _new_number,
    "which": _targets,
    "cycle": lambda ledger, said, value: cycle(ledger.inspection(said["ref"]), value),
    "running cycle": lambda ledger, said, value: running(ledger.inspection(said["ref"]), value),
    "new cycle": _new_cycle,
    "judgement": _judgement,
    "evidence": lambda ledger, said, value: evidence(ledger.inspection(said["ref"]), value),
    "dispute": lambda ledger, said, value: dispute(ledger.inspection(said["ref"]), value),
    "by": _targets,
    "into": _targets,
    "of": _targets,
    "other": _targets,
    "due": lambda _, __, value: times.day(value, "due date"),
    "made_to": lambda _, __, value: bodies(tuple(value)),
    "body": lambda _, __, value: words.line(value, "body"),
    "title": lambda _, __, value: words.line(value, "title"),
    "name": lambda _, __, value: words.line(value, "name"),
    "why": lambda _, __, value: words.prose(value, "reason"),
    "id": _known_person,
    "new id": _new_person,
}
"""By the name of an option or argument, or by what it says that it asks for."""


def look_at(place: str, what: str, said: Said, value: Any) -> None:  # Any: as above
    """Look at a value in the ledger of a place; raises LedgerError. What nobody checks is right."""
    if check := CHECKS.get(what):
        with Ledger.open(place) as ledger:
            check(ledger, said, value)
