"""Signatures of people, as ``ssh-keygen -Y sign`` makes them and ``ssh-keygen -Y verify`` reads them.

    -----BEGIN SSH SIGNATURE-----
    U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAg3S6HJ5QMYqeQw54CNAcwMxNlTZ
    …
    -----END SSH SIGNATURE-----

In base64 stand (PROTOCOL.sshsig of OpenSSH): ``SSHSIG``, the version 1, and as strings the public key, the
namespace, nothing, the name of a hash, and the signature. That is over ``SSHSIG``, the same namespace,
nothing and name, and the hash of what is signed. The namespace keeps a signature from being taken for one
that was given for something else.

Each has one spelling only: a byte more or less is refused. Ed25519 signs the same with the same bytes each
time (RFC 8032), so what is made here from a private key is just what ``ssh-keygen`` makes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from textwrap import wrap

from events.named import NamedTuple
from ledger.proof import sshkeys
from ledger.proof.errors import FormatError, SignatureError
from ledger.proof.sshkeys import PublicKey, string
from ledger.proof.text import read_base64, to_base64

NAMESPACE = "scrutiny-ledger"

_MAGIC, _VERSION = b"SSHSIG", (1).to_bytes(4, "big")
_HASHES: dict[str, Callable[[bytes], bytes]] = {
    "sha512": lambda data: hashlib.sha512(data).digest(),
    "sha256": lambda data: hashlib.sha256(data).digest(),
}
_BEGIN, _END, _WIDTH = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----", 70


class Signature(NamedTuple):
    """A signature that was read: whose it is, for what, over which hash."""

    key: PublicKey
    namespace: str
    hash: str
    raw: bytes

    def check(self, message: bytes) -> None:
        """Raise SignatureError unless the key signed this message, in our namespace."""
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415  start-up time
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415  likewise

        if self.namespace != NAMESPACE:
            raise SignatureError(1, f"it was given for {self.namespace[:100]!a}, and not for {NAMESPACE}")
        try:
            Ed25519PublicKey.from_public_bytes(self.key.raw).verify(
                self.raw, signed_data(message, self.namespace, self.hash)
            )
        except InvalidSignature:
            raise SignatureError(1, "it is over something else") from None

    def blob(self) -> bytes:
        """The bytes of it."""
        fields = (self.key.blob, self.namespace.encode(), b"", self.hash.encode(), _signature(self.raw))
        return b"".join((_MAGIC, _VERSION, *map(string, fields)))


def _signature(raw: bytes) -> bytes:
    return string(sshkeys.NAME.encode()) + string(raw)


def signed_data(message: bytes, namespace: str = NAMESPACE, algorithm: str = "sha512") -> bytes:
    """The bytes that a key signs for a message."""
    fields = (namespace.encode(), b"", algorithm.encode(), _HASHES[algorithm](message))
    return b"".join((_MAGIC, *map(string, fields)))


def made(key: PublicKey, sign: Callable[[bytes], bytes], message: bytes) -> bytes:
    """The bytes of a signature over a message; ``sign`` is what the private key does."""
    return Signature(key, NAMESPACE, "sha512", sign(signed_data(message))).blob()


def parse(blob: bytes) -> Signature:
    """Read the bytes of a signature; raises FormatError."""
    if not blob.startswith(_MAGIC + _VERSION):
        raise FormatError(1, "it does not begin as a signature of the first version")
    fields, rest = [], blob[len(_MAGIC) + len(_VERSION) :]
    for _ in range(5):
        field, rest = next_field(rest)
        fields.append(field)
    if rest:
        raise FormatError(1, f"there are {len(rest)} bytes behind it")
    key, namespace, reserved, algorithm, signature = fields
    if reserved:
        raise FormatError(1, "it holds something where nothing may be")
    name, rest = next_field(signature)
    raw, rest = next_field(rest)
    if (name, len(raw), rest) != (sshkeys.NAME.encode(), 64, b""):
        raise FormatError(1, "it holds no Ed25519 signature of 64 bytes")
    if algorithm not in (b"sha512", b"sha256"):
        raise FormatError(1, f"it is over the hash {algorithm[:40]!a}, and sha512 or sha256 is due")
    if not namespace.isascii():
        raise FormatError(1, "its namespace is not ASCII")
    return Signature(sshkeys.of_blob(key), namespace.decode(), algorithm.decode(), raw)


def next_field(data: bytes) -> tuple[bytes, bytes]:
    """The next string of some bytes, and what is behind it; raises FormatError."""
    size = int.from_bytes(data[:4], "big")
    if len(data) < 4 + size or len(data) < 4:
        raise FormatError(1, "it is cut short")
    return data[4 : 4 + size], data[4 + size :]


def of_wire(key: PublicKey, signature: bytes) -> bytes:
    """The bytes of a signature in our namespace over a message's sha512, from what an agent answers."""
    fields = (key.blob, NAMESPACE.encode(), b"", b"sha512", signature)
    return b"".join((_MAGIC, _VERSION, *map(string, fields)))


def armored(blob: bytes) -> str:
    """A signature as a file that ``ssh-keygen`` reads."""
    return "\n".join((_BEGIN, *wrap(to_base64(blob), _WIDTH), _END, ""))


def of_armor(text: str) -> bytes:
    """The bytes of a signature in such a file; raises FormatError."""
    lines = text.splitlines()
    if len(lines) < 3 or (lines[0], lines[-1]) != (_BEGIN, _END):
        raise FormatError(1, "it is no SSH SIGNATURE")
    return read_base64("".join(lines[1:-1]), 2, "the signature")
