"""What is waited for in another way than the rest: a commit of much, and a server that was lost."""

from __future__ import annotations

from time import monotonic, sleep

from ledger.errors import OutcomeUnknown, StorageError, Unreadable
from ledger.store.postgres.session import Session

LAST = 15.0
"""Seconds that the commit of much is waited for: all of it has to be on disk, and on that of a standby."""


_PAUSE = 0.05
"""Seconds between two tries to reach a server."""


def reach(session: Session, patience: float) -> float:
    """Connect, and try again for so many seconds, because a standby may be about to take over; the seconds
    that are left. Raises StorageError.
    """
    until = monotonic() + patience
    while True:
        try:
            session.open()
        except Unreadable:
            if monotonic() >= until:
                raise
            sleep(_PAUSE)
        else:
            return max(until - monotonic(), 0.0)


def commit_last(session: Session, remedy: str) -> None:
    """Commit what was put in without a limit; raises OutcomeUnknown if no answer comes, StorageError.

    ``remedy`` says how to see what became of it.
    """
    session.connection.patience = LAST
    try:
        session.ask("COMMIT")
    except StorageError as error:
        if error.is_certain:
            raise
        raise OutcomeUnknown(
            f"{error.message} It is not known whether this was done: a commit may be waiting for a standby.",
            remedy,
        ) from error


def confirm(session: Session, patience: float) -> None:
    """Commit nothing, and wait for so many seconds until that, and so all before it, has come to the standbys
    that a commit waits for; ``is_alone`` if it is not known to have.
    """
    session.is_alone = False
    try:
        with session.translated():
            connection = session.connection
            usual, connection.patience = connection.patience, patience
            try:
                connection.execute("SELECT pg_logical_emit_message(true, 'scrutiny', '')")
            finally:
                connection.patience = usual
    except StorageError:
        session.is_alone = True
