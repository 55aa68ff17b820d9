"""What a killed command left of evidence is cleared by the next; what a living one uses is not."""

from __future__ import annotations

import os
import time

import pytest

from ledger.evidence import incoming
from ledger.evidence.folder import FolderVault
from tests.commands import processes
from tests.commands.processes import scrutiny, start, words

SUBMIT = words("evidence submit OCSAE 1 --by B --summary S --restricted Personal. --as ann --file")


@pytest.fixture
def folder(here):
    (here / "paper").write_bytes(b"secret")
    return processes.begin(here / "scrutiny-ledger")


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lying(folder):
    """Everything in the evidence folder that is not kept."""
    return [path for path in (folder / "evidence").rglob("*") if len(path.name) != 64]


def killed(at):
    """A prelude that kills the program when it calls a function of os, or renames."""
    module = "from pathlib import Path as where" if at == "rename" else "import os as where"
    return f"import os\n{module}\nwhere.{at} = lambda *_, **__: os.kill(os.getpid(), 9)"


@pytest.mark.parametrize("at", ["write", "fchmod", "fsync", "lseek", "rename"])
@pytest.mark.parametrize(
    "then",
    ["evidence request OCSAE 1 --why More. --as ann", "evidence submit OCSAE 2 --by B --summary S --as ann"],
)
def test_the_next_command_that_records_clears_what_a_killed_one_left(folder, at, then):
    assert scrutiny(*SUBMIT, "paper", prelude=killed(at)).status == -9
    assert lying(folder)
    assert scrutiny(*words(then)).status == 0
    assert lying(folder) == []


AT_THE_COMMIT = """
import os
from eventsourcing.sqlite import SQLiteConnection
SQLiteConnection.commit = lambda _: os.kill(os.getpid(), 9)
"""


def kept(folder):
    return sorted(path.name for path in (folder / "evidence").iterdir() if len(path.name) == 64)


def test_what_had_its_name_and_was_never_recorded_is_cleared_and_nothing_else(folder, here):
    (here / "other").write_bytes(b"other")
    assert scrutiny(*SUBMIT, "other").status == 0
    (before,) = kept(folder)
    # The same file again, and one that is new: the first stays, for it was recorded before.
    killed = scrutiny(*SUBMIT, "paper", "--file", "other", prelude=AT_THE_COMMIT)
    assert killed.status == -9
    assert len(kept(folder)) == 2
    assert scrutiny(*words("evidence request OCSAE 1 --why More. --as ann")).status == 0
    assert kept(folder) == [before]
    assert lying(folder) == []


def test_what_was_recorded_just_before_it_was_killed_stays(folder):
    on_disk = AT_THE_COMMIT.replace("lambda _: ", "lambda self: (commit(self), ").rstrip() + ")\n"
    on_disk = on_disk.replace(
        "SQLiteConnection.commit =", "commit = SQLiteConnection.commit\nSQLiteConnection.commit ="
    )
    assert scrutiny(*SUBMIT, "paper", prelude=on_disk).status == -9
    (there,) = kept(folder)
    assert scrutiny(*words("evidence request OCSAE 1 --why More. --as ann")).status == 0
    assert kept(folder) == [there]
    assert lying(folder) == []
    assert "BROKEN" not in scrutiny("verify").out


def test_a_command_that_only_reads_clears_nothing_away(folder):
    scrutiny(*SUBMIT, "paper", prelude=killed("fsync"))
    there = lying(folder)
    assert scrutiny("register").status == 0
    assert lying(folder) == there != []


def test_what_a_living_command_takes_in_is_not_taken_from_it(folder):
    slow = "import os\nfsync = os.fsync\n"
    slow += "os.fsync = lambda file: (print('there', flush=True), input(), fsync(file))"
    process = start(*SUBMIT, "paper", prelude=slow)
    assert process.stdout.readline() == b"there\n"
    assert scrutiny(*words("evidence request OCSAE 1 --why More. --as ann")).status == 0
    assert incoming.left(folder / "evidence") == []
    out, err = process.communicate(b"\n\n\n\n")
    assert process.returncode == 0, err
    assert b"E1" in out
    assert lying(folder) == []


def test_a_room_that_was_cleared_before_there_was_a_lock_on_it_is_made_once_more(tmp_path, monkeypatch):
    made, tried = os.open, []

    def opening(path, *how, **more):
        if incoming.INCOMING in str(path) and not tried:
            tried.append(path)
            path.rmdir()
            (tmp_path / incoming.INCOMING).rmdir()
        return made(path, *how, **more)

    monkeypatch.setattr(os, "open", opening)
    room = incoming.Room(tmp_path)
    assert tried
    assert room.path.is_dir()
    room.close()
    assert list(tmp_path.iterdir()) == []


def test_what_the_version_before_left_goes_after_a_day(tmp_path):
    (tmp_path / "paper").write_bytes(b"x")
    evidence = tmp_path / "evidence"
    evidence.mkdir()
    for name, age in (
        (".incoming-0123456789abcdef", 90_000),
        (".incoming-fedcba9876543210", 60),
        ("a" * 64, 90_000),
    ):
        (evidence / name).write_bytes(b"x")
        os.utime(evidence / name, (time.time() - age,) * 2)
    assert [path.name for path in incoming.left(evidence)] == [".incoming-0123456789abcdef"]
    with FolderVault(evidence) as vault:
        vault.stage(str(tmp_path / "paper"))
    assert sorted(path.name for path in evidence.iterdir()) == [".incoming-fedcba9876543210", "a" * 64]


@pytest.mark.parametrize(
    ("limit", "size", "status"),
    [
        ("1000", 1000, 0),
        ("1000", 1001, 2),
        ("1K", 1024, 0),
        ("1 kB", 1025, 2),
        ("3MiB", 3 << 20, 0),
        ("", 5, 0),
    ],
)
def test_the_limit_of_a_file_is_the_houses_to_set(folder, here, limit, size, status):
    (here / "file").write_bytes(bytes(size))
    env = processes.environment(SCRUTINY_EVIDENCE_LIMIT=limit)
    answer = scrutiny(*SUBMIT, "file", env=env)
    assert answer.status == status, answer.err
    assert status == 0 or "may be handed in" in answer.err


@pytest.mark.parametrize("limit", ["much", "0", "-1", "1.5G", "1X"])
def test_a_limit_that_is_no_size_is_said_to_be_none(folder, limit):
    answer = scrutiny(*SUBMIT, "paper", env=processes.environment(SCRUTINY_EVIDENCE_LIMIT=limit))
    assert answer.status == 2
    assert "SCRUTINY_EVIDENCE_LIMIT" in answer.err
