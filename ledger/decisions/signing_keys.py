"""The keys that sign a ledger's checkpoints.

1. A ledger has one key, and it bears the ledger's own name, its origin.
"""

from __future__ import annotations

from typing import ClassVar

from events.signing_keys import SigningKeyRegistered
from ledger.decisions.base import Decision, Made, Past, made
from ledger.errors import BadInput, Refused
from ledger.policies import ADMINISTRATOR
from ledger.proof.errors import FormatError
from ledger.proof.note import VerifierKey


class RegisterSigningKey(Decision):
    """Say with which key the ledger's checkpoints are signed, where it has none."""

    ROLES: ClassVar[tuple[str, ...]] = (ADMINISTRATOR,)
    verifier_key: str

    def decide(self, past: Past) -> Made:
        """Registered, where there was none."""
        try:
            name = VerifierKey.parse(self.verifier_key).name
        except FormatError as error:
            raise BadInput(f"That is no verifier key: {error}.", "Make one: scrutiny key generate") from error
        if name != past.inspectorate.origin:
            raise BadInput(f"That key is named {name}, and this ledger {past.inspectorate.origin}.")
        if past.inspectorate.verifier_key:
            raise Refused(
                f"This ledger is signed with {past.inspectorate.verifier_key} already.",
                "See it: scrutiny key show",
            )
        return made(self.verifier_key, SigningKeyRegistered(verifier_key=self.verifier_key))
