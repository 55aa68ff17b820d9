"""People, with the roles that each held on a day.

A role has no day of its own: it is held from the moment at which it was recorded that it was granted.
"""

from __future__ import annotations

from typing import Any

from events.people import (
    DatabaseRoleAssigned,
    DatabaseRoleRemoved,
    PersonNamed,
    PersonRegistered,
    RoleGranted,
    RoleRevoked,
)
from events.personal_keys import PersonKeyEnrolled, PersonKeyRetired
from ledger.errors import LedgerError, Refused
from ledger.records import Record
from ledger.times import printed
from ledger.validation import key
from projections.base import Column, Item, natural
from projections.finding.base import POSITION, RECORDED, Noun, Question, joined, not_there_yet, text
from projections.model.reading import read

Part = dict[str, Any]  # Any: JSON
_PEOPLE = tuple(
    event.NAME
    for event in (
        PersonRegistered,
        PersonNamed,
        RoleGranted,
        RoleRevoked,
        DatabaseRoleAssigned,
        DatabaseRoleRemoved,
        PersonKeyEnrolled,
        PersonKeyRetired,
    )
)


class _By:
    """Who recorded something."""

    def __init__(self, question: Question) -> None:
        self.ids: set[str] = set()
        self._question = question

    def take(self, record: Record) -> None:
        """Take one more record."""
        if self._question.was_recorded(record.recorded_at):
            self.ids.add(record.by)


def _people(question: Question) -> list[Item]:
    people: dict[str, Part] = {}
    for record in question.ledger.records(topics=_PEOPLE):
        if not question.was_recorded(record.recorded_at):
            continue
        match record.event:
            case PersonRegistered(person=person):
                people[person] = {
                    "ref": person,
                    "person": person,
                    "name": None,
                    "roles": [],
                    "database_role": None,
                    "keys": [],
                    "granted": [],
                    "by": record.by,
                    "recorded_at": record.recorded_at,
                    "position": record.position,
                }
            case PersonNamed(person=person, name=name):
                people[person]["name"] = name
            case RoleGranted(person=person, role=role):
                people[person]["roles"].append(role)
                people[person]["granted"].append(
                    {
                        "role": role,
                        "granted_at": record.recorded_at,
                        "granted_by": record.by,
                        "revoked_at": None,
                        "revoked_by": None,
                    }
                )
            case PersonKeyEnrolled() | PersonKeyRetired():
                _note_key(people, record)
            case DatabaseRoleAssigned(person=person, database_role=database_role):
                people[person]["database_role"] = database_role
            case DatabaseRoleRemoved(person=person):
                people[person]["database_role"] = None
            case RoleRevoked(person=person, role=role):
                people[person]["roles"].remove(role)
                held = [one for one in people[person]["granted"] if one["role"] == role]
                held[-1].update(revoked_at=record.recorded_at, revoked_by=record.by)
    if question.inspection is not None:
        by = _By(question)
        read(question.ledger, question.inspection, by)
        people = {person: row for person, row in people.items() if person in by.ids}
    return sorted(people.values(), key=lambda row: natural(row["person"]))


def _note_key(people: dict[str, Part], record: Record) -> None:
    """A key was enrolled or retired."""
    match record.event:
        case PersonKeyEnrolled(person=person, key=key, public_key=public_key):
            people[person]["keys"].append(
                {
                    "key": key,
                    "public_key": public_key,
                    "enrolled_at": record.recorded_at,
                    "enrolled_by": record.by,
                    "retired_at": None,
                    "retired_by": None,
                    "why": None,
                }
            )
        case PersonKeyRetired(person=person, key=key, why=why):
            (held,) = [one for one in people[person]["keys"] if one["key"] == key]
            held.update(retired_at=record.recorded_at, retired_by=record.by, why=why)


def _no_person(question: Question, ref: str) -> LedgerError:
    if any(key(ref) == key(person) for person in question.ledger.inspectorate().roles):
        return not_there_yet(question, ref)
    # A person who is not known is a matter of rules in every command.
    return Refused(f"{ref} is not registered in this ledger.", "See who is: scrutiny person list")


def _roles_ever(row: Item) -> str:
    return "\n".join(
        f"{one['role']}: granted {printed(one['granted_at'])} by {one['granted_by']}"
        + (f", revoked {printed(one['revoked_at'])} by {one['revoked_by']}" if one["revoked_at"] else "")
        for one in row["granted"]
    )


def _keys(row: Item) -> str:
    return "\n".join(
        f"{one['key']}: enrolled {printed(one['enrolled_at'])} by {one['enrolled_by']}"
        + (
            f", retired {printed(one['retired_at'])} by {one['retired_by']}: {one['why']}"
            if one["retired_at"]
            else ""
        )
        for one in row["keys"]
    )


_KEYS = Column("Signs with", _keys)
_ID, _NAME = Column("Id", text("person"), whole=True), Column("Name", text("name"))
_ROLES = Column("Roles", joined("roles"))
_EVER = Column("Roles ever held", _roles_ever)
_DATABASE_ROLE = Column("Database role", text("database_role"))
PERSON = Noun(
    name="person",
    plural="people",
    rows=_people,
    columns=(_ID, _NAME, _ROLES, _EVER, Column("Registered by", text("by")), RECORDED, POSITION),
    narrow=(_ID, _NAME, _ROLES, RECORDED),
    facts=(
        _NAME,
        _ROLES,
        _EVER,
        _DATABASE_ROLE,
        _KEYS,
        Column("Registered by", text("by")),
        RECORDED,
        POSITION,
    ),
    absent=_no_person,
)
