"""The keys that sign a ledger's checkpoints.

1. A key bears the ledger's own name, its origin, and no key comes back once another has followed it.
2. A key is registered once, where there is none.
3. Another follows it by rotation, which the old key signs, or by replacement, where the old one is lost.
"""

from __future__ import annotations

from typing import ClassVar

from events.signing_keys import SigningKeyRegistered, SigningKeyReplaced, SigningKeyRotated
from ledger import validation as words
from ledger.decisions.base import Decision, Made, Past, made
from ledger.errors import BadInput, NotFound, Refused
from ledger.policies import ADMINISTRATOR
from ledger.proof import endorsement
from ledger.proof.errors import FormatError, ProofError
from ledger.proof.note import VerifierKey


class RegisterSigningKey(Decision):
    """Say with which key the ledger's checkpoints are signed, where it has none."""

    ROLES: ClassVar[tuple[str, ...]] = (ADMINISTRATOR,)
    verifier_key: str

    def decide(self, past: Past) -> Made:
        """Registered, where there was none."""
        _named_as_the_ledger(self.verifier_key, past)
        if past.inspectorate.verifier_key:
            raise Refused(f"This ledger is signed with {past.inspectorate.verifier_key} already.", FOLLOWED)
        return made(self.verifier_key, SigningKeyRegistered(verifier_key=self.verifier_key))


class RotateSigningKey(Decision):
    """Let another key follow the one in force, which signs it; ``endorsement`` is that signature's line."""

    ROLES: ClassVar[tuple[str, ...]] = (ADMINISTRATOR,)
    verifier_key: str
    endorsement: str

    def decide(self, past: Past) -> Made:
        """Rotated, where the key in force says so."""
        new = _named_as_the_ledger(self.verifier_key, past)
        old = _followed(self.verifier_key, past)
        try:
            endorsement.check(VerifierKey.parse(old), new, self.endorsement)
        except ProofError as error:
            raise Refused(
                f"The key {old} did not sign the one that is to follow it: {error}.",
                "Where the key is lost, an administrator replaces it: scrutiny key replace --lost --why W",
            ) from error
        return made(
            self.verifier_key,
            SigningKeyRotated(verifier_key=self.verifier_key, before=old, endorsement=self.endorsement),
        )


class ReplaceSigningKey(Decision):
    """Let another key sign in the place of one that is lost."""

    ROLES: ClassVar[tuple[str, ...]] = (ADMINISTRATOR,)
    verifier_key: str
    why: str
    lost: str | None = None
    """The key that is lost, if it was looked for: another that signs by now is not."""

    def decide(self, past: Past) -> Made:
        """Replaced; everybody who checks the ledger is shown that, and why."""
        _named_as_the_ledger(self.verifier_key, past)
        old = _followed(self.verifier_key, past)
        if self.lost not in (None, old):
            raise Refused(f"Another key signs by now: {old}.", FOLLOWED)
        return made(
            self.verifier_key,
            SigningKeyReplaced(
                verifier_key=self.verifier_key, before=old, why=words.prose(self.why, "reason")
            ),
        )


FOLLOWED = (
    "See it: scrutiny key show. Another follows it: scrutiny key rotate; "
    "where it is lost: scrutiny key replace --lost --why W"
)


def _named_as_the_ledger(verifier_key: str, past: Past) -> VerifierKey:
    try:
        key = VerifierKey.parse(verifier_key)
    except FormatError as error:
        raise BadInput(f"That is no verifier key: {error}.", "Make one: scrutiny key generate") from error
    if key.name != past.inspectorate.origin:
        raise BadInput(f"That key is named {key.name}, and this ledger {past.inspectorate.origin}.")
    return key


def _followed(verifier_key: str, past: Past) -> str:
    """The key in force, which another is to follow; raises NotFound or Refused."""
    if not past.inspectorate.verifier_key:
        raise NotFound("This ledger has no signing key.", "Make one: scrutiny key generate")
    if verifier_key in past.inspectorate.keys:
        raise Refused(
            f"The key {verifier_key} signed for this ledger before, and none comes back.",
            "Make a new one: scrutiny key rotate",
        )
    return past.inspectorate.verifier_key
