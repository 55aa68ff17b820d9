"""Which bodies something is about: each is one that a recommendation is made to, and is named once."""

# Without annotations as text: see ledger.rules.base.

from collections.abc import Sequence
from typing import TYPE_CHECKING

from events.base import Day
from ledger.errors import BadInput
from ledger.rules.base import Breach, Context
from ledger.times import last_day
from ledger.validation import key

if TYPE_CHECKING:
    from ledger.state.entities import Recommendation


def addressed_as(context: Context, found: "Recommendation", body: str, on: str) -> str | None:
    """How a body is called among those that a recommendation is made to on a day; None if it is not one."""
    word = found.addressed.at(last_day(on)) or found.addressed.values[0]
    # Nearly always it is written just so.
    if body in word.content:
        return body
    if bodies := context.inspectorate.bodies:
        return bodies.as_addressed(word.content, body, last_day(on))
    return found.addressees(Day(on)).get(key(body))


def not_addressed(
    context: Context, recommendation: "Recommendation | None", body: str | None, on: str
) -> Breach | None:
    """A body, if one is named, is one that a recommendation is made to on a day, and is called so."""
    if recommendation is None or body is None or addressed_as(context, recommendation, body, on) == body:
        return None
    may, bodies = recommendation.may_be_made_to(Day(on)), context.inspectorate.bodies
    if may.get(key(body)) == body or (
        bodies and bodies.as_addressed(may.values(), body, last_day(on)) == body
    ):
        return None
    addressees = "; ".join(may.values())
    return Breach(
        f"recommendation {recommendation.number} was not made to {body}",
        f"Recommendation {recommendation.number} is not made to {body}, but to {addressees}.",
        "Name one of those bodies, or readdress it first: scrutiny recommendation readdress …",
    )


def named_twice(context: Context, names: Sequence[str]) -> Breach | None:
    """Of several names no two mean one body."""
    bodies, known = context.inspectorate.bodies, dict[str, str]()
    for name in names if bodies else ():
        first = known.setdefault(bodies.identity(name), name)
        if first != name:
            return Breach(
                f"{first} and {name} were one body",
                f"{first} and {name} are names of one body, {bodies.called(name)}.",
                "Name it once.",
            )
    return None


def indistinct(bodies: Sequence[str]) -> Breach | None:
    """Bodies are one or more, each named once, without the sign that parts them."""
    if not bodies:
        return Breach(
            "it is made to nobody",
            "No body was given.",
            "Name the body it is made to: --made-to BODY",
            BadInput,
        )
    if len(set(bodies)) < len(bodies):
        return Breach("it is made to one body twice")
    if semicolon := [body for body in bodies if ";" in body]:
        return Breach(
            "a body has a semicolon in its name",
            f"The body {semicolon[0]!r} has a semicolon.",
            "Give --made-to once for each body.",
            BadInput,
        )
    return None
