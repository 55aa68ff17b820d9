"""What a bucket answers that is no trouble by itself, and how long it is waited for."""

from __future__ import annotations

TRANSFER = 600.0
"""Seconds that one part of a file may take, as long as something arrives."""


class Gone(Exception):
    """There is no such object."""


class Taken(Exception):
    """There is such an object already, or another one than before."""


class NotOffered(Exception):
    """The server does not know what was asked of it."""
