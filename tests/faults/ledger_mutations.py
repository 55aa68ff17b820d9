"""Thousands of ways in which a ledger's files can be damaged: is each detected, or does it change nothing?

    run(20_000, seed=1)    the same mutations in every run; see ``Tally``
    python -m tests.faults.ledger_mutations 2000 1

Each mutation is looked at in a process of its own, with a limit of time and of memory. There ``verify`` goes
over the ledger with a key and a checkpoint that were kept outside. If it says that all holds, every reading
command is asked, and then something is recorded and ``verify`` asked again: what differs was unseen.
"""

from __future__ import annotations

import atexit
import hashlib
import io
import os
import resource
import shutil
import signal
import sqlite3
import sys
import tempfile
import traceback
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

from commands.demo import play, the_case
from commands.root import run as scrutiny
from ledger.checks.believed import Held
from ledger.checks.trusted import TrustedInputs
from ledger.checks.verify import verify
from ledger.decisions.cycles import OpenCycle
from ledger.decisions.inspections import OpenInspection
from ledger.decisions.judgements import RecordJudgement, SignOffJudgement
from ledger.decisions.recommendations import MakeRecommendation
from ledger.errors import LedgerError
from ledger.ledger import Ledger
from ledger.signing.keyring import Keyring
from ledger.store.location import open_raw
from ledger.store.sqlite import raw
from tests.faults import pages
from tests.pasts import Clock, counting

SECONDS, MEMORY = 20, 3 * 1024**3
"""What one mutation may take of the processor; more is a hang, and so is a long wait."""

READINGS = (
    "register --format json",
    "register OTHER --as-of 2021-03-01 --format csv",
    "trail --format json",
    "trail OTHER",
    "show OCSAE 5 --as-of 2026-01-01 --format json",
    "show OTHER 1 --as-of 2026-01-01",
    "statistics --format json",
    "inbox --as bob --format json",
    "diff --from 2019-01-01 --to 2029-01-01 --format json",
    "why OCSAE 5 --format json",
    "key show",
    "checkpoint",
    "prove OTHER 1 --output {}.proofs",
)
FEW = ("register --format json", "trail OTHER", "show OTHER 1", "seal")
"""What is asked of a ledger in which ``verify`` found something: it may say no, in a sentence and at once."""

_NOBODY_FORESAW = 1
_HUNG = (signal.SIGALRM, signal.SIGPROF)


OUTCOMES = ("tried", "detected", "harmless", "unseen", "hung", "foreign")


@dataclass
class Tally:
    """How many mutations were tried, and what became of them. A reproducer names seed, number and change."""

    tried: int = 0
    detected: int = 0
    harmless: int = 0
    unseen: int = 0
    hung: int = 0
    foreign: int = 0
    reproducers: list[str] = field(default_factory=list)

    def take(self, outcome: str, reproducer: str) -> None:
        """Count one more."""
        self.tried += 1
        setattr(self, outcome, getattr(self, outcome) + 1)
        if outcome in ("unseen", "hung", "foreign"):
            self.reproducers.append(reproducer)


class Subject(NamedTuple):
    """A ledger to damage: its files as bytes, what outsiders know of it, and what every reading says."""

    name: str
    files: dict[str, bytes]
    home: Path
    key: str
    held: Held
    answers: dict[str, str]


def run(count: int, seed: int, *, first: int = 0, blind: bool = False) -> Tally:
    """Try so many, from the one numbered ``first`` on.

    ``blind`` leaves out what compares the ways with the tables, as a control that must fail.
    """
    tally = Tally()
    folder = _folder()
    with _environment(folder):
        subjects, work = _all_subjects(), folder / "work"
        for number in range(first, first + count):
            random = Random(f"{seed}/{number}")
            subject = random.choice(subjects)
            _lay(subject, work)
            said = _damage(random, subject, work, subjects)
            outcome, why = _apart(subject, work, random.random() < 0.5, blind=blind)
            tally.take(outcome, f"seed {seed}, number {number}, {subject.name}: {said}: {outcome}: {why}")
    return tally


@cache
def _folder() -> Path:
    """Where everything is, until the program ends."""
    made = tempfile.TemporaryDirectory(prefix="mutations-")
    atexit.register(made.cleanup)
    return Path(made.name)


@cache
def _all_subjects() -> tuple[Subject, ...]:
    return tuple(_subjects(_folder()))


