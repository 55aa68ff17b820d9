"""What is the same of every damaged ledger that is read by its events alone, whatever engine keeps it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import cast

from ledger.errors import Damaged
from ledger.leaves import leaf_of
from ledger.proof import checkpoint, note
from ledger.proof.errors import ProofError
from ledger.records import Row
from ledger.store.raw import Cell, RawRow


class MadeOfEvents:
    """The part of a RawStore that follows from the events; an engine keeps the last batch, and its rank."""

    _batch: list[RawRow]
    _rank: int

    def leaves(self, first: int, count: int) -> list[RawRow]:
        """The leaves of the events that were read last, made of them."""
        made = [self.leaf(row[0]) for row in self._batch[:count]]
        return [row for row in made if row]

    def leaf(self, position: Cell) -> RawRow | None:
        """The leaf of one of the events that were read last, made of it."""
        for index, row in enumerate(self._batch, self._rank):
            if row[0] == position:
                with suppress(Damaged):
                    return index, position, leaf_of(cast("Row", row))
        return None

    def leaf_count(self) -> int:
        """Made again."""
        return -1

    def strays(self) -> Iterator[RawRow]:
        """Made again."""
        return iter(())

    def nodes(self, after: Cell = None) -> list[RawRow]:
        """Made again."""
        return []

    def sealed(self) -> RawRow | None:
        """Made again."""
        return None


def is_note(text: Cell) -> bool:
    """Whether it is a note with a checkpoint, whoever signed it."""
    with suppress(ProofError, UnicodeError):
        return type(text) is str and bool(checkpoint.parse(note.parse(text.encode()).text))
    return False
