"""What is asked on a terminal is looked at when it is given, and the editor opens last."""

from __future__ import annotations

import pytest

from tests.commands import processes
from tests.commands.in_process import on_a_terminal

JUDGE = ["judgement", "record", "OCSAE", "1", "--cycle", "2020", "--as", "ann"]


@pytest.fixture
def editor(tmp_path):
    """An editor that leaves a mark when it is opened; its path, and the mark's."""
    mark = tmp_path / "opened"
    path = tmp_path / "editor"
    path.write_text(f'#!/bin/sh\ntouch "{mark}"\nprintf "Words of an hour." > "$1"\n')
    path.chmod(0o755)
    return {"EDITOR": str(path), "VISUAL": str(path)}, mark


def stored(two, name):
    return [row[4]["data"] for row in processes.events(two) if row[3] == name]


def test_the_reason_is_asked_once_it_is_closed(two, editor):
    env, _ = editor
    status, seen = on_a_terminal(JUDGE, ["closed", "implemented"], **env)
    assert status == 0, seen
    assert seen.index("Its status") < seen.index("Why it is closed")
    assert [(one["status"], one["reason"]) for one in stored(two, "judgement.recorded")] == [
        ("closed", "implemented")
    ]
    assert [one["rationale"] for one in stored(two, "judgement.explained")] == ["Words of an hour."]


def test_words_of_your_own_are_offered_where_there_are_any(two, done, editor):
    env, _ = editor
    done("vocabulary add status acceptable --label Acceptable --means closed/implemented --as ann")
    done("vocabulary add status old --label Old --means open --as ann")
    done("vocabulary retire status old --as ann")
    status, seen = on_a_terminal(JUDGE, ["old", "finished", "Acceptable"], **env)
    assert status == 0, seen
    assert "  acceptable     Acceptable, which is closed/implemented" in seen
    assert "  old " not in seen, "what is retired is for nothing new"
    assert "The word 'old' is retired" in seen
    assert "'finished' is not one of" in seen
    assert "Why it is closed" not in seen, "the word says it"
    (judged,) = stored(two, "judgement.recorded")
    assert (judged["status"], judged["reason"], judged["word"]) == ("closed", "implemented", "acceptable")


def test_no_word_of_your_own_need_be_given(two, done, editor):
    env, _ = editor
    done("vocabulary add status acceptable --label Acceptable --means closed/implemented --as ann")
    done("vocabulary add reason overtaken --label Overtaken --as ann")
    status, seen = on_a_terminal(JUDGE, ["closed", "overtaken"], **env)
    assert status == 0, seen
    assert "  overtaken\n" in seen
    (judged,) = stored(two, "judgement.recorded")
    assert (judged["status"], judged["reason"], judged["word"]) == ("closed", "overtaken", None)


def test_the_reason_is_asked_of_a_status_that_was_said_too(two):
    judge = [*JUDGE, "--status", "closed", "--rationale", "R"]
    status, seen = on_a_terminal(judge, ["tired", "superseded", ""])
    assert status == 0, seen
    assert seen.count("Why it is closed") == 2, "a reason that is none is asked again"
    assert stored(two, "judgement.recorded")[0]["reason"] == "superseded"


@pytest.mark.parametrize("chosen", ["open", "partially-met"])
def test_no_reason_is_asked_of_another_status(two, editor, chosen):
    env, _ = editor
    status, seen = on_a_terminal(JUDGE, [chosen], **env)
    assert status == 0, seen
    assert "Why it is closed" not in seen


def test_without_a_terminal_a_closure_without_a_reason_is_refused(ask, two):
    told = ask("judgement record OCSAE 1 --cycle 2020 --as ann --status closed --rationale R")
    assert (told.status, "closed for a reason" in told.err) == (4, True)


def test_each_value_is_looked_at_when_it_is_given_and_asked_again_with_the_reason(two, editor):
    env, mark = editor
    answers = ["NONE", "ocsae", "99", "1", "1999", "2020", "shut", "closed", "implemented"]
    status, seen = on_a_terminal(["judgement", "record", "--as", "ann"], answers, **env)
    assert status == 0, seen
    places = [
        seen.index(said)
        for said in (
            "There is no inspection NONE",
            "has no recommendation 99",
            "has no cycle 1999",
            "'shut' is not one of",
            "Why it is closed",
        )
    ]
    assert places == sorted(places)
    assert mark.exists()


