"""Numbers that stand at the beginning of the words: ``Recommendation 3: …``, ``129.1 …``."""

from __future__ import annotations

import re
from contextlib import suppress

from ledger import validation
from ledger.errors import BadInput

PATTERNS = (
    r"^(?:Safety )?Recommendation (?:No\.? ?|Number )?([\w/-]+(?:\.[\w/-]+)*)",
    r"^R(?:ec)?\.? ?([0-9]+[\w/-]*(?:\.[\w/-]+)*)",
    r"^\(?([A-Z]{0,5}-?[0-9]+[\w/-]*(?:\.+[\w/-]+)*)[.):]*\s",
)
"""What a number may look like, the more telling first."""

_ENOUGH = 0.8


def pattern_of(texts: list[str]) -> str | None:
    """The pattern that finds a number in nearly all of some texts, and different ones; or None."""
    for pattern in PATTERNS:
        numbers = [number for text in texts if (number := _number(pattern, text))]
        if len(numbers) >= _ENOUGH * len(texts) and len(set(numbers)) * 2 > len(numbers):
            return pattern
    return None


def _number(pattern: str, text: str) -> str | None:
    found = re.search(pattern, text)
    if found and any(sign.isdigit() for sign in found[1]):
        with suppress(BadInput):
            return validation.number(found[1])
    return None
