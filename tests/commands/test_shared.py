"""Colleagues of one group on one folder. Each runs the program as a user of their own, so it takes root.

The interpreter may lie where other users cannot read it. So a colleague is a fork of this process, which has
loaded everything by then, and gives its rights away before it runs a command.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import sys
from pathlib import Path
from tempfile import mkdtemp

import pytest

from commands.root import run
from ledger.store.sqlite import sides
from tests.commands.processes import Answer, scrutiny, words
from tests.pasts import needs

GROUP = 54_321
ANN, BOB, EVE = 54_001, 54_002, 54_003
"""Ann and Bob are of the group, Eve is not."""


class Office:
    """A folder, and people who work on the ledger in it."""

    def __init__(self, place: Path) -> None:
        self.place, self.folder = place, place / "shared" / "ledger"
        (place / "paper").write_bytes(b"paper" * 1000)
        (place / "paper").chmod(0o644)
        (place / "shared").mkdir()
        for who in (ANN, BOB, EVE):
            (place / str(who)).mkdir()
            os.chown(place / str(who), who, who)
        self.may(0o2770)

    def may(self, mode: int) -> None:
        os.chown(self.place / "shared", ANN, GROUP)
        (self.place / "shared").chmod(mode)

    def asks(self, who: int, line: str, mask: int = 0o002, before=lambda: None) -> Answer:
        """What a person is answered; ``before`` is called in their process."""
        out, err = (self.place / f"{who}.{name}" for name in ("out", "err"))
        child = os.fork()
        if child == 0:  # pragma: no cover  the child
            status = 99
            try:
                for path, descriptor in ((out, 1), (err, 2)):
                    os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666), descriptor)
                os.setgroups([] if who == EVE else [GROUP])
                os.setgid(who)
                os.setuid(who)
                os.umask(mask)
                os.environ["HOME"] = str(self.place / str(who))
                sys.stdout, sys.stderr = (open(at, "w", closefd=False) for at in (1, 2))  # noqa: SIM115
                before()
                status = run([*words(line), "--ledger", str(self.folder)])
                sys.stdout.flush()
                sys.stderr.flush()
            finally:
                os._exit(status)
        _, ended = os.waitpid(child, 0)
        return Answer(os.waitstatus_to_exitcode(ended), out.read_text(), err.read_text())

    def does(self, who: int, line: str, mask: int = 0o002) -> Answer:
        answer = self.asks(who, line, mask)
        assert answer.status == 0, answer
        return answer

    def begins(self, mask: int = 0o002) -> None:
        for line in (
            "init --as ada --name Ada --time-zone UTC",
            "person register ann --name Ann --role inspector --as ada",
            "person register bob --name Bob --role inspector --role approver --as ada",
            "inspection open X --title T --as ann",
            "cycle open X 2020 --title S --on 2020-02-26 --as ann",
            "recommendation make X 1 --cycle 2020 --on 2020-02-26 --made-to B --text Do. --as ann",
        ):
            self.does(ANN, line, mask)

    def modes(self) -> dict[str, int]:
        there = [self.folder, *self.folder.rglob("*")]
        return {path.name: stat.S_IMODE(path.stat().st_mode) for path in there}


def submit(person: str, place: Path) -> str:
    return f"evidence submit X 1 --by B --summary S --file {place}/paper --as {person}"


@pytest.fixture
def office(tmp_path):
    needs(hasattr(os, "fork") and os.geteuid() == 0, "root, who may be anybody")
    # Everything is loaded once, as root, before anybody is forked off.
    (tmp_path / "paper").write_text("x")
    place = ["--ledger", str(tmp_path / "first")]
    for line in (
        "init --as ada --name Ada --time-zone UTC",
        "person grant ada inspector --as ada",
        "inspection open X --title T --as ada",
        "cycle open X 2020 --title S --on 2020-02-26 --as ada",
        "recommendation make X 1 --cycle 2020 --on 2020-02-26 --made-to B --text Do. --as ada",
        submit("ada", tmp_path),
        "register",
        "verify",
        "seal",
        "show X 99",
    ):
        run([*words(line), *place])
    where = Path(mkdtemp(prefix="office-", dir="/tmp"))
    where.chmod(0o755)
    try:
        yield Office(where)
    finally:
        shutil.rmtree(where)


@pytest.mark.parametrize("mask", [0o002, 0o022, 0o077])
def test_in_a_shared_folder_everybody_of_the_group_works_whatever_their_mask(office, mask):
    office.begins(mask)
    office.does(BOB, submit("bob", office.place), mask)
    office.does(ANN, submit("ann", office.place), mask)
    office.does(BOB, "evidence request X 1 --why More. --as bob", mask)
    assert office.does(ANN, "seal", mask).out.startswith("Sealed")
    assert "BROKEN" not in office.does(BOB, "verify", mask).out
    modes = office.modes()
    assert modes.pop("ledger") == modes.pop("evidence") == 0o2770
    assert {modes.pop(name) for name in list(modes) if name.startswith("ledger.")} == {0o660}
    assert set(modes.values()) == {0o440}
    assert {path.stat().st_gid for path in office.folder.rglob("*")} == {GROUP}


def test_who_is_not_of_the_group_is_told_so(office):
    office.begins()
    answer = office.asks(EVE, "register")
    assert answer.status == 7
    assert "Permission denied" in answer.err


def test_in_a_folder_that_was_not_shared_the_mask_decides_who_may_write(office):
    office.may(0o770)
    os.chown(office.place / "shared", ANN, ANN)
    (office.place / "shared").chmod(0o755)
    office.begins(0o022)
    assert set(office.modes().values()) == {0o750, 0o640}


def killed(how: str):
    """What a colleague's process does before it runs: it will be killed."""

    def before() -> None:
        if how == "at the commit":
            from eventsourcing.sqlite import SQLiteConnection

            commit = SQLiteConnection.commit
            SQLiteConnection.commit = lambda self: (commit(self), os.kill(os.getpid(), 9))
        else:
            os.fsync = lambda _: os.kill(os.getpid(), 9)

    return before


