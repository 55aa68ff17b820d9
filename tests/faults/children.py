"""The program in processes that are forked warm, each in a place of its own; and what lies there after it.

    place = Place.copy(base, folder)
    place.ask("register", "--format", "json")  ->  Answer(status, out, err, hung)

An interpreter that has imported everything is forked, so a command costs hundredths of a second. What is
stored is read by sqlite3 alone, from a copy: looking changes nothing.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import shutil
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from tests.faults.base import Patch
from tests.faults.tracing import Call, _Limit, trace

PATIENCE = 90.0
"""Seconds that a command may take, with whatever was done to it: if no lock is ever to be had, each of a
command's connections waits its ten seconds for one."""

MOST_MEMORY = 4 * 1024**3
"""Bytes of address space that a command may take: the parent has most of one GiB itself."""

Words = Sequence[str]


class Answer(NamedTuple):
    """How a process ended: its status, or minus the signal that ended it, and what it said."""

    status: int
    out: str
    err: str
    hung: bool = False

    @property
    def foreign(self) -> bool:
        """Whether it ended in an error that is none of ours."""
        return "nobody foresaw" in self.err or "Traceback" in self.err or self.status in (97, -11, -6, -7)

    @property
    def receipts(self) -> list[dict[str, Any]]:
        """The receipts that were printed whole, as JSON."""
        told = []
        for line in self.out.splitlines(keepends=True):
            with suppress(ValueError, AttributeError):
                if line.endswith("\n") and isinstance((receipt := json.loads(line)).get("events"), list):
                    told.append(receipt)
        return told


class Row(NamedTuple):
    """A stored event."""

    position: int
    stream: str
    version: int
    name: str
    state: bytes

    @property
    def command(self) -> str:
        """What all events of one request have in common; what cannot be read stands for itself."""
        with suppress(ValueError, KeyError, TypeError):
            return str(json.loads(self.state)["command"])
        return self.state.hex()

    @property
    def attached(self) -> str:
        """The digest of the evidence file that it speaks of; empty if it speaks of none."""
        if self.name == "evidence.attached":
            with suppress(ValueError, KeyError, TypeError):
                return str(json.loads(self.state)["data"]["sha256"])
        return ""


