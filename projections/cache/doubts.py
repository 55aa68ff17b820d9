"""Whether a row hangs on a date that is not known exactly: worked out, and kept, of what goes on being told
once a cache is filled, and of what was told until then for each day that somebody asks about.

Of what goes on it is for all days, if there are few that matter; of many, such as of an inspection that was
brought in, for the last alone until somebody asks about another.

Of every state of a recommendation that has such a date there is a line, until an event may have changed it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import apsw

from projections.cache.breaks import kin
from projections.cache.database import FOR_EVER, asked
from projections.cache.doubted import Doubted, doubted, has_vague_date
from projections.cache.states import keep_days
from projections.model.recommendation import Recommendation


class _Standing(NamedTuple):
    """A state that goes on."""

    recommendation: Recommendation
    since: int
    number: str
    sort: bytes
    turn: int
    day: str
    before: Sequence[Doubted]


_MOST = 4
"""If more days of facts of a recommendation can make a difference, a reading works out the last alone."""

_KNOWN = """
SELECT d.first, d.until, d.known FROM standing s LEFT JOIN doubted d ON d.made = s.made AND d.told = s.told
WHERE s.made = ? AND s.untold = ? AND s.known
"""


class Doubts:
    """The states of the recommendations of one inspection, as they come to be told.

    Unless somebody ``waits``, all days are worked out.
    """

    def __init__(self, connection: apsw.Connection, inspection: int, *, new: bool, waits: bool) -> None:
        self._connection, self._inspection, self._new = connection, inspection, new
        self._most = _MOST if waits else None
        self._open: dict[int, _Standing] = {}

    def tell(
        self, made: int, one: Recommendation | None, sort: bytes, turn: int, position: int, day: str = ""
    ) -> None:
        """A recommendation is in another state since an event, from a day on; or it is not told of any more.

        Of what it was before that day what is known stays.
        """
        before: Sequence[Doubted] = ()
        if (known := self._open.get(made)) is not None:
            day, before = min(day, known.day), known.before
            self._write(made, position, known=False)
        elif self._new:
            day = ""
        else:
            kept = asked(self._connection, _KNOWN, (made, FOR_EVER))
            before = [Doubted(first, until, known) for first, until, known in kept if first is not None]
            if kept:
                end = "UPDATE standing SET untold = ? WHERE made = ? AND untold = ?"
                self._connection.execute(end, (position, made, FOR_EVER))
            else:
                day = ""
        if one is not None and is_vague(one):
            # Its number may be put right later, and was another until then.
            self._open[made] = _Standing(one, position, one.number, sort, turn, day, before)

    def _write(self, made: int, untold: int, *, known: bool) -> None:
        one = self._open.pop(made)
        self._connection.execute(
            "INSERT INTO standing VALUES (?,?,?,?,?,?,?,?)",
            (made, one.since, untold, self._inspection, one.number, one.sort, one.turn, known),
        )

    def close(self) -> None:
        """Write what goes on, and on which days it is in doubt."""
        for made, one in list(self._open.items()):
            self._write(made, FOR_EVER, known=True)
            found = doubted(one.recommendation, one.day, one.before, self._most)
            keep_days(self._connection, made, one.since, found)


def is_vague(one: Recommendation) -> bool:
    """Whether a date of it, or of what stands under or above it, or of any body's name, is not known to the
    day.
    """
    return (one.bodies is not None and one.bodies.vague) or any(map(has_vague_date, kin(one)))
