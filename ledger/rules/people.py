"""Who may record.

1. An id is given once. 2. A role is granted to those who lack it and revoked from those who hold it.
3. The last administrator keeps that role, or nobody could grant one again.
4. A name is replaced by another one; the id stays, for it stands in every event.
5. A role of the database speaks for one person, and is taken from who has it.
"""

from __future__ import annotations

from events.people import (
    DatabaseRoleAssigned,
    DatabaseRoleRemoved,
    PersonNamed,
    PersonRegistered,
    RoleGranted,
    RoleRevoked,
)
from events.personal_keys import PersonKeyEnrolled, PersonKeyRetired
from ledger.decisions.people import (
    AssignDatabaseRole,
    GrantRole,
    RegisterPerson,
    RemoveDatabaseRole,
    RevokeRole,
)
from ledger.errors import NOTHING_TO_DO
from ledger.policies import ADMINISTRATOR, ROLES
from ledger.rules.base import Breach, Context, Table, ruled
from ledger.rules.things import unknown
from ledger.validation import key

OfAPerson = (
    PersonNamed
    | RoleGranted
    | RoleRevoked
    | DatabaseRoleAssigned
    | DatabaseRoleRemoved
    | PersonKeyEnrolled
    | PersonKeyRetired
)


def person_is_new(context: Context, event: PersonRegistered) -> Breach | None:
    """An id is given once, however it is capitalised."""
    same = [person for person in context.inspectorate.roles if key(person) == key(event.person)]
    if not same:
        return None
    return Breach(
        f"{event.person} was registered before", f"{same[0]} is registered already.", "Choose another id."
    )


def person_is_known(
    context: Context,
    event: OfAPerson,
) -> Breach | None:
    """Only who is registered has a name and roles."""
    if event.person in context.inspectorate.roles:
        return None
    return Breach(
        f"{event.person} was not registered then",
        f"{event.person} is not registered in this ledger.",
        "See who is: scrutiny person list. "
        f"Or register them first: scrutiny person register {event.person} --name NAME --role ROLE",
    )


def person_is_the_last(context: Context, event: PersonNamed) -> Breach | None:
    """A name is recorded with the id, before anybody else is registered; a later one is another."""
    roles, names, person = context.inspectorate.roles, context.inspectorate.names, event.person
    if person in names:
        same = names[person] == event.name
        return (
            Breach(f"{person} was called just that", f"{person} has just that name.", NOTHING_TO_DO)
            if same
            else None
        )
    later = person in roles and person != next(reversed(roles))
    return Breach(f"{person} was registered before others were") if later else None


def role_is_one(_: Context, event: RoleGranted | RoleRevoked) -> Breach | None:
    """A role is one that the inspectorate knows."""
    strange = unknown(event.role, ROLES, "role")
    return strange and strange._replace(remedy=f"The roles are {', '.join(ROLES)}.")


def role_is_granted_to_who_lacks_it(context: Context, event: RoleGranted) -> Breach | None:
    """A role is granted to who lacks it."""
    if event.role not in context.inspectorate.roles.get(event.person, ()):
        return None
    return Breach(
        f"{event.person} had that role", f"{event.person} has the role {event.role} already.", NOTHING_TO_DO
    )


def role_is_revoked_from_who_has_it(context: Context, event: RoleRevoked) -> Breach | None:
    """A role is taken from who has it, and never from the last administrator."""
    person, role = event.person, event.role
    if role not in context.inspectorate.roles.get(person, ()):
        return Breach(
            f"{person} had not that role", f"{person} does not have the role {role}.", NOTHING_TO_DO
        )
    if role != ADMINISTRATOR:
        return None
    if context.inspectorate.needs_keys and context.inspectorate.enrolling == [person]:
        return Breach(
            f"{person} was the last administrator with a key",
            f"{person} is the last administrator with a key, and keeps that role.",
            "Enrol a key of another administrator first: scrutiny person enrol ID --ssh-key FILE",
        )
    if context.inspectorate.administrators != [person]:
        return None
    return Breach(
        f"{person} was the last administrator",
        f"{person} is the last administrator and keeps that role.",
        "Make somebody else administrator first.",
    )


def database_role_speaks_for_one(context: Context, event: DatabaseRoleAssigned) -> Breach | None:
    """A role of the database speaks for one person, and was not assigned to them already."""
    role, person = event.database_role, event.person
    for other, theirs in context.inspectorate.database_roles.items():
        if theirs == role and other == person:
            return Breach(f"{role} spoke for {person}", f"{role} speaks for {person} already.", NOTHING_TO_DO)
        if theirs == role:
            return Breach(
                f"{role} spoke for {other}",
                f"The database role {role} speaks for {other}.",
                "Choose another role for each person.",
            )
    return None


def database_role_is_taken_from_who_has_it(context: Context, event: DatabaseRoleRemoved) -> Breach | None:
    """A role of the database is taken from the person for whom it speaks."""
    role = context.inspectorate.database_roles.get(event.person)
    if role == event.database_role:
        return None
    if role is None:
        return Breach(
            f"{event.person} had no database role", f"{event.person} has no database role.", NOTHING_TO_DO
        )
    return Breach(f"the database role of {event.person} was {role}")


RULES: Table = {
    PersonRegistered: ruled(RegisterPerson, person_is_new),
    PersonNamed: ruled(RegisterPerson, person_is_known, person_is_the_last),
    RoleGranted: ruled(GrantRole, role_is_one, person_is_known, role_is_granted_to_who_lacks_it),
    RoleRevoked: ruled(RevokeRole, role_is_one, person_is_known, role_is_revoked_from_who_has_it),
    DatabaseRoleAssigned: ruled(AssignDatabaseRole, person_is_known, database_role_speaks_for_one),
    DatabaseRoleRemoved: ruled(RemoveDatabaseRole, person_is_known, database_role_is_taken_from_who_has_it),
}
