"""Who may record: what one may ask. See ledger.rules.people."""

from __future__ import annotations

from typing import ClassVar

from events.base import Event, Names
from events.people import (
    DatabaseRoleAssigned,
    DatabaseRoleRemoved,
    PersonNamed,
    PersonRegistered,
    RoleGranted,
    RoleRevoked,
)
from ledger import validation as words
from ledger.decisions.base import Decision, Outcome, State, made
from ledger.errors import BadInput
from ledger.policies import ADMINISTRATOR, IMPORTED, ROLES


class RegisterPerson(Decision):
    """Give a person an id and roles."""

    ROLES: ClassVar[tuple[str, ...]] = (ADMINISTRATOR,)
    person: str
    name: str
    roles: Names
    database_role: str | None = None

    def decide(self, state: State) -> Outcome:
        """Registered, named, and granted each role once."""
        person = words.person(self.person)
        if not self.roles:
            raise BadInput("No role was given.", f"Give one or more of {', '.join(ROLES)}.")
        granted: list[Event] = [RoleGranted(person=person, role=role) for role in dict.fromkeys(self.roles)]
        if words.key(person) == IMPORTED:
            raise BadInput(
                f"Nobody is registered as {person}: it is what whoever judged before the ledger is called.",
                "Choose another id.",
            )
        name = words.line(self.name, "name")
        if self.database_role is not None:
            role = words.database_role(self.database_role)
            granted.append(DatabaseRoleAssigned(person=person, database_role=role))
        return made(person, PersonRegistered(person=person), PersonNamed(person=person, name=name), *granted)


class RenamePerson(Decision):
    """Give a person another name: they changed it, or it was misspelt."""

    ROLES: ClassVar[tuple[str, ...]] = (ADMINISTRATOR,)
    person: str
    name: str

    def decide(self, state: State) -> Outcome:
        """Named anew, if the name is another."""
        name = words.line(self.name, "name")
        return made(self.person, PersonNamed(person=self.person, name=name))


class GrantRole(Decision):
    """Give a person one more role."""

    ROLES: ClassVar[tuple[str, ...]] = (ADMINISTRATOR,)
    person: str
    role: str

    def decide(self, state: State) -> Outcome:
        """Granted, where the person lacked it."""
        return made(self.person, RoleGranted(person=self.person, role=self.role))


class RevokeRole(Decision):
    """Take a role from a person."""

    ROLES: ClassVar[tuple[str, ...]] = (ADMINISTRATOR,)
    person: str
    role: str

    def decide(self, state: State) -> Outcome:
        """Revoked, where the person held it and somebody can still grant roles."""
        return made(self.person, RoleRevoked(person=self.person, role=self.role))


class AssignDatabaseRole(Decision):
    """Let a role of the database alone speak for a person on a server."""

    ROLES: ClassVar[tuple[str, ...]] = (ADMINISTRATOR,)
    person: str
    database_role: str

    def decide(self, state: State) -> Outcome:
        """Assigned, if it speaks for nobody else."""
        role = words.database_role(self.database_role)
        return made(self.person, DatabaseRoleAssigned(person=self.person, database_role=role))


class RemoveDatabaseRole(Decision):
    """Let no role of the database but the owner's speak for a person."""

    ROLES: ClassVar[tuple[str, ...]] = (ADMINISTRATOR,)
    person: str

    def decide(self, state: State) -> Outcome:
        """Removed, if the person has one."""
        role = state.inspectorate.database_roles.get(self.person, "")
        return made(self.person, DatabaseRoleRemoved(person=self.person, database_role=role))
