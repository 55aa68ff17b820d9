"""What a stretch of days says of a recommendation or of a share of it."""

from __future__ import annotations

from typing import NamedTuple

import apsw


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


def stored(connection: apsw.Connection, known: dict[Content, int], content: Content) -> int:
    """The id of some content: of those that are ``known``, or stored now, and known from now on."""
    at = known.get(content)
    if at is None:
        connection.execute("INSERT INTO content VALUES (NULL,?,?,?,?,?,?)", content)
        at = known[content] = connection.last_insert_rowid()
    return at
