"""Files that a system or a program leaves wherever it looks, and that no bundle is made of.

They say nothing of the bundle: whoever looks at one notes them, and whoever publishes over it is not stopped.
"""

from __future__ import annotations

import re

GIT = ".git"
"""At the root of a bundle, a work tree of git: a folder, or the file of a submodule or a second work tree."""

_LEFT = re.compile(
    r"(?i:\.DS_Store|\._.*|\.localized|Icon\r|\.AppleDouble|\.AppleDB|\.Spotlight-V100|\.Trashes|\.fseventsd"
    r"|\.TemporaryItems|\.apdisk|__MACOSX"  # Finder, and what macOS packs into a zip
    r"|Thumbs\.db(:encryptable)?|ehthumbs(_vista)?\.db|desktop\.ini|\$RECYCLE\.BIN|System Volume Information"
    r"|.+:Zone\.Identifier|\.dropbox(\.attr|\.cache)?"  # what Windows notes of a download, seen from Linux
    r"|\.directory|\.Trash-[0-9]+|\.nfs[0-9a-f]+|\.fuse_hidden[0-9a-f]+|@eaDir)"  # KDE, NFS, a Synology
)


def is_foreign(path: str) -> bool:
    """Whether a path in a bundle, of a file or a folder, is of that kind: by its own name or a folder's."""
    return path.split("/", 1)[0] == GIT or any(_LEFT.fullmatch(name) for name in path.split("/"))
