"""Beginning a ledger: two at once, and what one that was killed leaves behind."""

from __future__ import annotations

import errno
import sqlite3
from contextlib import closing

import pytest

from tests.commands import processes
from tests.commands.processes import answer_of, scrutiny, start, words

INIT = words("init --as ada --name Ada")
DIE = "os.kill(os.getpid(), 9)"
MOMENTS = {
    "before the tables are laid": "import os\nfrom ledger.store.sqlite import beginning\n"
    f"beginning.closing = lambda _: {DIE}",
    "before the key is written": "import os\nfrom ledger.signing import unbegun\n"
    f"unbegun.mark = lambda *_: {DIE}",
    "once the key is marked": "import os\nfrom ledger.signing import unbegun\nmark = unbegun.mark\n"
    f"unbegun.mark = lambda *all: (mark(*all), {DIE})",
    "once the key is written": "import os\nfrom ledger.ledger import Ledger\n"
    f"Ledger._open_with = lambda *_: {DIE}",
    "at the commit": "import os\nfrom eventsourcing.sqlite import SQLiteConnection\n"
    f"SQLiteConnection.commit = lambda _: {DIE}",
}
ON_DISK = (
    "import os\nfrom eventsourcing.sqlite import SQLiteConnection\ncommit = SQLiteConnection.commit\n"
    f"SQLiteConnection.commit = lambda self: (commit(self), {DIE})"
)


def keys(home):
    return sorted(path.name for path in home.rglob("keys/*"))


def seals(home):
    """There is one key, the ledger names it, and it signs."""
    (name,) = keys(home)
    shown = scrutiny("key", "show")
    assert f"+{name.removesuffix('.pem')}+" in shown.out
    assert scrutiny("seal").status == 0


@pytest.mark.parametrize("moment", MOMENTS)
def test_what_a_killed_beginning_leaves_is_taken_up_by_the_next_and_no_key_is_left_over(here, home, moment):
    for _ in range(2):
        assert scrutiny(*INIT, prelude=MOMENTS[moment]).status == -9
    answer = scrutiny(*INIT)
    assert answer.status == 0, answer.err
    seals(home)


def test_a_beginning_in_another_folder_clears_such_a_key_too(here, home):
    scrutiny(*INIT, prelude=MOMENTS["once the key is written"])
    assert len(keys(home)) == 2
    assert scrutiny(*INIT, "--ledger", "other").status == 0
    assert len(keys(home)) == 1


def test_the_key_of_a_ledger_that_was_begun_just_before_it_was_killed_is_kept(here, home):
    assert scrutiny(*INIT, prelude=ON_DISK).status == -9
    assert len(keys(home)) == 2
    assert scrutiny(*INIT).status == 4
    assert scrutiny(*INIT, "--ledger", "other").status == 0
    assert len(keys(home)) == 2
    assert all(name.endswith(".pem") for name in keys(home))
    assert scrutiny("seal").status == 0


def test_a_key_whose_folder_cannot_be_found_is_kept(here, home):
    scrutiny(*INIT, prelude=MOMENTS["once the key is written"])
    (here / "scrutiny-ledger").rename(here / "elsewhere")
    assert scrutiny(*INIT, "--ledger", "other").status == 0
    assert len(keys(home)) == 3


def test_the_key_of_a_ledger_that_is_just_being_begun_is_not_taken_from_it(here, home):
    slow = "from ledger.ledger import Ledger\nbegin = Ledger._open_with\n"
    slow += "Ledger._open_with = lambda *all: (print('there', flush=True), input(), begin(*all))[2]"
    process = start(*INIT, prelude=slow)
    assert process.stdout.readline() == b"there\n"
    assert scrutiny(*INIT, "--ledger", "other").status == 0
    assert answer_of(process, b"\n").status == 0
    assert scrutiny("seal").status == 0


def test_of_two_that_begin_one_ledger_at_once_one_does_and_the_other_reads_why_not(here, home):
    for _ in range(4):
        racing = [start(*INIT, "--ledger", "one", "--format", "json") for _ in range(3)]
        answers = sorted((answer_of(process) for process in racing), key=lambda answer: answer.status)
        assert [answer.status for answer in answers] == [0, 4, 4], answers
        assert all("There is a ledger in one already." in answer.error()["error"] for answer in answers[1:])
        assert len(processes.events(here / "one")) == 5
        assert len(keys(home)) == 1
        assert scrutiny("seal", "--ledger", "one").status == 0
        (here / "one").rename(here / f"was-{len(list(here.iterdir()))}")
        for path in home.rglob("keys/*"):
            path.unlink()


