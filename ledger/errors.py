"""Every way the ledger says no, each with the exit status that the command line answers with.

    LedgerError                       1  anything not named below
    ├── BadInput                      2  arguments that cannot be read: a date, a text, a zone
    │   ├── Incomplete                2  what was given is not enough: it says nothing that is to be recorded
    │   └── UnreadableTable           2  a table that cannot be read (ledger.tables.errors)
    ├── NotFound                      3  there is no such thing
    ├── Refused                       4  a rule says no
    │   └── NotSigned                    who records it signs it, and their key is not at hand
    ├── Conflict                      5  somebody else wrote first, and trying again did not help
    │   └── Overtaken                    they wrote elsewhere, and at a later time than this has
    ├── Tampered                      6  the record is not what was signed
    ├── KeyTrouble                    1  the signing key cannot be used
    │   └── KeyNotWritten            7  there is no room for one, or its folder may not be written
    └── StorageError                  7  the storage cannot be used
        ├── NoLedger                     there is none at that place
        ├── Busy, Full, ReadOnly         not now, no room, not allowed
        │   └── BrokenOff                a replica had something else to do
        ├── Damaged                      what is stored cannot be read
        ├── Unreadable                   it is there and cannot be read now: no access, a disk that fails
        └── OutcomeUnknown               it may or may not be recorded: never told as done

A message is a sentence that names the thing, the person or the rule; a remedy says what to do.
"""

from __future__ import annotations

import errno
from typing import ClassVar

NOTHING_TO_DO = "There is nothing to record."
"""The remedy of what is so already."""

NO_ROOM = "Free some space where it is written to, and try again."
ASK_THE_SYSTEM = "See whether what is read or written is there, and may be; then try again."
"""The remedies of what the system says no to, in general."""


class LedgerError(Exception):
    """The ledger says no. ``message`` is the sentence, ``remedy`` the next step (may be empty)."""

    exit_status: ClassVar[int] = 1

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class NotInstalled(LedgerError):
    """The package that reads or makes a kind of file is not installed, or not in the version that does."""


class BadInput(LedgerError):
    """Words that cannot be read."""

    exit_status = 2


class Incomplete(BadInput):
    """What was given is not enough: of several values that would do, none was."""


class NotFound(LedgerError):
    """An inspection, cycle, number, evidence or judgement that is not there."""

    exit_status = 3


class Refused(LedgerError):
    """A rule of the inspectorate refuses; nothing was recorded."""

    exit_status = 4


class NotSigned(Refused):
    """Whoever records it has to sign it, and their key is not here or does not sign."""


class Conflict(LedgerError):
    """Somebody else wrote first, and asking again did not help; nothing was recorded."""

    exit_status = 5


class Overtaken(Conflict):
    """Somebody else recorded elsewhere meanwhile, at ``latest``: this is to be recorded at a later time."""

    def __init__(self, latest: str) -> None:
        super().__init__("Somebody else recorded something at the same moment.", "Ask again.")
        self.latest = latest


class Tampered(LedgerError):
    """The record is not what was signed."""

    exit_status = 6


class KeyTrouble(LedgerError):
    """The signing key cannot be used; what was recorded stays recorded and waits to be sealed."""


class KeyNotWritten(KeyTrouble):
    """A signing key cannot be written to the folder of the keys."""

    exit_status = 7


class StorageError(LedgerError):
    """The storage cannot be used. ``is_certain``: it says itself that nothing was stored."""

    exit_status = 7
    is_certain = False


class NoLedger(StorageError):
    """There is no ledger at that place."""


class Busy(StorageError):
    """Another process holds the storage."""


class BrokenOff(Busy):
    """A replica broke off what was read, to go on with what the primary wrote."""


class Full(StorageError):
    """There is no room left."""


class ReadOnly(StorageError):
    """The storage may be read and not written."""


class Damaged(StorageError):
    """What is stored cannot be read."""


class Unreadable(StorageError):
    """It is there and cannot be read now, by this person or this disk: nobody can say whether it is right."""


class OutcomeUnknown(StorageError):
    """The storage failed at such a moment that nobody can say whether the events are there."""


def as_trouble(error: BaseException) -> LedgerError:
    """Whatever was raised, as something that can be said; what the ledger raises is so already."""
    if isinstance(error, LedgerError):
        return error
    if isinstance(error, KeyboardInterrupt):
        return LedgerError("It was stopped.")
    if isinstance(error, MemoryError):
        return LedgerError("There was not enough memory.")
    if isinstance(error, OSError):
        named = f" ({error.filename})" if error.filename else ""
        remedy = NO_ROOM if error.errno in (errno.ENOSPC, errno.EDQUOT) else ASK_THE_SYSTEM
        return StorageError(f"The system says no: {error.strerror or error}{named}.", remedy)
    return LedgerError(f"It went wrong: {str(error).rstrip('.') or type(error).__name__}.")
