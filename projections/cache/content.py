"""What a stretch of days says of a recommendation or of a share of it."""

from __future__ import annotations

from typing import NamedTuple


class Content(NamedTuple):
    """The row, as JSON that may be shown, and what rows are looked up by.

    ``due`` is the last full date by which it is to be closed, or None if nothing is expected by a date.
    """

    status: str
    word: str | None
    kind: str
    priority: str | None
    due: str | None
    row: bytes
