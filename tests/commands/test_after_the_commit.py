"""What is on disk is reported as recorded, whatever fails from there on: a note, status 0, and a way on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.commands import processes
from tests.commands.processes import PROGRAM, do, environment, modes_count, powerless, scrutiny, words
from tests.pasts import needs
from tests.sampling import sample

ASK = words("evidence request X 1 --why More. --as ann")

# Marks the moment at which it is on the disk.
COMMITTED = """
import os, signal, sys
from eventsourcing.sqlite import SQLiteConnection
committing, on_disk = SQLiteConnection.commit, []
def commit(self):
    committing(self)
    on_disk.append(True)
    after_the_commit()
SQLiteConnection.commit = commit
def after_the_commit(): pass
"""

# The library's audit hooks hear of each file, module and folder that is asked for.
NOTHING_MORE_TO_OPEN = f"""{COMMITTED}
def none_left(event, arguments):
    if on_disk and event in ("open", "import", "sqlite3.connect", "os.mkdir", "os.listdir", "os.scandir"):
        raise OSError(24, "Too many open files", str(arguments[0]))
sys.addaudithook(none_left)
"""


def failing(method: str, what: str) -> str:
    """A prelude after which a method, by its module and class, fails."""
    module, name, attribute = method.rsplit(".", 2)
    return f"""
import sqlite3
from {module} import {name}
def fails(*_, **__):
    error = {what}
    error.sqlite_errorname = "SQLITE_FULL" if "full" in str(error) else "SQLITE_IOERR"
    raise error
{name}.{attribute} = fails
"""


SEALING = "ledger.signing.sealing.Sealer.seal"
CAUSES = {
    "no memory": (failing(SEALING, "MemoryError()"), "not enough memory"),
    "an import": (failing(SEALING, "ImportError('no module named x')"), "no module named x"),
    "a class that nobody knows": (
        failing(SEALING, "type('Odd', (Exception,), {})('quite odd')"),
        "quite odd",
    ),
    "stopped while it signs": (failing(SEALING, "KeyboardInterrupt()"), "stopped"),
    "the disk is full": (
        failing(
            "ledger.store.sqlite.recorder.LedgerRecorder.insert_checkpoint",
            "sqlite3.OperationalError('database or disk is full')",
        ),
        "no room left",
    ),
    "the reading back": (
        failing(
            "ledger.store.sqlite.store.SQLiteStore.unsigned", "sqlite3.OperationalError('disk I/O error')"
        ),
        "disk I/O error",
    ),
    "the system says no": (failing(SEALING, "OSError(24, 'Too many open files', 'x')"), "Too many open"),
}


@pytest.fixture
def sealed(here):
    """A ledger with a key, an inspection and a recommendation, and how many events it has."""
    do(
        "init --as ada --name Ada",
        "person register ann --name Ann --role inspector --as ada",
        "inspection open X --title T --as ann",
        "cycle open X 2020 --title S --on 2020-02-26 --as ann",
        "recommendation make X 1 --cycle 2020 --on 2020-02-26 --made-to B --text Do. --as ann",
    )
    return here / "scrutiny-ledger"


def told_as_recorded(folder, answer, cause, before):
    """Recorded, and the note names the cause and the way on; once the trouble is gone, it is sealed."""
    assert answer.status == 0, answer.err
    assert "Error" not in answer.err
    assert len(processes.events(folder)) == before + 1
    assert f"event {before + 1}" in answer.out
    assert "not sealed" in answer.out
    (note,) = [line for line in answer.err.splitlines() if "recorded, and not sealed" in line]
    assert cause in note
    assert "scrutiny seal" in note


def is_sealed(answer, size):
    assert answer.status == 0, answer.err
    assert f"size {size}" in answer.out


@pytest.mark.parametrize("name", CAUSES)
def test_what_fails_once_it_is_on_disk_is_a_note(sealed, name):
    prelude, cause = CAUSES[name]
    before = len(processes.events(sealed))
    told_as_recorded(sealed, scrutiny(*ASK, prelude=prelude), cause, before)
    is_sealed(scrutiny("seal"), before + 1)


def test_nothing_is_opened_or_imported_between_the_disk_and_the_receipt(sealed):
    before = len(processes.events(sealed))
    answer = scrutiny(*ASK, "--format", "json", prelude=NOTHING_MORE_TO_OPEN)
    assert answer.status == 0, answer.err
    assert json.loads(answer.out)["checkpoint_size"] == before + 1
    assert answer.err == ""


def test_the_hook_that_lets_nothing_be_opened_works(sealed):
    prelude = f"""{NOTHING_MORE_TO_OPEN}
def after_the_commit():
    try:
        open("/dev/null")
    except OSError as error:
        print(error.strerror, file=sys.stderr)
"""
    assert scrutiny(*ASK, prelude=prelude).err == "Too many open files\n"


@pytest.mark.parametrize("stop", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_stop_that_comes_too_late_is_said_beside_the_receipt(sealed, stop):
    before = len(processes.events(sealed))
    late = f"{COMMITTED}\ndef after_the_commit(): os.kill(os.getpid(), signal.{stop})"
    answer = scrutiny(*ASK, prelude=late, preexec_fn=processes.from_a_keyboard)
    assert answer.status == 0, answer.err
    assert f"sealed at size {before + 1}" in answer.out
    assert "too late to be called off" in answer.err


@pytest.mark.parametrize(("stop", "status"), [("SIGINT", 130), ("SIGTERM", -signal.SIGTERM)])
def test_a_stop_that_comes_in_time_records_nothing(sealed, stop, status):
    before = len(processes.events(sealed))
    early = f"""
