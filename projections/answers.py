"""What a register is made from, whoever answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from ledger.state.inspectorate import Inspectorate
from ledger.state.vocabulary import Vocabulary
from projections.base import Item
from projections.rows import Filters


class Answers(Protocol):
    """What a register is made from: the events themselves, or what a cache tells of them."""

    ref: str | None
    events: int
    words: Vocabulary
    settings: Inspectorate

    def rows(self, filters: Filters = Filters()) -> list[Item]:
        """See projections.register.Register.rows."""
        ...

    def heard(self, rows: Iterable[Item]) -> tuple[list[str], str]:
        """See projections.register.Register.heard."""
        ...

    def uncertain(self, rows: Iterable[Item], *, every: bool) -> list[str]:
        """See projections.register.Register.uncertain."""
        ...

    def called(self, body: str) -> str | None:
        """See projections.register.Register.called."""
        ...

    def has_any(self) -> bool:
        """See projections.register.Register.has_any."""
        ...