class Place:
    """A folder with a ledger, the home of who works on it, papers, and what was published."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ledger = folder / "ledger"
        self._away = folder / "away"
        self.home = folder / "home"
        self.patch: Patch | None = None
        for one in (folder, self.home):
            one.mkdir(parents=True, exist_ok=True)

    def copy(self, folder: Path) -> Place:
        """All of it, somewhere else; what was there is gone."""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder, folder, symlinks=True)
        made = Place(folder)
        if made._away.exists():
            made._away.rename(made.ledger)
        made.patch = self.patch
        return made

    def put_away(self) -> Place:
        """Keep it to be copied: a copy counts as the ledger itself, for there is none in the first place."""
        if self.ledger.exists():
            self.ledger.rename(self._away)
        return self

    def ask(self, *words: str, limit: float = PATIENCE, patch: Patch | None = None) -> Answer:
        """Run the program to its end, in a process of its own."""
        return self.wait(self.begin(words, patch=patch), limit)

    def begin(self, *commands: Words, patch: Patch | None = None, name: str = "") -> int:
        """Start commands, one after the other in one process, and return its id."""
        sys.stdout.flush()
        sys.stderr.flush()
        for stream in ("out", "err"):
            # Who is killed before it opens them said nothing.
            self._said(stream, name).write_bytes(b"")
        if pid := os.fork():
            self._names[pid] = name
        else:
            self.become(commands, patch, name)
        return pid

    def wait(self, pid: int, limit: float = PATIENCE) -> Answer:
        """Wait for a process that was begun."""
        with _Limit(pid, limit) as over:
            _, state = os.waitpid(pid, 0)
        return self._answer(os.waitstatus_to_exitcode(state), over.hung, self._names.pop(pid, ""))

    def traced(
        self, look: Any, *commands: Words, patch: Patch | None = None, limit: float = PATIENCE
    ) -> Answer:
        """Run commands in one process, with each system call shown; see ``tests.faults.tracing``."""
        end = trace(lambda: self.become(commands, patch, ""), look, limit)
        return self._answer(end.status, end.hung, "")

    @property
    def _names(self) -> dict[int, str]:
        return self.__dict__.setdefault("_begun", {})

    def _answer(self, status: int, hung: bool, name: str) -> Answer:
        out, err = (self._said(stream, name) for stream in ("out", "err"))
        return Answer(status, out.read_text("utf-8", "replace"), err.read_text("utf-8", "replace"), hung)

    def _said(self, stream: str, name: str) -> Path:
        return self.folder / f"said{name}.{stream}"

    def become(self, commands: Sequence[Words], patch: Patch | None, name: str) -> NoReturn:
        """Be the program, in a child. It ends with the status of the first command that fails, or 0."""
        status = 97
        try:
            gc.disable()
            self._settle(name)
            from commands import root as cli

            for broken in (self.patch, patch):
                if broken:
                    broken()
            for words in commands:
                status = cli.run(list(words))
                if status:
                    break
        except BaseException as error:
            with suppress(BaseException):
                os.write(2, f"Traceback: {error!r}\n".encode())
        finally:
            os._exit(status)

    def _settle(self, name: str) -> None:
        """Its own folder, home, streams and bounds."""
        os.chdir(self.folder)
        for unwanted in [one for one in os.environ if one.startswith(("SCRUTINY_", "XDG_"))]:
            del os.environ[unwanted]
        os.environ |= {"HOME": str(self.home), "SCRUTINY_LEDGER": str(self.ledger), "COLUMNS": "100"}
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        for descriptor, stream in ((1, "out"), (2, "err")):
            file = os.open(self._said(stream, name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            os.dup2(file, descriptor)
            os.close(file)
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115  stays open
        for descriptor, stream_name in ((1, "stdout"), (2, "stderr")):
            stream = open(  # noqa: SIM115  stays open
                descriptor, "w", encoding="utf-8", errors="backslashreplace", closefd=False
            )
            setattr(sys, stream_name, stream)
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def rows(self) -> list[Row]:
        """Every stored event, read by sqlite3 alone from a copy; none if there is no table."""
        here = self._away if self._away.exists() else self.ledger
        return rows(here, self.folder / "looked-at")

    def files(self) -> Iterator[str]:
        """Every file and folder of the ledger and the home, by its path in the place."""
        for top in (self.ledger, self.home):
            yield from sorted(str(file.relative_to(self.folder)) for file in top.rglob("*"))


def rows(ledger: Path, scratch: Path) -> list[Row]:
    """Every event that is stored in a ledger."""
    scratch.mkdir(exist_ok=True)
    for side in ("", "-wal", "-journal"):
        copy = scratch / f"ledger.db{side}"
        copy.unlink(missing_ok=True)
        with suppress(FileNotFoundError):
            shutil.copyfile(ledger / copy.name, copy)
    try:
        with closing(sqlite3.connect(scratch / "ledger.db")) as connection:
            ask = (
                "SELECT rowid, originator_id, originator_version, topic, state FROM stored_events ORDER BY 1"
            )
            return [Row(*row) for row in connection.execute(ask)]
    except sqlite3.DatabaseError:
        return []
    finally:
        shutil.rmtree(scratch)


def ours(place: Place, call: Call) -> tuple[str, ...]:
    """The files of a place, or its standard output, that a call is about; nothing if it is about others."""
    found = call.paths()
    return found if any(path.startswith(str(place.folder)) for path in found) else ()


@cache
def warm() -> None:
    """Import what the commands import when they need it, so that a child need not."""
    from importlib import import_module

    from commands.index import COMMANDS

    for entry in COMMANDS.values():
        import_module(entry.module)
    for late in (
        "ledger.store.application", "ledger.store.sqlite.recorder", "ledger.signing.sealing",
        "ledger.proof.note", "ledger.checks.verify", "ledger.store.sqlite.raw", "orjson", "fcntl",
        "projections.publication.publish",
        "projections.publication.checking.bundle", "jinja2",
    ):  # fmt: skip
        import_module(late)
