"""The keys that sign a ledger's checkpoints."""

from __future__ import annotations

from typing import ClassVar

from events.base import Event


class SigningKeyRegistered(Event):
    """From here checkpoints are signed with this key; ``verifier_key`` is public (C2SP signed-note)."""

    NAME: ClassVar[str] = "signing-key.registered"
    verifier_key: str
