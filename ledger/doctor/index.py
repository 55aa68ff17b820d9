"""Every look there is, in the order in which they are printed."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.doctor import access, files, machine, record
from ledger.doctor.base import Examine, Patient, Result
from ledger.errors import LedgerError

CHECKS: tuple[Examine, ...] = (
    record.ledger,
    record.guests,
    machine.versions,
    machine.clock,
    machine.room,
    machine.memory,
    files.modes,
    access.access,
    record.key,
    record.unprotected,
    record.proofs,
    record.seen,
    record.backup,
    files.evidence,
    files.leftovers,
)


def examine(patient: Patient) -> Iterator[Result]:
    """Every look; one that cannot be taken is itself something to see to."""
    for check in CHECKS:
        try:
            yield from check(patient)
        except (LedgerError, OSError) as error:
            message = error.message if isinstance(error, LedgerError) else f"{error.strerror or error}."
            remedy = error.remedy if isinstance(error, LedgerError) else ""
            yield Result(
                check.__name__, message, remedy or "See who may read it, and what is wrong: scrutiny verify"
            )
