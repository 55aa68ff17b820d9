"""The private keys of a ledger, opened once each."""

from __future__ import annotations

from collections.abc import Callable

from ledger.errors import NotFound
from ledger.proof.note import Signer, VerifierKey
from ledger.signing.keyring import Keyring


class Signers:
    """Gives the private key to a verifier key; ``opened`` are those that are open already."""

    def __init__(
        self,
        keyring: Keyring | None,
        opened: dict[VerifierKey, Signer],
        passphrase: Callable[[], bytes] | None,
    ) -> None:
        self._keyring = keyring
        self._opened = opened
        self._passphrase = passphrase

    @property
    def keyring(self) -> Keyring:
        """Where they are kept, and what was seen is remembered; raises NotFound if there is none."""
        if self._keyring is None:
            raise NotFound("No signing key was named.")
        return self._keyring

    def __call__(self, key: VerifierKey) -> Signer:
        """Raises NotFound if it is not kept here, KeyTrouble if it cannot be used."""
        if key not in self._opened:
            if self._keyring is None or not self._keyring.holds(key):
                raise NotFound(
                    f"The signing key {key.key_id.hex()} of this ledger is not kept here.",
                    "Whoever holds it seals: scrutiny seal. If it is lost for good, an administrator "
                    "replaces it: scrutiny key replace --lost --why W",
                )
            self._opened[key] = self._keyring.signer(key, self._passphrase)
        return self._opened[key]
