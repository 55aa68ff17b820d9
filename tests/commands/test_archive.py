"""``scrutiny archive`` and ``scrutiny restore``, as they are typed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from hashlib import sha256

import pytest

from tests.commands import processes
from tests.commands.processes import scrutiny


@pytest.fixture
def signed(put_demo, here):
    """The demonstration, where the program looks for it, with its key."""
    return put_demo(here / "scrutiny-ledger")


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_receipts_say_what_was_archived_and_restored(signed, done, here):
    told = done("archive a.tar")
    data = (here / "a.tar").read_bytes()
    events = len(processes.events(signed))
    assert told["events"] == told["sealed"] == events
    assert (told["bytes"], told["sha256"]) == (len(data), sha256(data).hexdigest())
    assert (told["evidence"], told["missing"], told["unprotected"]) == (13, [], 0)
    again = done("restore a.tar --ledger again")
    assert (again["events"], again["root"], again["evidence"]) == (events, told["root"], 13)
    assert done("archive b.tar --ledger again")["sha256"] == told["sha256"]
    assert done("verify --ledger again")["root"] == told["root"]
    assert processes.events(here / "again") == processes.events(signed)


def test_receipts_are_sentences_too(signed, ask):
    archived = ask("archive a.tar").out.splitlines()
    assert archived[0].startswith("Archived 94 events and 13 evidence files in a.tar: ")
    assert [line.split()[0] for line in archived[1:]] == ["SHA-256", "root"]
    restored = ask("restore a.tar --ledger again").out
    assert restored.startswith("Restored 94 events and 13 evidence files from a.tar to again; it verifies.")


def test_an_archive_is_for_whoever_may_read_the_ledger_only(signed, done, here):
    before = os.umask(0)
    try:
        done("archive a.tar")
    finally:
        os.umask(before)
    assert (here / "a.tar").stat().st_mode & 0o777 == 0o660


def test_an_archive_goes_to_standard_output_too(signed, done, here):
    told = done("archive a.tar")
    piped = subprocess.run([*processes.PROGRAM, "archive", "-"], capture_output=True, check=True)
    assert sha256(piped.stdout).hexdigest() == told["sha256"]


def test_a_ledger_that_is_still_there_is_named(signed, done):
    done("archive a.tar")
    (step,) = done("restore a.tar --ledger again")["steps"]
    assert f"The ledger is still in {signed}" in step


def test_an_older_state_is_declared_as_any_restored_ledger_is(signed, done, ask, here):
    done("archive a.tar")
    lost = done("inspection open LOST --title Lost --as ann")["events"][0]["position"]
    shutil.rmtree(signed)
    (step,) = done("restore a.tar")["steps"]
    assert f"You saw {lost} events of this ledger signed, and here it is {lost - 1}" in step
    assert "scrutiny recover --restored-from WHAT --why W" in step
    assert ask("verify --format json").status == 6
    assert ask("seal").status == 6
    done("recover --restored-from Archive --why Fire. --as ann")
    assert done("verify")["ok"]
    done("inspection open AGAIN --title Again --as ann")


def test_who_lacks_the_key_and_remembers_nothing_is_told_both(signed, done, home, here):
    done("archive a.tar")
    shutil.rmtree(home)
    shutil.rmtree(signed)
    seen, key = done("restore a.tar")["steps"]
    assert "scrutiny verify --held FILE" in seen
    assert "scrutiny key import FILE" in key


def test_a_restored_ledger_that_lacks_nothing_has_no_next_step(signed, done, ask):
    done("archive a.tar")
    shutil.rmtree(signed)
    assert done("restore a.tar")["steps"] == []
    done("inspection open NEXT --title Next --as ann")
    assert done("verify")["unprotected"] == 0


@pytest.mark.parametrize(
    ("line", "status", "because"),
    [
        ("restore nothing.tar --ledger again", 2, "cannot be read"),
        ("restore . --ledger again", 2, "is no file"),
        ("restore paper.txt --ledger again", 2, "no archive"),
        ("restore a.tar", 4, "There is something in"),
        ("restore a.tar --ledger scrutiny-ledger/inside", 4, "in the folder of a ledger"),
        ("restore cut.tar --ledger again", 6, "its end is missing"),
        ("archive .", 2, "is a folder"),
        ("archive nowhere/a.tar", 2, "no folder"),
        ("archive scrutiny-ledger/a.tar", 4, "in the folder of a ledger"),
        ("archive b.tar --ledger again", 7, "no ledger"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_left(signed, done, ask, here, line, status, because):
    done("archive a.tar")
    (here / "paper.txt").write_text("Minutes.")
    (here / "cut.tar").write_bytes((here / "a.tar").read_bytes()[:-5000])
    before = names(here)
    answer = ask(f"{line} --format json")
    assert answer.status == status, answer
    assert because in answer.error()["error"]
    assert answer.error()["remedy"]
    assert names(here) == before


def test_a_pipe_that_nobody_writes_to_is_refused_at_once(signed, ask, here):
    os.mkfifo(here / "pipe")
    assert ask("restore pipe --ledger again --format json").status == 2


def test_an_archive_that_cannot_be_written_leaves_the_old_one(signed, done, here):
    done("archive a.tar")
    before = (here / "a.tar").read_bytes()
    processes.do("inspection open NEXT --title Next --as ann")
    answer = scrutiny("archive", "a.tar", "--format", "json", preexec_fn=processes.smallest_files(20_000))
    assert answer.status == 7
    assert (here / "a.tar").read_bytes() == before
    assert names(here) == ["a.tar", "scrutiny-ledger"]


def test_a_disk_that_fills_up_leaves_nothing_of_a_restored_ledger(signed, done, here):
    done("archive a.tar")
    answer = scrutiny(
        "restore",
        "a.tar",
        "--ledger",
        "again",
        "--format",
        "json",
        preexec_fn=processes.smallest_files(50_000),
    )
    assert answer.status == 7, answer
    assert names(here) == ["a.tar", "scrutiny-ledger"]


SLOWLY = """
import os, time
from ledger.archive import reading
take = reading.Reading._take_in
def slowly(self, row):
    if row[0] == 50:
        os.write(1, b"half\\n")
        time.sleep({pause})
    return take(self, row)
