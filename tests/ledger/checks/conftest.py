"""A small sealed ledger, copies of it, and somebody who may write its file and knows how to hide it."""

from __future__ import annotations

import marshal
import shutil
import sqlite3
import zlib
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from commands.demo import play, the_case
from ledger.checks import checkpoints, history, room
from ledger.checks.base import Report
from ledger.checks.believed import Held
from ledger.checks.child import EVENTS, LENGTH, Replaying
from ledger.checks.elsewhere import Elsewhere
from ledger.checks.trusted import TrustedInputs
from ledger.checks.verify import verify
from ledger.decisions.cycles import OpenCycle
from ledger.decisions.evidence import RequestEvidence
from ledger.decisions.judgements import RecordJudgement
from ledger.decisions.people import GrantRole
from ledger.leaves import leaf_of
from ledger.ledger import Ledger
from ledger.signing.keyring import Keyring
from ledger.store.location import open_raw
from tests import sampling
from tests.pasts import Clock, counting

LATER = "2031-01-01T09:00:00Z"


class Place:
    """A ledger of one's own in a folder, with the keyring of who signs it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ledger = folder / "ledger"
        self.keyring = Keyring(folder / "keys", folder / "seen")
        self.reader = Keyring(folder / "none", folder / "reader")

    def copy(self, folder: Path) -> Place:
        """All of it, somewhere else, as if it had always been there."""
        shutil.copytree(self.folder, folder)
        for told in folder.glob("*/*.place"):
            told.unlink()
        return Place(folder)

    def open(self, keyring: Keyring | None = None) -> Ledger:
        """As somebody who records."""
        return Ledger.open(str(self.ledger), Clock(LATER), counting(), keyring)

    def key(self) -> str:
        """The verifier key that the ledger names."""
        with self.open() as ledger:
            return ledger.inspectorate().verifier_key

    def checkpoint(self) -> Held:
        """The newest checkpoint, as an auditor keeps it."""
        with self.open() as ledger:
            return Held("held.note", ledger.store.newest_checkpoint()[1].encode())

    def verify(self, *held: Held, key: str | None = None, memory: bool = False) -> Report:
        """What an auditor sees, with a memory or without."""
        raw = open_raw(str(self.ledger))
        try:
            return verify(raw, TrustedInputs(key, held, self.reader if memory else None))
        finally:
            raw.close()

    @contextmanager
    def writing(self, *, loose: bool = False) -> Iterator[sqlite3.Connection]:
        """The database without its triggers (and, if loose, without its constraints), which come back."""
        with closing(sqlite3.connect(self.ledger / "ledger.db", isolation_level=None)) as connection:
            made = connection.execute("SELECT sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
            names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall()
            for (name,) in names:
                connection.execute(f"DROP TRIGGER {name}")
            if loose:
                tables = connection.execute(
                    "SELECT name, sql FROM sqlite_schema WHERE type = 'table'"
                ).fetchall()
                loosened = [(sql.replace("NOT NULL", ""), name) for name, sql in tables]
                _rewrite(connection, loosened)
        with closing(sqlite3.connect(self.ledger / "ledger.db", isolation_level=None)) as connection:
            connection.execute("PRAGMA ignore_check_constraints = ON")
            connection.execute("BEGIN")
            yield connection
            connection.execute("COMMIT")
            for (sql,) in made:
                connection.execute(sql)
            if loose:
                _rewrite(connection, [(sql, name) for name, sql in tables])

    def attack(self, *statements: str | tuple[object, ...], loose: bool = False) -> None:
        """Run statements, each an SQL text or one with its values; together they have to alter something.

        What was signed is another on every run, so an attack might find nothing to alter, and a test of it
        would tell nothing.
        """
        with self.writing(loose=loose) as connection:
            connection.text_factory = lambda text: text.decode(errors="surrogateescape")
            before = list(connection.iterdump())
            for statement in statements:
                sql, *values = (statement,) if isinstance(statement, str) else statement
                connection.execute(sql, values)
            assert not statements or list(connection.iterdump()) != before, statements

    def cache_leaves(self) -> None:
        """Make the cached leaves those of the rows as they are now, so that they tell nothing."""
        with self.open() as ledger:
            leaves = [(index, row[0], leaf_of(row)) for index, row in enumerate(ledger.store.rows())]
        with self.writing() as connection:
            connection.execute("DELETE FROM ledger_leaf")
            connection.executemany("INSERT INTO ledger_leaf VALUES (?, ?, ?)", leaves)

    def sign_again(self, keyring: Keyring | None = None) -> None:
        """Sign the rows as they are now with the stolen key, as though nothing had been signed before."""
        self.cache_leaves()
        self.attack(
            "DELETE FROM ledger_checkpoint", "DELETE FROM ledger_compact_range", "DELETE FROM ledger_node"
        )
        thief = Keyring((keyring or self.keyring).keys, self.folder / "thief")
        with self.open(thief) as ledger:
            ledger.seal()


def _rewrite(connection: sqlite3.Connection, schema: list[tuple[str, str]]) -> None:
    connection.execute("PRAGMA writable_schema = ON")
    connection.executemany("UPDATE sqlite_schema SET sql = ? WHERE type = 'table' AND name = ?", schema)
    connection.execute("PRAGMA writable_schema = RESET")


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The real case, and a judgement of cyd, who may also sign off, that awaits its second person."""
    place = Place(tmp_path_factory.mktemp("pristine"))
    case = the_case()
    ann, bob = (person["id"] for person in case["people"])
    with play(case, str(place.ledger), Clock("2030-01-01T09:00:00Z"), place.keyring) as ledger:
        ledger.ask(
            GrantRole(person=bob, role="inspector"),
            OpenCycle(inspection="OCSAE", cycle="2025", title="Last", on="2025-01-01"),
            by=ann,
        )
        judgement = RecordJudgement(
            inspection="OCSAE", number="5", cycle="2025", status="open", rationale="Thin.", on="2025-01-02"
        )
        ledger.ask(judgement, by=bob)
        # The last request is of one event, so that one can be cut off.
        ledger.ask(RequestEvidence(inspection="OCSAE", number="5", why="Not yet.", on="2025-01-02"), by=ann)
    return place