@pytest.mark.parametrize(
    ("words", "because"),
    [
        ([*JUDGE, "--status", "open", "--reason", "implemented"], "belongs to a closure"),
        ([*JUDGE, "--status", "open", "--evidence", "E9"], "has no evidence E9"),
        ([*JUDGE, "--status", "open", "--on", "2019-01-01"], "is before the cycle 2020 was opened"),
        ([*JUDGE[:-1], "zoe", "--status", "open"], "zoe is not registered"),
        ([*JUDGE[:-1], "bob", "--status", "open"], "it takes the role inspector"),
        (
            ["judgement", "record", "OCSAE", "99", "--cycle", "2020", "--status", "open", "--as", "ann"],
            "has no recommendation 99",
        ),
        (
            ["recommendation", "make", "OCSAE", "1", "--cycle", "2020", "--made-to", "X", "--as", "ann"],
            "OCSAE has a recommendation 1 already",
        ),
        (["recommendation", "restate", "OCSAE", "99", "--why", "W", "--as", "ann"], "no recommendation 99"),
        (["evidence", "submit", "OCSAE", "99", "--by", "X", "--as", "ann"], "no recommendation 99"),
        (
            ["evidence", "submit", "OCSAE", "1", "--by", "X", "--on", "never", "--as", "ann"],
            "cannot be read",
        ),
        (["evidence", "expect", "OCSAE", "1", "--cycle", "1999", "--as", "ann"], "no cycle 1999"),
    ],
    ids=lambda one: one if isinstance(one, str) else " ".join(one[:2]),
)
def test_what_is_wrong_whatever_is_written_is_told_before_the_editor_opens(two, editor, words, because):
    env, mark = editor
    before = processes.events(two)
    status, seen = on_a_terminal(words, [], **env)
    assert status in (2, 3, 4), seen
    assert because in seen.replace("\r\n", " ").replace("  ", " ")
    assert not mark.exists(), "somebody wrote for an hour for nothing"
    assert processes.events(two) == before


def test_the_editor_opens_after_all_that_is_asked(two, editor):
    env, mark = editor
    make = ["recommendation", "make", "OCSAE", "--cycle", "2020", "--as", "ann"]
    status, seen = on_a_terminal(make, ["1", "78", "A; B"], **env)
    assert status == 0, seen
    assert "OCSAE has a recommendation 1 already" in seen.replace("\r\n", " ")
    assert stored(two, "recommendation.made")[-1]["text"] == "Words of an hour."
    assert mark.exists()


def test_several_that_are_judged_alike_have_one_text_from_one_editor(two, editor):
    env, _ = editor
    status, seen = on_a_terminal(
        ["judgement", "record", "OCSAE", "1", "2", "CUSTODY/1", "--cycle", "2020", "--as", "ann"],
        ["open"],
        **env,
    )
    assert status == 0, seen
    assert [one["rationale"] for one in stored(two, "judgement.explained")] == ["Words of an hour."] * 3


def test_new_things_are_asked_for_until_they_are_new(two):
    status, seen = on_a_terminal(["inspection", "open", "--title", "T", "--as", "ann"], ["OCSAE", "a b", "N"])
    assert status == 0, seen
    assert "There is an inspection OCSAE already" in seen
    opened = ["cycle", "open", "OCSAE", "--title", "T", "--on", "2022-01-01", "--as", "ann"]
    status, seen = on_a_terminal(opened, ["2020", "2022"])
    assert (status, "has a cycle 2020 already" in seen) == (0, True), seen
    status, seen = on_a_terminal(
        ["person", "register", "--name", "Z", "--role", "inspector", "--as", "ada"], ["ann", "zed"]
    )
    assert (status, "ann is registered already" in seen) == (0, True), seen


