"""V12: whether each event bears the signature of who it names, if they signed by then, and no other.

1. Who had a key at that place in the order signed the event's leaf with it (see ledger.personal.due).
2. A signature of another's key, of one that was retired or never enrolled, or over anything else than that
   leaf is told, and so is one of an event that is not there, or of somebody who had no key.
3. An administrator who has no key can be named by whoever can write to the ledger, and enrol any key. So that
   is said, if others sign; if signatures are required, there is none.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, cast

from events.people import RoleGranted, RoleRevoked
from events.personal_keys import PersonKeyEnrolled, SignaturesRuled
from ledger.checks.base import shown
from ledger.checks.walk import REST, Walk
from ledger.errors import Damaged
from ledger.leaves import leaf_of
from ledger.personal.due import NAMES, Due
from ledger.policies import ADMINISTRATOR
from ledger.proof import sshsig
from ledger.proof.errors import FormatError, SignatureError
from ledger.records import Row
from ledger.store.raw import Cell, RawRow

_NOTED = NAMES | {event.NAME for event in (PersonKeyEnrolled, SignaturesRuled, RoleGranted, RoleRevoked)}
"""The events that change who signs, or who might."""


class Signatures:
    """Compares each event with the signature beside it."""

    PHASE = REST

    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        self._due = Due()
        self._whose: dict[str, str] = {}
        self._administrators: dict[str, None] = {}
        self._required = False
        self._read: deque[RawRow] = deque()
        self._after: Cell = None
        self._is_over = False
        if walk.tail:
            self._after = walk.tail.position
            for _, _, name, _, _, _, _, fields, _ in walk.tail.settings:
                self._note(name, fields)

    def take(self, rows: list[RawRow]) -> None:
        """The next events."""
        facts = self._walk.batch.facts
        beside = self._up_to(rows[-1][0])
        if not (beside or self._due.active) and _NOTED.isdisjoint([fact[2] for fact in facts]):
            # Most ledgers have no signatures of people.
            return
        events = {row[0]: row for row in rows}
        for fact in facts:
            position, _, name, _, by, _, _, fields, _ = fact
            keys = self._due.of(by, name, fields)
            signature = beside.pop(position, None)
            if keys or signature is not None:
                self._look(events[position], by, keys, signature)
            self._note(name, fields)
        for lone in beside.keys() - events.keys():
            self._tell_lone(lone)

    def close(self) -> None:
        """Tell of what is behind the last event, and of who could be named without a signature."""
        while rows := self._next():
            for position, _ in rows:
                self._tell_lone(position)
        signing = {person for person, keys in self._due.active.items() if keys}
        unsigned = [person for person in self._administrators if person not in signing]
        if signing and unsigned and not (self._required or self._due.is_practice or self._walk.raw.owner()):
            who = ", ".join(unsigned)
            self._walk.notes.append(
                f"Administrators who have no key may enrol one for anybody ({who}): so whoever can write to "
                "the ledger's files could do it in their name. Enrol theirs: "
                "scrutiny person enrol ID --ssh-key FILE"
            )

    def _note(self, name: str, fields: dict[str, Any]) -> None:  # Any: JSON
        """Go on behind an event."""
        if name in NAMES:
            self._due.take(name, fields)
        if name == PersonKeyEnrolled.NAME:
            self._whose[fields["key"]] = fields["person"]
        elif name == SignaturesRuled.NAME:
            self._required = fields["signatures"] == "required"
        elif name == RoleGranted.NAME and fields["role"] == ADMINISTRATOR:
            self._administrators[fields["person"]] = None
        elif name == RoleRevoked.NAME and fields["role"] == ADMINISTRATOR:
            self._administrators.pop(fields["person"], None)

    def _look(self, row: RawRow, by: str, keys: Mapping[str, str], signature: Cell) -> None:
        position = row[0]
        event = f"Event {shown(position)} ({cast('str', row[3])}) is by {by}"
        if signature is None:
            self._tell(position, f"{event}, who signs what they record, and it bears no signature.")
            return
        if not keys:
            self._tell(position, f"{event}, who had no key then, and it bears a signature.")
            return
        try:
            made = sshsig.parse(signature if isinstance(signature, bytes) else b"")
        except FormatError as error:
            self._tell(position, f"{event}, and its signature cannot be read: {error}.")
            return
        key = made.key.fingerprint()
        if made.key.line() != keys.get(key):
            self._tell(position, f"{event}, and {self._other(key, by)} signed it.")
            return
        try:
            with suppress(Damaged):
                made.check(leaf_of(cast("Row", row)))
        except SignatureError as error:
            self._tell(position, f"{event}, and what their key signed is not that: {error}.")

    def _other(self, key: str, by: str) -> str:
        """What a key is that was to sign nothing there."""
        whose = self._whose.get(key)
        if whose is None:
            return f"the key {key}, which nobody had enrolled,"
        if whose != by:
            return f"the key {key} of {whose}"
        return f"their key {key}, which was retired by then,"

    def _up_to(self, last: Cell) -> dict[Cell, Cell]:
        """The signatures that come up to a position."""
        found: dict[Cell, Cell] = {}
        while self._read or self._more():
            if _is_behind(self._read[0][0], last):
                break
            position, signature = self._read.popleft()
            found[position] = signature
        return found

    def _more(self) -> bool:
        self._read.extend(rows := self._next_read())
        return bool(rows)

    def _next_read(self) -> list[RawRow]:
        if self._is_over:
            return []
        rows = self._walk.raw.signatures(self._after)
        if rows:
            self._after = rows[-1][0]
        self._is_over = not rows
        return rows

    def _next(self) -> list[RawRow]:
        rows = [*self._read] or self._next_read()
        self._read.clear()
        return rows

    def _tell_lone(self, position: Cell) -> None:
        self._tell(position, f"There is a signature of event {shown(position)}, and no such event.")

    def _tell(self, position: Cell, message: str) -> None:
        self._walk.findings.add("V12", position, message)


def _is_behind(position: Cell, last: Cell) -> bool:
    return not isinstance(position, int | float) or not isinstance(last, int | float) or position > last
