"""The ledger and its people."""

from __future__ import annotations

from events.people import PersonNamed, PersonRegistered, RoleGranted, RoleRevoked
from ledger.decisions.people import GrantRole, RegisterPerson, RevokeRole
from ledger.policies import ADMINISTRATOR, ROLES
from ledger.rules.base import Breach, Context, Table, ruled
from ledger.validation import key


def person_is_new(context: Context, event: PersonRegistered) -> Breach | str | None:
    """An id is given once, however it is capitalised."""
    known = any(key(person) == key(event.person) for person in context.inspectorate.roles)
    return f"{event.person} was registered before" if known else None


def person_is_known(context: Context, event: PersonNamed | RoleGranted | RoleRevoked) -> Breach | str | None:
    """Only who is registered has a name and roles."""
    return None if event.person in context.inspectorate.roles else f"{event.person} was not registered then"


def person_is_the_last(context: Context, event: PersonNamed) -> Breach | str | None:
    """A name is recorded with the id, before anybody else is registered; a later one is another."""
    if event.person in context.inspectorate.names:
        same = context.inspectorate.names[event.person] == event.name
        return f"{event.person} was called just that" if same else None
    roles = context.inspectorate.roles
    later = event.person in roles and event.person != next(reversed(roles))
    return f"{event.person} was registered before others were" if later else None


def role_is_granted_to_who_lacks_it(context: Context, event: RoleGranted) -> Breach | str | None:
    """A role is one of the house's, and is granted to who lacks it."""
    if event.role not in ROLES:
        return f"{event.role!a} is no role"
    return (
        f"{event.person} had that role"
        if event.role in context.inspectorate.roles.get(event.person, ())
        else None
    )


def role_is_revoked_from_who_has_it(context: Context, event: RoleRevoked) -> Breach | str | None:
    """A role is taken from who has it, and never from the last administrator."""
    if event.role not in context.inspectorate.roles.get(event.person, ()):
        return f"{event.person} had not that role"
    last = event.role == ADMINISTRATOR and context.inspectorate.administrators == [event.person]
    return f"{event.person} was the last administrator" if last else None


RULES: Table = {
    PersonRegistered: ruled(RegisterPerson, person_is_new),
    PersonNamed: ruled(RegisterPerson, person_is_known, person_is_the_last),
    RoleGranted: ruled(GrantRole, person_is_known, role_is_granted_to_who_lacks_it),
    RoleRevoked: ruled(RevokeRole, person_is_known, role_is_revoked_from_who_has_it),
}
