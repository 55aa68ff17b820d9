"""Signing what one person asks for at once, if they sign at all.

What signs is looked for before others are kept out; it signs once the leaves are made, under the writers'
lock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from ledger.errors import NotSigned
from ledger.personal.due import NAMES, NOBODY, Due

if TYPE_CHECKING:
    from events.base import Event
    from ledger.personal.pens import Pen
    from ledger.state.inspectorate import Inspectorate
    from ledger.store.base import SignLeaves


class Finder(Protocol):
    """Finds what signs: see ledger.personal.finding.Pens."""

    def pen(self, person: str, keys: Mapping[str, str]) -> Pen:
        """What signs with one of these keys of a person; raises NotSigned."""
        ...


class NoPens:
    """Nothing signs: so it is where nobody said what does."""

    def pen(self, person: str, keys: Mapping[str, str]) -> Pen:
        """Raises NotSigned."""
        raise NotSigned(
            f"{person} signs what they record, and nothing here signs for them.", "Record it with scrutiny."
        )


class Hand:
    """Signs for a person from how things stand before their request."""

    def __init__(self, pens: Finder | None, by: str, inspectorate: Inspectorate) -> None:
        self._pens = pens or NoPens()
        self._by = by
        self._keys = _keys_of(by, inspectorate)

    def signer(self, after: Inspectorate, events: Iterable[tuple[Event, int]]) -> SignLeaves | None:
        """What signs the leaves of these events, after which things stand so; None if nobody has to.

        Raises NotSigned.
        """
        if after.practice_of or not (self._keys or after.personal_keys.get(self._by)):
            return None
        if self._keys == after.personal_keys.get(self._by):
            pen = self._pens.pen(self._by, self._keys)
            return lambda _, leaves: pen.sign(leaves)
        due = Due({self._by: self._keys})
        signed, common = [], dict[str, str]()
        for event, _ in events:
            keys = due.of(self._by, event.NAME, event.fields)
            signed.append(bool(keys))
            if keys:
                common = {key: keys[key] for key in common or keys if key in keys}
            if event.NAME in NAMES:
                due.take(event.NAME, event.fields)
        if not any(signed):
            return None
        if not common:
            raise NotSigned("No key signs all of this.", "Ask for it in several parts.")
        pen = self._pens.pen(self._by, common)
        return lambda first, leaves: _some_by(pen, leaves, signed[first : first + len(leaves)])


def look_for_key(pens: Finder | None, by: str, inspectorate: Inspectorate) -> None:
    """Look for what signs for a person, if they have a key; raises NotSigned."""
    if keys := _keys_of(by, inspectorate):
        (pens or NoPens()).pen(by, keys)


def look_for_new_key(pens: Finder | None, person: str, line: str) -> None:
    """Look for what signs with the key of a line, which is to be enrolled; raises BadInput, NotSigned."""
    from ledger.decisions.personal_keys import key_of  # noqa: PLC0415  a new ledger needs it

    key = key_of(line)
    (pens or NoPens()).pen(person, {key.fingerprint(): key.line()})


def _keys_of(by: str, inspectorate: Inspectorate) -> Mapping[str, str]:
    """The keys by which a person signs, as they are now."""
    return NOBODY if inspectorate.practice_of else dict(inspectorate.personal_keys.get(by, NOBODY))


def _some_by(pen: Pen, leaves: Sequence[bytes], signed: Sequence[bool]) -> list[bytes | None]:
    made = iter(pen.sign([leaf for leaf, is_signed in zip(leaves, signed, strict=True) if is_signed]))
    return [next(made) if is_signed else None for is_signed in signed]
