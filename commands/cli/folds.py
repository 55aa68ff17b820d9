"""What was kept of long streams for this person, for commands that read or record.

Nothing that publishes, proves or verifies imports this: there every event is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.state.stored import MANY

if TYPE_CHECKING:
    from commands.cli.context import Environment
    from ledger.state.stored import FindFolds, Folds


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
