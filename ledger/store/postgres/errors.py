"""What PostgreSQL says no with, as errors of the ledger."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from events.base import Instant
from ledger.errors import (
    BrokenOff,
    Busy,
    Conflict,
    Damaged,
    Full,
    Overtaken,
    ReadOnly,
    Refused,
    StorageError,
    Unreadable,
)
from ledger.store.postgres.connection import Lost
from ledger.store.postgres.schema import APART, MOVED, NO_SHAPE, NOT_OWNER, NOT_THEIRS, OVERTAKEN
from ledger.store.postgres.unreached import no_url
from ledger.times import printed

_BUSY = ("55P03", "57014", "40P01", "53300", "57P03")
# The code of what is told so is that of damage. The server never says it in another language.
_AT_ONCE = "tuple concurrently "
_FULL = ("53100", "53200", "53400")
_READ_ONLY = ("25006", "42501")
_DAMAGED = ("XX", "22021")
_MISSING = ("3D000", "3F000", "42P01", "42883")
_INCOMPLETE = ("3F000", "42P01", "42703", "42883")
_LOGIN = ("28000", "28P01")

# Who cannot connect is given no code, only words; a server in another language says them otherwise.
_LET_IN = re.compile(
    r"authentication failed|no password supplied|password is required|"
    r"role \"[^\"]*\" (does not exist|is not)|pg_hba\.conf|permission denied for database|"
    r"certificate|SSL error|channel binding"
)
# What libpq says of an address that it cannot use, before it asks any server.
_NO_ADDRESS = re.compile(r"^(invalid |bad value |unexpected spaces|definition of service)")
_NO_ROOM = re.compile(r"too many (clients|connections)|remaining connection slots")

# What libpq and psycopg put before what the server says.
_BEFORE = re.compile(
    r"^consuming input failed: |"
    r"^.*?(connection (failed|is bad|to server (at|on socket) .*? failed|to server lost): )+"
)
_EACH = re.compile(r"- host: '([^']*)', port: '?(\w*)'?, hostaddr: \S+: (.*)")


@contextmanager
def translated(shown: str, url: str = "") -> Iterator[None]:
    """Raise what psycopg raises as the LedgerError it amounts to. ``shown`` names the database; what its
    ``url`` has beyond that is in no message.
    """
    secret = url not in ("", shown)
    try:
        yield
    except psycopg.ProgrammingError as error:
        if error.sqlstate or not secret:
            raise ledger_error(error, shown) from error
        # It cannot be read, and the message may have any part of it: so may who asks for its cause.
        raise no_url(shown) from None
    except psycopg.Error as error:
        made = ledger_error(error, shown)
        if secret and not error.sqlstate:
            # What stands in quotes may be a part of the URL that was taken for another.
            made.message = re.sub(
                r"\"([^\"\n]*)\"|'([^'\n]*)'",
                lambda found: "…" if _is_hidden(found[1] or found[2] or "", url, shown) else found[0],
                made.message,
            )
            raise made from None
        raise made from error


def _is_hidden(said: str, url: str, shown: str) -> bool:
    return said in url and said not in shown


def ledger_error(error: psycopg.Error, shown: str) -> Refused | Conflict | StorageError:
    """The error of the ledger that one of psycopg's amounts to."""
    made = _ledger_error(error, shown)
    if isinstance(made, StorageError):
        # A statement that the server refused is undone with all of its transaction. What a server says that
        # is going away may come behind the commit.
        code = error.sqlstate or ""
        made.is_certain = bool(code) and not code.startswith(("08", "57P", "XX"))
    return made


