"""Who may record.

1. An id is given once. 2. A role is granted to those who lack it and revoked from those who hold it.
3. The last administrator keeps that role, or nobody could grant one again.
4. A name is replaced by another one; the id stays, for it stands in every event.
"""

from __future__ import annotations

from typing import ClassVar

from events.base import Event, Names
from events.people import PersonNamed, PersonRegistered, RoleGranted, RoleRevoked
from ledger import validation as words
from ledger.decisions.base import Decision, Made, Past, made
from ledger.errors import BadInput, Refused
from ledger.policies import ADMINISTRATOR, ROLES


class RegisterPerson(Decision):
    """Give a person an id and roles."""

    ROLES: ClassVar[tuple[str, ...]] = (ADMINISTRATOR,)
    person: str
    name: str
    roles: Names

    def decide(self, past: Past) -> Made:
        """Registered, named, and granted each role once."""
        person = words.person(self.person)
        same = [known for known in past.inspectorate.roles if words.key(known) == words.key(person)]
        if same:
            raise Refused(f"{same[0]} is registered already.", "Choose another id.")
        if not self.roles:
            raise BadInput("No role was said.", f"Say one or more of {', '.join(ROLES)}.")
        granted: list[Event] = [
            RoleGranted(person=person, role=_role(role)) for role in dict.fromkeys(self.roles)
        ]
        name = words.line(self.name, "name")
        return made(person, PersonRegistered(person=person), PersonNamed(person=person, name=name), *granted)


class RenamePerson(Decision):
    """Give a person another name: they changed it, or it was misspelt."""

    ROLES: ClassVar[tuple[str, ...]] = (ADMINISTRATOR,)
    person: str
    name: str

    def decide(self, past: Past) -> Made:
        """Named anew, if the name is another."""
        _roles_of(past, self.person)
        name = words.line(self.name, "name")
        if name == past.inspectorate.names.get(self.person):
            raise Refused(f"{self.person} has just that name.")
        return made(self.person, PersonNamed(person=self.person, name=name))


class GrantRole(Decision):
    """Give a person one more role."""

    ROLES: ClassVar[tuple[str, ...]] = (ADMINISTRATOR,)
    person: str
    role: str

    def decide(self, past: Past) -> Made:
        """Granted, where the person lacked it."""
        role = _role(self.role)
        if role in _roles_of(past, self.person):
            raise Refused(f"{self.person} has the role {role} already.")
        return made(self.person, RoleGranted(person=self.person, role=role))


class RevokeRole(Decision):
    """Take a role from a person."""

    ROLES: ClassVar[tuple[str, ...]] = (ADMINISTRATOR,)
    person: str
    role: str

    def decide(self, past: Past) -> Made:
        """Revoked, where the person held it and somebody can still grant roles."""
        role = _role(self.role)
        if role not in _roles_of(past, self.person):
            raise Refused(f"{self.person} does not have the role {role}.")
        if role == ADMINISTRATOR and past.inspectorate.administrators == [self.person]:
            raise Refused(
                f"{self.person} is the last administrator and keeps that role.",
                "Make somebody else administrator first.",
            )
        return made(self.person, RoleRevoked(person=self.person, role=role))


def _role(role: str) -> str:
    if role not in ROLES:
        raise BadInput(f"{role!r} is no role.", f"The roles are {', '.join(ROLES)}.")
    return role


def _roles_of(past: Past, person: str) -> set[str]:
    roles = past.inspectorate.roles.get(person)
    if roles is None:
        raise Refused(
            f"{person} is not registered in this ledger.",
            f"Register them first: scrutiny person register {person} --name NAME --role ROLE",
        )
    return roles
