"""A refusal on a terminal goes back to the value that was refused, and nothing that was typed is lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.commands import processes
from tests.commands.in_process import on_a_terminal

JUDGE = ["judgement", "record", "--as", "ann"]


def stored(two, name):
    return [row[4]["data"] for row in processes.events(two) if row[3] == name]


@pytest.fixture
def editor(tmp_path):
    """An editor that counts how often it is opened, keeps what it opened with, and appends a line."""
    opened = tmp_path / "opened"
    path = tmp_path / "editor"
    path.write_text(
        f'#!/bin/sh\ncat "$1" >> "{opened}"\necho "--" >> "{opened}"\n'
        f'printf "Written %s." "$(grep -c ^-- "{opened}")" > "$1"\n'
    )
    path.chmod(0o755)
    return {"EDITOR": str(path), "VISUAL": str(path), "TMPDIR": str(tmp_path)}, opened


def test_the_value_that_was_refused_is_asked_again_and_all_else_is_kept(two, editor):
    env, opened = editor
    answers = ["OCSAE", "1", "2021", "met", "--on", "2021-09-01"]
    status, seen = on_a_terminal([*JUDGE, "--on", "2019-01-01"], answers, **env)
    assert status == 0, seen
    assert "Change which (nothing: stop) [--on]:" in seen
    (judged,) = stored(two, "judgement.recorded")
    assert (judged["cycle"], judged["reason"], judged["on"]) == ("2021", "implemented", "2021-09-01")
    assert opened.read_text().count("--\n") == 1, "the editor opened once all else was right"


def test_a_refused_text_opens_again_as_it_was_written(two, tmp_path):
    path = tmp_path / "editor"
    path.write_text(
        '#!/bin/sh\nif grep -q hour "$1"; then sed -i s/hour.*/week/ "$1"; else '
        'printf "An hour\\033" > "$1"; fi\n'
    )
    path.chmod(0o755)
    env = {"EDITOR": str(path), "VISUAL": str(path), "TMPDIR": str(tmp_path)}
    make = ["recommendation", "make", "OCSAE", "77", "--cycle", "2020", "--made-to", "SPA", "--as", "ann"]
    status, seen = on_a_terminal(make, [""], **env)
    assert status == 0, seen
    assert "Change which (nothing: stop) [--text]:" in seen
    assert stored(two, "recommendation.made")[-1]["text"] == "An week"
    assert not list(tmp_path.glob("scrutiny-*.txt")), "nothing was lost, and nothing is kept"


def test_whoever_stops_has_the_exit_status_of_the_refusal_and_nothing_is_recorded(two):
    before = processes.events(two)
    answers = ["OCSAE", "1", "2021", "met", "nothing"]
    status, seen = on_a_terminal([*JUDGE, "--on", "2019-01-01", "--rationale", "R"], answers)
    assert (status, "Nothing was recorded." in seen) == (4, True), seen
    assert processes.events(two) == before


def test_what_was_given_on_the_command_line_alone_is_refused_at_once(two):
    words = ["judgement", "record", "OCSAE", "1", "--cycle", "2021", "--status", "open", "--rationale", "R"]
    status, seen = on_a_terminal([*words, "--on", "2019-01-01", "--as", "ann"], [])
    assert (status, "Change which" in seen) == (4, False), seen


def test_what_is_shown_can_be_changed_before_it_is_confirmed(two, editor):
    env, opened = editor
    answers = ["OCSAE", "1", "2021", "met", "c", "on", "1 September 2021", "c", "rationale", "y"]
    status, seen = on_a_terminal(JUDGE, answers, **env)
    assert status == 0, seen
    assert "Not given: " in seen
    (judged,) = stored(two, "judgement.recorded")
    assert judged["on"] == "2021-09-01"
    assert "Written 1." in opened.read_text(), "it opens with what was written before"
    assert stored(two, "judgement.explained")[0]["rationale"] == "Written 2."


def test_another_status_asks_for_its_reason_and_drops_the_one_of_before(two):
    words = [*JUDGE, "--rationale", "R"]
    answers = ["OCSAE", "1", "2021", "closed", "merged", "", "c", "--status", "partially met", "y"]
    status, seen = on_a_terminal(words, answers)
    assert status == 0, seen
    assert (stored(two, "judgement.recorded")[-1]["status"]) == "partially-met"
    answers = ["OCSAE", "2", "2021", "open", "c", "--status", "closed", "withdrawn", "y"]
    status, seen = on_a_terminal(words, answers)
    assert status == 0, seen
    assert (stored(two, "judgement.recorded")[-1]["reason"]) == "withdrawn"


def test_whoever_may_not_is_asked_who_may(two, done):
    done("judgement record OCSAE 1 --cycle 2021 --status open --rationale R --as ann")
    status, seen = on_a_terminal(["judgement", "sign-off", "OCSAE"], ["J1", "zoe", "bob", "y"])
    assert status == 0, seen
    assert "Judgements that wait:\n  J1  recommendation 1 open, by ann: R" in seen
    assert "Who may sign it off:\n  bob" in seen
    assert "zoe is not registered" in seen
    assert stored(two, "judgement.signed-off")


def test_a_person_without_the_role_can_be_changed(two):
    answers = ["OCSAE", "1", "2021", "met", "--as", "ann", "y"]
    status, seen = on_a_terminal(["judgement", "record", "--as", "bob", "--rationale", "R"], answers)
    assert status == 0, seen
    assert "Change which (nothing: stop) [--as]:" in seen


def test_a_stop_says_where_the_text_is_kept(two, editor):
    env, _ = editor
    answers = ["OCSAE", "1", "2021", "met", "n"]
    status, seen = on_a_terminal(JUDGE, answers, **env)
    assert status == 1, seen
    kept = Path(re.search(r"kept in (\S+)\.", seen)[1])
    assert kept.read_text() == "Written 1."
    kept.unlink()
    status, seen = on_a_terminal(JUDGE, answers[:-1], confirms=False, **env)
    assert (status, seen.count("What you typed is kept in")) == (130, 1), seen
