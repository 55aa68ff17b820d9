"""Which fields of a row of the register the data beside a list has."""

from __future__ import annotations

IN_A_LIST = (
    *("inspection", "number", "kind", "text", "status", "word", "reason", "made_to", "due", "overdue"),
    *("last_updated", "seen_on"),
)
"""As they stand in register.json."""
