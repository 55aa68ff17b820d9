"""What a person keeps of ledgers outside of them: the signing keys, and the highest checkpoint they saw.

1. A private key never lies in the ledger's folder: who copies the ledger does not copy the right to sign.
2. It is a file of its own, mode 0600, named for its key id; a file that others may read is not used.
3. What was seen of ledgers is the other half: see ledger.signing.memory.
4. Each is on disk, with the folder it is in, before it takes the place of what was there.

    ~/.config/scrutiny-ledger/keys/852d91fe.pem               (XDG_CONFIG_HOME)
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Self

from ledger import passing
from ledger.errors import KeyNotWritten, KeyTrouble
from ledger.proof import keys
from ledger.proof.errors import SigningKeyError, WrongPassphraseError
from ledger.proof.note import Signer, VerifierKey
from ledger.signing.memory import Memory
from ledger.signing.private import is_there, write_private

_NAME = "scrutiny-ledger"


class Keyring(Memory):
    """The folders of one person. None is made before there is something to put there."""

    def __init__(self, keys: Path, seen: Path) -> None:
        super().__init__(seen, keys.parent / "known")
        self.keys = keys

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Self:
        """The folders that the XDG base directory specification gives a person."""
        home = Path(environment.get("HOME") or Path.home())
        config = Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
        state = Path(environment.get("XDG_STATE_HOME") or home / ".local" / "state")
        return cls(config / _NAME / "keys", state / _NAME / "seen")

    def generate(
        self,
        name: str,
        passphrase: bytes | None = None,
        before: Callable[[VerifierKey], object] = lambda _: None,
    ) -> VerifierKey:
        """Make a signing key under a name, write it down, and return the key that verifies it.

        ``before`` is called with that just before the key is written. Raises KeyTrouble if it cannot be
        written.
        """
        pem = keys.generate(passphrase)
        signer = keys.load(pem, name, passphrase)
        before(signer.verifier_key)
        return self.keep(pem, signer)

    def keep(self, pem: bytes, signer: Signer) -> VerifierKey:
        """Write a private key down, if it is not here yet; raises KeyTrouble."""
        path = self._path(signer.verifier_key)
        # Each key has a name of its own, so what a killed command left of one is cleared by the next of any.
        passing.clear(self.keys.glob(".????????.*.[0-9]*"))
        try:
            if not path.exists():
                write_private(path, pem)
        except OSError as error:
            raise _not_written(path, error) from error
        return signer.verifier_key

    def check_room(self) -> None:
        """Raise KeyNotWritten if it is plain that no key can be written."""
        there = next(folder for folder in (self.keys, *self.keys.parents) if folder.exists())
        if not os.access(there, os.W_OK | os.X_OK):
            number = errno.EROFS if os.statvfs(there).f_flag & os.ST_RDONLY else errno.EACCES
            raise _not_written(self.keys, OSError(number, os.strerror(number)))

    def holds(self, verifier_key: VerifierKey) -> bool:
        """Whether the private key is here; if nobody may look, it counts as here and cannot be read."""
        return is_there(self._path(verifier_key))

    def opens(self, verifier_key: VerifierKey) -> bool:
        """Whether the private key is here, whole and under no passphrase."""
        try:
            pem = self._path(verifier_key).read_bytes()
            return keys.load(pem, verifier_key.name).verifier_key == verifier_key
        except (OSError, SigningKeyError):
            return False

    def forget(self, verifier_key: VerifierKey) -> None:
        """Remove a private key that was made for nothing."""
        self._path(verifier_key).unlink(missing_ok=True)

    def signer(self, verifier_key: VerifierKey, passphrase: Callable[[], bytes] | None = None) -> Signer:
        """Who signs for a ledger; ``passphrase`` is asked if the key is under one.

        Raises KeyTrouble, saying whether the file, its mode or the passphrase is wrong.
        """
        path = self._path(verifier_key)
        signer = load_private(path, verifier_key.name, passphrase)
        if signer.verifier_key != verifier_key:
            raise KeyTrouble(
                f"The signing key {path} is not the one this ledger was given.", "Restore it from a copy."
            )
        return signer

    def _path(self, verifier_key: VerifierKey) -> Path:
        return self.keys / f"{verifier_key.key_id.hex()}.pem"


def _not_written(path: Path, error: OSError) -> KeyNotWritten:
    return KeyNotWritten(
        f"The signing key cannot be written to {path}: {error.strerror}.",
        "Make room for it there, or set XDG_CONFIG_HOME to a folder that may be written.",
    )


def load_private(path: Path, name: str, passphrase: Callable[[], bytes] | None = None) -> Signer:
    """The signer that the private key in a file makes, under a name; raises KeyTrouble."""
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
    return load(pem, path, name, passphrase)


def load(pem: bytes, path: Path, name: str, passphrase: Callable[[], bytes] | None = None) -> Signer:
    """The signer that a private key makes, which was read from a file; raises KeyTrouble."""
    try:
        return keys.load(pem, name, _passphrase(pem, path, passphrase))
    except WrongPassphraseError as error:
        raise KeyTrouble(f"The signing key {path}: {error}.", "Try the passphrase again.") from error
    except SigningKeyError as error:
        raise KeyTrouble(
            f"The signing key {path} cannot be used: {error}.", "Restore it from a copy."
        ) from error


def _passphrase(pem: bytes, path: Path, ask: Callable[[], bytes] | None) -> bytes | None:
    if not keys.is_encrypted(pem):
        return None
    if ask is None:
        raise KeyTrouble(
            f"The signing key {path} is under a passphrase.", "Seal with the passphrase: scrutiny seal"
        )
    return ask()
