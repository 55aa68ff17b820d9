"""A process that is killed at any moment loses nothing that it told, and leaves nothing by halves."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections import defaultdict
from hashlib import sha256

import pytest

from ledger.ledger import Ledger
from tests import sampling
from tests.commands import processes
from tests.commands.processes import environment, scrutiny

ROUNDS = 12 if sampling.ALL else 4

# Records through the command line, again and again; the number of events differs with every command.
RECORDING = """
import os, sys
from commands.root import run
for number in range(10_000):
    with open("paper.txt", "w") as paper:
        paper.write(f"Paper {os.getpid()} {number}")
    files = ["--file", "paper.txt"] * (number % 4)
    words = "evidence submit OCSAE 1 --by Police --as ann --format json --summary".split()
    if run([*words, f"{number % 4} files", *files]):
        sys.exit("it failed")
"""


@pytest.fixture
def folder(here):
    """A ledger of one's own."""
    return processes.begin(here / "scrutiny-ledger")


def killed_while_recording(moment: float) -> list[dict]:
    """Record, kill -9 a while after the first receipt, and return the receipts that were printed."""
    process = subprocess.Popen([sys.executable, "-c", RECORDING], stdout=subprocess.PIPE, env=environment())
    first = process.stdout.readline()
    time.sleep(moment)
    process.kill()
    rest, _ = process.communicate(timeout=processes.PATIENCE)
    # The last line may have been cut off while it was printed: it told nothing.
    return [json.loads(line) for line in (first + rest).splitlines(keepends=True) if line.endswith(b"\n")]


def test_every_receipt_that_was_printed_is_in_the_ledger_and_nothing_is_there_by_halves(folder):
    chance = random.Random(9)
    told, refs = [], set()
    for _ in range(ROUNDS):
        told += killed_while_recording(chance.random() * 0.15)
        stored = processes.events(folder)
        assert [row[0] for row in stored] == list(range(1, len(stored) + 1))
        for receipt in told:
            assert receipt["ref"] not in refs
            refs.add(receipt["ref"])
            whole(receipt, stored)
        told.clear()
    assert len(refs) > ROUNDS
    commands = defaultdict(list)
    for *_, name, state in stored:
        commands[state["command"]].append((name, state["data"]))
    for events in commands.values():
        names = [name for name, _ in events]
        if "evidence.submitted" in names:
            files = int(events[1][1]["summary"].split()[0])
            assert names == ["evidence.submitted", "evidence.described", *["evidence.attached"] * files]
    with Ledger.open(str(folder)) as ledger:
        assert len(ledger.inspection("OCSAE").evidence) == len(
            [row for row in stored if row[3] == "evidence.submitted"]
        )
    in_the_vault(folder, stored)
    answer = scrutiny(*processes.judging("1"))
    assert answer.status == 0, answer.err


def whole(receipt, stored):
    """All of a receipt's events are stored, as one command, and no other event is of that command."""
    told = [(event["position"], event["name"], event["recorded_at"]) for event in receipt["events"]]
    command = stored[told[0][0] - 1][4]["command"]
    assert told == [(row[0], row[3], row[4]["recorded_at"]) for row in stored if row[4]["command"] == command]


def in_the_vault(folder, stored):
    """Every file that an event speaks of is there, whole; what is there besides is passing, or whole."""
    spoken = {row[4]["data"]["sha256"] for row in stored if row[3] == "evidence.attached"}
    assert spoken
    there = {path.name: path for path in (folder / "evidence").iterdir()}
    assert spoken <= set(there)
    for name, path in there.items():
        assert name == ".incoming" or sha256(path.read_bytes()).hexdigest() == name


def test_two_that_are_killed_at_once_leave_the_place_to_a_third(folder):
    recording = [
        subprocess.Popen([sys.executable, "-c", RECORDING], stdout=subprocess.PIPE, env=environment())
        for _ in range(2)
    ]
    for process in recording:
        assert process.stdout.readline()
    for process in recording:
        process.kill()
        process.communicate()
    before = len(processes.events(folder))
    assert scrutiny(*processes.judging("2")).status == 0
    assert len(processes.events(folder)) == before + 2


@pytest.mark.parametrize("at", ["before", "after"])
def test_a_process_killed_at_the_commit_has_recorded_all_or_nothing_and_told_nothing(folder, at):
    before = len(processes.events(folder))
    dying = f"""
import os, signal
from eventsourcing.sqlite import SQLiteConnection
commit = SQLiteConnection.commit
def die(self):
    if {at == "after"}: commit(self)
    os.kill(os.getpid(), signal.SIGKILL)
SQLiteConnection.commit = die
"""
    answer = scrutiny(*processes.judging("1"), "--note", "Hm.", "--format", "json", prelude=dying)
    assert (answer.status, answer.out) == (-9, "")
    assert len(processes.events(folder)) == before + (3 if at == "after" else 0)
    assert scrutiny(*processes.judging("1")).status == (4 if at == "after" else 0)


DYING_BEFORE_SAVING = """
import os, signal
from ledger.evidence.folder import FolderVault
FolderVault.keep = lambda self, named: os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_process_killed_before_its_events_are_stored_leaves_at_most_a_file(folder, here):
    (here / "paper.txt").write_text("A paper.")
    before = processes.events(folder)
    words = processes.words("evidence submit OCSAE 1 --by Police --summary S --as ann --file paper.txt")
    assert scrutiny(*words, prelude=DYING_BEFORE_SAVING).status == -9
    assert processes.events(folder) == before
    assert [path.name for path in (folder / "evidence").iterdir()] == [".incoming"]
    assert scrutiny(*words).status == 0
