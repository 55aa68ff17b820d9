"""V7: every evidence file that an event names is there, hashes to its name and has its size.

A file that is there and cannot be read, for want of access or by a failing disk, is no finding.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from ledger.checks.base import Findings, Unread, shown
from ledger.checks.walk import REST, Walk
from ledger.errors import Damaged, Unreadable
from ledger.evidence.vault import Vault
from ledger.store.raw import RawRow
from ledger.validation import so_many

_NAME = re.compile("[0-9a-f]{64}")


class Evidence:
    """Checks the files once it is known which ones events name."""

    PHASE = REST

    def __init__(self, walk: Walk) -> None:
        self._walk = walk

    def take(self, rows: list[RawRow]) -> None:
        """Which files they name is kept by who reads the rows."""

    def close(self) -> None:
        """Check each file."""
        walk = self._walk
        walk.unread += check(walk.attached, walk.raw.evidence, walk.findings)


def check(attached: Mapping[tuple[str, int], int], folder: Path, findings: Findings) -> list[Unread]:
    """Hash each file of ``attached``: (hash, size) and the position of the event that first names it.

    What cannot be read is no finding and stands in the way of nothing else: it is returned.
    """
    vault, unread = Vault(folder), list[Unread]()
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
            stored = (folder / digest).stat().st_size
        except Damaged as error:
            findings.add("V7", position, error.message)
            continue
        except (Unreadable, OSError) as error:
            why = error.message if isinstance(error, Unreadable) else f"{digest}: {error.strerror}."
            unread.append(Unread(f"evidence/{digest}", why))
            continue
        if stored != size:
            findings.add(
                "V7",
                position,
                f"The evidence file {digest} has {so_many(stored, 'byte')}, and event {position} "
                f"says {size:,}.",
            )
    return unread
