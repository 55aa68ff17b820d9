"""``scrutiny verify``: what is printed, what is remembered, what it ends with."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

import commands
from commands.demo import the_case
from commands.root import run
from ledger.checks.index import CHECKS

WHO = the_case()["people"][0]["id"]
HERE = Path(commands.__file__).parent.parent


@pytest.fixture
def scrutiny(capfd, monkeypatch, tmp_path):
    """scrutiny("verify") -> (status, output, errors), in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCRUTINY_LEDGER", str(tmp_path / "demo"))
    monkeypatch.setenv("COLUMNS", "80")

    def call(*words):
        status = run([str(word) for word in words])
        out, err = capfd.readouterr()
        return status, out, err

    return call


@pytest.fixture
def demo(scrutiny, put_demo, tmp_path):
    """The same, asked of the demonstration."""
    put_demo(tmp_path / "demo")
    return scrutiny


def damage(folder, *statements):
    """As somebody does it who may write the file."""
    with closing(sqlite3.connect(folder / "ledger.db")) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for _, sql in triggers:
            connection.execute(sql)
        connection.commit()


def as_json(scrutiny, *words):
    status, out, err = scrutiny("verify", *words, "--format", "json")
    assert err == ""
    return status, json.loads(out)


def test_the_json_of_a_clean_ledger_is_that_of_the_contract(demo):
    status, told = as_json(demo)
    root = demo("checkpoint")[1].splitlines()[2]
    assert status == 0
    keys = ["ok", "events", "size", "root", "unprotected", "findings", "unread", "declared", "notes"]
    assert list(told) == keys
    (note,) = told.pop("notes")
    assert "taken from the ledger itself" in note
    assert told == {
        "ok": True,
        "events": 94,
        "size": 94,
        "root": root,
        "unprotected": 0,
        "findings": [],
        "unread": [],
        "declared": [],
    }


def test_a_finding_has_a_code_a_position_and_a_sentence(demo, tmp_path):
    damage(tmp_path / "demo", "UPDATE stored_events SET topic = 'judgement.returned' WHERE rowid = 29")
    status, told = as_json(demo)
    assert (status, told["ok"]) == (6, False)
    assert {found["code"] for found in told["findings"]} == {"V4", "V5", "V9"}
    for found in told["findings"]:
        assert list(found) == ["code", "position", "message"]
        assert found["position"] == 29
        assert found["message"].endswith(".")


def test_people_read_a_line_for_each_check_that_held(demo):
    status, out, err = demo("verify")
    assert (status, err) == (0, "")
    assert re.findall(r"^(V\d+) +holds ", out, re.M) == list(CHECKS)
    assert max(map(len, out.splitlines())) <= 80
    assert "Unprotected: 0 events are newer" in " ".join(out.split())
    assert "key was taken from the ledger itself" in " ".join(out.split())


def test_people_read_what_was_found_and_what_was_not_looked_at(demo, tmp_path):
    damage(tmp_path / "demo", "DELETE FROM stored_events WHERE rowid = 40")
    status, out, _ = demo("verify")
    assert status == 6
    assert re.search(r"^V2 +BROKEN +1 finding:\n +Event 41 is number", out, re.M)
    assert re.search(r"^V6 +holds", out, re.M)
    assert re.search(r"^V11 +- +Not looked at", out, re.M)
    assert max(map(len, out.splitlines())) <= 80


def test_since_a_checkpoint_people_read_what_was_relied_on_and_left_out(demo, tmp_path):
    demo("checkpoint", "--output", "kept")
    assert demo("inspection", "open", "NEW", "--title", "T", "--as", WHO, "--yes")[0] == 0
    status, out, err = demo("verify", "--since", "kept")
    assert (status, err) == (0, "")
    assert re.findall(r"^(V\d+) +holds ", out, re.M) == list(CHECKS)
    assert max(map(len, out.splitlines())) <= 80
    told = " ".join(out.split())
    assert "Only what came after the checkpoint held in kept was looked at; that one has 94" in told
    assert "Relied on: The first 94 events are its own" in told
    assert "Left out: Of the first 94 events whether the rest is still stored as it was signed" in told
    assert "Unprotected: 1 event is newer" in told