def _damage(random: Random, subject: Subject, work: Path, subjects: Sequence[Subject]) -> str:
    file = work / "ledger.db"
    if "ledger.db-wal" in subject.files and random.random() < 0.8:
        other = random.choice([each.files.get("ledger.db-wal", b"") for each in subjects] + [b"\0" * 5000])
        return pages.in_the_log(random, file, other)
    if random.random() < 0.1:
        return pages.by_statement(random, file)
    database = pages.Database(file)
    said = []
    for _ in range(random.choice([1, 1, 1, 1, 2, 3])):
        try:
            said.append(random.choice(pages.MUTATIONS)(random, database))
        except (IndexError, ValueError):
            break  # what an earlier change left is no database to find one's way in
    database.write()
    return "; ".join(said)


def _apart(subject: Subject, work: Path, records: bool, *, blind: bool) -> tuple[str, str]:
    """What becomes of the ledger in the folder, in a process of its own: an outcome, and why."""
    reading, writing = os.pipe()
    sys.stdout.flush()
    child = os.fork()
    if not child:
        os.close(reading)
        try:
            for each in _HUNG:
                signal.signal(each, signal.SIG_DFL)
            signal.setitimer(signal.ITIMER_PROF, SECONDS)
            signal.alarm(15 * SECONDS)
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            if blind:
                _look_away()
            found = _judge(subject, work, records=records)
        except BaseException:
            found = "foreign", traceback.format_exc(limit=-6)
        with os.fdopen(writing, "w", encoding="utf-8", errors="backslashreplace") as told:
            told.write("\n".join(found))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as told:
        outcome, _, why = told.read().partition("\n")
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        outcome = "hung" if os.WTERMSIG(status) in _HUNG else "foreign"
        why = f"ended by signal {os.WTERMSIG(status)}"
    return outcome, why


def _judge(subject: Subject, work: Path, *, records: bool) -> tuple[str, str]:
    seen = _verified(subject, work)
    if seen:
        for words in FEW:
            status, told = _ask(words, work)
            if status == _NOBODY_FORESAW:
                return "foreign", f"{words}: {told[:2000]}"
        return "detected", seen
    for words, due in subject.answers.items():
        status, told = _ask(words, work)
        if status == _NOBODY_FORESAW:
            return "foreign", f"{words}: {told[:2000]}"
        if told != due:
            return "unseen", f"{words} says {_difference(told, due)}"
    if records:
        try:
            _record(work)
        except LedgerError as error:
            return "unseen", f"recording says {error.message}"
        if seen := _verified(subject, work):
            return "unseen", f"after something was recorded: {seen}"
    return "harmless", ""


def _verified(subject: Subject, work: Path) -> str:
    """What verify finds or notes, or why it cannot be said; empty if all holds. Raises what is foreign."""
    try:
        opened = open_raw(str(work))
        try:
            report = verify(opened, TrustedInputs(subject.key, [subject.held], None))
        finally:
            opened.close()
    except LedgerError as error:
        return f"{error.exit_status}: {error.message}"
    return "; ".join([*report.notes, *(f"{found.code} {found.message}" for found in report.findings[:3])])


def _record(work: Path) -> None:
    keyring = Keyring.of(os.environ)
    with Ledger.open(str(work), Clock("2033-01-01T09:00:00Z"), counting(), keyring) as ledger:
        for number in ("901", "902", "903"):
            made = MakeRecommendation(
                inspection="OTHER",
                number=number,
                cycle="1",
                text="And this. " * 40,
                made_to=("B",),
                on="2021-02-01",
            )
            ledger.ask(made, by="ann")
        if ledger.not_sealed:
            raise ledger.not_sealed


