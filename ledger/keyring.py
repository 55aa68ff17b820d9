"""What a person keeps of ledgers outside of them: the signing keys, and the highest checkpoint they saw.

1. A private key never lies in the ledger's folder: who copies the ledger does not copy the right to sign.
2. It is a file of its own, mode 0600, named for its key id; a file that others may read is not used.
3. The highest checkpoint seen is remembered by the ledger's first leaf, which is random and never changes:
   so a ledger that shrank or forked is noticed by who has seen more of it.

    ~/.config/scrutiny-ledger/keys/852d91fe.pem            (XDG_CONFIG_HOME)
    ~/.local/state/scrutiny-ledger/seen/<first leaf>.note  (XDG_STATE_HOME)
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Self

from ledger.errors import KeyTrouble
from ledger.proof import keys
from ledger.proof.errors import SigningKeyError, WrongPassphraseError
from ledger.proof.note import Signer, VerifierKey

_NAME = "scrutiny-ledger"


class Keyring:
    """The two folders of one person. Neither is made before there is something to put there."""

    def __init__(self, keys: Path, seen: Path) -> None:
        self.keys = keys
        self.seen = seen

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Self:
        """The folders that the XDG base directory specification gives a person."""
        home = Path(environment.get("HOME") or Path.home())
        config = Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
        state = Path(environment.get("XDG_STATE_HOME") or home / ".local" / "state")
        return cls(config / _NAME / "keys", state / _NAME / "seen")

    def generate(self, name: str, passphrase: bytes | None = None) -> VerifierKey:
        """Make a signing key under a name, write it down, and return the key that verifies it.

        Raises KeyTrouble where it cannot be written.
        """
        pem = keys.generate(passphrase)
        verifier_key = keys.load(pem, name, passphrase).verifier_key
        path = self._path(verifier_key)
        try:
            self.keys.mkdir(mode=0o700, parents=True, exist_ok=True)
            file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            with os.fdopen(file, "wb") as written:
                written.write(pem)
                written.flush()
                os.fsync(written.fileno())
        except OSError as error:
            raise KeyTrouble(
                f"The signing key cannot be written to {path}: {error.strerror}.",
                "Set XDG_CONFIG_HOME to a folder that may be written, or go without: --no-key",
            ) from error
        return verifier_key

    def holds(self, verifier_key: VerifierKey) -> bool:
        """Whether the private key is here."""
        return self._path(verifier_key).exists()

    def forget(self, verifier_key: VerifierKey) -> None:
        """Remove a private key that was made for nothing."""
        self._path(verifier_key).unlink(missing_ok=True)

    def signer(self, verifier_key: VerifierKey, passphrase: Callable[[], bytes] | None = None) -> Signer:
        """Who signs for a ledger; ``passphrase`` is asked where the key is under one.

        Raises KeyTrouble, saying whether the file, its mode or the passphrase is wrong.
        """
        path = self._path(verifier_key)
        try:
            file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
            with os.fdopen(file, "rb") as read:
                mode = os.fstat(file).st_mode & 0o777
                pem = read.read(100_000)
        except OSError as error:
            raise KeyTrouble(
                f"The signing key {path} cannot be read: {error.strerror}.", "See who may read it."
            ) from error
        if mode & 0o077:
            raise KeyTrouble(
                f"The signing key {path} may be read by others (mode {mode:04o}), so it is not used.",
                f"If nobody took it: chmod 600 {path}",
            )
        try:
            signer = keys.load(pem, verifier_key.name, _passphrase(pem, path, passphrase))
        except WrongPassphraseError as error:
            raise KeyTrouble(f"The signing key {path}: {error}.", "Try the passphrase again.") from error
        except SigningKeyError as error:
            raise KeyTrouble(
                f"The signing key {path} cannot be used: {error}.", "Restore it from a copy."
            ) from error
        if signer.verifier_key != verifier_key:
            raise KeyTrouble(
                f"The signing key {path} is not the one this ledger was given.", "Restore it from a copy."
            )
        return signer

    def remembered(self, first_leaf: str) -> bytes:
        """The highest checkpoint seen of a ledger, as the signed note; empty where none was."""
        try:
            return self._seen(first_leaf).read_bytes()
        except OSError:
            return b""

    def remember(self, first_leaf: str, note: bytes) -> None:
        """Keep a checkpoint as the highest seen. What cannot be written is not remembered."""
        path = self._seen(first_leaf)
        passing = path.with_suffix(f".{os.getpid()}")
        try:
            self.seen.mkdir(mode=0o700, parents=True, exist_ok=True)
            passing.write_bytes(note)
            passing.replace(path)
        except OSError:
            return

    def _path(self, verifier_key: VerifierKey) -> Path:
        return self.keys / f"{verifier_key.key_id.hex()}.pem"

    def _seen(self, first_leaf: str) -> Path:
        return self.seen / f"{first_leaf[:32]}.note"


def _passphrase(pem: bytes, path: Path, ask: Callable[[], bytes] | None) -> bytes | None:
    if not keys.is_encrypted(pem):
        return None
    if ask is None:
        raise KeyTrouble(
            f"The signing key {path} is under a passphrase.", "Seal with the passphrase: scrutiny seal"
        )
    return ask()