@pytest.fixture
def place(pristine: Place, tmp_path: Path) -> Place:
    """A copy to break."""
    return pristine.copy(tmp_path / "place")


class Beside(Elsewhere):
    """What ``Elsewhere`` is to who asks it, but for the process: the messages are what they are.

    There is room for no inspection in it, and each event comes by itself.
    """

    def __init__(self) -> None:
        self._replaying = Replaying()
        self._waiting, self._bytes = deque(), 0
        self._said = b""

    def _put(self, kind: bytes, data: bytes) -> None:
        parts = [marshal.dumps([event]) for event in marshal.loads(data)] if kind == EVENTS else [data]
        for part in parts:
            if (answer := self._replaying.answer(kind, part)) is not None:
                self._said += len(answer).to_bytes(LENGTH) + answer

    def _write(self, *, wait: bool = False) -> None:
        self._bytes = 0

    def _read(self, count: int) -> bytes:
        part, self._said = self._said[:count], self._said[count:]
        return part

    def stop(self) -> None:
        pass


def let_another_help(patch: pytest.MonkeyPatch) -> None:
    """However small a ledger is, what another process does is done by its messages, a few rows at a time."""
    patch.setattr(history, "is_worth_it", lambda _: True)
    patch.setattr(history, "Elsewhere", Beside)
    patch.setattr(checkpoints, "_SEVERAL", 2)
    patch.setattr("ledger.store.sqlite.raw.BATCH", 8)


@pytest.fixture
def detected(place: Place, request: pytest.FixtureRequest) -> Callable[..., Report]:
    """detected("V4", "V9", …): verify finds just these codes, each in a sentence, and says what it found.

    Of one test in four, or with TESTS=all of each, it is the same if another process replays the events.
    """
    of_two = sampling.ALL or zlib.crc32(request.node.nodeid.encode()) % 4 == 0

    def check(*codes: str, **how: object) -> Report:
        held = how.pop("held", ())
        report = place.verify(*held, **how)
        if of_two and not how.get("memory"):
            with pytest.MonkeyPatch.context() as patch:
                let_another_help(patch)
                patch.setattr(room, "ROOM", 0)
                patch.setattr(room, "STEP", 1)
                assert place.verify(*held, **how) == report
        assert {found.code for found in report.findings} == set(codes), report.findings
        assert all(found.message.endswith(".") for found in report.findings)
        return report

    return check
