"""What a person keeps of ledgers outside of them: the signing keys, and the highest checkpoint they saw.

1. A private key never lies in the ledger's folder: who copies the ledger does not copy the right to sign.
2. It is a file of its own, mode 0600, named for its key id; a file that others may read is not used.
3. The highest checkpoint seen is remembered by what the ledger is known by, which never changes: so a ledger
   that shrank or forked is noticed by who has seen more of it. Beside it stands where that ledger was.
4. That something was remembered is written down apart, so that an emptied memory is noticed, too.
5. Each is on disk, with the folder it is in, before it takes the place of what was there.

    ~/.config/scrutiny-ledger/keys/852d91fe.pem               (XDG_CONFIG_HOME)
    ~/.config/scrutiny-ledger/known/<identity>
    ~/.local/state/scrutiny-ledger/seen/<identity>.note       (XDG_STATE_HOME)
    ~/.local/state/scrutiny-ledger/seen/<identity>.place
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self

from ledger.errors import KeyTrouble
from ledger.proof import checkpoint, keys, note
from ledger.proof.errors import ProofError, SigningKeyError, WrongPassphraseError
from ledger.proof.note import Signer, VerifierKey
from ledger.synced import sync_folder

_NAME = "scrutiny-ledger"
_PATIENCE = 5.0
"""Seconds that one waits for another of the same person to remember."""

_KNOWN = b"You saw a checkpoint of the ledger that this file is named for; your state folder has which.\n"


class Keyring:
    """The folders of one person. None is made before there is something to put there."""

    def __init__(self, keys: Path, seen: Path) -> None:
        self.keys = keys
        self.seen = seen
        self.known = keys.parent / "known"

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

        ``before`` is called with that just before the key is written. Raises KeyTrouble where it cannot be
        written.
        """
        pem = keys.generate(passphrase)
        signer = keys.load(pem, name, passphrase)
        before(signer.verifier_key)
        return self.keep(pem, signer)

    def keep(self, pem: bytes, signer: Signer) -> VerifierKey:
        """Write a private key down, where it is not here yet; raises KeyTrouble."""
        path = self._path(signer.verifier_key)
        try:
            if not path.exists():
                write_private(path, pem)
        except OSError as error:
            raise KeyTrouble(
                f"The signing key cannot be written to {path}: {error.strerror}.",
                "Set XDG_CONFIG_HOME to a folder that may be written, or go without: --no-key",
            ) from error
        return signer.verifier_key

    def holds(self, verifier_key: VerifierKey) -> bool:
        """Whether the private key is here."""
        return self._path(verifier_key).exists()

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
        """Who signs for a ledger; ``passphrase`` is asked where the key is under one.

        Raises KeyTrouble, saying whether the file, its mode or the passphrase is wrong.
        """
        path = self._path(verifier_key)
        signer = load_private(path, verifier_key.name, passphrase)
        if signer.verifier_key != verifier_key:
            raise KeyTrouble(
                f"The signing key {path} is not the one this ledger was given.", "Restore it from a copy."
            )
        return signer

    def remembered(self, identity: str) -> bytes:
        """The highest checkpoint seen of a ledger, as the signed note; empty where none was."""
        try:
            return self._seen(identity).read_bytes()
        except OSError:
            return b""

    def knew(self, identity: str) -> bool:
        """Whether something of a ledger was once remembered here; of one without an event nothing was."""
        return bool(identity) and (self.known / identity[:32]).exists()

    def remember(self, identity: str, note: bytes, instead_of: bytes = b"") -> None:
        """Keep a checkpoint as the highest seen. What cannot be written is not remembered.

        Where somebody remembered a higher one than ``instead_of`` meanwhile, that stays.
        """
        with suppress(OSError), self._alone():
            there = self.remembered(identity)
            if there == note or (there != instead_of and _size(there) > _size(note)):
                return
            write_private(self._seen(identity), note)
            if not self.knew(identity):
                write_private(self.known / identity[:32], _KNOWN)

    def place(self, identity: str) -> str:
        """Where a ledger was when it was signed here last; empty where that is not known."""
        try:
            return self._seen(identity).with_suffix(".place").read_text("utf-8", "surrogateescape")
        except (OSError, UnicodeError):
            return ""

    def settle(self, identity: str, place: str) -> None:
        """Remember where a ledger is."""
        if self.place(identity) != place:
            with suppress(OSError), self._alone():
                written = place.encode("utf-8", "surrogateescape")
                write_private(self._seen(identity).with_suffix(".place"), written)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Nobody else of this person remembers meanwhile; raises OSError if another does not end.

        What one who was killed left half written is cleared away.
        """
        try:
            import fcntl  # noqa: PLC0415  Windows has none: there the last one wins
        except ImportError:  # pragma: no cover
            yield
            return
        _make(self.seen)
        lock = os.open(self.seen.with_suffix(".lock"), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            until = time.monotonic() + _PATIENCE
            while True:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    # To be remembered is not worth waiting for one who was stopped.
                    if time.monotonic() > until:
                        raise
                    time.sleep(0.003)
            for half in (*self.seen.glob(".*.*.*"), *self.known.glob(".*.*")):
                half.unlink(missing_ok=True)
            yield
        finally:
            os.close(lock)

    def _path(self, verifier_key: VerifierKey) -> Path:
        return self.keys / f"{verifier_key.key_id.hex()}.pem"

    def _seen(self, identity: str) -> Path:
        return self.seen / f"{identity[:32]}.note"


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


def write_private(path: Path, data: bytes) -> None:
    """Put a file in its place, whole and on disk, readable by its owner alone; raises OSError."""
    _make(path.parent)
    passing = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        passing.unlink(missing_ok=True)
        file = os.open(passing, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(file, "wb") as written:
            written.write(data)
            written.flush()
            os.fsync(file)
        passing.replace(path)
    except BaseException:
        passing.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def _make(folder: Path) -> None:
    """Make a folder that its owner alone may look into, and have it on disk."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for one in missing:
        sync_folder(one.parent)


def _size(remembered: bytes) -> int:
    try:
        return checkpoint.parse(note.parse(remembered).text).size
    except ProofError:
        return -1


def _passphrase(pem: bytes, path: Path, ask: Callable[[], bytes] | None) -> bytes | None:
    if not keys.is_encrypted(pem):
        return None
    if ask is None:
        raise KeyTrouble(
            f"The signing key {path} is under a passphrase.", "Seal with the passphrase: scrutiny seal"
        )
    return ask()
