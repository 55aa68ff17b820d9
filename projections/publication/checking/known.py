"""What a bundle may hold, and what each has: all that a publication is made of, by path.

.htaccess, index.htm, register-final.csv      files of no bundle
"""

from __future__ import annotations

import re
from hashlib import sha256

from ledger.policies import STATUSES
from projections.publication.existing import SUMS
from projections.publication.files.hosting.write import SETTINGS
from projections.publication.files.index import EXTRAS
from projections.publication.files.proofs.write import HISTORY
from projections.publication.files.site import naming

NEEDED = frozenset(
    (
        *("register.csv", "register.csv-metadata.json", "register.json", "register.schema.json"),
        *("register.ods", "register.sqlite", "register.md"),
        *("datapackage.json", "catalogue.jsonld", "feed.atom"),
        *(*naming.MENU, naming.STYLE, "checkpoint"),
    )
)
"""The files that every bundle has."""

REGISTER = b"register.json"
TELLING = frozenset(
    (
        *(name for name in NEEDED if name.startswith("register.")),
        *("feed.atom", "catalogue.jsonld", "proofs", "tile", SUMS, HISTORY),
    )
)
"""What makes a folder a bundle, each by itself, and the sums if they name a register.

Pages, a style or a checkpoint lie elsewhere, too.
"""

_LATER = r"(_page[1-9][0-9]*)?"
_SAFE = r"[A-Za-z0-9._-]+"
_MAY = re.compile(
    "|".join(
        (
            *map(re.escape, sorted(NEEDED)),
            *map(re.escape, SETTINGS),
            r"register-full\.csv(-metadata\.json)?",
            *(rf"register\.{word}" for word in EXTRAS),
            rf"(index|changes|files){_LATER}\.html",
            rf"inspections/{_SAFE}\.html",
            rf"recommendations/{_SAFE}/{_SAFE}\.html",
            rf"status/({'|'.join(STATUSES)}){_LATER}\.html",
            rf"bodies/{_SAFE}\.html",
            re.escape(HISTORY),
            # What proves is told apart by what it proves: B3, B4 and B8 know each name.
            "(events|proofs|tile|consistency)/.+",
        )
    )
)


def is_known(path: str) -> bool:
    """Whether a bundle may have a file there."""
    return _MAY.fullmatch(path) is not None


def digest_of_settings(path: str, otherwise: str) -> str:
    """The hex SHA-256 that a file of settings has; of any other file what was given."""
    text = SETTINGS.get(path)
    return otherwise if text is None else sha256(text.encode()).hexdigest()
