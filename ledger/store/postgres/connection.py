"""A connection to the server that never waits for ever.

The server's own limits do not end every wait: a commit that waits for a standby ignores them all. So each
answer is waited for here, for so many seconds, and then the connection is given up: what became of the
question is not known.
"""

from __future__ import annotations

from typing import Any, TypeVar

import psycopg
from psycopg import errors
from psycopg.abc import PQGen
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.errors import Diagnostic

ANSWER = 12.0
"""Seconds that an answer is waited for."""

CONNECT = 5
"""Seconds that a server is waited for, each time one is tried."""

_UNLESS_GIVEN = {
    "connect_timeout": CONNECT,
    "application_name": "scrutiny",
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}

_Answer = TypeVar("_Answer")

# What this session asks for, whatever the role's or the database's own defaults: a table of pg_temp that
# bears the name of one of ours is behind it.
_SETTINGS = (
    "-c search_path=scrutiny,pg_temp -c client_encoding=UTF8 -c datestyle=ISO -c row_security=off "
    "-c default_transaction_isolation=read\\ committed -c default_transaction_read_only=off "
    "-c lock_timeout=10s -c statement_timeout=0"
)


class Lost(psycopg.OperationalError):
    """The server did not answer in time."""


class Connection(psycopg.Connection[tuple[object, ...]]):
    """One of psycopg's own, with a limit on every wait: ``patience`` in seconds, None for none."""

    patience: float | None = ANSWER

    def wait(self, gen: PQGen[_Answer], interval: float = 0.1, timeout: float | None = None) -> _Answer:
        """As psycopg does, for ``patience`` at most; raises Lost, and then the connection is closed."""
        try:
            return super().wait(gen, interval, self.patience if timeout is None else timeout)
        except errors._WaitTimeout as error:  # a name of theirs; there is no other for it
            self.pgconn.finish()
            raise Lost("no answer in time") from error


def is_without_standby(said: Diagnostic) -> bool:
    """Whether the server remarks that a commit ended without the standbys that it waits for, because somebody
    called off its waiting. Its words depend on its language; the name of its function does not.
    """
    return said.source_function == "SyncRepWaitForLSN"


def connect(url: str) -> Connection:
    """A connection that commits each statement by itself; raises psycopg.Error."""
    given = conninfo_to_dict(url)
    options = f"{given.get('options', '')} {_SETTINGS}".strip()
    settings: dict[str, Any] = {**_UNLESS_GIVEN, **given, "options": options}  # Any: as libpq takes them
    if "connect_timeout" not in given:
        # Each of several servers is waited for in turn; libpq takes 2 seconds for the least.
        hosts = str(given.get("host", "")).count(",") + 1
        settings["connect_timeout"] = max(settings["connect_timeout"] // hosts, 2)
    info = make_conninfo("", **settings)
    return Connection.connect(info, autocommit=True, prepare_threshold=None)
