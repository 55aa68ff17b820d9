"""Public keys of people as OpenSSH writes them: Ed25519, one line, one right spelling.

    ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE… ann@example

The key itself (RFC 8709) is two strings, each behind its length (RFC 4251): its name and 32 bytes. It is
known by its fingerprint, as ``ssh-keygen -l`` prints it. What stands behind it on the line is a comment.
"""

from __future__ import annotations

from binascii import b2a_base64

from events.named import NamedTuple
from ledger.proof.errors import FormatError
from ledger.proof.text import read_base64, to_base64

NAME = "ssh-ed25519"
SECURITY_KEY = "sk-ssh-ed25519@openssh.com"


def string(data: bytes) -> bytes:
    """Bytes behind their length, as every field is written (RFC 4251, section 5)."""
    return len(data).to_bytes(4, "big") + data


_BEFORE = string(NAME.encode()) + (32).to_bytes(4, "big")


class PublicKey(NamedTuple):
    """A public key: 32 bytes."""

    raw: bytes

    @property
    def blob(self) -> bytes:
        """As it is on the wire."""
        return _BEFORE + self.raw

    def line(self) -> str:
        """The line of it, without a comment."""
        return f"{NAME} {to_base64(self.blob)}"

    def fingerprint(self) -> str:
        """What it is known by, as ``ssh-keygen -l`` prints it."""
        from hashlib import sha256  # noqa: PLC0415  hashlib loads OpenSSL, and few starts need it

        return "SHA256:" + b2a_base64(sha256(self.blob).digest(), newline=False).decode().rstrip("=")


def of_blob(blob: bytes, line: int = 1) -> PublicKey:
    """The key that a field of the wire holds; raises FormatError."""
    if len(blob) != len(_BEFORE) + 32 or not blob.startswith(_BEFORE):
        raise FormatError(line, "the key is not the 32 bytes of an Ed25519 key behind their name")
    return PublicKey(blob[len(_BEFORE) :])


def parse(text: str) -> PublicKey:
    """The key of a line; a comment behind it is left out. Raises FormatError, naming another kind of key."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if not lines:
        raise FormatError(1, "there is no public key in it")
    if len(lines) > 1:
        raise FormatError(2, f"it has {len(lines)} keys, and one is to be given")
    name, _, rest = lines[0].strip().partition(" ")
    if name != NAME:
        raise FormatError(1, _another(name))
    words = rest.split()
    if not words:
        raise FormatError(1, "no key stands behind its name")
    return of_blob(read_base64(words[0], 1, "the key"))


def _another(name: str) -> str:
    """What is said of the first word of a line that is no Ed25519 key."""
    if "-cert-v01" in name:
        return "it is a certificate, and the key itself is needed: the .pub file without -cert in its name"
    if name == SECURITY_KEY:
        return "it is a key of a security key (sk-), and a plain Ed25519 key is needed"
    if name.startswith(("ssh-", "ecdsa-", "sk-")):
        return f"it is a key of the kind {name}, and an Ed25519 key is needed"
    return "it is no line of an Ed25519 key (ssh-ed25519 AAAA…)"
