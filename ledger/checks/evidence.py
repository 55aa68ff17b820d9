"""V7: every evidence file that an event names is there, hashes to its name and has its size.

A file that is there and cannot be read, for want of access or by a failing disk, is no finding.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ledger.checks.base import Findings, Unread, shown
from ledger.checks.walk import REST, Walk
from ledger.errors import Damaged, StorageError, Unreadable
from ledger.evidence.base import Vault
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
        walk.unread += check(walk.attached, walk.raw.vault(), walk.findings)


def check(attached: Mapping[tuple[str, int], int], vault: Vault, findings: Findings) -> list[Unread]:
    """Hash each file of ``attached``: (hash, size) and the position of the event that first names it.

    What cannot be read is no finding and stands in the way of nothing else: it is returned.
    """
    unread = list[Unread]()
    if not attached:
        return unread
    try:
        vault.check_place(lambda: {digest for digest, _ in attached})
    except StorageError as error:
        return [Unread("evidence", error.message)]
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
            stored = vault.check(digest)
        except Damaged as error:
            findings.add("V7", position, error.message)
            continue
        except Unreadable as error:
            unread.append(Unread(f"evidence/{digest}", error.message))
            continue
        if stored != size:
            findings.add(
                "V7",
                position,
                f"The evidence file {digest} has {so_many(stored, 'byte')}, and event {position} "
                f"says {size:,}.",
            )
    return unread