def test_since_a_checkpoint_the_json_says_so_too_and_findings_end_as_ever(demo, tmp_path):
    demo("checkpoint", "--output", "kept")
    demo("inspection", "open", "NEW", "--title", "T", "--as", WHO, "--yes")
    status, told = as_json(demo, "--since", "kept")
    assert (status, told["ok"], told["events"]) == (0, True, 95)
    since = told["since"]
    assert list(since) == ["checkpoint", "size", "relied_on", "not_looked_at"]
    assert (since["checkpoint"], since["size"]) == ("The checkpoint held in kept", 94)
    damage(
        tmp_path / "demo",
        "UPDATE stored_events SET state = CAST(replace(state, 'NEW', 'NEX') AS BLOB) WHERE rowid = 95",
    )
    status, told = as_json(demo, "--since", "kept")
    assert (status, {found["code"] for found in told["findings"]}) == (6, {"V4", "V9"})


@pytest.mark.parametrize(
    ("text", "why"), [("", "malformed"), ("none\n", "malformed"), (None, "cannot be read")]
)
def test_what_is_no_checkpoint_of_the_ledger_is_refused_as_one_to_look_behind(demo, tmp_path, text, why):
    if text is not None:
        (tmp_path / "kept").write_text(text)
    status, out, err = demo("verify", "--since", "kept")
    assert (status, out) == (2, "")
    assert "kept" in err
    assert why in err or "not to be trusted" in err


def test_what_an_attacker_wrote_does_not_act_on_the_terminal(demo, tmp_path):
    damage(tmp_path / "demo", "UPDATE stored_events SET topic = char(27, 91, 50, 74) WHERE rowid = 20")
    for form in ("table", "json"):
        status, out, _ = demo("verify", "--format", form)
        assert status == 6
        assert "\x1b" not in out


def test_the_key_is_said_or_stands_in_a_file(demo, tmp_path):
    key = demo("key", "show")[1]
    (tmp_path / "ledger.key").write_text(key)
    for said in (key.strip(), "ledger.key", tmp_path / "ledger.key"):
        status, out, _ = demo("verify", "--key", said)
        assert (status, "taken from the ledger" in out) == (0, False)


def test_another_key_than_the_configured_one_is_a_finding(demo, tmp_path):
    other = tmp_path / "other"
    assert demo("init", "--as", "a", "--name", "A", "--ledger", other)[0] == 0
    key = demo("key", "show", "--ledger", other)[1].strip()
    status, told = as_json(demo, "--key", key)
    assert (status, {found["code"] for found in told["findings"]}) == (6, {"V1"})
    assert told["unprotected"] == 94


@pytest.mark.parametrize("key", ["nonsense", "a+b+c", "missing/file", "", "x\0y", "demo"])
def test_a_key_that_is_none_is_refused(demo, key):
    status, out, err = demo("verify", "--key", key)
    assert (status, out) == (2, "")
    assert "key" in err
    assert "Is a directory" not in err or key == "demo"
    assert "scrutiny key show" in err


def test_a_held_checkpoint_tells_what_is_unprotected_and_what_was_cut_off(demo, tmp_path):
    demo("checkpoint", "--output", tmp_path / "old")
    shutil.copytree(tmp_path / "demo", tmp_path / "backup")
    demo("evidence", "request", "OCSAE", "4", "--why", "x", "--as", "ann")
    demo("checkpoint", "--output", tmp_path / "new")
    assert as_json(demo, "--held", "old")[1]["unprotected"] == 1
    assert as_json(demo, "--held", "old", "--held", "new")[1]["unprotected"] == 0
    status, told = as_json(demo, "--held", "new", "--held", "old", "--ledger", tmp_path / "backup")
    found = {(one["code"], one["position"]) for one in told["findings"]}
    assert (status, found) == (6, {("V3", None)})


@pytest.mark.parametrize("line", range(5))
def test_a_held_checkpoint_with_a_wrong_byte_is_refused_with_its_line(demo, tmp_path, line):
    demo("checkpoint", "--output", tmp_path / "old")
    lines = (tmp_path / "old").read_bytes().split(b"\n")
    lines[line] = lines[line][:-1] + b"!"
    (tmp_path / "old").write_bytes(b"\n".join(lines))
    status, out, err = demo("verify", "--held", tmp_path / "old", "--format", "json")
    assert (status, out) == (2, "")
    assert re.search(r"line \d", json.loads(err)["error"])


def test_a_held_checkpoint_that_is_not_there_or_of_another_ledger_is_refused(demo, tmp_path):
    assert demo("verify", "--held", "missing")[0] == 2
    assert demo("verify", "--held", tmp_path)[0] == 2
    other = tmp_path / "other"
    demo("init", "--as", "a", "--name", "A", "--ledger", other)
    demo("checkpoint", "--output", "theirs", "--ledger", other)
    status, _, err = demo("verify", "--held", "theirs")
    assert (status, "no known key signed this" in err) == (2, True)


