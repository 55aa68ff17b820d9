"""One connection of a store, made when it is first needed, and whose turn it is to write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from ledger.errors import BrokenOff, Busy, Damaged, NoLedger, StorageError
from ledger.store.postgres.place import Place
from ledger.store.postgres.schema import SCHEMA_VERSION
from ledger.store.postgres.unreached import no_url, not_installed, others_schema

if TYPE_CHECKING:
    from psycopg.errors import Diagnostic

    from ledger.store.postgres.connection import Answer, Connection

PATIENCE = 10.0
"""Seconds that a writer waits for its turn."""

_READINGS = 5
"""How often a statement is tried that a replica breaks off."""

ONE_MOMENT = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
"""Begins to read all as it is at the next question."""

OLDEST = 15
"""The oldest server whose privileges and functions are those that the ledger needs."""


class Session:
    """A connection to one database. It is opened at once; ``closed`` if it was lost or let go.

    ``is_held`` says whether all is read as it was at one moment (see Store.hold), ``is_alone`` whether a
    commit, since that was forgotten, ended without the standbys it waits for.
    """

    def __init__(self, place: Place) -> None:
        """Open it; raises StorageError."""
        self.place = place
        self._connection: Connection | None = None
        self._turns = 0
        self.is_held = False
        self.is_alone = False

    @property
    def connection(self) -> Connection:
        """The connection, made anew if it was lost; raises psycopg.Error."""
        if self._connection is None or self._connection.closed:
            if self.is_held:
                # On another connection the rest would be read as it is by now.
                raise Busy(f"{self.place.shown} was lost in the middle of an answer.", "Ask again.")
            from ledger.store.postgres.connection import connect  # noqa: PLC0415  psycopg is slow to import

            if self.place.is_misread:
                raise no_url(self.place.shown)
            try:
                self._connection = connect(self.place.url)
            except UnicodeError:
                # What stands for characters in it is no UTF-8.
                raise no_url(self.place.shown) from None
            self._connection.add_notice_handler(self._hear)
        return self._connection

    def open(self) -> None:
        """Connect, unless that is done; raises StorageError."""
        with self.translated():
            assert self.connection  # noqa: S101  made by asking for it

    def ask(self, statement: str, parameters: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """All rows that a statement gives; raises LedgerError.

        A replica breaks off what is read if that is in the way of what the primary wrote: then it is asked
        again, if it is a statement by itself.
        """
        readings = 1 if self._connection and self._is_in_transaction else _READINGS
        for tries_left in reversed(range(readings)):
            try:
                with self.translated():
                    return self.connection.ask(statement, parameters)
            except BrokenOff:
                if not tries_left:
                    raise
        raise AssertionError("the loop above returns or raises")

    def send(self, statement: str, parameters: Sequence[object] = ()) -> Answer:
        """Ask without waiting for the answer, which is to be fetched; raises LedgerError."""
        with self.translated():
            return self.connection.send(statement, parameters)

    def fetch(self, answer: Answer) -> list[tuple[object, ...]]:
        """All rows of an answer; raises LedgerError. What a replica broke off is asked again, as above."""
        try:
            with self.translated():
                return answer.rows()
        except BrokenOff:
            if self._is_in_transaction:
                raise
            return self.ask(*answer.question)

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Raise what psycopg raises as the LedgerError it amounts to; without psycopg, too."""
        try:
            from ledger.store.postgres.errors import translated  # noqa: PLC0415  as above
        except ImportError as error:
            raise not_installed() from error
        with translated(self.place.shown, self.place.url):
            yield

    @contextmanager
    def in_turn(self, patience: float | None = None) -> Iterator[bool]:
        """Hold the writers' lock, and say whether it was not held before; raises Busy, StorageError.

        Whoever appends meanwhile commits, and with that the lock is let go.
        """
        if self._turns and self.is_in_turn:
            yield False
            return
        self._turns += 1
        try:
            self.take_turn(PATIENCE if patience is None else patience)
            yield True
        finally:
            self._turns -= 1
            self.end()

    @property
    def is_in_turn(self) -> bool:
        """Whether a transaction with the lock is open."""
        return not self.is_held and self._is_in_transaction

    @property
    def _is_in_transaction(self) -> bool:
        connection = self._connection
        return connection is not None and not connection.closed and connection.is_in_transaction

    def hold(self) -> None:
        """See Store.hold; raises StorageError."""
        self.end()
        # Between two questions the program may work for long; it keeps nobody from anything.
        self.run(f"{ONE_MOMENT}; SET LOCAL idle_in_transaction_session_timeout = 0")
        self.is_held = True

    def take_turn(self, patience: float) -> None:
        """Begin a transaction that has the lock; raises Busy, StorageError."""
        if self.is_held:
            self.end()
        self.ask("BEGIN")
        try:
            self.ask(f"SET LOCAL lock_timeout = {max(int(patience * 1000), 1)}")
            self.ask("SELECT take_turn()")
        except BaseException:
            self.end()
            raise

    def commit(self) -> None:
        """Commit a transaction, if there is one; raises LedgerError."""
        if self.is_in_turn:
            self.ask("COMMIT")

    def end(self) -> None:
        """Let go of the lock, and of what was not committed."""
        from psycopg import Error  # noqa: PLC0415  as above

        self.is_held = False
        if self._is_in_transaction:
            with suppress(Error):
                self.connection.rollback()

    def _hear(self, said: Diagnostic) -> None:
        from ledger.store.postgres.connection import is_without_standby  # noqa: PLC0415  as above

        self.is_alone = self.is_alone or is_without_standby(said)

    def run(self, script: str) -> None:
        """Several statements; raises LedgerError."""
        with self.translated():
            self.connection.run(script)

    def check_server(self) -> None:
        """Raise StorageError if the server cannot be reached, or is too old."""
        version = self.server_version()
        if version < OLDEST:
            raise StorageError(
                f"{self.place.shown} is PostgreSQL {version}, and a ledger needs {OLDEST} or newer.",
                "Ask who runs the server for a newer one.",
            )

    def check(self) -> None:
        """Raise NoLedger if there is none in this database, StorageError if it cannot be read here."""
        self.check_server()
        if not self.has_ledger():
            raise NoLedger(
                f"There is no ledger in {self.place.shown}.",
                "Make one: scrutiny init, as the role that is to own it",
            )
        versions = self.ask("SELECT version FROM ledger_head")
        if not versions:
            raise Damaged(
                f"The ledger in {self.place.shown} lacks a part: the table ledger_head is empty.",
                "Restore it from an archive or a backup of the database.",
            )
        if versions != [(SCHEMA_VERSION,)]:
            raise StorageError(
                f"The ledger in {self.place.shown} was made by a newer version of scrutiny.",
                "Use that version, or a newer one.",
            )

    def server_version(self) -> int:
        """The server's major version; raises StorageError."""
        with self.translated():
            return self.connection.info.server_version // 10_000

    def has_ledger(self) -> bool:
        """Whether the tables of a ledger are there; raises StorageError, also if they are others."""
        ((is_there, columns, is_as_asked),) = self.ask(
            "SELECT to_regclass('scrutiny.ledger_head') IS NOT NULL, (SELECT count(*) FROM pg_attribute "
            "WHERE attrelid = to_regclass('scrutiny.ledger_head') "
            "AND attname IN ('one', 'version', 'position', 'rank', 'recorded_at')), "
            "current_setting('search_path') LIKE 'scrutiny%'"
        )
        if not is_as_asked:
            raise StorageError(
                f"Something on the way to {self.place.shown}, a pooler such as PgBouncer, leaves out what "
                "the program asks of the server.",
                "Name the server itself.",
            )
        if is_there and columns != 5:
            raise others_schema(self.place.shown)
        return bool(is_there)

    def has_schema(self, name: str = "scrutiny") -> bool:
        """Whether there is a schema of that name; raises StorageError."""
        return self.ask("SELECT to_regnamespace(%s) IS NOT NULL", (name,)) == [(True,)]

    def close(self) -> None:
        """Let go of it."""
        if self._connection is not None:
            with suppress(Exception):
                self._connection.close()
            self._connection = None
