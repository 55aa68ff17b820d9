"""V7: every evidence file that an event names is in its place, hashes to its name and has its size.

A file that is there and cannot be read, for want of access or by a failing disk, is not convicted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from ledger.checks.base import Findings, Unread, shown
from ledger.errors import Damaged, Unreadable
from ledger.evidence.vault import Vault
from ledger.validation import so_many

_NAME = re.compile("[0-9a-f]{64}")


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
            found = (folder / digest).stat().st_size
        except Damaged as error:
            findings.add("V7", position, error.message)
            continue
        except (Unreadable, OSError) as error:
            said = error.message if isinstance(error, Unreadable) else f"{digest}: {error.strerror}."
            unread.append(Unread(f"evidence/{digest}", said))
            continue
        if found != size:
            findings.add(
                "V7",
                position,
                f"The evidence file {digest} has {so_many(found, 'byte')}, and event {position} "
                f"says {size:,}.",
            )
    return unread
