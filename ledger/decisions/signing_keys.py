"""The keys that sign a ledger's checkpoints: what one may ask. See ledger.rules.signing_keys."""

from __future__ import annotations

from typing import ClassVar

from events.signing_keys import SigningKeyRegistered, SigningKeyReplaced, SigningKeyRotated
from ledger import validation as words
from ledger.decisions.base import Decision, Outcome, State, made
from ledger.policies import ADMINISTRATOR


class RegisterSigningKey(Decision):
    """Say with which key the ledger's checkpoints are signed, where it has none."""

    ROLES: ClassVar[tuple[str, ...]] = (ADMINISTRATOR,)
    verifier_key: str

    def decide(self, state: State) -> Outcome:
        """Registered, where there was none."""
        return made(self.verifier_key, SigningKeyRegistered(verifier_key=self.verifier_key))


class RotateSigningKey(Decision):
    """Let another key follow the one in force, which signs it; ``endorsement`` is that signature's line."""

    ROLES: ClassVar[tuple[str, ...]] = (ADMINISTRATOR,)
    verifier_key: str
    endorsement: str

    def decide(self, state: State) -> Outcome:
        """Rotated, where the key in force says so."""
        old = state.inspectorate.verifier_key
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

    def decide(self, state: State) -> Outcome:
        """Replaced; everybody who checks the ledger is shown that, and why."""
        old = state.inspectorate.verifier_key if self.lost is None else self.lost
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
