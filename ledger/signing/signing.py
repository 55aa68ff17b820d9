"""Signing an open ledger: prepared before anything is recorded, done after it, and never an error then."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from ledger.errors import Damaged, LedgerError, NotFound, as_trouble

if TYPE_CHECKING:
    from ledger.proof.note import Signer, VerifierKey
    from ledger.signing.keyring import Keyring
    from ledger.signing.sealing import Sealer
    from ledger.state.inspectorate import Inspectorate
    from ledger.store.base import Store

Passphrase = Callable[[], bytes] | None
"""Asked for the passphrase of a key that is under one."""


class Signing:
    """Who signs a ledger, if they are here. ``trouble`` is what kept the last request from being signed."""

    def __init__(
        self, store: Store, keyring: Keyring | None, inspectorate: Callable[[], Inspectorate]
    ) -> None:
        self.trouble: LedgerError | None = None
        self.passphrase: Passphrase = None
        self._store = store
        self._keyring = keyring
        self._inspectorate = inspectorate
        self._opened: dict[VerifierKey, Signer] = {}
        self._sealer: Sealer | None = None

    def prepare(self) -> None:
        """Load and open what signing takes while nothing is recorded yet; what fails stops nobody."""
        self.trouble = None
        try:
            self._store.prepare()
            if self._sealer is None and self._keyring and self._inspectorate().verifier_key:
                self._sealer = self._new_sealer(self.passphrase)
        except NotFound:
            pass
        except Exception as error:
            self.trouble = as_trouble(error)

    def after_commit(self, position: int) -> tuple[int, int | None]:
        """Sign what was recorded, if the key is here: the index of its first leaf, and the size signed.

        It is on disk already, so nothing that happens here may be raised: who saw an error would ask again.
        """
        index = self._store.rank(position)
        try:
            if self._sealer is not None and self.trouble is None:
                return index, self._sealer.seal()
        except BaseException as error:
            self.trouble = as_trouble(error)
        return index, None

    def seal(self, passphrase: Passphrase = None) -> int:
        """Sign the tree as it is now and return its size; see ``Ledger.seal``."""
        if self._sealer is None:
            self._sealer = self._new_sealer(passphrase)
        return self._sealer.seal()

    def lend(self, signer: Signer) -> None:
        """Use a private key that is open already, so that nobody is asked for its passphrase again."""
        self._opened[signer.verifier_key] = signer

    def notes(self) -> list[str]:
        """What whoever signed should read, each once."""
        return self._sealer.take_notes() if self._sealer else []

    def close(self) -> None:
        """Remember what was signed. It is on disk by now, so nothing is said of trouble here."""
        with suppress(Exception):
            if self._sealer:
                self._sealer.close()

    def _new_sealer(self, passphrase: Passphrase) -> Sealer:
        # Reading needs none of this, and it costs start-up.
        from ledger.proof.errors import ProofError  # noqa: PLC0415
        from ledger.proof.note import VerifierKey  # noqa: PLC0415
        from ledger.signing.sealing import Sealer  # noqa: PLC0415
        from ledger.signing.signers import Signers  # noqa: PLC0415

        text = self._inspectorate().verifier_key
        if not text:
            raise NotFound("This ledger has no signing key.", "Make one: scrutiny key generate")
        try:
            verifier_key = VerifierKey.parse(text)
        except ProofError as error:
            raise Damaged(f"The ledger's verifier key cannot be read: {error}.") from error
        signers = Signers(self._keyring, self._opened, passphrase)
        signers(verifier_key)
        return Sealer(self._store, signers, lambda: self._inspectorate().turns)
