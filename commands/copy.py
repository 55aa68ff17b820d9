"""``scrutiny copy``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.cli.click_types import LedgerCommand, location, named_person
from commands.cli.context import Environment, environment_of
from commands.cli.destinations import PUT_WHOLE
from commands.cli.helping import option
from ledger.decisions.inspectorates import CopyLedger
from ledger.errors import Refused
from ledger.recovery.copying import copy_ledger
from ledger.recovery.places import eras_of, identity
from ledger.signing import unbegun
from ledger.store.location import folder_of

if TYPE_CHECKING:
    from ledger.ledger import Ledger

_NOBODY = "nobody"
"""Who makes a copy if nobody is named: a copy takes no role, and no person."""
_LONGEST_ORIGIN = 170


@click.command("copy", cls=LedgerCommand)
@click.argument("folder", metavar="FOLDER", type=PUT_WHOLE)
@option("--practice", is_flag=True, help="Make it a copy to practise on, with a name and key of its own.")
@click.pass_context
def command(ctx: click.Context, folder: str, practice: bool) -> None:
    """Copy the ledger and its evidence into FOLDER, whole even while others record.

    The copy is a backup, byte for byte the record. With --practice it is another ledger: each reading of it
    shows a note, and nobody can take its checkpoints for the ledger's. Practise there as you like.
    """
    source, environment = location(ctx), environment_of(ctx)
    finish: Callable[[Path], None] = _leave
    if practice:
        by = named_person(ctx) or _NOBODY
        with environment.open_ledger(source) as ledger:
            if by not in {_NOBODY, *ledger.inspectorate().roles}:
                raise Refused(
                    f"{by} is not registered in this ledger.", "Leave out --as, or give your own id."
                )
            finish = _Practice(environment, ledger, by, folder_of(folder))
    for name in copy_ledger(source, folder_of(folder), finish):
        environment.warn(f"the evidence file {name} is not what its name says; see: scrutiny verify")
    if isinstance(finish, _Practice):
        # Once it is in its final folder, which is remembered.
        with environment.open_ledger(folder, finish.keyring) as ledger:
            ledger.seal()
        environment.show(f"Copied the ledger to {folder}, to practise on. It is called {finish.origin}.")
    else:
        environment.show(f"Copied the ledger to {folder}.")


def _leave(_: Path) -> None:
    """A backup is what was copied."""


class _Practice:
    """Makes a practice copy of what was copied, with a name and a key of its own."""

    def __init__(self, environment: Environment, ledger: Ledger, by: str, target: Path) -> None:
        self._environment, self.keyring = environment, environment.keyring()
        self._of = identity(ledger.store, eras_of(ledger.store))
        self._identity = ledger.entropy(16).hex()
        self._by, self._target = by, target
        self.origin = f"{ledger.inspectorate().origin[:_LONGEST_ORIGIN]}/practice/{self._identity[:12]}"

    def __call__(self, folder: Path) -> None:
        """Record in the copy that it is one."""
        with unbegun.making(self.keyring, self.origin, str(self._target), None) as key:
            decision = CopyLedger(
                of=self._of, identity=self._identity, origin=self.origin, verifier_key=key.text()
            )
            with self._environment.open_ledger(str(folder)) as ledger:
                ledger.ask(decision, by=self._by)
