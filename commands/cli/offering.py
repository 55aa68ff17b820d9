"""What a prompt offers: the values that there are, a default if there is but one, and a hint.

An offer belongs to the check of an option or argument (``commands.cli.given``), as the check of its value
does. What is long is shown in part: ``?`` at the prompt lists all of it, ``? WORDS`` what has these words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import click

from commands.cli.click_types import location, named_person
from commands.cli.context import environment_of
from commands.cli.offers import (
    first_words,
    of_dispute,
    of_evidence,
    of_judgement,
)
from commands.cli.targets import expand
from ledger.errors import LedgerError
from ledger.ledger import Ledger
from ledger.policies import APPROVER
from ledger.validation import key

Rows = Sequence[tuple[str, str]]
"""Each value, and what it is."""
Given = Mapping[str, Any]
"""The values given before, by name. Any: whatever click made of it."""


class Offer(NamedTuple):
    """``places`` says that a row may be chosen by its place, for its value is long; ``hint`` is one line."""

    title: str = ""
    rows: Rows = ()
    default: str | None = None
    places: bool = False
    hint: str = ""


NOTHING = Offer()


class At(NamedTuple):
    """Where a prompt stands: the values given before, the command, and who acts, if it is known."""

    ledger: Ledger
    given: Given
    command: str
    by: str


def _only(rows: Rows) -> str | None:
    return rows[0][0] if len(rows) == 1 else None


def _inspections(at: At) -> Offer:
    titles: dict[str, str] = {}
    for record in at.ledger.records(topics=("inspection.opened", "inspection.corrected")):
        event: Any = record.event  # Any: one of the two, which both have a title
        titles[event.inspection] = event.title
    rows = [(ref, first_words(title)) for ref, title in titles.items()]
    return Offer("Inspections:", rows, _only(rows))


def _recommendations(at: At) -> Offer:
    from projections.register import read_register, status_shown  # noqa: PLC0415  prompts alone need it

    ref = at.ledger.ref(str(at.given["ref"]))
    found = read_register(at.ledger, ref)
    words = at.ledger.inspectorate().vocabulary
    items = sorted(found.rows(), key=lambda row: str(row["status"]) == "closed")
    rows = [(str(row["number"]), f"{status_shown(row, words)}: {first_words(row['text'])}") for row in items]
    return Offer(f"Recommendations of {ref}, those not closed first:", rows, _only(rows))


def _last_number(at: At) -> Offer:
    numbers = [one.number for one in at.ledger.inspection(str(at.given["ref"])).recommendations.values()]
    return Offer(hint=f"The last one that was made is {numbers[-1]}." if numbers else "")


def _cycles(at: At) -> Offer:
    cycles = list(at.ledger.inspection(str(at.given["ref"])).cycles.values())
    over = at.command == "reopen"
    rows = [(cycle.ref, cycle.title) for cycle in cycles if (cycle.closed_on is not None) == over]
    if at.command == "correct":
        rows = [(cycle.ref, cycle.title) for cycle in cycles]
    what = "were closed" if over else "are open"
    return Offer(f"Cycles that {what}:" if rows else "", rows, _only(rows))


def _judgements(at: At) -> Offer:
    there = at.ledger.inspection(str(at.given["ref"])).judgements.values()
    if at.command in ("sign-off", "return"):
        by = at.by
        waiting = [one for one in there if one.fate == "awaiting"]
        if at.command == "sign-off":
            # What one recorded oneself, another has to sign off.
            mine = [one.ref for one in waiting if one.by == by]
            waiting = [one for one in waiting if one.by != by]
            hint = f"Yours, which another signs off: {', '.join(mine)}." if mine else ""
        else:
            hint = ""
        rows = [(one.ref, of_judgement(one)) for one in waiting]
        hint = hint or ("" if rows else "None waits to be signed off.")
        return Offer("Judgements that wait:" if rows else "", rows, _only(rows), hint=hint)
    rows = [(one.ref, of_judgement(one)) for one in there if one.fate == "signed-off"]
    return Offer("Judgements that count:" if rows else "", rows)


def _evidence(at: At) -> Offer:
    ref = str(at.given["ref"])
    there = [one for one in at.ledger.inspection(ref).evidence.values() if not one.withdrawn]
    if at.given.get("number") and isinstance(at.given["number"], tuple):
        slots = [
            at.ledger.inspection(ref).recommendations.slot(target.name)
            for target in expand(at.ledger, ref, at.given["number"], "recommendations")
        ]
        there = [one for one in there if one.about.slot in slots]
    rows = [(one.ref, of_evidence(one)) for one in there]
    return Offer("Evidence that was handed in:" if rows else "", rows)


def _disputes(at: At) -> Offer:
    there = at.ledger.inspection(str(at.given["ref"])).disputes.values()
    rows = [(one.ref, of_dispute(one)) for one in there if one.outcome is None]
    return Offer("Disputes that go on:" if rows else "", rows, _only(rows))


def _bodies_of(at: At) -> Offer:
    """Those that the recommendations are made to, else those that the inspection names."""
    ref, numbers = str(at.given.get("ref") or ""), at.given.get("number") or ()
    inspection = at.ledger.inspection(ref)
    named = expand(at.ledger, ref, [numbers] if isinstance(numbers, str) else numbers, "recommendations")
    meant = [
        recommendation
        for target in named
        if (recommendation := at.ledger.inspection(target.inspection).recommendations.get(target.name))
    ]
    everyone = at.command in ("make", "readdress") or not meant
    names: dict[str, None] = {}
    for recommendation in inspection.recommendations.values() if everyone else meant:
        word = recommendation.addressed.at()
        names |= dict.fromkeys(word.content if word else ())
    rows = [(name, "") for name in names]
    title = f"Bodies that {ref} names:" if everyone else "It is made to:"
    return Offer(title if rows else "", rows, None if everyone else _only(rows), places=True)


def _bodies(at: At) -> Offer:
    from projections.bodies import bodies  # noqa: PLC0415  prompts alone need it

    rows = [(str(row["body"]), "") for row in bodies(at.ledger).items]
    return Offer("Bodies:" if rows else "", rows, places=True)


def _people(at: At) -> Offer:
    rows = people(at.ledger)
    return Offer("People:", rows)


def _who_acts(at: At) -> Offer:
    """Who may sign, of a sign-off; else everybody, with their roles."""
    if at.command != "sign-off":
        return _people(at)
    ref, named = str(at.given["ref"]), at.given.get("judgement") or ()
    authors = {
        judgement.by
        for target in expand(at.ledger, ref, named, "judgements")
        if (judgement := at.ledger.inspection(target.inspection).judgements.get(key(target.name)))
    }
    rows = [row for row in people(at.ledger, APPROVER) if row[0] not in authors]
    return Offer("Who may sign it off:" if rows else "", rows, _only(rows))


def people(ledger: Ledger, role: str | None = None) -> Rows:
    """Who is registered, or holds a role: each with name and roles."""
    settings = ledger.inspectorate()
    return [
        (person, f"{settings.names.get(person, person)}: {', '.join(sorted(roles)) or 'no role'}")
        for person, roles in settings.roles.items()
        if role is None or role in roles
    ]


def who_may_sign(ledger: Ledger, author: str) -> list[str]:
    """The approvers who did not record it."""
    return [person for person, _ in people(ledger, APPROVER) if person != author]


def _words(vocabulary: str, title: str) -> Callable[[At], Offer]:
    def offer(at: At) -> Offer:
        words = [word for word in at.ledger.inspectorate().vocabulary.of(vocabulary) if not word.retired]
        rows = []
        for word in words:
            means = f", which is {word.means}" if word.own and word.means else ""
            plain = word.label.casefold().replace(" ", "-") == word.word.casefold()
            rows.append((word.word, f"{'' if plain and not means else word.label}{means}"))
        return Offer(title if rows else "", rows)

    return offer


OFFERS: Mapping[str, Callable[[At], Offer]] = {
    "ref": _inspections,
    "number": _recommendations,
    "new number": _last_number,
    "cycle": _cycles,
    "running cycle": _cycles,
    "judgement": _judgements,
    "evidence": _evidence,
    "evidence it rests on": _evidence,
    "dispute": _disputes,
    "made_to": _bodies_of,
    "body": _bodies_of,
    "known body": _bodies,
    "id": _people,
    "who acts": _who_acts,
    "status": _words("status", "Statuses:"),
    "reason": _words("reason", "Reasons:"),
    "answer": _words("answer", "Answers:"),
}
"""By the name of an option or argument, or by the ``check`` that it names."""


def offered(ctx: click.Context, what: str, given: Given) -> Offer:
    """What a prompt offers; nothing if what was given before is not there."""
    if not (make := OFFERS.get(what)):
        return NOTHING
    try:
        with environment_of(ctx).open_ledger(location(ctx)) as ledger:
            return make(At(ledger, given, str(ctx.command.name), named_person(ctx)))
    except (LedgerError, KeyError):
        return NOTHING  # the check of the value says why


def with_words(rows: Iterable[tuple[str, str]], words: str) -> Rows:
    """The rows that have all words."""
    wanted = words.casefold().split()
    return [row for row in rows if all(word in " ".join(row).casefold() for word in wanted)]
