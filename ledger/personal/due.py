"""Which keys are to have signed an event: asked before it is recorded, and by ``verify`` (V12) afterwards.

1. Who has a key signs with it, or with another of theirs, whatever they record.
2. Who has none and enrols one for themselves signs that with it: so it is theirs, and they can go on.
3. In a practice copy, and of the event that makes one, nobody signs: it proves nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from events.inspectorates import LedgerCopied
from events.personal_keys import PersonKeyEnrolled, PersonKeyRetired

NAMES = frozenset(event.NAME for event in (PersonKeyEnrolled, PersonKeyRetired, LedgerCopied))
"""The events that change who signs, or with what."""

Fields = Mapping[str, object]
NOBODY: Mapping[str, str] = {}


class Due:
    """Who signs with which keys, as events come. Keys are by person, and theirs by fingerprint."""

    def __init__(self, active: Mapping[str, Mapping[str, str]] | None = None) -> None:
        self.active = {person: dict(keys) for person, keys in (active or {}).items()}
        self.is_practice = False

    def of(self, by: str, name: str, fields: Fields) -> Mapping[str, str]:
        """The public keys of which one is to sign an event, by fingerprint; none if nobody has to."""
        if self.is_practice or name == LedgerCopied.NAME:
            return NOBODY
        if theirs := self.active.get(by):
            return theirs
        if name == PersonKeyEnrolled.NAME and fields["person"] == by:
            return {str(fields["key"]): str(fields["public_key"])}
        return NOBODY

    def take(self, name: str, fields: Fields) -> None:
        """An event of one of the NAMES has happened."""
        if name == LedgerCopied.NAME:
            self.is_practice = True
            return
        theirs = self.active.setdefault(str(fields["person"]), {})
        if name == PersonKeyEnrolled.NAME:
            theirs[str(fields["key"])] = str(fields["public_key"])
        else:
            theirs.pop(str(fields["key"]), None)
