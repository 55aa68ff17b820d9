"""Every exit status that the program ends with.

A refusal of the ledger has its status on its class (``ledger.errors``); a test holds the two lists together.
"""

from __future__ import annotations

from enum import IntEnum


class ExitStatus(IntEnum):
    """How a command ended, for whoever called it."""

    DONE = 0
    OTHER = 1
    USAGE = 2
    NOT_FOUND = 3
    REFUSED = 4
    CONFLICT = 5
    TAMPERED = 6
    STORAGE = 7
    WITH_PROBLEMS = 8
    """It is done, and what could not be is listed."""
    STOPPED = 130
    """It was stopped from the keyboard."""
    BROKEN_PIPE = 141
    """Its reader went away."""
