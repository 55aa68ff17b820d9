"""Who may read what: the public gets an event without the fields that it may not read.

1. A Public field is there.
2. A field that is UnlessRestricted is there if the evidence or progress it belongs to is known, and is not
   restricted.
3. A field that is OnceSignedOff is there if the judgement it belongs to counts: a second person signed it
   off, or none has to.
4. An Internal field is absent. So is whatever nobody declared.

    >>> from events.judgements import JudgementNoted
    >>> noted = JudgementNoted(inspection="OCSAE", judgement="J1", note="Ask again.")
    >>> Readership(sign_off_required=True).public(LEDGER_STREAM, noted)
    JudgementNoted(inspection='OCSAE', judgement='J1')
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from uuid import UUID

from events.base import Event

_NONE: AbstractSet[str] = frozenset()


class Readership:
    """What of the events of a ledger everybody may read. They are asked for in recording order."""

    def __init__(self, *, sign_off_required: bool) -> None:
        self._sign_off_required = sign_off_required
        self._signed: dict[int, AbstractSet[str]] = {}
        # By the number of its stream: to hash a UUID takes longer than all the rest.
        self._unrestricted: set[tuple[int, str]] = set()

    def knows(self, stream: UUID) -> bool:
        """Whether it was told which judgements of a stream are signed off."""
        return stream.int in self._signed

    def signed_off(self, stream: UUID, judgements: AbstractSet[str]) -> None:
        """These judgements of a stream are signed off, and no others."""
        self._signed[stream.int] = judgements

    def public(self, stream: UUID, event: Event) -> Event:
        """The event without the fields that not everybody may read; the event itself if that is none."""
        # What is restricted says so in the event that begins its story.
        if "restricted" in event.FIELDS and event.fields["restricted"] is None and event.ref:
            self._unrestricted.add((stream.int, event.ref))
        if not event.GUARDED:
            return event
        absent = [name for name, reader in event.GUARDED if not self._may_read(reader, stream, event)]
        return event.without(absent) if absent else event

    def _may_read(self, reader: str, stream: UUID, event: Event) -> bool:
        match reader:
            case "UnlessRestricted":
                return (stream.int, event.ref or "") in self._unrestricted
            case "OnceSignedOff":
                signed = self._signed.get(stream.int, _NONE)
                return not self._sign_off_required or event.fields["judgement"] in signed
        return False
