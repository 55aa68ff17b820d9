"""Processes that record at once all succeed, or are told why not; nothing is lost or stored by halves."""

from __future__ import annotations

import json

import pytest

from tests.commands import processes
from tests.commands.processes import answer_of, judging, scrutiny, start

JSON = ["--format", "json"]


@pytest.fixture
def folder(here):
    """A ledger with eight recommendations."""
    return processes.begin(here / "scrutiny-ledger", [str(number) for number in range(1, 9)])


def at_once(*commands):
    """Start all of them before waiting for any."""
    return [answer_of(process) for process in [start(*words) for words in commands]]


def stored_as_told(folder, before, answers):
    """What is stored since is what the receipts say, each whole, in one order of positions and times."""
    stored = processes.events(folder)
    assert [row[0] for row in stored] == list(range(1, len(stored) + 1))
    for stream in {row[1] for row in stored}:
        versions = [row[2] for row in stored if row[1] == stream]
        assert versions == list(range(1, len(versions) + 1))
    times = [row[4]["recorded_at"] for row in stored]
    assert times == sorted(times)
    told = [json.loads(answer.out) for answer in answers if answer.status == 0]
    seen = {event["position"]: event for receipt in told for event in receipt["events"]}
    assert sorted(seen) == list(range(before + 1, len(stored) + 1))
    for position, _, _, name, state in stored[before:]:
        assert (seen[position]["name"], seen[position]["recorded_at"]) == (name, state["recorded_at"])
    for receipt in told:
        commands = {stored[event["position"] - 1][4]["command"] for event in receipt["events"]}
        assert len(commands) == 1
    return told


@pytest.mark.parametrize("how_many", [2, 8])
def test_processes_that_judge_different_recommendations_at_once_all_succeed(folder, how_many):
    before = len(processes.events(folder))
    commands = [[*judging(str(number + 1)), "--note", "Hm.", *JSON] for number in range(how_many)]
    answers = at_once(*commands)
    assert [answer.status for answer in answers] == [0] * how_many, answers
    told = stored_as_told(folder, before, answers)
    assert sorted(receipt["ref"] for receipt in told) == sorted(
        f"J{number + 1}" for number in range(how_many)
    )
    judged = [row[4]["data"] for row in processes.events(folder) if row[3] == "judgement.recorded"]
    assert {data["number"] for data in judged} == {str(number + 1) for number in range(how_many)}


@pytest.mark.parametrize("how_many", [2, 8])
def test_of_processes_that_judge_the_same_recommendation_at_once_one_succeeds(folder, how_many):
    before = len(processes.events(folder))
    answers = at_once(*([*judging("1", by=("ann", "art")[number % 2]), *JSON] for number in range(how_many)))
    assert sorted(answer.status for answer in answers)[:2] != [0, 0]
    told = stored_as_told(folder, before, answers)
    assert [receipt["ref"] for receipt in told] == ["J1"]
    for refused in (answer.error() for answer in answers if answer.status):
        assert refused["exit_status"] in (4, 5)
        assert "J1" in refused["error"] or refused["exit_status"] == 5


def test_different_work_at_once_in_one_ledger_is_all_recorded(folder, here):
    (here / "paper.txt").write_text("A paper.")
    submit = [
        "evidence",
        "submit",
        "OCSAE",
        "1",
        "--by",
        "B",
        "--summary",
        "S",
        "--as",
        "ann",
        "--file",
        "paper.txt",
    ]
    before = len(processes.events(folder))
    answers = at_once(
        [*submit, *JSON],
        [*submit, *JSON],
        [*judging("2"), *JSON],
        ["person", "register", "eve", "--name", "Eve", "--role", "inspector", "--as", "ada", *JSON],
        ["inspection", "open", "OTHER", "--title", "T", "--as", "ada", *JSON],
    )
    assert [answer.status for answer in answers] == [0] * 5, answers
    told = stored_as_told(folder, before, answers)
    assert sorted(receipt["ref"] for receipt in told) == ["E1", "E2", "J1", "OTHER", "eve"]
    assert len(list((folder / "evidence").iterdir())) == 1


def test_readers_see_whole_commands_while_others_write(folder):
    commands = []
    for number in range(1, 6):
        commands += [[*judging(str(number)), "--note", "Hm.", *JSON], ["trail", *JSON]]
    answers = at_once(*commands)
    assert [answer.status for answer in answers] == [0] * 10, answers
    for trail in answers[1::2]:
        rows = json.loads(trail.out)["rows"]
        assert [row["position"] for row in rows] == list(range(1, len(rows) + 1))
        names = [row["event"] for row in rows if row["event"].startswith("judgement")]
        whole = ["judgement.recorded", "judgement.explained", "judgement.noted"]
        assert names == whole * (len(names) // 3)


@pytest.mark.parametrize("_", range(3))
def test_of_two_who_begin_a_ledger_in_one_place_at_once_one_succeeds(here, _):
    answers = at_once(
        *(["init", "--as", who, "--name", who, "--ledger", "new", *JSON] for who in ("ada", "bea"))
    )
    assert sorted(answer.status == 0 for answer in answers) == [False, True], answers
    assert {answer.status for answer in answers} <= {0, 4, 7}
    stored = processes.events(here / "new")
    assert [row[3] for row in stored] == [
        "ledger.opened",
        "person.registered",
        "person.named",
        "role.granted",
        "signing-key.registered",
    ]
    assert scrutiny("register", "--ledger", "new").status == 0