reading.Reading._take_in = slowly
"""


def half_way(pause):
    """A restoring that stops half way, and says so."""
    process = processes.start("restore", "a.tar", "--ledger", "again", prelude=SLOWLY.format(pause=pause))
    assert process.stdout.readline() == b"half\n"
    return process


def test_a_restoring_that_is_killed_leaves_no_ledger_and_the_next_one_clears_the_rest(
    signed, done, ask, here
):
    done("archive a.tar")
    process = half_way(600)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert not (here / "again").exists()
    assert any(name.startswith(".again.restoring-") for name in names(here))
    assert ask("register --ledger again").status == 7
    done("restore a.tar --ledger again")
    assert names(here) == ["a.tar", "again", "scrutiny-ledger"]
    assert done("verify --ledger again")["ok"]


def test_of_two_at_once_one_restores_and_the_other_is_refused(signed, done, ask, here):
    done("archive a.tar")
    process = half_way(3)
    done("restore a.tar --ledger again")
    slower = processes.answer_of(process)
    assert slower.status == 4
    assert "There is something in again" in slower.err
    assert names(here) == ["a.tar", "again", "scrutiny-ledger"]
    assert done("verify --ledger again")["ok"]


def test_what_others_record_meanwhile_is_whole_or_not_in_it(two, done, here):
    events = []
    with processes.recording_meanwhile(here):
        while len(set(events)) < 3:
            told = done(f"archive {len(events)}.tar")
            assert done(f"restore {len(events)}.tar --ledger r{len(events)}")["root"] == told["root"]
            events.append(told["events"])
    assert events == sorted(events)
