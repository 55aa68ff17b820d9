"""On a terminal an act is shown before it is recorded, and confirmed."""

from __future__ import annotations

import pytest

from tests.commands import processes
from tests.commands.in_process import on_a_terminal, scrutiny

JUDGE = [
    *("judgement", "record", "OCSAE", "1", "--cycle", "2020", "--status", "closed", "--reason"),
    *("implemented", "--rationale", "The board meets.", "--on", "2021-08-18", "--as", "ann"),
]


def test_it_is_shown_in_the_words_of_the_trail_and_confirmed(two):
    status, seen = on_a_terminal(JUDGE, ["y"])
    assert status == 0, seen
    shown = seen.splitlines()
    at = shown.index("By ann, in OCSAE, on 2021-08-18:")
    assert shown[at + 1 : at + 3] == [
        "  Judged recommendation 1 closed (implemented) as J1.",
        "  Why J1: The board meets.",
    ]
    assert shown[at + 3].startswith("  (1: ")
    assert shown[at + 4] == "  It counts once another signs it off: bob."
    assert shown[at + 5].startswith("Record it? (c changes something) [y/N]: y")
    assert processes.events(two)[-2][3] == "judgement.recorded"


def test_what_follows_of_itself_is_shown_too(two):
    before = len(processes.events(two))
    words = ["recommendation", "correct", "OCSAE", "1", "--text", "New.", "--why", "A slip.", "--as", "ann"]
    status, seen = on_a_terminal(words, ["y"])
    assert status == 0, seen
    assert [one[3] for one in processes.events(two)[before:]] == [
        "recommendation.corrected",
        "words.withdrawn",
    ]
    shown = seen.splitlines()
    at = shown.index("By ann, in OCSAE:")
    assert shown[at + 1].startswith("  Corrected recommendation 1, the words of 2020-02-26: New.")
    assert shown[at + 2].startswith("  Withdrew from view the words of recommendation.made")


@pytest.mark.parametrize("said", ["n", "", "no"])
def test_whoever_declines_records_nothing(two, said):
    before = processes.events(two)
    status, seen = on_a_terminal(JUDGE, [said])
    assert (status, "nothing was recorded" in seen) == (1, True), seen
    assert processes.events(two) == before


def test_whoever_goes_away_records_nothing(two):
    before = processes.events(two)
    assert on_a_terminal(JUDGE, [], confirms=False)[0] == 130
    assert processes.events(two) == before


def test_with_yes_it_is_recorded_at_once(two):
    status, seen = on_a_terminal([*JUDGE, "--yes"], [], confirms=False)
    assert (status, "Record it?" in seen) == (0, False), seen


def test_without_a_terminal_nobody_is_asked(two):
    told = scrutiny(*JUDGE)
    assert (told.status, "Record it?" in told.err) == (0, False)


def test_without_input_nobody_is_asked(two):
    status, seen = on_a_terminal([*JUDGE, "--no-input"], [], confirms=False)
    assert (status, "Record it?" in seen) == (0, False), seen


def test_of_many_at_once_the_first_and_the_last_are_shown(two):
    words = ["evidence", "request", "OCSAE", "1", "2", "3", "5", "AFD1", "012/21", "7-9", "--why", "More."]
    status, seen = on_a_terminal([*words, "--as", "ann"], ["y"])
    assert status == 0, seen
    assert "7 at once:" in seen
    assert "recommendation 1: More." in seen
    assert "… and 1 more like these, and last:" in seen
    assert "recommendation 7-9: More." in seen
    assert "Record all 7?" in seen


def test_what_is_refused_is_not_asked_about(two):
    words = ["evidence", "request", "OCSAE", "99", "--why", "More.", "--as", "ann"]
    status, seen = on_a_terminal(words, [], confirms=False)
    assert (status, "Record it?" in seen) == (3, False), seen


def test_a_sign_off_shows_what_is_signed(two):
    assert on_a_terminal(JUDGE, ["y"])[0] == 0
    status, seen = on_a_terminal(["judgement", "sign-off", "OCSAE", "J1", "--as", "bob"], ["y"])
    assert status == 0, seen
    assert "(J1: recommendation 1 closed (implemented), by ann: The board meets.)" in seen


def test_long_words_are_shown_in_part_and_recorded_whole(two):
    long = "word " * 500
    status, seen = on_a_terminal([*JUDGE[:-5], long, *JUDGE[-4:]], ["y"], COLUMNS="80")
    assert status == 0, seen
    assert seen.count("word") < 100
    assert "word …" in seen
    assert processes.events(two)[-1][4]["data"]["rationale"] == long.strip()


def test_a_ledger_that_is_begun_is_confirmed(here, home):
    status, seen = on_a_terminal(["init", "--as", "ada", "--name", "Ada"], ["n"])
    assert (status, "nothing was recorded" in seen) == (1, True), seen
    assert "its days are those of Europe/London" in seen
    assert not (here / "scrutiny-ledger" / "ledger.db").exists()
    assert on_a_terminal(["init", "--as", "ada", "--name", "Ada"], ["y"])[0] == 0


def test_a_key_that_is_declined_is_not_kept(folder, home):
    kept = sorted(home.rglob("*"))
    status, seen = on_a_terminal(["key", "generate", "--as", "ada"], ["n"])
    assert (status, "nothing was recorded" in seen) == (1, True), seen
    assert [path for path in sorted(home.rglob("*")) if path.suffix and path not in kept] == []


def test_what_others_record_while_it_is_shown_is_taken_into_account(two, monkeypatch):
    """Another judgement of another recommendation: this one is J2 then. One of the same: it is refused."""
    for number, status in (("2", 0), ("1", 4)):

        def meanwhile(self, size=-1, number=number):
            told = scrutiny(*JUDGE[:3], number, *JUDGE[4:-1], "art")
            assert told.status == 0, told.err
            return "y\n"

        with monkeypatch.context() as patch:
            patch.setattr("tests.commands.in_process.Keyboard.readline", meanwhile)
            ended, seen = on_a_terminal(JUDGE, [])
        assert ended == status, seen
        if not status:
            assert "as J1" in seen
            assert "Recorded J2" in seen
            scrutiny("judgement", "return", "OCSAE", "J2", "--why", "W", "--as", "bob")


def test_with_json_the_receipt_alone_stands_on_standard_output(two):
    status, seen = on_a_terminal([*JUDGE, "--format", "json"], ["y"])
    assert (status, "Record it?" in seen) == (0, True), seen
    assert seen.rstrip().splitlines()[-1].startswith('{"ref":"J1"')