import os, signal
from ledger.signing.signing import Signing
Signing.prepare = lambda self: os.kill(os.getpid(), signal.{stop})
"""
    answer = scrutiny(*ASK, prelude=early, preexec_fn=processes.from_a_keyboard)
    assert (answer.status, answer.out) == (status, "")
    assert len(processes.events(sealed)) == before


@pytest.mark.parametrize("broken", ["the reader is gone", "the disk is full"])
def test_a_receipt_that_nobody_can_be_given_is_a_note(sealed, broken):
    before = len(processes.events(sealed))
    if broken == "the disk is full":
        out = os.open("/dev/full", os.O_WRONLY)
    else:
        ours, out = os.pipe()
        os.close(ours)
    answer = scrutiny(*ASK, stdout=out)
    os.close(out)
    assert answer.status == 0
    assert f"X/1 was recorded (event {before + 1})" in answer.err
    assert "scrutiny trail" in answer.err
    is_sealed(scrutiny("seal"), before + 1)


def test_with_both_outputs_broken_it_is_recorded_all_the_same(sealed):
    before = len(processes.events(sealed))
    with Path("/dev/full").open("wb") as full:
        assert scrutiny(*ASK, stdout=full, stderr=full).status == 0
    assert len(processes.events(sealed)) == before + 1


def test_a_key_that_cannot_be_used_is_a_note(sealed, home):
    (key,) = home.rglob("*.pem")
    right = key.read_bytes()
    for wrong in (b"", right[:40], b"\0" * 200):
        key.write_bytes(wrong)
        before = len(processes.events(sealed))
        told_as_recorded(sealed, scrutiny(*ASK), "key", before)
    key.write_bytes(right)
    is_sealed(scrutiny("seal"), before + 1)


def test_a_key_folder_that_may_not_be_read_is_a_note(sealed, home):
    needs(modes_count(home), "a way to drop root's powers over files")
    (key,) = home.rglob("*.pem")
    before = len(processes.events(sealed))
    key.parent.chmod(0o000)
    try:
        told_as_recorded(sealed, scrutiny(*ASK, preexec_fn=powerless), "Permission denied", before)
    finally:
        key.parent.chmod(0o700)
    is_sealed(scrutiny("seal"), before + 1)


def test_a_memory_of_what_was_seen_that_may_not_be_written_does_not_stand_in_the_way(sealed, home):
    needs(modes_count(home), "a way to drop root's powers over files")
    seen = home / ".local/state/scrutiny-ledger/seen"
    before = len(processes.events(sealed))
    seen.chmod(0o500)
    answer = scrutiny(*ASK, preexec_fn=powerless)
    seen.chmod(0o700)
    is_sealed(answer, before + 1)


@pytest.mark.parametrize("limit", ["NOFILE", "AS"])
def test_with_too_little_of_something_nothing_is_recorded_or_it_is_said(sealed, limit):
    """Whatever the limit, who reads an error may ask again: nothing was recorded then."""
    values = sample(range(3, 24), 8) if limit == "NOFILE" else sample(range(20, 160, 10), 7)
    statuses = set()
    for value in values:
        before = len(processes.events(sealed))
        least = value if limit == "NOFILE" else value << 20
        prelude = f"import resource; resource.setrlimit(resource.RLIMIT_{limit}, ({least}, {least}))"
        program = [*PROGRAM[:1], "-c", f"{prelude}\nfrom commands.root import main\nmain()", *ASK]
        ended = subprocess.run(program, capture_output=True, env=environment(), check=False, timeout=60)
        recorded = len(processes.events(sealed)) - before
        assert recorded == (1 if ended.returncode == 0 else 0), (value, ended)
        statuses.add(ended.returncode == 0)
    assert statuses == {True, False}


NOTHING_MORE_TO_READ = f"""{COMMITTED}
from ledger.errors import StorageError
from ledger.store.sqlite.store import SQLiteStore
def gone(reading):
    def read(*arguments, **named):
        if on_disk:
            raise StorageError("The disk is gone.")
        return reading(*arguments, **named)
    return read
readings = "rows head leaf_index leaves positions checkpoints newest_checkpoint sealed"
for name in readings.split():
    setattr(SQLiteStore, name, gone(getattr(SQLiteStore, name)))
"""


@pytest.mark.parametrize(
    "line", ["evidence request X 1 --why More. --as ann", "person rename ann --name A --as ada"]
)
def test_nothing_has_to_be_read_for_a_receipt(line, sealed):
    before = len(processes.events(sealed))
    answer = scrutiny(*words(line), prelude=NOTHING_MORE_TO_READ)
    assert answer.status == 0, answer
    assert len(processes.events(sealed)) == before + 1
    assert answer.err.startswith("Note: it is recorded, and not sealed yet. The disk is gone.")
    assert f"event {before + 1}" in answer.out
