"""What a prompt may offer: values, a default if there is but one, and a hint; and where a prompt stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from ledger.ledger import Ledger


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


def only(rows: Rows) -> str | None:
    """The value that there is, if there is no other."""
    return rows[0][0] if len(rows) == 1 else None