def test_a_ledger_that_shrank_is_told_to_who_saw_more_and_not_to_others(demo, tmp_path, monkeypatch):
    shutil.copytree(tmp_path / "demo", tmp_path / "backup")
    demo("evidence", "request", "OCSAE", "4", "--why", "x", "--as", "ann")
    backup = ["--ledger", tmp_path / "backup"]
    monkeypatch.setenv("HOME", str(tmp_path / "auditor"))
    assert demo("verify", *backup)[0] == 0
    assert demo("verify")[0] == 0
    status, told = as_json(demo, *backup)
    assert (status, [found["code"] for found in told["findings"]]) == (6, ["V3"])
    assert "you saw last" in told["findings"][0]["message"]
    monkeypatch.setenv("HOME", str(tmp_path / "somebody else"))
    assert demo("verify", *backup)[0] == 0


def test_who_may_not_write_their_memory_verifies_all_the_same(demo, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    assert demo("verify")[0] == 0


def test_where_there_is_no_ledger(scrutiny, tmp_path):
    status, out, err = scrutiny("verify", "--ledger", tmp_path / "none")
    assert (status, out) == (7, "")
    assert "There is no ledger" in err
    status, _, err = scrutiny("verify", "--ledger", "postgresql://host/db", "--format", "json")
    assert (status, json.loads(err)["exit_status"]) == (7, 7)


def test_progress_is_shown_on_a_terminal_and_leaves_nothing_behind(demo, tmp_path):
    import pty
    import subprocess

    control, terminal = pty.openpty()
    words = [sys.executable, "-m", "commands", "verify", "--ledger", str(tmp_path / "demo")]
    subprocess.run(words, stderr=terminal, stdout=subprocess.DEVNULL, check=True, cwd=HERE)
    os.close(terminal)
    seen = os.read(control, 10_000).decode()
    os.close(control)
    shown, blank = re.fullmatch(r"\r(94 events looked at, 100 %)\r( +)\r", seen).groups()
    assert len(shown) == len(blank)


def test_a_key_of_any_length_that_is_none_is_wrong_usage(demo):
    for key in ("a+b+" + "x" * 5000, "x" * 5000, "none", "a+b"):
        assert demo("verify", "--key", key)[0] == 2, key[:20]


def test_of_many_findings_that_are_alike_the_first_and_the_last_are_printed_and_json_has_each(demo, tmp_path):
    damage(tmp_path / "demo", "DELETE FROM ledger_leaf")
    status, out, _ = demo("verify")
    assert status == 6
    said = " ".join(out.split())
    events = int(re.search(r"(\d+) findings:", said)[1])
    assert f"Event 1 has no cached leaf. … and {events - 1} more like it, of which the last is: " in said
    assert f"is: Event {events} has no cached leaf." in said
    assert said.count("has no cached leaf") == 2
    found = json.loads(demo("verify", "--format", "json")[1])["findings"]
    assert [each["position"] for each in found] == list(range(1, events + 1))


def test_checkpoints_that_are_gone_are_not_called_still_to_come(demo, tmp_path):
    damage(tmp_path / "demo", "DELETE FROM ledger_checkpoint")
    for words in (["checkpoint"], ["prove", "OCSAE", "3", "--output", "proof"]):
        status, out, err = demo(*words)
        assert (status, out) == (6, "")
        assert "has no checkpoint any more, and one of" in err
        assert "yet" not in err
    # If nothing here remembers one, nothing is claimed.
    damage(tmp_path / "demo", "DELETE FROM ledger_compact_range")
    status, _, err = demo("checkpoint")
    assert (status, err.splitlines()[0]) == (3, "Error: This ledger has no checkpoint.")
    assert "scrutiny verify" in err


def test_a_checkpoint_that_is_left_out_is_told_once_and_under_no_empty_heading(demo, tmp_path):
    damage(
        tmp_path / "demo",
        "UPDATE ledger_checkpoint SET note = 'x' WHERE size = (SELECT min(size) FROM ledger_checkpoint)",
    )
    status, out, _ = demo("rebuild")
    assert status == 0
    assert "This was wrong:" not in out
    assert "This was there once, and is not in the new database:\n  The checkpoint of size" in out
    assert demo("verify")[0] == 0