@pytest.mark.parametrize(
    ("words", "because", "status"),
    [
        (["judgement", "record", "NONE"], "There is no inspection NONE", 3),
        (["judgement", "record", "OCSAE", "99"], "OCSAE has no recommendation 99", 3),
        (["judgement", "record", "OCSAE", "1", "--cycle", "1999"], "OCSAE has no cycle 1999", 3),
        (["judgement", "return", "OCSAE", "J9"], "OCSAE has no judgement J9", 3),
        (["recommendation", "reschedule", "OCSAE", "99"], "OCSAE has no recommendation 99", 3),
        (["recommendation", "make", "OCSAE", "1"], "OCSAE has a recommendation 1 already", 4),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else None,
)
def test_nobody_is_asked_for_the_rest_of_what_is_wrong_already(two, words, because, status):
    ended, seen = on_a_terminal([*words, "--as", "ann"], [])
    assert (ended, because in seen.replace("\r\n", " ")) == (status, True), seen
    assert ": \n" not in seen


def test_where_there_is_no_ledger_nobody_is_asked_for_ever(here):
    ended, seen = on_a_terminal(["judgement", "record", "--as", "ann"], ["OCSAE"])
    assert ended == 7, seen


def test_what_was_given_wrongly_is_asked_for_once_something_was_typed(two):
    words = ["judgement", "record", "--cycle", "1999", "--evidence", "E9", "--rationale", "R", "--as", "ann"]
    answers = ["OCSAE", "1998", "2020", "", "1", "open"]
    status, seen = on_a_terminal(words, answers)
    assert status == 0, seen
    places = [
        seen.index(said)
        for said in ("REF:", "no cycle 1999", "no cycle 1998", "no evidence E9", "NUMBER", "Its status")
    ]
    assert places == sorted(places)
    (judged,) = stored(two, "judgement.recorded")
    assert (judged["cycle"], judged["evidence"]) == ("2020", [])


def test_a_body_is_chosen_by_its_row_and_no_row_is_no_body(two):
    make = ["recommendation", "make", "OCSAE", "--cycle", "2020", "--text", "T", "--as", "ann"]
    status, seen = on_a_terminal(make, ["60", "9", "1; A new body, with a comma"])
    assert status == 0, seen
    assert "There is no row 9." in seen
    made = stored(two, "recommendation.made")[-1]
    assert made["made_to"] == ["Police Scotland", "A new body, with a comma"]


def test_what_is_long_is_shown_in_part_and_searched(two, done):
    for number in range(100, 120):
        done(
            f"recommendation make OCSAE {number} --cycle 2020 --made-to X --as ann",
            "--text",
            f"Heed {number}",
        )
    done("judgement record OCSAE 1 --cycle 2020 --status met --rationale R --as ann")
    done("judgement sign-off OCSAE J1 --as bob")
    status, seen = on_a_terminal([*JUDGE[:2], "OCSAE", *JUDGE[4:]], ["? heed 119", "? nonsense", "?", "119"])
    assert status == 130, seen
    listed, searched, none, all_of_it, *_ = seen.split("NUMBER (several")
    assert "… 15 more: ? lists all" in listed
    assert searched.count("\n  ") == 1
    assert "  119" in searched
    assert "None has these words." in none
    assert all_of_it.count("\n  ") == 27
    assert all_of_it.rstrip().endswith("Closed: Do 1."), "what is closed comes last"


def test_the_only_one_is_the_default(two, done):
    done("cycle close OCSAE/2020 --as ann")
    done("judgement record OCSAE 1 --cycle 2021 --status open --rationale R --as ann")
    status, seen = on_a_terminal(["judgement", "sign-off", "--as", "bob"], ["OCSAE", ""])
    assert status == 0, seen
    assert "JUDGEMENT (several: with ; between) [J1]:" in seen
    status, seen = on_a_terminal(["cycle", "close", "OCSAE", "--as", "ann"], [""])
    assert (status, "CYCLE [2021]:" in seen) == (0, True), seen


def test_whose_judgements_wait_is_told(two, done):
    done("person grant bob inspector --as ada")
    done("judgement record OCSAE 1 --cycle 2021 --status open --rationale R --as bob")
    done("judgement record OCSAE 2 --cycle 2021 --status open --rationale R --as ann")
    status, seen = on_a_terminal(["judgement", "sign-off", "OCSAE", "--as", "bob"], [""])
    assert status == 0, seen
    assert "  J2  recommendation 2 open, by ann: R\nYours, which another signs off: J1." in seen
