"""Packs that are taken in at once, or by a process that is killed: all of one or nothing, and never twice."""

from __future__ import annotations

import json
from hashlib import sha256
from itertools import count

import pytest

from ledger.importing.packs import FILES
from tests.commands import in_process, processes
from tests.commands.processes import answer_of, scrutiny, start
from tests.filling import fill

PROGRESS, SUMMARY = "Your progress", "What the evidence shows"
NAMES = [
    *("progress.reported", "progress.described"),
    *("evidence.submitted", "evidence.described", "evidence.attached"),
]


@pytest.fixture
def packs(two):
    """The packs of two bodies that have shares of the same recommendations, and the files they name."""
    (two.parent / "received").mkdir()
    for name in ("north", "south"):
        (two.parent / "received" / f"{name}.txt").write_text(name)
        pack = two.parent / f"{name}.ods"
        assert scrutiny("pack", f"{name} force", "--output", str(pack)).status == 0
        fill(pack, {(0, PROGRESS): f"{name} did it.", (1, SUMMARY): name, (1, FILES): f"{name}.txt"})
    return two.parent


def taking_in(packs, *names):
    words = ("--files", str(packs / "received"), "--as", "ann", "--format", "json")
    return [start("intake", str(packs / f"{name}.ods"), *words) for name in names]


def recorded(folder, since):
    return [row[3] for row in processes.events(folder)[since:]]


@pytest.mark.parametrize("how_many", [2, 4])
def test_one_pack_taken_in_at_once_is_recorded_once(two, packs, how_many):
    before = len(processes.events(two))
    answers = [answer_of(process) for process in taking_in(packs, *["north"] * how_many)]
    assert [answer.status for answer in answers] == [0] * how_many, answers
    told = [json.loads(answer.out) for answer in answers]
    assert sorted(one["recorded"] for one in told) == [0] * (how_many - 1) + [2]
    assert sorted(one["already"] for one in told) == [0] + [2] * (how_many - 1)
    assert recorded(two, before) == NAMES


def test_packs_of_two_bodies_taken_in_at_once_are_both_recorded(two, packs):
    before = len(processes.events(two))
    answers = [answer_of(process) for process in taking_in(packs, "north", "south")]
    assert [json.loads(answer.out)["recorded"] for answer in answers] == [2, 2], answers
    assert recorded(two, before) == NAMES * 2
    said = [row[4]["data"] for row in processes.events(two)[before:]]
    assert {data["body"] for data in said if "body" in data} == {"North Force", "South Force"}
    assert scrutiny("verify").status == 0


DYING = {
    "before its files are kept": """
import os, signal
from ledger.evidence.folder import FolderVault
FolderVault.keep = lambda self, named: os.kill(os.getpid(), signal.SIGKILL)
""",
    "before the commit": """
import os, signal
from eventsourcing.sqlite import SQLiteConnection
SQLiteConnection.commit = lambda self: os.kill(os.getpid(), signal.SIGKILL)
""",
    "after the commit": """
import os, signal
from eventsourcing.sqlite import SQLiteConnection
commit = SQLiteConnection.commit
def die(self):
    commit(self)
    os.kill(os.getpid(), signal.SIGKILL)
SQLiteConnection.commit = die
""",
}


@pytest.mark.parametrize("at", DYING)
def test_a_process_that_is_killed_has_taken_in_all_or_nothing_and_the_next_one_the_rest(two, packs, at):
    before = len(processes.events(two))
    words = ("intake", "north.ods", "--files", "received", "--as", "ann", "--format", "json")
    answer = scrutiny(*words, prelude=DYING[at], cwd=packs)
    assert (answer.status, answer.out) == (-9, "")
    done = at == "after the commit"
    assert recorded(two, before) == (NAMES if done else [])
    answer = scrutiny(*words, cwd=packs)
    assert answer.status == 0, answer
    told = json.loads(answer.out)
    assert (told["recorded"], told["already"]) == ((0, 2) if done else (2, 0))
    assert recorded(two, before) == NAMES
    kept = {path.name for path in (two / "evidence").iterdir() if path.is_file()}
    assert kept == {sha256(b"north").hexdigest()}
    assert scrutiny("verify").status == 0


@pytest.mark.parametrize("always", [False, True])
def test_a_pack_is_looked_at_anew_if_somebody_records_meanwhile(two, packs, monkeypatch, always):
    times = count(1)

    def meddle(*_):
        number = next(times)
        if always or number == 1:
            words = ("--by", "South Force", "--text", str(number), "--as", "art")
            assert in_process.scrutiny("progress", "record", "CUSTODY", "5", *words).status == 0

    monkeypatch.setattr("commands.intake.settle", meddle)
    before = len(processes.events(two))
    answer = in_process.scrutiny(
        *("intake", "north.ods", "--files", "received", "--as", "ann", "--format", "json")
    )
    meddled = ["progress.reported", "progress.described"]
    if always:
        assert (answer.status, json.loads(answer.err)["exit_status"]) == (5, 5)
        assert set(recorded(two, before)) == set(meddled)
    else:
        assert answer.status == 0, answer
        assert recorded(two, before) == meddled + NAMES
