"""File systems that keep no modes: what is shown there is what the mount says of all files alike."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

_WITHOUT = re.compile(r"vfat|msdos|exfat|ntfs3?|cifs|smb3|smbfs|9p|drvfs|fuseblk|fuse\..*|fuse")
_LIST = Path("/proc/self/mountinfo")


def without_modes(folder: Path) -> str:
    """The kind of the file system that a folder is on, if it is one that keeps no modes; else empty.

    >>> without_modes(Path("/"))
    ''
    """
    found, longest = "", -1
    with suppress(OSError, ValueError):
        where = str(folder.resolve())
        for line in _LIST.read_text("utf-8", "replace").splitlines():
            before, _, after = line.partition(" - ")
            # Blanks and other signs are written in octal figures there.
            at = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), before.split(" ")[4])
            if (where == at or where.startswith(f"{at.rstrip('/')}/")) and len(at) >= longest:
                found, longest = after.split(" ")[0], len(at)
    return found if _WITHOUT.fullmatch(found) else ""
