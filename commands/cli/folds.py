"""What was kept of long streams for this person, for commands that read or record.

Nothing that publishes, proves or verifies imports this: there every event is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.state.stored import MANY

if TYPE_CHECKING:
    from commands.cli.context import Environment
    from ledger.folds.examining import Look
    from ledger.ledger import Ledger
    from ledger.state.stored import FindFolds, Folds


def examined(environment: Environment, ledger: Ledger) -> Look | None:
    """What is to be said of what was kept of a ledger; None if nothing was."""
    kept = folds(environment)(ledger.store.location, MANY)
    if kept is None:
        return None
    from ledger.folds.examining import look  # noqa: PLC0415  doctor alone asks

    return look(kept, ledger)


def made_again(ledger: Ledger) -> int:
    """Make anew what was kept of a ledger that was given it; of how many inspections. Raises StorageError."""
    kept = ledger.present.folds
    if kept is None:
        return 0
    from ledger.folds.examining import make_again  # noqa: PLC0415  rebuild alone asks

    return make_again(kept, ledger)


def folds(environment: Environment) -> FindFolds:
    """How the folds of this person are found."""

    def found(location: str, events: int) -> Folds | None:
        if events < MANY:
            return None
        from ledger.folds.folds import Folds  # noqa: PLC0415  few ledgers have long streams
        from ledger.folds.place import folder_of  # noqa: PLC0415  as above

        folder = folder_of(location, environment.variables)
        return None if folder is None else Folds(folder)

    return found
