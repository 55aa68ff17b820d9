"""What may be known of long streams before any of their events is read: folds that were kept.

A ledger is given them by a command that reads or records; see ``ledger.folds``. Without them, and for what
publishes, proves or verifies, every state is folded from all of its events.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from uuid import UUID

    from ledger.records import Row
    from ledger.state.inspection import Inspection
    from ledger.state.inspectorate import Inspectorate
    from ledger.state.related import Related
    from ledger.store.base import Store

MANY = 500
"""Events that are read as quickly as a fold is written: it is kept if as many came since the last."""


class Folds(Protocol):
    """States as they were when so many events had been taken in.

    Each is given with the rows that came since, if the last event that it took in is in the ledger still;
    None if there is none that holds.
    """

    folder: str
    """Where they are."""

    def holds(self, store: Store, path: str) -> bool:
        """Whether what is in a file is one of them that would be taken; raises StorageError."""
        ...

    def inspectorate(self, store: Store) -> tuple[Inspectorate, Iterator[Row]] | None:
        """The settings and the people; raises StorageError."""
        ...

    def inspection(
        self, store: Store, stream: UUID, blank: Inspection
    ) -> tuple[Inspection, Iterator[Row]] | None:
        """An inspection, made of one that took in nothing; raises StorageError."""
        ...

    def related(self, store: Store, stream: UUID) -> tuple[Related, Iterator[Row]] | None:
        """Which events of an inspection hang together; raises StorageError."""
        ...

    def keep(self, store: Store, stream: UUID, state: Inspectorate | Inspection | Related, last: Row) -> None:
        """Keep a state as it is after a row of its stream; what cannot be kept is not."""
        ...


FindFolds = Callable[[str, int], "Folds | None"]
"""Finds the folds of a ledger, by its location and the position of its last event; None if it needs none."""
