"""Where what is kept for a reader alone is, and what it is compared by.

    ~/.cache/scrutiny-ledger/<kind>/<location>               (XDG_CACHE_HOME)

It holds what the ledger holds, so nobody else may read it. It may be removed at any time.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

try:
    # ``hashlib`` loads OpenSSL, a fifth of the interpreter's start.
    from _blake2 import blake2b
except ImportError:  # pragma: no cover
    from hashlib import blake2b

DIGEST_SIZE = 32
"""Bytes of a digest."""


def digest(data: bytes | memoryview) -> bytes:
    """What identifies some bytes."""
    return blake2b(data, digest_size=DIGEST_SIZE).digest()


def place(location: str, kind: str, variables: Mapping[str, str]) -> str | None:
    """Where something of one kind is or would be kept of a ledger; None where a person has no home."""
    base = variables.get("XDG_CACHE_HOME", "")
    if not base.startswith("/"):
        # A relative one is to be ignored, says the specification.
        home = variables.get("HOME", "")
        if not home.startswith("/"):
            return None
        base = f"{home}/.cache"
    name = digest(os.path.realpath(location).encode("utf-8", "surrogateescape")).hex()[:32]
    return f"{base}/scrutiny-ledger/{kind}/{name}"
