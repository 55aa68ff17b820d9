"""The location of a shared ledger: a URL of a database, and the place of its evidence behind a ``#``.

    postgresql://ann@db.example.org/ledger#/srv/evidence
    postgresql://ann@db.example.org/ledger#s3://bucket/prefix

A password may stand in the URL, though one of libpq's other ways is better; it is in no message.
"""

# Without annotations as text: of each field of a named tuple it would be compiled, at every start.

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ledger.evidence.base import Vault


class Place(NamedTuple):
    """A database, as libpq is told of it, and where its evidence is; empty if nobody named that."""

    url: str
    evidence: str

    @property
    def shown(self) -> str:
        """The database as messages name it: without a password."""
        return without_password(self.url)

    @property
    def is_misread(self) -> bool:
        """Whether a password has a character that ends it for libpq, so that the rest would be a host, a
        database or a parameter.
        """
        if not self.is_secret:
            return False
        before, _, parameters = self.url.partition("://")[2].partition("?")
        who, at, _ = before.rpartition("@")
        pairs = parameters.split("&") if parameters else []
        return (
            bool(re.search(r"[/@\s]|%(?![0-9A-Fa-f]{2})", who))
            or (not at and ":" in before.partition("/")[0] and "@" in parameters)
            or not all("=" in pair for pair in pairs)
        )

    @property
    def is_secret(self) -> bool:
        """Whether something in its URL is not shown."""
        return self.shown != self.url

    def vault(self, limit: int | None = None) -> "Vault":
        """Where its evidence is kept, for files of at most so many bytes; raises StorageError."""
        from ledger.evidence.vaults import vault_at  # noqa: PLC0415  reading does without

        return vault_at(self.evidence, self.shown, limit)


def place_of(location: str) -> Place:
    """The place that a location names."""
    # A password may have a # in it, though a URL should not.
    start = location.find("@", 0, _end_of_authority(location)) + 1
    url, _, evidence = location[start:].partition("#")
    return Place(location[:start] + url, evidence)


_SECRET = ("password", "sslpassword", "oauth_client_secret", "scram_client_key", "scram_server_key")


def without_password(url: str) -> str:
    """A URL without the password that it may have, before the host or among its parameters.

    Where its writer forgot to encode a character, rather too much is left out than too little.
    """
    scheme, slashes, rest = url.partition("://")
    before, _, parameters = rest.partition("?")
    pairs = parameters.split("&") if parameters else []
    at = before.rfind("@")
    is_no_port = at < 0 and re.search(r":(?![0-9,]*$)[^\]/]*$", before.partition("/")[0])
    if "@" in parameters and (is_no_port or not all(re.match(r"[\w%]+=", pair) for pair in pairs)):
        # That was no question mark before parameters: it stands in the password.
        before, pairs, at = rest, [], rest.rfind("@")
    if at >= 0:
        before = before[:at].partition(":")[0] + before[at:]
    host, slash, name = before[at + 1 :].partition("/")
    # What stands for a port and is none may be a password whose @ was forgotten.
    host = re.sub(r":(?![0-9,]*(,|$))[^\]]*$", ":…", host)
    kept = "&".join(
        f"{name}=…" if _decoded(name) in _SECRET else pair if mark else "…"
        for pair in pairs
        for name, mark, _ in [pair.partition("=")]
    )
    return f"{scheme}{slashes}{before[: at + 1]}{host}{slash}{name}{'?' if pairs else ''}{kept}"


def _decoded(name: str) -> str:
    if "%" not in name:
        return name
    from urllib.parse import unquote  # noqa: PLC0415  slow to import

    return unquote(name)


def _end_of_authority(location: str) -> int:
    start = location.find("://") + 3
    end = location.find("/", start)
    return len(location) if end < 0 else end
