"""What signs for a person: a private key that lies open, or an agent that holds it (ledger.personal.agent).

An open key signs here; the bytes are those that ``ssh-keygen -Y sign`` makes, without a process for each.
No passphrase is ever asked for: while something is recorded others wait. So an agent has to hold such a key.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from ledger.proof import sshsig
from ledger.proof.sshkeys import PublicKey

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


class Pen(Protocol):
    """Signs for one key."""

    key: PublicKey

    def sign(self, messages: Sequence[bytes]) -> list[bytes]:
        """A signature over each message; raises NotSigned."""
        ...


class OpenKey:
    """A private key under no passphrase."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.key = PublicKey(private.public_key().public_bytes_raw())

    def sign(self, messages: Sequence[bytes]) -> list[bytes]:
        """See Pen.sign."""
        return [sshsig.made(self.key, self._private.sign, message) for message in messages]
