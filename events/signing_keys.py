"""The keys that sign a ledger's checkpoints."""

from __future__ import annotations

from typing import ClassVar

from events.base import Event, Public


class SigningKeyRegistered(Event):
    """From here checkpoints are signed with this key; ``verifier_key`` is public (C2SP signed-note)."""

    NAME: ClassVar[str] = "signing-key.registered"
    verifier_key: Public[str]


class SigningKeyRotated(Event):
    """Another key follows. ``endorsement`` is the signature line of the one before under the new one.

    From the size that this event has made the tree, checkpoints are signed with ``verifier_key``; the first
    of them by ``before``, too. What is endorsed, see ledger.proof.endorsement.
    """

    NAME: ClassVar[str] = "signing-key.rotated"
    verifier_key: Public[str]
    before: Public[str]
    endorsement: Public[str]


class SigningKeyReplaced(Event):
    """The key ``before`` was lost, so it vouches for nothing: ``verifier_key`` signs from here, alone."""

    NAME: ClassVar[str] = "signing-key.replaced"
    verifier_key: Public[str]
    before: Public[str]
    why: Public[str]
