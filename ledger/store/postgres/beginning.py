"""Laying an empty ledger in a database, which others are kept out of until the end.

What an interrupted attempt left behind, a ledger without an event, is taken up again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ledger.errors import Refused, StorageError
from ledger.store.postgres.fitting import functions
from ledger.store.postgres.place import Place
from ledger.store.postgres.schema import SCHEMA_VERSION, TABLES
from ledger.store.postgres.session import Session
from ledger.store.postgres.store import PostgresStore
from ledger.store.postgres.unreached import others_schema


@contextmanager
def creating(place: Place) -> Iterator[PostgresStore]:
    """Lay an empty ledger. It is closed if what is done with it fails.

    Raises Refused if there is a ledger, Busy or StorageError.
    """
    session = Session(place)
    try:
        _check_server(session)
        if not session.has_ledger():
            _lay(session)
        place.vault().begin()
        store = PostgresStore(place, session)
    except BaseException:
        session.close()
        raise
    try:
        with store.exclusive():
            _check_is_new(store)
            yield store
    except BaseException:
        store.close()
        raise


def already_there(shown: str) -> Refused:
    """There is something in the place of a ledger's tables."""
    return Refused(
        f"There is a ledger in {shown} already.", "Choose another database: --ledger postgresql://…"
    )


_IS_EMPTY = """\
SELECT nspowner = (SELECT oid FROM pg_roles WHERE rolname = session_user)
    AND NOT EXISTS (SELECT 1 FROM pg_class WHERE relnamespace = pg_namespace.oid)
    AND NOT EXISTS (SELECT 1 FROM pg_proc WHERE pronamespace = pg_namespace.oid)
FROM pg_namespace WHERE nspname = 'scrutiny'"""


def _check_is_new(store: PostgresStore) -> None:
    if store.head()[0]:
        raise already_there(store.location)


def _lay(session: Session) -> None:
    if not session.has_schema():
        make = "CREATE SCHEMA scrutiny"
    elif session.ask(_IS_EMPTY) == [(True,)]:
        # Who runs the server made it for somebody who may make none.
        make = "SELECT 1"
    else:
        raise others_schema(session.place.shown)
    session.ask("BEGIN")
    try:
        session.ask(make)
        session.run(TABLES)
        session.run(functions())
        session.ask("INSERT INTO ledger_head VALUES (1, %s, 0, 0, '')", (SCHEMA_VERSION,))
        session.ask("COMMIT")
    except BaseException:
        session.end()
        raise


def _check_server(session: Session) -> None:
    """Raise StorageError if the server could not keep a ledger."""
    session.check_server()
    ((encoding,),) = session.ask("SHOW server_encoding")
    if encoding != "UTF8":
        raise StorageError(
            f"The database {session.place.shown} keeps text as {encoding}, and a ledger needs UTF8.",
            "Make one that does: createdb --encoding=UTF8 --template=template0 NAME",
        )
