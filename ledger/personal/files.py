"""Key files as OpenSSH keeps them: ``id_ed25519``, private, and beside it ``id_ed25519.pub``.

The public half is read from the ``.pub`` file or, if there is none, from the private one, where OpenSSH keeps
it in the clear, under a passphrase too.
"""

from __future__ import annotations

import os
import stat
from binascii import Error, a2b_base64
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.errors import BadInput, NotSigned
from ledger.proof import sshkeys
from ledger.proof.errors import FormatError
from ledger.proof.sshkeys import PublicKey

if TYPE_CHECKING:
    from ledger.personal.pens import OpenKey

_LARGEST = 100_000
_MAGIC = b"openssh-key-v1\0"
_BEGIN, _END = "-----BEGIN OPENSSH PRIVATE KEY-----", "-----END OPENSSH PRIVATE KEY-----"
MAKE = "Make one: ssh-keygen -t ed25519. Then give its file: --ssh-key ~/.ssh/id_ed25519.pub"


def public_key(path: Path) -> PublicKey:
    """The public key of a file, public or private; raises BadInput, which says what is wrong with it."""
    beside = path.with_name(f"{path.name}.pub")
    # The private half may be with an agent alone.
    text = _read(beside if beside.is_file() and not path.exists() else path)
    if "PRIVATE KEY-----" not in text:
        return _parsed(text, path)
    if beside.is_file():
        return _parsed(_read(beside), beside)
    if (blob := _public_half(text)) is None:
        raise BadInput(
            f"{path} is a private key, and {beside.name} is not beside it.",
            f"Write it: ssh-keygen -y -f {path} > {beside}",
        )
    try:
        return sshkeys.of_blob(blob)
    except FormatError:
        raise BadInput(f"{path} is no Ed25519 key, and an Ed25519 key is needed.", MAKE) from None


def private_half(path: Path) -> Path:
    """Where the private half of a key is, from the file of either half."""
    return path.with_name(path.name.removesuffix(".pub"))


def private_key(path: Path) -> OpenKey | None:
    """What signs with a private key file; None if there is none, or it is under a passphrase.

    Raises NotSigned for one that others may read, or that is damaged.
    """
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415  start-up time
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415  likewise
    from cryptography.hazmat.primitives.serialization import load_ssh_private_key  # noqa: PLC0415  likewise

    from ledger.personal.pens import OpenKey  # noqa: PLC0415  likewise

    try:
        data, mode = _bytes(path)
    except (OSError, ValueError):
        return None
    if not data or _is_encrypted(data):
        return None
    if mode & 0o077:
        raise NotSigned(
            f"The key {path} may be read by others (mode {stat.S_IMODE(mode):04o}), so it is not used.",
            f"If nobody took it: chmod 600 {path}",
        )
    try:
        private = load_ssh_private_key(data, None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise NotSigned(
            f"The private key {path} cannot be read: {error}.", "Restore it from a copy."
        ) from error
    return OpenKey(private) if isinstance(private, Ed25519PrivateKey) else None


def why_not(path: Path, key: PublicKey) -> str:
    """Why a private key file does not sign with a key, as a sentence without its end."""
    try:
        data, _ = _bytes(path)
    except FileNotFoundError:
        return f"Of the key {path} the private half is not there"
    except (OSError, ValueError) as error:
        return f"The key {path} cannot be read ({getattr(error, 'strerror', None) or error})"
    fields = _fields(data)
    if data and _is_encrypted(data) and (not fields or fields[3] == key.blob):
        return f"The key {path} is under a passphrase"
    return f"In {path} is not the private half of the key {key.fingerprint()}"


def _bytes(path: Path) -> tuple[bytes, int]:
    """What is in a file, if it is one, and its mode; raises OSError and ValueError."""
    # Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as opened:
        mode = os.fstat(descriptor).st_mode
        return opened.read(_LARGEST) if stat.S_ISREG(mode) else b"", mode


def _read(path: Path) -> str:
    try:
        data, mode = _bytes(path)
        if not stat.S_ISREG(mode):
            raise BadInput(f"{path} is no file.", "Give the file of a public key: --ssh-key FILE.pub")
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "its name has a null character"
        raise BadInput(f"The key {path} cannot be read: {why}.", MAKE) from error
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise BadInput(f"{path} is no key file: it is not text.", MAKE) from None


def _parsed(text: str, path: Path) -> PublicKey:
    try:
        return sshkeys.parse(text)
    except FormatError as error:
        raise BadInput(f"{path} cannot be enrolled: {error}.", MAKE) from error


def _fields(data: bytes | str) -> tuple[bytes, ...] | None:
    """The cipher, the way from a passphrase, its options, and the public key, of a private key of OpenSSH."""
    text = data.decode("ascii", "replace") if isinstance(data, bytes) else data
    lines = text.strip().splitlines()
    if len(lines) < 3 or (lines[0].strip(), lines[-1].strip()) != (_BEGIN, _END):
        return None
    try:
        rest = a2b_base64("".join(lines[1:-1]))
    except (Error, ValueError):
        return None
    if not rest.startswith(_MAGIC):
        return None
    rest, found = rest[len(_MAGIC) :], []
    for _ in range(3):
        size = int.from_bytes(rest[:4], "big")
        found.append(rest[4 : 4 + size])
        rest = rest[4 + size :]
    rest = rest[4:]  # how many keys: one
    size = int.from_bytes(rest[:4], "big")
    return (*found, rest[4 : 4 + size])


def _public_half(text: str) -> bytes | None:
    fields = _fields(text)
    return fields[3] if fields else None


def _is_encrypted(data: bytes) -> bool:
    fields = _fields(data)
    return bool(fields and fields[0] != b"none") or b"ENCRYPTED" in data
