"""The last of the days that were told of until a position.

A clock may be behind it, and then "today" is no day on which all that was told had come.
"""

from __future__ import annotations

import apsw

from projections.cache.database import asked


class Latest:
    """The days of what is filled in, of any inspection."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._found: dict[int, str] = {}
        self._day = ""

    def begin(self) -> None:
        """Another inspection begins, whose events are among those of the ones before."""
        self._day = ""

    def tell(self, position: int, day: str) -> None:
        """Something of a full date was told of, in the order of positions."""
        if day > self._day:
            self._day = day
            self._found[position] = max(day, self._found.get(position, ""))

    def close(self) -> None:
        """Write them."""
        last = latest(self._connection, None)
        for position in sorted(self._found):
            if (day := self._found[position]) > last:
                self._connection.execute("INSERT OR REPLACE INTO latest VALUES (?,?)", (position, day))
                last = day


def latest(connection: apsw.Connection, position: int | None) -> str:
    """The last full date that was told of until a position (None: the last); empty if nothing was."""
    found = asked(
        connection,
        "SELECT day FROM latest WHERE position <= ifnull(?, position) ORDER BY position DESC LIMIT 1",
        (position,),
    )
    return found[0][0] if found else ""
