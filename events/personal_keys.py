"""The keys by which people sign what they record, and whether everybody has to."""

from __future__ import annotations

from typing import ClassVar

from events.base import Event, Internal, Public


class PersonKeyEnrolled(Event):
    """From now on a person signs what they record, with this key or another of theirs.

    ``key`` is its fingerprint (``SHA256:…``), ``public_key`` the line of a ``.pub`` file without its comment.
    """

    NAME: ClassVar[str] = "person-key.enrolled"
    person: Internal[str]
    key: Internal[str]
    public_key: Internal[str]


class PersonKeyRetired(Event):
    """A key of a person signs nothing any more."""

    NAME: ClassVar[str] = "person-key.retired"
    person: Internal[str]
    key: Internal[str]
    why: Internal[str]


class SignaturesRuled(Event):
    """Whether only those may record who have a key: ``required`` or ``none``, which it is before."""

    NAME: ClassVar[str] = "signatures.ruled"
    signatures: Public[str]
    why: Internal[str | None]
