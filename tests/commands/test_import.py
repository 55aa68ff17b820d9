"""``scrutiny import`` as people and scripts call it, on a made register."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "docs/examples"
MARCH, APRIL = EXAMPLES / "march.csv", EXAMPLES / "april.csv"
MAP = ("--map", str(EXAMPLES / "rail.toml"))
SEEN = ("--seen-on", "2024-03-31")
OF_A_PROBLEM = {"sheet", "row", "column", "value", "problem", "remedy", "refused"}
KEYS = {"rows", "recorded", "already", "problems", "new", "changed", "gone"}


@pytest.fixture
def bring(ask, folder):
    """bring(MARCH, "--partial") -> the status and the object."""

    def call(file, *words, seen=SEEN, by="ann"):
        answer = ask(f"import --as {by} --format json", str(file), *MAP, *seen, *words)
        return answer.status, json.loads(answer.out) if answer.out else answer.err

    return call


@pytest.fixture
def clean(tmp_path):
    """The register without the rows that cannot be taken."""
    lines = MARCH.read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "clean.csv").write_text("".join(lines[at] for at in range(len(lines) - 3)), encoding="utf-8")
    return tmp_path / "clean.csv"


def events(ask):
    return len(json.loads(ask("trail --format json").out)["rows"])


def test_rows_that_cannot_be_taken_keep_all_from_being_recorded(bring, ask):
    before = events(ask)
    status, result = bring(MARCH)
    assert (status, result["recorded"]) == (4, 0)
    assert result.keys() >= KEYS
    assert events(ask) == before
    refused = [(one["row"], one["column"]) for one in result["problems"] if one["refused"]]
    assert refused == [(9, "Status"), (11, "Number")]
    assert all(one.keys() == OF_A_PROBLEM for one in result["problems"])


def test_a_dry_run_says_what_would_be_and_exits_as_the_real_run(bring, ask, clean):
    before = events(ask)
    status, result = bring(MARCH, "--dry-run")
    assert (status, result["rows"], result["recorded"]) == (4, 8, 6)
    assert bring(MARCH, "--dry-run", "--partial")[0] == 8
    assert bring(clean, "--dry-run")[0] == 0
    assert events(ask) == before


def test_partial_records_what_can_be_taken(bring, ask, tmp_path):
    status, result = bring(MARCH, "--partial", "--problems", str(tmp_path / "problems.csv"))
    assert (status, result["rows"], result["recorded"], result["already"]) == (8, 8, 6, 0)
    with (tmp_path / "problems.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["row"], row["refused"]) for row in rows] == [
        (str(one["row"]), "yes" if one["refused"] else "no") for one in result["problems"]
    ]
    assert ask("verify").status == 0
    register = json.loads(ask("register RAIL --format json").out)
    assert (
        register["totals"] == {"total": 5, "open": 3, "partially-met": 0, "closed": 2}
        or register["totals"]["total"] == 5
    )
    assert {row["seen_on"] for row in register["rows"]} == {"2024-03-31"}
    again = bring(MARCH, "--partial")
    assert (again[0], again[1]["recorded"], again[1]["already"]) == (8, 0, 6)


def test_the_same_file_again_records_nothing(bring, ask, clean):
    assert bring(clean)[0] == 0
    before = events(ask)
    status, result = bring(clean)
    assert (status, result["recorded"], result["already"]) == (0, 0, result["rows"])
    assert events(ask) == before


def test_a_later_file_is_compared_and_accepted_by_kind(bring, ask):
    bring(MARCH, "--partial")
    later = ("--seen-on", "2024-04-30")
    _, result = bring(APRIL, "--partial", seen=later)
    assert result["new"] == ["RAIL/007/14"]
    assert [(one["recommendation"], one["field"]) for one in result["changed"]] == [
        ("RAIL/002/12", "status"),
        ("RAIL/004/13", "text"),
    ]
    assert result["gone"] == ["RAIL/006/13"]
    assert {"recommendation", "field", "before", "after", "accepted"} == result["changed"][0].keys()
    _, result = bring(APRIL, "--partial", "--accept", "status", seen=later)
    assert json.loads(ask("show RAIL 002/12 --format json").out)["status"] == "closed"
    assert "Mill Bridge" in json.loads(ask("show RAIL 004/13 --format json").out)["text"]


def test_two_files_are_compared_without_a_ledger(ask, here):
    answer = ask("import --format json --compare", str(MARCH), str(APRIL), *MAP)
    assert answer.status == 0
    result = json.loads(answer.out)
    assert (result["new"], result["gone"]) == (["RAIL/007/14"], ["RAIL/006/13"])
    assert not list(here.iterdir())


@pytest.mark.parametrize(
    ("words", "status", "because"),
    [
        ((), 2, "--propose"),
        ((*MAP,), 2, "--seen-on"),
        ((*MAP, "--seen-on", "2024-03"), 2, "single day"),
        ((*MAP, "--seen-on", "2999-01-01"), 4, "in the future"),
        ((*MAP, *SEEN, "--accept", "all"), 2, "all"),
        ((*MAP, *SEEN, "--as", "bob"), 4, "administrator or inspector"),
        ((*MAP, *SEEN, "--compare", "a", "b"), 2, "one file too many"),
        ((*MAP, *SEEN, "--problems", str(MARCH)), 2, "written over"),
        ((*MAP, *SEEN, "--partial", "--problems", "no/such/folder.csv"), 2, "no such folder"),
        (("--map", "nowhere.toml", *SEEN), 2, "nowhere.toml"),
    ],
)
def test_what_is_missing_or_wrong_is_told(ask, folder, words, status, because):
    before = events(ask)
    answer = ask("import --as ann", str(MARCH), *words)
    assert (answer.status, answer.out) == (status, "")
    assert because in answer.err
    assert events(ask) == before


def test_people_read_it_in_80_columns(ask, folder, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    answer = ask("import --as ann --partial", str(MARCH), *MAP, *SEEN)
    assert "8 rows: 6 recorded, 0 known already, 2 refused." in answer.out
    assert max(map(len, answer.out.splitlines())) <= 80
    assert "Closed acceptable" in answer.out


def test_an_import_that_is_killed_leaves_nothing_or_all(folder, here, ask, tmp_path):
    lines = ["Number,Recommendation,Recipient,Issued,Status,Status date,Response\n"]
    lines += [f'{at},"Do {at}.",Northern Rail,2012,Open,,\n' for at in range(3000)]
    (tmp_path / "big.csv").write_text("".join(lines), encoding="utf-8")
    (tmp_path / "big.toml").write_text(
        (EXAMPLES / "rail.toml").read_text(encoding="utf-8").replace("header = 3", "header = 1"),
        encoding="utf-8",
    )
    before = events(ask)
    command = [
        sys.executable,
        "-m",
        "commands",
        "import",
        "big.csv",
        "--map",
        "big.toml",
        *SEEN,
        "--as",
        "ann",
    ]
    env = {**os.environ, "PYTHONPATH": str(EXAMPLES.parents[1])}
    for wait in (0.6, 1.2, 1.8):
        process = subprocess.Popen(command, cwd=tmp_path, env=env, stdout=subprocess.DEVNULL)
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert (events(ask) - before) in (0, 3 + 6000)
    assert subprocess.run(command, cwd=tmp_path, env=env, stdout=subprocess.DEVNULL).returncode == 0
    assert events(ask) - before == 3 + 6000
    assert ask("verify").status == 0


def test_of_two_at_once_one_records_and_the_other_finds_it_there(folder, here, ask, clean, tmp_path):
    command = [
        sys.executable,
        "-m",
        "commands",
        "import",
        str(clean),
        *MAP,
        *SEEN,
        "--as",
        "ann",
        "--format",
        "json",
    ]
    env = {**os.environ, "PYTHONPATH": str(EXAMPLES.parents[1])}
    both = [subprocess.Popen(command, cwd=tmp_path, env=env, stdout=subprocess.PIPE) for _ in range(2)]
    results = [json.loads(process.communicate()[0]) for process in both]
    assert sorted(one["recorded"] for one in results) == [0, results[0]["rows"]]
    assert [process.returncode for process in both] == [0, 0]


def test_a_number_in_a_row_that_cannot_be_taken_is_not_gone(bring, tmp_path):
    bring(MARCH, "--partial")
    later = APRIL.read_text(encoding="utf-8").replace("12/04/2024", "12/14/2024")
    (tmp_path / "later.csv").write_text(later, encoding="utf-8")
    _, result = bring(tmp_path / "later.csv", "--partial", seen=("--seen-on", "2024-04-30"))
    assert result["gone"] == ["RAIL/006/13"]


def test_of_a_file_that_is_refused_as_a_whole_every_row_is_refused_and_the_cause_told_once(bring, tmp_path):
    words = MARCH.read_text(encoding="utf-8").replace("Recipient", "Receiver")
    (tmp_path / "other.csv").write_text(words, encoding="utf-8")
    status, result = bring(tmp_path / "other.csv")
    assert (status, result["recorded"], result["rows"], result["refused"]) == (4, 0, 8, 8)
    assert [one["column"] for one in result["problems"] if one["refused"]] == ['"Recipient"']
