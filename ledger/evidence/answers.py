"""What a bucket answers that may be no trouble, and how long it is waited for."""

from __future__ import annotations

from ledger.errors import Damaged, StorageError

TRANSFER = 600.0
"""Seconds that one part of a file may take, as long as something arrives."""


class NotWhatWasSaid(Damaged):
    """What was to be sent is not what its digest says."""


class Gone(StorageError):
    """There is no such object, or nothing of what was asked for."""


class Taken(StorageError):
    """There is such an object already, or another one than before."""


class NotOffered(StorageError):
    """The server does not know what was asked of it."""
