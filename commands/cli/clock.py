"""Checking the machine's clock before an event gets its time."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.cli.click_types import may_ask
from commands.cli.context import environment_of
from ledger import recording
from ledger.errors import LedgerError
from ledger.recovery.clocks import HOW_TO_MEND, doubt, possible, seen
from ledger.signing.keyring import Keyring

if TYPE_CHECKING:
    from ledger.ledger import Ledger

_LONGEST = 200


def check(ctx: click.Context, ledger: Ledger) -> None:
    """If the clock is doubtful, ask on a terminal whether it is right; elsewhere warn.

    Raises LedgerError if the person answers that it is wrong; StorageError.
    """
    environment = environment_of(ctx)
    machine, memory = environment.machine, _memory(environment.keyring())
    now = possible(ledger.clock())
    last = recording.head(ledger.store)
    doubted = doubt(now, last.recorded_at, _read(memory), machine)
    if doubted is not None:
        warning = f"This machine's clock says {now:%Y-%m-%d %H:%M} UTC, and that may be wrong: {doubted.why}."
        if not may_ask(ctx):
            environment.warn_if_done(f"{warning[0].lower()}{warning[1:]} {HOW_TO_MEND}")
        elif not environment.confirm(f"{warning} Is it right?"):
            raise LedgerError("Nothing was recorded.", "Set the clock right, and run the command again.")
    _write(memory, seen(now, machine))


def last_sighting(keyring: Keyring) -> str:
    """What was kept when the clock was last checked; empty if it never was."""
    return _read(_memory(keyring))


def _memory(keyring: Keyring) -> Path:
    return keyring.seen.parent / "clock"


def _read(memory: Path) -> str:
    with suppress(OSError, ValueError), memory.open(encoding="utf-8") as opened:
        return opened.read(_LONGEST)
    return ""


def _write(memory: Path, sighting: str) -> None:
    """If it cannot be kept, the machine's files are asked next time."""
    if sighting:
        with suppress(OSError):
            memory.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            memory.write_text(sighting, "utf-8")
