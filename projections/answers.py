"""What a register is made from, whoever answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol, TypeVar

from ledger.state.inspectorate import Inspectorate
from ledger.state.vocabulary import Vocabulary
from projections.base import Item
from projections.rows import Filters

R = TypeVar("R", bound=Collection[Item])
"""The rows, as whoever answers has them."""


class Answers(Protocol[R]):
    """What a register is made from: the events themselves, or what a cache tells of them."""

    ref: str | None
    events: int
    words: Vocabulary
    settings: Inspectorate

    def rows(self, filters: Filters = Filters()) -> R:
        """See projections.register.Register.rows."""
        ...

    def statuses(self, rows: R) -> Mapping[str, int]:
        """See projections.register.Register.statuses."""
        ...

    def heard(self, rows: R) -> tuple[list[str], str]:
        """See projections.register.Register.heard."""
        ...

    def uncertain(self, rows: R, *, every: bool) -> list[str]:
        """See projections.register.Register.uncertain."""
        ...

    def called(self, body: str) -> str | None:
        """See projections.register.Register.called."""
        ...

    def has_any(self) -> bool:
        """See projections.register.Register.has_any."""
        ...
