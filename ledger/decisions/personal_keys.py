"""The keys by which people sign what they record: what one may ask. See ledger.rules.personal_keys."""

from __future__ import annotations

from typing import ClassVar

from events.base import Event, Names
from events.personal_keys import PersonKeyEnrolled, PersonKeyRetired, SignaturesRuled
from ledger import validation as words
from ledger.decisions.base import Decision, Outcome, State, made
from ledger.errors import BadInput
from ledger.policies import ADMINISTRATOR
from ledger.proof import sshkeys
from ledger.proof.errors import FormatError

ALL = "all"
"""In the place of a fingerprint: every key that the person has."""


def key_of(line: str) -> sshkeys.PublicKey:
    """The key of a line; raises BadInput."""
    try:
        return sshkeys.parse(line)
    except FormatError as error:
        raise BadInput(
            f"That is no public key to enrol: {error}.",
            "Make one: ssh-keygen -t ed25519. Then give its file: --ssh-key ~/.ssh/id_ed25519.pub",
        ) from error


def enrolment(person: str, line: str) -> PersonKeyEnrolled:
    """The event by which a key is enrolled; raises BadInput."""
    key = key_of(line)
    return PersonKeyEnrolled(person=person, key=key.fingerprint(), public_key=key.line())


class EnrolKey(Decision):
    """Have a person sign what they record, with this key from now on; it may replace others of theirs."""

    ROLES: ClassVar[tuple[str, ...]] = (ADMINISTRATOR,)
    person: str
    public_key: str
    replaces: Names = ()
    why: str | None = None

    def decide(self, state: State) -> Outcome:
        """Enrolled, and what it replaces retired."""
        before = state.inspectorate.personal_keys.get(self.person, {})
        replaced = tuple(before) if ALL in self.replaces else tuple(dict.fromkeys(self.replaces))
        if replaced and not self.why:
            raise BadInput("It is not said why the key is replaced.", "Say it: --why TEXT")
        if self.why and not replaced:
            raise BadInput("A reason is given, and no key is replaced.", "Say which: --replaces KEY or all")
        enrolled = enrolment(self.person, self.public_key)
        retired: list[Event] = [
            PersonKeyRetired(person=self.person, key=key, why=words.prose(self.why or "", "reason"))
            for key in replaced
        ]
        return made(self.person, enrolled, *retired)


class RetireKey(Decision):
    """Let a key of a person sign nothing any more."""

    ROLES: ClassVar[tuple[str, ...]] = (ADMINISTRATOR,)
    person: str
    key: str
    why: str

    def decide(self, state: State) -> Outcome:
        """Retired, if it is one of theirs."""
        why = words.prose(self.why, "reason")
        return made(self.person, PersonKeyRetired(person=self.person, key=self.key, why=why))


class RuleSignatures(Decision):
    """Say whether only those may record who have a key."""

    ROLES: ClassVar[tuple[str, ...]] = (ADMINISTRATOR,)
    signatures: str
    why: str

    def decide(self, state: State) -> Outcome:
        """Ruled so, if it was not."""
        why = words.prose(self.why, "reason")
        return made(f"signatures {self.signatures}", SignaturesRuled(signatures=self.signatures, why=why))
