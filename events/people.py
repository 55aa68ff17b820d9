"""Who may record: a pseudonymous id, its roles, and, apart from both, the person's name."""

from __future__ import annotations

from typing import ClassVar

from events.base import Event


class PersonRegistered(Event):
    """A person was given an id, by which every later event calls them."""

    NAME: ClassVar[str] = "person.registered"
    person: str


class PersonNamed(Event):
    """The name behind an id; a later one replaces it. It stands alone, so it never has to be published."""

    NAME: ClassVar[str] = "person.named"
    person: str
    name: str


class RoleGranted(Event):
    """A person may from now on do what the role allows."""

    NAME: ClassVar[str] = "role.granted"
    person: str
    role: str


class RoleRevoked(Event):
    """A person may no longer do what the role allows."""

    NAME: ClassVar[str] = "role.revoked"
    person: str
    role: str