def test_a_key_that_cannot_be_written_leaves_nothing(here, home):
    (home / ".config").write_text("no folder")
    answer = scrutiny(*INIT)
    assert (answer.status, answer.out) == (7, "")
    assert "signing key cannot be written" in answer.err
    assert answer.err.endswith("Or go without: --no-key\n")
    assert not (here / "scrutiny-ledger").exists()
    (home / ".config").unlink()
    assert scrutiny(*INIT).status == 0
    seals(home)


def test_of_a_ledger_that_was_begun_just_now_nothing_is_said_to_be_forgotten(here, home):
    for folder in ("one", "two"):
        answer = scrutiny(*INIT, "--ledger", folder)
        assert answer.status == 0
        assert "remembered" not in answer.out + answer.err


@pytest.mark.parametrize("half", [".beginning", ".pem"])
def test_half_a_key_is_cleared_by_the_next_that_is_written(here, home, half):
    dying = "import os\nfrom pathlib import Path\nreplace = Path.replace\n"
    dying += f"Path.replace = lambda self, to: {DIE} if to.suffix == {half!r} else replace(self, to)"
    assert scrutiny(*INIT, prelude=dying).status == -9
    assert len([name for name in keys(home) if name.startswith(".")]) == 1
    assert scrutiny(*INIT).status == 0
    seals(home)


def test_half_a_key_that_somebody_is_writing_is_left(here, home):
    slow = "from pathlib import Path\nreplace = Path.replace\nPath.replace = lambda *both: "
    slow += "(both[1].suffix == '.pem' and (print('there', flush=True), input()), replace(*both))[1]"
    process = start(*INIT, prelude=slow)
    assert process.stdout.readline() == b"there\n"
    assert scrutiny(*INIT, "--ledger", "other").status == 0
    assert answer_of(process, b"\n").status == 0
    assert len(keys(home)) == 2


@pytest.mark.parametrize("how", ["removed", "emptied", "without its events"])
def test_no_ledger_is_begun_over_the_evidence_of_another_whose_events_are_gone(two, ask, here, how):
    (here / "minutes.txt").write_text("Minutes.")
    words = ("--summary", "Minutes.", "--file", "minutes.txt", "--on", "2021-08-18", "--as", "ann")
    assert ask("evidence submit OCSAE 3 --by NCA", *words).status == 0
    kept = sorted((two / "evidence").iterdir())
    database = two / "ledger.db"
    if how == "without its events":
        with closing(sqlite3.connect(database)) as connection:
            connection.executescript("DROP TRIGGER stored_events_are_not_deleted; DELETE FROM stored_events;")
    else:
        database.unlink()
    if how == "emptied":
        database.touch()
    answer = ask("init --as ada --name Ada")
    assert (answer.status, answer.out) == (4, "")
    assert f"its events are gone: evidence/{kept[0].name[:12]}… is still there" in answer.err
    assert sorted((two / "evidence").iterdir()) == kept
    if how != "without its events":
        reading = ask("register")
        assert reading.status == 7
        assert "Put ledger.db back from a copy" in reading.err
        assert "scrutiny init" not in reading.err


def test_no_ledger_is_begun_over_the_log_of_another(two, ask):
    (two / "ledger.db").unlink()
    (two / "ledger.db-wal").write_bytes(b"events")
    answer = ask("init --as ada --name Ada")
    assert answer.status == 4
    assert "ledger.db-wal is still there" in answer.err
    assert (two / "ledger.db-wal").read_bytes() == b"events"


def test_whoever_signed_another_ledger_there_is_told_so(here, home):
    assert scrutiny(*INIT).status == 0
    assert "another ledger" not in scrutiny(*INIT, "--ledger", "other").err
    (here / "scrutiny-ledger" / "ledger.db").unlink()
    answer = scrutiny(*INIT)
    assert answer.status == 0
    assert "you signed another ledger in" in answer.err


def test_a_key_that_cannot_be_written_is_a_storage_that_cannot_be_used(here, home, ask, monkeypatch):
    assert ask("init --as ada --name Ada").status == 0

    def full(path, data):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("ledger.signing.keyring.write_private", full)
    answer = ask("key rotate --as ada")
    assert (answer.status, answer.out) == (7, "")
    assert "No space left on device" in answer.err
    assert "--no-key" not in answer.err