def test_a_killed_colleagues_log_locks_nobody_out(office):
    office.begins()
    assert (
        office.asks(ANN, "evidence request X 1 --why W --as ann", before=killed("at the commit")).status == -9
    )
    assert (office.folder / "ledger.db-wal").stat().st_size
    answer = office.does(BOB, "evidence request X 1 --why More. --as bob")
    assert "event 17" in answer.out


def test_what_a_killed_colleague_left_of_evidence_is_cleared(office):
    office.begins()
    assert office.asks(ANN, submit("ann", office.place), before=killed("at fsync")).status == -9
    assert (office.folder / "evidence/.incoming").exists()
    office.does(BOB, "evidence request X 1 --why More. --as bob")
    assert not (office.folder / "evidence/.incoming").exists()


def without_taking_over() -> None:
    """As it would be if nobody looked at the files beside a database."""
    sides.take_over = lambda _: None


def narrow(office, mode: int = 0o640) -> None:
    """The killed colleague's log and its index came to have another mode than the database."""
    for ending in ("-wal", "-shm"):
        (office.folder / f"ledger.db{ending}").chmod(mode)


def test_a_killed_colleagues_log_of_a_narrower_mode_is_taken_over_with_all_that_is_in_it(office):
    office.begins()
    office.asks(ANN, "evidence request X 1 --why W --as ann", before=killed("at the commit"))
    narrow(office)
    request = "evidence request X 1 --why More. --as bob"
    assert office.asks(BOB, request, before=without_taking_over).status == 7
    answer = office.does(BOB, request)
    # Event 16 stood in the log alone: nothing was lost.
    assert "event 17" in answer.out
    assert "BROKEN" not in office.does(ANN, "verify").out
    assert list(office.folder.glob(".ledger.db*")) == []


def test_the_log_of_a_colleague_who_is_at_work_is_not_taken_from_them(office):
    office.begins()
    connection = sqlite3.connect(office.folder / "ledger.db", isolation_level=None)
    connection.execute("PRAGMA user_version").fetchone()
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE sqlite_sequence SET seq = seq")
    connection.execute("COMMIT")
    for ending in ("-wal", "-shm"):
        os.chown(office.folder / f"ledger.db{ending}", ANN, GROUP)
    narrow(office)
    before = (office.folder / "ledger.db-wal").stat().st_ino
    answer = office.asks(BOB, "evidence request X 1 --why More. --as bob")
    assert answer.status == 7
    assert "ledger.db-wal may not be written: it belongs to" in answer.err
    assert "chmod g+rw" in answer.err
    assert (office.folder / "ledger.db-wal").stat().st_ino == before
    connection.close()
    office.does(BOB, "evidence request X 1 --why More. --as bob")


def test_a_log_that_may_not_be_read_is_named_with_its_owner(office):
    office.begins()
    office.asks(ANN, "evidence request X 1 --why W --as ann", before=killed("at the commit"))
    narrow(office, 0o600)
    answer = office.asks(BOB, "register")
    assert answer.status == 7
    assert f"belongs to user {ANN}" in answer.err
    office.does(ANN, "register")


NO_MODES = """
import os
from pathlib import Path
def refused(*_, **__):
    raise PermissionError(1, "Operation not permitted")
os.chmod = os.fchmod = Path.chmod = refused
"""


def test_on_a_file_system_without_modes_the_work_is_done_all_the_same(here):
    (here / "paper").write_bytes(b"paper")
    (here / "out.csv").write_text("before")
    for line in (
        "init --as ada --name Ada",
        "person grant ada inspector --as ada",
        "inspection open X --title T --as ada",
        "cycle open X 2020 --title S --on 2020-02-26 --as ada",
        "recommendation make X 1 --cycle 2020 --on 2020-02-26 --made-to B --text Do. --as ada",
        submit("ada", here),
        "register --output out.csv",
        "verify",
    ):
        answer = scrutiny(*words(line), prelude=NO_MODES)
        assert answer.status == 0, answer
        assert answer.out == "" or "not sealed" not in answer.out
