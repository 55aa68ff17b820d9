"""What a bundle may hold, and what each has: all that a publication is made of, by path.

.htaccess, index.htm, register-final.csv      files of no bundle
"""

from __future__ import annotations

import re
from hashlib import sha256

from projections.publication.files.hosting.settings import SETTINGS
from projections.publication.files.index import FILES, PARTS
from projections.publication.files.proofs.paths import HISTORY, SUMS

NEEDED = frozenset(
    entry.path for part in PARTS if part.extra is None for entry in part.files if entry.in_every
)
"""The files that every bundle has."""

REGISTER = b"register.json"
TELLING = frozenset(
    (
        *(path for path in NEEDED if FILES[path].is_ours),
        *("proofs", "tile", SUMS, HISTORY),
    )
)
"""What makes a folder a bundle, each by itself, and the sums if they name a register.

Pages, a style or a checkpoint lie elsewhere, too.
"""

_MAY = re.compile(
    "|".join((*map(re.escape, FILES), *(pattern for part in PARTS for pattern in part.patterns)))
)


def is_known(path: str) -> bool:
    """Whether a bundle may have a file there."""
    return _MAY.fullmatch(path) is not None


def digest_of_settings(path: str, otherwise: str) -> str:
    """The hex SHA-256 that a file of settings has; of any other file what was given."""
    text = SETTINGS.get(path)
    return otherwise if text is None else sha256(text.encode()).hexdigest()