def _ledger_error(error: psycopg.Error, shown: str) -> Refused | Conflict | StorageError:
    code = error.sqlstate or ""
    if code == OVERTAKEN:
        return Overtaken(error.diag.message_primary or "")
    if code in (MOVED, "23505"):
        return Conflict("Somebody else recorded something at the same moment.", "Look at it, and ask again.")
    if code == NOT_THEIRS:
        return _not_theirs(error)
    if code == NO_SHAPE:
        return StorageError(
            f"The tables of {shown} do not take {error.diag.message_primary}: they were made by another "
            "version of scrutiny.",
            "The owner of the tables makes them anew with this version: scrutiny rebuild",
        )
    if code == APART:
        yours, servers = error.diag.message_detail or "", error.diag.message_primary or ""
        why = "nothing is recorded at a time that has not come"
        if yours[:19].replace("T", " ") < servers:
            why = "what is recorded would have a time that verify takes for wrong"
        return Refused(
            f"Your clock says {printed(Instant(yours))}, and that of the server {servers} UTC: {why}.",
            "Set right the one that is wrong, and do it once more.",
        )
    if code == NOT_OWNER:
        return Refused(
            "Which database role speaks for a person is recorded by the owner of the ledger's tables alone.",
            f"Log in as {error.diag.message_primary}.",
        )
    if code == "40001":
        return BrokenOff(
            f"{shown} is a replica, and broke off reading to go on with what the primary wrote.",
            "Try again. If it happens often, read on the primary, or set hot_standby_feedback = on.",
        )
    if code in _BUSY or _AT_ONCE in (error.diag.message_primary or ""):
        return Busy(f"Others are writing to {shown}, or it has no time just now.", "Try again in a moment.")
    if code in _FULL:
        return Full(f"There is no room left for {shown}.", "Ask who runs the server to free some space.")
    if code in _READ_ONLY:
        return _may_not(error, shown)
    if code.startswith(_DAMAGED):
        return Damaged(f"{shown} is damaged: {_first_line(error)}.", "Restore it, and compare the two.")
    said = str(error)
    if code in _LOGIN or (not code and _LET_IN.search(said)):
        return Unreadable(
            f"{shown} does not let you in: {_first_line(error)}.",
            "See which role you log in as, and its password (~/.pgpass, PGPASSFILE or PGPASSWORD) or "
            "certificate; who runs the server decides whom it lets in.",
        )
    if "unsupported startup parameter" in said:
        return Unreadable(
            f"{shown} is reached by a pooler, such as PgBouncer, that refuses what the program asks of the "
            "server.",
            "Name the server itself.",
        )
    if not code and _NO_ROOM.search(said):
        return Busy(
            f"{shown} has too many connections just now: {_first_line(error)}.", "Try again in a moment."
        )
    if not code and re.search(r'database "[^"]*" does not exist', said):
        return Unreadable(
            f"{shown} cannot be reached: {_first_line(error)}.",
            "See its name; who runs the server makes one: createdb --encoding=UTF8 --template=template0 NAME",
        )
    if code == "22P05":
        return Refused(
            "A text has a character U+0000, which PostgreSQL does not take.", "Record it without that."
        )
    if code in _INCOMPLETE:
        return Damaged(
            f"The ledger in {shown} lacks a part: {_first_line(error)}.",
            "See what is wrong: scrutiny verify. The owner of the tables makes them again: scrutiny rebuild",
        )
    if isinstance(error, Lost):
        return StorageError(f"{shown} did not answer in time.", "See the server and the network; try again.")
    if not code and "session is read-only" in str(error):
        return Unreadable(
            f"No server of {shown} takes writes just now: {_first_line(error)}.",
            "Try again when a standby has taken over; to read meanwhile, say target_session_attrs=any.",
        )
    if not code or code.startswith(("08", "57P")):
        wrong = not code and _NO_ADDRESS.search(_first_line(error))
        remedy = (
            "Set the address right: postgresql://ROLE@HOST/DATABASE"
            if wrong
            else "See the server; try again."
        )
        return Unreadable(f"{shown} cannot be reached: {_first_line(error)}.", remedy)
    return StorageError(f"{shown} cannot be used: {_first_line(error)}.", "See the server, and try again.")


def is_missing(error: psycopg.Error) -> bool:
    """Whether there is no such database, schema, table or function."""
    return error.sqlstate in _MISSING


def _not_theirs(error: psycopg.Error) -> Refused:
    person, speaker = error.diag.message_primary, error.diag.message_detail
    return Refused(
        f"You may not record as {person}: on this ledger {person} is spoken for by the database role "
        f"{speaker} alone.",
        f"Log in as {speaker}, or record as yourself: --as PERSON",
    )


def _may_not(error: psycopg.Error, shown: str) -> Refused | StorageError:
    if error.sqlstate == "25006":
        return ReadOnly(
            f"{shown} is a replica, which may be read and not written, or is set to be read only.",
            "Name the primary server: target_session_attrs=read-write chooses it among several hosts. If it "
            "is that, ask who runs it: default_transaction_read_only is on.",
        )
    if re.search(r"\b(append|take_turn)\b", error.diag.message_primary or ""):
        # In whatever language the server says it: the name of the function stands in it.
        return Refused(
            f"The role you log in as may record as nobody in {shown}: it may read at most.",
            "Log in as the role that speaks for you; the owner of the tables grants it: scrutiny server "
            "grant PERSON",
        )
    return ReadOnly(
        f"The role you log in as may not do this in {shown}: {_first_line(error)}.",
        "The owner of the schema grants it: scrutiny server grant PERSON",
    )


def _first_line(error: psycopg.Error) -> str:
    """What the server says, on one line, without the address and the user that libpq puts before it."""
    if said := error.diag.message_primary:
        return _plain(said)
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    if each := [found for found in map(_EACH.fullmatch, lines) if found]:
        return "; ".join(
            f"{host}:{port if port.isdigit() else 5432}: {_plain(said)}"
            for host, port, said in (found.groups() for found in each)
        )
    return _plain(lines[0]) if lines else type(error).__name__


def _plain(said: str) -> str:
    return _BEFORE.sub("", said.rpartition("FATAL:")[2]).strip().rstrip(".")
