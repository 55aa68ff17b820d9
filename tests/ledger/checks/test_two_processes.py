"""Verifying in two processes: the same is found, in the same words, whatever becomes of the other one."""

from __future__ import annotations

import marshal
import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import pytest

from ledger.checks import elsewhere, history
from ledger.checks.base import Findings
from ledger.checks.elsewhere import Elsewhere, Ended, is_worth_it
from ledger.checks.seen import Batch, facts_of
from ledger.checks.walk import Walk
from ledger.store.location import open_raw

# What is started in the background may mind no Ctrl-C.
PROGRAM = """
import signal
import sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from ledger.checks import elsewhere, history
history.is_worth_it = lambda _: True
real = elsewhere.Elsewhere.found
def found(self, **how):
    print(self._process.pid, flush=True)
    import time; time.sleep(60)
elsewhere.Elsewhere.found = found
from commands.start import main
sys.argv[1:] = ["verify", "--ledger", sys.argv[1]]
main()
"""


@pytest.fixture
def two(monkeypatch):
    """However small a ledger is, another process helps; those that were begun."""
    begun = []

    class Seen(Elsewhere):
        def __init__(self):
            super().__init__()
            begun.append(self._process)

    monkeypatch.setattr(history, "is_worth_it", lambda _: True)
    monkeypatch.setattr(history, "Elsewhere", Seen)
    yield begun
    assert all(process.returncode is not None for process in begun)


@pytest.fixture
def broken(place):
    """A ledger in which V11 finds something in many places: eve stands where bob was."""
    put_for(place, '"by":"bob"', '"by":"eve"')
    place.sign_again()
    return place


def put_for(place, old, new):
    """Have every event say something else."""
    place.attack(("UPDATE stored_events SET state = CAST(replace(state, ?, ?) AS BLOB)", old, new))


def test_two_find_what_one_finds(broken, two, monkeypatch):
    found = broken.verify()
    (process,) = two
    assert process.returncode == -signal.SIGKILL
    monkeypatch.setattr(history, "is_worth_it", lambda _: False)
    assert found == broken.verify()
    assert {finding.code for finding in found.findings} == {"V11"}
    assert len(found.findings) > 1
    assert len(two) == 1


@pytest.mark.parametrize("when", ["send", "found"])
def test_the_other_process_dies(broken, two, monkeypatch, when):
    asked = getattr(Elsewhere, when)

    def dies(self, *args, **how):
        self._process.kill()
        self._process.wait()
        return asked(self, *args, **how)

    monkeypatch.setattr(Elsewhere, when, dies)
    found = broken.verify()
    monkeypatch.setattr(history, "is_worth_it", lambda _: False)
    assert found == broken.verify()


def test_the_other_process_dies_once_it_said_some(broken, two, monkeypatch):
    """What it found before is not told twice."""
    send = Elsewhere.send

    def dies(self, rows):
        send(self, rows)
        history_of[0]._collect()
        self._process.kill()
        self._process.wait()

    history_of = []
    made = history.History.__init__
    monkeypatch.setattr(
        history.History, "__init__", lambda self, walk: (made(self, walk), history_of.append(self))[0]
    )
    monkeypatch.setattr(Elsewhere, "send", dies)
    found = broken.verify()
    monkeypatch.setattr(history, "is_worth_it", lambda _: False)
    assert found == broken.verify()


@pytest.mark.parametrize("trouble", [OSError(12, "no memory"), PermissionError(1, "not permitted")])
def test_no_other_process_can_be_started(broken, monkeypatch, trouble):
    def fails(*_, **__):
        raise trouble

    found = broken.verify()
    monkeypatch.setattr(history, "is_worth_it", lambda _: True)
    monkeypatch.setattr(subprocess, "Popen", fails)
    assert found == broken.verify()


@pytest.mark.parametrize("interpreter", ["/bin/false", "", None, "/nowhere"])
def test_an_interpreter_that_is_none(broken, monkeypatch, interpreter):
    found = broken.verify()
    monkeypatch.setattr(history, "is_worth_it", lambda _: True)
    monkeypatch.setattr(sys, "executable", interpreter)
    assert found == broken.verify()


def test_in_a_folder_that_was_removed(broken, two, tmp_path, monkeypatch):
    found = broken.verify()
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert found == broken.verify()
    assert len(two) == 2


def test_what_is_imported_is_not_what_lies_in_the_folder_one_stands_in(broken, two, tmp_path, monkeypatch):
    found = broken.verify()
    (tmp_path / "ledger").mkdir(exist_ok=True)
    (tmp_path / "ledger" / "__init__.py").write_text("raise SystemExit(1)")
    (tmp_path / "marshal.py").write_text("raise SystemExit(1)")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Elsewhere, "found", _found_there)
    assert found == broken.verify()


def _found_there(self, **how):
    """Fails if the process is no more: then all would be done here, and nobody would see it."""
    try:
        return real_found(self, **how)
    except Ended:
        raise AssertionError("the other process ended") from None


real_found = Elsewhere.found


def test_a_small_ledger_is_looked_at_by_one_process(place, monkeypatch):
    def fails(*_, **__):
        raise AssertionError("a process was started")

    monkeypatch.setattr(subprocess, "Popen", fails)
    assert place.verify().ok


def test_it_takes_a_second_processor(monkeypatch):
    for processors, helps in ((1, False), (2, True)):
        monkeypatch.setattr(os, "sched_getaffinity", lambda _, n=processors: range(n), raising=False)
        assert is_worth_it(elsewhere.WORTH_IT) is helps
        assert not is_worth_it(elsewhere.WORTH_IT - 1)


def test_more_than_a_pipe_holds():
    """What is sent faster than it is taken waits here, and at some time it is waited for."""
    other = Elsewhere()
    try:
        # An event that is none ends the other process: by then much was sent.
        large = marshal.dumps([bytes(5_000_000)])
        with pytest.raises(Ended):
            for _ in range(20):
                other.send(large)
    finally:
        other.stop()


def test_what_is_found_elsewhere_is_known_where_it_is_asked_for(broken, two):
    """The first finding behind a place is asked for if a checkpoint does not fit: here, not at the end."""
    with closing(open_raw(str(broken.ledger))) as raw, ExitStack() as end:
        walk = Walk(raw, Findings(), end=end)
        checked = history.History(walk)
        rows = raw.events()
        walk.tree.extend([bytes(32)] * len(rows))
        walk.covered = len(rows)
        walk.batch = Batch([], [], facts_of(rows))
        checked.take(rows)
        first = walk.findings.first_after(0)
    assert first == min(finding.position for finding in broken.verify().findings)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_it_ends_with_who_began_it(place, how):
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(place.ledger)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        cwd=Path(__file__).parents[3],
    )
    try:
        other = int(process.stdout.readline())
        (os.killpg if how is signal.SIGINT else os.kill)(process.pid, how)
        process.wait(20)
        for _ in range(200):
            if not _is_there(other):
                break
            time.sleep(0.05)
        assert not _is_there(other)
        assert process.returncode == (130 if how is signal.SIGINT else -how)
    finally:
        with suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def _is_there(pid):
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False
