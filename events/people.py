"""Who may record: a pseudonymous id, its roles, its database role, and, apart from all, the person's name."""

from __future__ import annotations

from typing import ClassVar

from events.base import Event, Internal


class PersonRegistered(Event):
    """A person was given an id, by which every later event calls them."""

    NAME: ClassVar[str] = "person.registered"
    person: Internal[str]


class PersonNamed(Event):
    """The name behind an id; a later one replaces it. It is an event of its own: none has to be published."""

    NAME: ClassVar[str] = "person.named"
    person: Internal[str]
    name: Internal[str]


class RoleGranted(Event):
    """A person may from now on do what the role allows."""

    NAME: ClassVar[str] = "role.granted"
    person: Internal[str]
    role: Internal[str]


class RoleRevoked(Event):
    """A person may no longer do what the role allows."""

    NAME: ClassVar[str] = "role.revoked"
    person: Internal[str]
    role: Internal[str]


class DatabaseRoleAssigned(Event):
    """On a server this role of the database alone speaks for a person from now on; it replaces one before."""

    NAME: ClassVar[str] = "database-role.assigned"
    person: Internal[str]
    database_role: Internal[str]


class DatabaseRoleRemoved(Event):
    """A person has no role of the database any more: the owner of the tables alone speaks for them."""

    NAME: ClassVar[str] = "database-role.removed"
    person: Internal[str]
    database_role: Internal[str]
