"""``show NAME``: what one word means, if no inspection was named with it.

What an inspection has comes first (a recommendation, evidence, a judgement, a cycle…), then a body, a person,
a publication and a key. What several inspections have is asked for by its inspection.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from commands.cli.alone import has, inspections, the_one
from ledger.errors import BadInput, NotFound
from ledger.validation import key
from projections.base import TimeFilter, View
from projections.bodies import bodies, known_body
from projections.finding.base import Question, shown
from projections.finding.index import noun as noun_of
from projections.finding.part_nouns import kind_of

if TYPE_CHECKING:
    from ledger.ledger import Ledger

_BODY = "body"
_IN_IT = ("recommendation", "cycle")
_OF_THEIR_OWN = ("person", "publication", "key")


class Named(NamedTuple):
    """A thing that stands by itself, by its noun; or, without a noun, the inspection that has it."""

    ref: str
    noun: str = ""

    def page(self, ledger: Ledger, when: TimeFilter, *, notes: bool) -> View:
        """The page of what stands by itself; raises NotFound if it was not there yet."""
        if self.noun == _BODY:
            return bodies(ledger, self.ref, time_filter=when)
        return shown(noun_of(self.noun), Question(ledger, None, when, notes), self.ref)


def named(ledger: Ledger, ref: str | None, name: str) -> Named:
    """What is meant; raises BadInput if several inspections have it, NotFound if nothing is so called."""
    if ref is not None:
        # There is no such inspection: the name of a body may have a slash.
        whole = f"{ref}/{name}"
        return Named(whole, _BODY) if known_body(ledger, whole) else Named(ref)
    if not name.strip():
        raise BadInput("Nothing was named.", "Give a number, a ref or a name: scrutiny show OCSAE 3")
    if found := within(ledger, name, "scrutiny show"):
        return Named(found)
    if noun := _by_itself(ledger, name):
        return Named(name, noun)
    if only := meant_in(ledger, name):
        return Named(only)
    raise NotFound(
        f"Nothing in this ledger is called {name}.",
        "Find it by its words (scrutiny search WORDS), or see scrutiny inspection list",
    )


def within(ledger: Ledger, name: str, again: str) -> str | None:
    """The only inspection that has something of that number or ref, or had it in error; or None."""

    def is_in(ref: str) -> bool:
        return bool(kind_of(ledger, ref, name)) or any(has(ledger, one, ref, name) for one in _IN_IT)

    def was_in(ref: str) -> bool:
        return ledger.inspection(ref).entered_in_error(name) is not None

    return the_one(ledger, name, is_in, again) or the_one(ledger, name, was_in, again)


def meant_in(ledger: Ledger, name: str) -> str | None:
    """The only inspection there is, if a name that nothing bears looks like a number or ref."""
    there = inspections(ledger)
    return there[0] if len(there) == 1 and any(sign.isdigit() for sign in name) else None


def _by_itself(ledger: Ledger, name: str) -> str | None:
    if known_body(ledger, name):
        return _BODY
    for noun in _OF_THEIR_OWN:
        if any(key(row["ref"]) == key(name) for row in noun_of(noun).rows(Question(ledger, ref=name))):
            return noun
    return None
