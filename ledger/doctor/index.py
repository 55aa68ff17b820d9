"""Every look there is, in the order in which they are printed."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.doctor import access, files, machine, record
from ledger.doctor.base import Examine, Look, Patient
from ledger.errors import LedgerError

LOOKS: tuple[Examine, ...] = (
    record.ledger,
    machine.versions,
    machine.clock,
    machine.room,
    machine.memory,
    files.modes,
    access.access,
    record.key,
    record.unprotected,
    record.seen,
    record.backup,
    files.leftovers,
)


def examine(patient: Patient) -> Iterator[Look]:
    """Every look; one that cannot be taken is itself something to see to."""
    for look in LOOKS:
        try:
            yield from look(patient)
        except (LedgerError, OSError) as error:
            message = error.message if isinstance(error, LedgerError) else f"{error.strerror or error}."
            remedy = error.remedy if isinstance(error, LedgerError) else ""
            yield Look(
                look.__name__, message, remedy or "See who may read it, and what is wrong: scrutiny verify"
            )
