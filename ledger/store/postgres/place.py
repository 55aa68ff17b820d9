"""The location of a shared ledger: a URL of a database, and the folder of its evidence behind a ``#``.

    postgresql://ann@db.example.org/ledger#/srv/evidence

A password may stand in the URL, though one of libpq's other ways is better; it is in no message.
"""

# Without annotations as text: of each field of a named tuple it would be compiled, at every start.

import re
from pathlib import Path
from typing import NamedTuple

NO_FOLDER = Path("/dev/null/no-evidence-folder")
"""Stands for the folder of evidence that nobody named: nothing is in it, and nothing can be put there."""


class Place(NamedTuple):
    """A database, as libpq is told of it, and where its evidence is."""

    url: str
    evidence: Path

    @property
    def shown(self) -> str:
        """The database as messages name it: without a password."""
        return without_password(self.url)


def place_of(location: str) -> Place:
    """The place that a location names."""
    url, _, evidence = location.partition("#")
    return Place(url, Path(evidence) if evidence else NO_FOLDER)


def without_password(url: str) -> str:
    """A URL without the password that it may have, before the host or among its parameters."""
    scheme, slashes, rest = url.partition("://")
    # The password may hold whatever its writer forgot to encode, so it ends at the last @ before the host.
    authority, mark, parameters = rest.partition("?")
    who, at, where = authority.rpartition("@")
    kept = re.sub(r"(^|&)(password|sslpassword|oauth_client_secret)=[^&]*", r"\1\2=…", parameters)
    return f"{scheme}{slashes}{who.partition(':')[0]}{at}{where}{mark}{kept}"
