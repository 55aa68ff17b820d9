"""Signing keys of ledgers and of people that are the same in every run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from events.signing_keys import SigningKeyReplaced, SigningKeyRotated
from ledger.errors import NotSigned
from ledger.personal.pens import OpenKey
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


def key_file(path: Path, number: int) -> Path:
    """Write the private key by which a person signs, as OpenSSH has it, and its public half beside it."""
    private = Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()))
    path.chmod(0o600)
    path.with_name(f"{path.name}.pub").write_text(f"{personal(number).line()} somebody@example\n")
    return path


class Pens:
    """Signs with the keys of some numbers, for whoever has enrolled them; ``asked`` are those who signed."""

    def __init__(self, *numbers: int) -> None:
        self._pens = {}
        self.asked: list[str] = []
        for number in numbers:
            pen = OpenKey(Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32))
            self._pens[pen.key.fingerprint()] = pen

    def pen(self, person: str, keys: Mapping[str, str]) -> OpenKey:
        self.asked.append(person)
        for fingerprint in keys:
            if fingerprint in self._pens:
                return self._pens[fingerprint]
        raise NotSigned(f"{person} signs what they record, and no key is here.", "Get it.")


def rotated(before: int, new: int, name: str = "example/test") -> SigningKeyRotated:
    """One key follows another, which signed it."""
    line = endorsement.endorse(signer(before), signer(new, name).verifier_key)
    return SigningKeyRotated(verifier_key=key(new, name), before=key(before), endorsement=line)


def replaced(before: int, new: int, name: str = "example/test", why: str = "Lost.") -> SigningKeyReplaced:
    """One key signs in the place of another."""
    return SigningKeyReplaced(verifier_key=key(new, name), before=key(before), why=why)
