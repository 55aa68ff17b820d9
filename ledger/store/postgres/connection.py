"""A connection to the server that never waits for ever.

The server's own limits do not end every wait: a commit that waits for a standby ignores them all. So each
answer is waited for here, for so many seconds, and then the connection is given up: what became of the
question is not known.
"""

from __future__ import annotations

import select
from collections.abc import Sequence
from itertools import count
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

import psycopg
from psycopg import errors
from psycopg.abc import PQGen
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.errors import Diagnostic
from psycopg.pq import ExecStatus, TransactionStatus

from ledger.store.postgres import wire

if TYPE_CHECKING:
    from psycopg.pq.abc import PGresult

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

_BINARY = 1

_PREPARED = 200
"""How many statements are prepared at most. A ledger asks far fewer."""

_Answer = TypeVar("_Answer")

# What this session asks for, whatever the role's or the database's own defaults: a table of pg_temp that
# bears the name of one of ours is behind it. What is prepared is planned once: that costs as much as to ask.
_SETTINGS = (
    "-c search_path=scrutiny,pg_temp -c client_encoding=UTF8 -c datestyle=ISO -c row_security=off "
    "-c default_transaction_isolation=read\\ committed "
    "-c lock_timeout=10s -c statement_timeout=0 -c standard_conforming_strings=on -c array_nulls=on "
    "-c quote_all_identifiers=off -c plan_cache_mode=force_generic_plan"
)


class Lost(psycopg.OperationalError):
    """The server did not answer in time."""


class Answer:
    """What the server says to a question, which is fetched when it is asked for."""

    def __init__(self, connection: Connection, statement: str, parameters: Sequence[object]) -> None:
        self.question = statement, parameters
        self._connection = connection
        self._result: PGresult | None = None
        self._error: psycopg.Error | None = None

    def fetch(self) -> None:
        """Wait for it, unless that is done. What the server refused is raised by who wants the rows."""
        if self._result is None and self._error is None:
            try:
                self._result = self._connection.answered()
            except psycopg.Error as error:
                self._error = error

    def rows(self) -> list[tuple[object, ...]]:
        """All rows; raises psycopg.Error."""
        self.fetch()
        if self._error:
            raise self._error
        assert self._result is not None  # noqa: S101  it was fetched
        return wire.decoded(self._result)


class Connection(psycopg.Connection[tuple[object, ...]]):
    """One of psycopg's own, with a limit on every wait: ``patience`` in seconds, None for none.

    A ledger asks few things and often. So a question goes to libpq without a cursor, and one that is asked
    again is prepared; psycopg's own way costs several times what the server takes to answer.
    """

    patience: float | None = ANSWER

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: as psycopg makes one
        super().__init__(*args, **kwargs)
        self._asked: dict[tuple[bytes, tuple[int, ...]], bytes] = {}
        self._names = count(1)
        self._awaited: Answer | None = None

    def wait(self, gen: PQGen[_Answer], interval: float = 0.1, timeout: float | None = None) -> _Answer:
        """As psycopg does, for ``patience`` at most; raises Lost, and then the connection is closed."""
        self.settle()
        try:
            return super().wait(gen, interval, self.patience if timeout is None else timeout)
        except errors._WaitTimeout as error:  # a name of theirs; there is no other for it
            self.pgconn.finish()
            raise Lost("no answer in time") from error

    def ask(self, statement: str, parameters: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """All rows that a statement gives; raises psycopg.Error."""
        return self.send(statement, parameters).rows()

    def send(self, statement: str, parameters: Sequence[object] = ()) -> Answer:
        """Put a question without waiting for the answer; raises psycopg.Error."""
        self.settle()
        asked = wire.numbered(statement)
        values, types, formats = wire.encoded(parameters)
        name = self._asked.get((asked, types))
        if name is None:
            self.pgconn.send_query_params(asked, values, types, formats, _BINARY)
            if len(self._asked) < _PREPARED:
                self._asked[asked, types] = b""
        else:
            if not name:
                name = b"s%d" % next(self._names)
                self.pgconn.send_prepare(name, asked, types)
                self.answered()
                self._asked[asked, types] = name
            self.pgconn.send_query_prepared(name, values, formats, _BINARY)
        self._awaited = Answer(self, statement, parameters)
        return self._awaited

    def run(self, script: str) -> None:
        """Several statements; raises psycopg.Error."""
        self.settle()
        self.pgconn.send_query(script.encode())
        self.answered()

    def settle(self) -> None:
        """Fetch the answer that is under way, if there is one, for whoever put the question."""
        if self._awaited is not None:
            self._awaited.fetch()

    @property
    def is_in_transaction(self) -> bool:
        """Whether a transaction is open."""
        self.settle()
        return self.pgconn.transaction_status != TransactionStatus.IDLE

    def answered(self) -> PGresult:
        """The last result of what was sent; raises psycopg.Error, and Lost if none comes in time.

        Who breaks off the wait gives the connection up, too: its next answer would be that to this question.
        """
        self._awaited = None
        try:
            return self._last_result(None if self.patience is None else monotonic() + self.patience)
        except _Refused as refused:
            raise errors.error_from_result(refused.result, "utf-8") from None
        except BaseException:
            self.pgconn.finish()
            raise

    def _last_result(self, until: float | None) -> PGresult:
        pgconn, poll = self.pgconn, select.poll()
        while pgconn.flush():
            if self._wait_for(poll, select.POLLIN | select.POLLOUT, until) & select.POLLIN:
                pgconn.consume_input()
        last = refused = None
        while True:
            try:
                while pgconn.is_busy():
                    self._wait_for(poll, select.POLLIN, until)
                    pgconn.consume_input()
                result = pgconn.get_result()
            except psycopg.OperationalError:
                # It said why it goes away, and went.
                if refused is None:
                    raise
                result = None
            if result is None:
                break
            last = result
            if result.status == ExecStatus.FATAL_ERROR and refused is None:
                refused = result
        if refused is not None:
            raise _Refused(refused)
        if last is None:
            raise psycopg.OperationalError("the connection is lost")
        return last

    def _wait_for(self, poll: select.poll, events: int, until: float | None) -> int:
        poll.register(self.pgconn.socket, events)
        left = None if until is None else max(until - monotonic(), 0) * 1000
        for _, event in poll.poll(left):
            return event
        raise Lost("no answer in time")


class _Refused(Exception):
    """The server says no; the connection is as good as before."""

    def __init__(self, result: PGresult) -> None:
        super().__init__()
        self.result = result


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
