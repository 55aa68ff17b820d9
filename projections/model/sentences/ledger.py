"""The sentences about the ledger itself: its keys, its people, and what was published from it."""

from __future__ import annotations

from events.inspectorates import ClockCorrected, LedgerCopied, LedgerOpened, LedgerRestored
from events.people import (
    DatabaseRoleAssigned,
    DatabaseRoleRemoved,
    PersonNamed,
    PersonRegistered,
    RoleGranted,
    RoleRevoked,
)
from events.personal_keys import PersonKeyEnrolled, PersonKeyRetired, SignaturesRuled
from events.publications import PublicationMade
from events.signing_keys import SigningKeyRegistered, SigningKeyReplaced, SigningKeyRotated
from ledger.recovery.declared import lost
from ledger.validation import events_from
from projections.model.sentences.base import Sentences, joined


def _opened(event: LedgerOpened) -> str:
    return f"Opened the ledger: {event.title}."


def _restored(event: LedgerRestored) -> str:
    return (
        f"Declared the ledger restored from {event.restored_from}: what had been signed as "
        f"{lost(event)} is lost. Why: {event.why}"
    )


def _copied(event: LedgerCopied) -> str:
    return f"From here this is a practice copy, called {event.origin}, of the ledger {event.of}."


def _clock_corrected(event: ClockCorrected) -> str:
    which = events_from(event.first, event.last)
    return joined(f"The clock ran ahead when {which} came in", f"Why: {event.why}")


def _key_registered(event: SigningKeyRegistered) -> str:
    return f"Registered the signing key {event.verifier_key}."


def _key_rotated(event: SigningKeyRotated) -> str:
    return f"The signing key {event.verifier_key} follows {event.before}, which signed it."


def _key_replaced(event: SigningKeyReplaced) -> str:
    return f"Replaced the lost signing key {event.before} with {event.verifier_key}. Why: {event.why}"


def _person_registered(event: PersonRegistered) -> str:
    return f"Registered {event.person}."


def _person_named(event: PersonNamed) -> str:
    return f"{event.person} is {event.name}."


def _role_granted(event: RoleGranted) -> str:
    return f"Granted {event.person} the role {event.role}."


def _role_revoked(event: RoleRevoked) -> str:
    return f"Revoked the role {event.role} from {event.person}."


def _database_role_assigned(event: DatabaseRoleAssigned) -> str:
    return f"On a server the database role {event.database_role} alone speaks for {event.person} from now on."


def _database_role_removed(event: DatabaseRoleRemoved) -> str:
    return f"The database role {event.database_role} speaks for {event.person} no more."


def _person_key_enrolled(event: PersonKeyEnrolled) -> str:
    return f"From now on {event.person} signs with the key {event.key}."


def _person_key_retired(event: PersonKeyRetired) -> str:
    return f"The key {event.key} of {event.person} signs nothing any more. Why: {event.why}"


def _signatures_ruled(event: SignaturesRuled) -> str:
    said = (
        "Only those who sign with a key may record"
        if event.signatures == "required"
        else "Those who have no key may record unsigned"
    )
    return joined(said, f"Why: {event.why}" if event.why else "")


def _published(event: PublicationMade) -> str:
    inspections = ", ".join(event.inspections) or "all inspections"
    return f"Published {inspections} as of {event.as_of}, from the first {event.size:,} events."


SENTENCES: Sentences = {
    LedgerOpened: _opened,
    LedgerRestored: _restored,
    LedgerCopied: _copied,
    ClockCorrected: _clock_corrected,
    SigningKeyRegistered: _key_registered,
    SigningKeyRotated: _key_rotated,
    SigningKeyReplaced: _key_replaced,
    PersonRegistered: _person_registered,
    PersonNamed: _person_named,
    RoleGranted: _role_granted,
    RoleRevoked: _role_revoked,
    DatabaseRoleAssigned: _database_role_assigned,
    DatabaseRoleRemoved: _database_role_removed,
    PersonKeyEnrolled: _person_key_enrolled,
    PersonKeyRetired: _person_key_retired,
    SignaturesRuled: _signatures_ruled,
    PublicationMade: _published,
}
