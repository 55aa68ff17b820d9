"""V7: every evidence file that an event names is in its place, hashes to its name and has its size."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from ledger.checks.base import Findings, shown
from ledger.errors import Damaged
from ledger.vault import Vault

_NAME = re.compile("[0-9a-f]{64}")


def look(attached: Mapping[tuple[str, int], int], folder: Path, findings: Findings) -> None:
    """Hash each file of ``attached``: (hash, size) and the position of the event that first names it."""
    vault = Vault(folder)
    for (digest, size), position in attached.items():
        # A hash is a file's name here, and what is none could lead out of the folder.
        if not _NAME.fullmatch(digest):
            findings.add(
                "V7",
                position,
                f"Event {position} names an evidence file by {shown(digest)}, which is no hash.",
            )
            continue
        try:
            vault.check(digest)
            found = (folder / digest).stat().st_size
        except (Damaged, OSError) as error:
            why = (
                error.message
                if isinstance(error, Damaged)
                else f"The evidence file {digest}: {error.strerror}."
            )
            findings.add("V7", position, why)
            continue
        if found != size:
            findings.add(
                "V7",
                position,
                f"The evidence file {digest} has {found:,} bytes, and event {position} says {size:,}.",
            )