def _ask(words: str, work: Path) -> tuple[int, str]:
    """Exit status and all that a command prints and writes."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="backslashreplace")
    before = sys.stdout, sys.stderr
    sys.stdout = sys.stderr = out
    made = work.with_name(f"{work.name}.proofs")
    shutil.rmtree(made, ignore_errors=True)
    try:
        status = scrutiny(["--ledger", str(work), *words.format(work).split()])
    finally:
        sys.stdout, sys.stderr = before
    out.flush()
    told = out.buffer.getvalue().decode("utf-8", "backslashreplace")  # type: ignore[attr-defined]
    for file in sorted(made.rglob("*")) if made.is_dir() else ():
        if file.is_file():
            told += f"\n{file.name} {hashlib.sha256(file.read_bytes()).hexdigest()}"
    return status, f"{status} {told}"


def _difference(told: str, due: str) -> str:
    at = next(
        (n for n, (a, b) in enumerate(zip(told, due, strict=False)) if a != b), min(len(told), len(due))
    )
    return f"…{told[max(at - 30, 0) : at + 90]!r} where …{due[max(at - 30, 0) : at + 90]!r} was due"


def _look_away() -> None:
    """The control: no way is compared with its table."""
    raw.paths.astray = lambda *_, **__: iter(())
    raw.paths.broken_pages = lambda _: ""


def _lay(subject: Subject, work: Path) -> None:
    work.mkdir(exist_ok=True)
    for name in ("ledger.db", "ledger.db-wal", "ledger.db-shm", "ledger.lock", "evidence"):
        (work / name).unlink(missing_ok=True)
    (work / "evidence").symlink_to(subject.home / "evidence")
    for name, data in subject.files.items():
        (work / name).write_bytes(data)
    shutil.rmtree(work.parent / "state", ignore_errors=True)


@contextmanager
def _environment(folder: Path) -> Iterator[None]:
    """Keys and memory of its own, and a terminal of one width."""
    mine = {
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_STATE_HOME": str(folder / "state"),
        "COLUMNS": "100",
    }
    before = {name: os.environ.get(name) for name in (*mine, "SCRUTINY_LEDGER", "SCRUTINY_PERSON")}
    for name in before:
        os.environ.pop(name, None)
    os.environ.update(mine)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


def _subjects(folder: Path) -> Iterator[Subject]:
    """A small ledger; a long one; the long one in small pages, many deep; one whose end waits in the log."""
    for name, size, long, waits in (
        ("small", 4096, False, False),
        ("long", 4096, True, False),
        ("deep", 512, True, False),
        ("waiting", 4096, False, True),
    ):
        where = folder / name
        with _lived(where, long=long) as ledger:
            if waits:
                with closing(sqlite3.connect(where / "ledger.db")) as connection:
                    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                _more(ledger, "LATER", 3)
            key = ledger.inspectorate().verifier_key
            held = Held("held", ledger.store.newest_checkpoint()[1].encode())
            if not waits:
                ledger.close()
                _repaged(where / "ledger.db", size)
            names = ("ledger.db", "ledger.db-wal", "ledger.db-shm")
            files = {each: (where / each).read_bytes() for each in names if (where / each).exists()}
        subject = Subject(name, files, where, key, held, {})
        work = folder / "work"
        _lay(subject, work)
        if wrong := _verified(subject, work):
            raise RuntimeError(f"the ledger {name} is not clean: {wrong}")
        for words in READINGS:
            status, subject.answers[words] = _ask(words, work)
            if status:
                raise RuntimeError(f"{words} of {name} ends with {status}: {subject.answers[words]}")
        yield subject


def _lived(where: Path, *, long: bool) -> Ledger:
    case = the_case()
    for person, known_as in zip(case["people"], ("ann", "bob"), strict=True):
        person["id"] = known_as
    ledger = play(case, str(where), Clock("2030-01-01T09:00:00Z"), Keyring.of(os.environ))
    _more(ledger, "OTHER", 3)
    if long:
        _more(ledger, "THIRD", 60)
        _more(ledger, "FOURTH", 45)
    return ledger


def _more(ledger: Ledger, ref: str, numbers: int) -> None:
    """An inspection with so many recommendations, each closed at once."""
    ledger.ask(
        OpenInspection(inspection=ref, title="Another"),
        OpenCycle(inspection=ref, cycle="1", title="First", on="2021-01-01"),
        by="ann",
    )
    for number in range(1, numbers + 1):
        made = MakeRecommendation(
            inspection=ref,
            number=str(number),
            cycle="1",
            text="Do it. " * 20,
            made_to=("B",),
            on="2021-01-01",
        )
        judged = RecordJudgement(
            inspection=ref,
            number=str(number),
            cycle="1",
            status="closed",
            reason="implemented",
            rationale="It is done. " * (number % 90),
            on="2021-02-01",
        )
        ledger.ask(made, judged, by="ann")
        ledger.ask(SignOffJudgement(inspection=ref, judgement=f"J{number}"), by="bob")


def _repaged(file: Path, size: int) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        if size != 4096:
            for statement in ("journal_mode = DELETE", f"page_size = {size}"):
                connection.execute(f"PRAGMA {statement}")
            connection.execute("VACUUM")
            connection.execute("PRAGMA journal_mode = WAL")


def main(count: int, seed: int, first: int = 0) -> None:
    """Run so many, and say how it goes every now and then."""
    total, left = Tally(), count
    while left:
        done = run(min(left, 250), seed, first=first + count - left)
        left -= done.tried
        for name in OUTCOMES:
            setattr(total, name, getattr(total, name) + getattr(done, name))
        for reproducer in done.reproducers:
            print(reproducer, end="\n\n")
        print({name: getattr(total, name) for name in OUTCOMES}, flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
