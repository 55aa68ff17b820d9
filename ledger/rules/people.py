"""The ledger and its people."""

from __future__ import annotations

from events.inspectorates import LedgerOpened
from events.people import PersonNamed, PersonRegistered, RoleGranted, RoleRevoked
from ledger.policies import ADMINISTRATOR, ROLES, SIGN_OFF
from ledger.rules.base import Scene
from ledger.validation import key


def ledger_is_opened_once(scene: Scene, _: LedgerOpened) -> str | None:
    """The first event opens the ledger, and no other does."""
    return "the ledger was opened before" if scene.inspectorate.version else None


def sign_off_is_a_rule_of_the_house(_: Scene, fact: LedgerOpened) -> str | None:
    """Whether a second person signs off was said in words that the house knows."""
    return None if fact.sign_off in SIGN_OFF else f"{fact.sign_off!a} is no sign-off rule"


def person_is_new(scene: Scene, fact: PersonRegistered) -> str | None:
    """An id is given once, however it is capitalised."""
    known = any(key(person) == key(fact.person) for person in scene.inspectorate.roles)
    return f"{fact.person} was registered before" if known else None


def person_is_known(scene: Scene, fact: PersonNamed | RoleGranted | RoleRevoked) -> str | None:
    """Only who is registered has a name and roles."""
    return None if fact.person in scene.inspectorate.roles else f"{fact.person} was not registered then"


def person_is_the_last(scene: Scene, fact: PersonNamed) -> str | None:
    """A name is recorded with the id, before anybody else is registered; a later one is another."""
    if fact.person in scene.inspectorate.names:
        same = scene.inspectorate.names[fact.person] == fact.name
        return f"{fact.person} was called just that" if same else None
    roles = scene.inspectorate.roles
    later = fact.person in roles and fact.person != next(reversed(roles))
    return f"{fact.person} was registered before others were" if later else None


def role_is_granted_to_who_lacks_it(scene: Scene, fact: RoleGranted) -> str | None:
    """A role is one of the house's, and is granted to who lacks it."""
    if fact.role not in ROLES:
        return f"{fact.role!a} is no role"
    return (
        f"{fact.person} had that role" if fact.role in scene.inspectorate.roles.get(fact.person, ()) else None
    )


def role_is_revoked_from_who_has_it(scene: Scene, fact: RoleRevoked) -> str | None:
    """A role is taken from who has it, and never from the last administrator."""
    if fact.role not in scene.inspectorate.roles.get(fact.person, ()):
        return f"{fact.person} had not that role"
    last = fact.role == ADMINISTRATOR and scene.inspectorate.administrators == [fact.person]
    return f"{fact.person} was the last administrator" if last else None
