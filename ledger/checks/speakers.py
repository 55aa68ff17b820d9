"""V12: on a server, who the database says appended an event, and when, against what the event says.

1. A person to whom a database role was assigned by then is spoken for by that role alone.
2. The owner of the tables may have put in what was restored, or recorded before roles were assigned. That is
   no finding: it is said how many events the owner put in. The owner of the tables can forge what stands
   beside an event, too; against the owner speaks only a checkpoint that is kept elsewhere.
3. The server's clock and that of whoever recorded differ by some minutes at most, unless the owner put the
   event in. The function that appends refuses others.
"""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta

from events.people import DatabaseRoleAssigned, DatabaseRoleRemoved
from ledger.checks.seen import Fact
from ledger.checks.walk import REST, Walk
from ledger.store.raw import RawRow
from ledger.validation import so_many_events

_APART = timedelta(minutes=5)


class Speakers:
    """Compares each event with what the server put beside it."""

    PHASE = REST

    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        self._owner = walk.raw.owner()
        self._witnesses: deque[RawRow] = deque()
        self._roles: dict[str, str] = {}
        self._by_owner = 0
        for fact in walk.tail.settings if walk.tail else ():
            self._note(fact)

    def take(self, rows: list[RawRow]) -> None:
        """The next events."""
        if not self._owner:
            return
        witnesses = self._walk.raw.witnesses(rows[0][0] - 1 if type(rows[0][0]) is int else None)
        beside = {row[0]: row for row in witnesses}
        for fact in self._walk.batch.facts:
            position, _, _, recorded_at, by, *_ = fact
            if position in beside:
                # Behind the time of a clock that ran ahead stands what its own machine said.
                self._look(position, fact[8] or recorded_at, by, *map(str, beside[position][1:]))
            self._note(fact)

    def _note(self, fact: Fact) -> None:
        """Who speaks for whom from here on."""
        if fact[2] == DatabaseRoleAssigned.NAME:
            self._roles[fact[7]["person"]] = fact[7]["database_role"]
        elif fact[2] == DatabaseRoleRemoved.NAME:
            self._roles.pop(fact[7]["person"], None)

    def _look(self, position: int, recorded_at: str, by: str, role: str, told: str) -> None:
        if role == self._owner:
            self._by_owner += by in self._roles
            return
        speaker = self._roles.get(by)
        if role != speaker:
            whose = f"{speaker} speaks for {by}" if speaker else f"no role but the owner speaks for {by}"
            self._walk.findings.add(
                "V12", position, f"Event {position} is by {by}, and {role} appended it, but {whose}."
            )
        if _are_apart(told, recorded_at):
            self._walk.findings.add(
                "V12",
                position,
                f"Event {position} says that it was recorded at {recorded_at}; the server's time was {told}.",
            )

    def close(self) -> None:
        """Say what the owner put in for others."""
        if self._by_owner:
            self._walk.notes.append(
                f"The owner of the tables, {self._owner}, put in {so_many_events(self._by_owner)} of people "
                "whose own role speaks for them: so it is after a restore, or the owner recorded for them."
            )


def _are_apart(told: str, recorded_at: str) -> bool:
    try:
        return abs(datetime.fromisoformat(told) - datetime.fromisoformat(recorded_at)) > _APART
    except ValueError:  # the server has times that are on no calendar, such as infinity
        return True
