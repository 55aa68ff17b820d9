"""The signing key: Ed25519 in PKCS#8 PEM, as openssl reads and writes it (RFC 8410, RFC 7468).

    -----BEGIN PRIVATE KEY-----
    MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
    -----END PRIVATE KEY-----

Where it is kept, and who may read it there, is for the caller to see to.
"""

from __future__ import annotations

import binascii
from typing import TYPE_CHECKING

from ledger.proof.errors import (
    NotEd25519Error,
    PassphraseNeededError,
    PassphraseNotNeededError,
    UnreadableKeyError,
    WrongPassphraseError,
)
from ledger.proof.note import Signer

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_BEGIN, _END = b"-----BEGIN PRIVATE KEY-----\n", b"\n-----END PRIVATE KEY-----\n"
_BEGIN_ENCRYPTED = b"-----BEGIN ENCRYPTED PRIVATE KEY-----"
# All that stands before the key's 32 bytes in PKCS#8: version 0, algorithm 1.3.101.112 (RFC 8410, section 7).
_PKCS8 = bytes.fromhex("302e020100300506032b657004220420")


def generate(passphrase: bytes | None = None) -> bytes:
    """A new private key as PEM, encrypted where there is a *passphrase*; ValueError for an empty one."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415  start-up time

    return _pem(Ed25519PrivateKey.generate(), passphrase)


def _pem(key: Ed25519PrivateKey, passphrase: bytes | None) -> bytes:
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415  start-up time

    encryption: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if passphrase is not None:
        if not passphrase:
            raise ValueError("an empty passphrase protects nothing: give one, or none at all")
        encryption = serialization.BestAvailableEncryption(passphrase)
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption)


def written(signer: Signer, passphrase: bytes | None = None) -> bytes:
    """The private key of a signer as ``generate`` gives one; ValueError for an empty passphrase."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415  likewise

    return _pem(Ed25519PrivateKey.from_private_bytes(signer.private_bytes()), passphrase)


def load(pem: bytes, name: str, passphrase: bytes | None = None) -> Signer:
    """The signer that the private key in *pem* makes, under *name*.

    Raises SigningKeyError, of the kind that says why, and FormatError for what cannot be a key's name.
    A changed byte in an unencrypted key makes another key: compare ``verifier_key`` with the expected one.
    """
    if passphrase is None and (private_key := _plain(pem)):
        return Signer(name, private_key)
    return Signer(name, _any(pem, passphrase))


def is_encrypted(pem: bytes) -> bool:
    """Whether a private key is under a passphrase."""
    return _BEGIN_ENCRYPTED in pem


def _plain(pem: bytes) -> Ed25519PrivateKey | None:
    """An unencrypted key in just the form that ``generate`` gives, or None.

    Every recording command signs, and importing ``serialization`` would more than double what that costs.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415  start-up time

    if not (pem.startswith(_BEGIN) and pem.endswith(_END)):
        return None
    try:
        data = binascii.a2b_base64(pem[len(_BEGIN) : -len(_END)], strict_mode=True)
    except binascii.Error:
        return None
    if len(data) != 48 or not data.startswith(_PKCS8):
        return None
    return Ed25519PrivateKey.from_private_bytes(data[16:])


def _any(pem: bytes, passphrase: bytes | None) -> Ed25519PrivateKey:
    from cryptography.exceptions import InternalError, UnsupportedAlgorithm  # noqa: PLC0415  start-up time
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415  likewise
    from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415  likewise

    encrypted = is_encrypted(pem)
    if encrypted and passphrase is None:
        raise PassphraseNeededError("the private key is under a passphrase, and none was given")
    try:
        private_key = load_pem_private_key(pem, passphrase if encrypted else None)
    except UnsupportedAlgorithm:
        raise NotEd25519Error("the private key is of a kind that is not Ed25519") from None
    except (ValueError, TypeError, InternalError):  # the last for a damaged key that openssl stumbles over
        # The cipher alone cannot tell a wrong passphrase from a changed byte.
        if encrypted:
            raise WrongPassphraseError(
                "the passphrase does not open the private key, or its file is damaged"
            ) from None
        raise UnreadableKeyError("this is no private key in PKCS#8 PEM, or it is damaged") from None
    if not isinstance(private_key, Ed25519PrivateKey):
        raise NotEd25519Error(f"the private key is of the kind {type(private_key).__name__}, and not Ed25519")
    if passphrase is not None and not encrypted:
        raise PassphraseNotNeededError("a passphrase was given, and the private key is under none")
    return private_key
