"""Signing keys of ledgers and of people that are the same in every run."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from events.signing_keys import SigningKeyReplaced, SigningKeyRotated
from ledger.proof import endorsement, sshkeys
from ledger.proof.note import Signer


def signer(number: int, name: str = "example/test") -> Signer:
    """The signer of a number, under a name."""
    return Signer(name, Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32))


def key(number: int, name: str = "example/test") -> str:
    """Its verifier key."""
    return signer(number, name).verifier_key.text()


def personal(number: int) -> sshkeys.PublicKey:
    """The public key by which a person signs."""
    private = Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)
    return sshkeys.PublicKey(private.public_key().public_bytes_raw())


def rotated(before: int, new: int, name: str = "example/test") -> SigningKeyRotated:
    """One key follows another, which signed it."""
    line = endorsement.endorse(signer(before), signer(new, name).verifier_key)
    return SigningKeyRotated(verifier_key=key(new, name), before=key(before), endorsement=line)


def replaced(before: int, new: int, name: str = "example/test", why: str = "Lost.") -> SigningKeyReplaced:
    """One key signs in the place of another."""
    return SigningKeyReplaced(verifier_key=key(new, name), before=key(before), why=why)
