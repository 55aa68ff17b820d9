"""What is asked of the ledger about one recommendation: its rows, each with the decisions that take it in."""

from __future__ import annotations

from typing import NamedTuple

from ledger.decisions.imports import ImportRow
from ledger.importing.base import SourceRow


class Change(NamedTuple):
    """What a later file says otherwise. ``kind`` is what has to be accepted; empty if nothing can be.

    ``is_accepted`` if it was, and is asked for.
    """

    recommendation: str
    field: str
    before: str | None
    after: str | None
    kind: str = ""
    is_accepted: bool = False


class Asked(NamedTuple):
    """One decision, and the row that it takes in."""

    row: SourceRow
    decision: ImportRow


class Unit(NamedTuple):
    """What is asked about one recommendation; nothing, if all of it is known.

    ``rows`` are those that count as recorded if it is asked, ``already`` those that say nothing new.
    ``is_new`` says that it makes the recommendation.
    """

    recommendation: str
    asked: tuple[Asked, ...]
    rows: tuple[SourceRow, ...]
    already: tuple[SourceRow, ...]
    is_new: bool = False
    changes: tuple[Change, ...] = ()
