"""``show E1``, ``show NAME``: one word by itself, whose inspection is looked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands import processes
from tests.commands.in_process import on_a_terminal

JUDGED = "--cycle {} --status open --rationale R --on 2021-09-01 --as ann"


@pytest.fixture
def several(two, once, done):
    """OCSAE has E1 and J1-J2, CUSTODY has J1; 1 is in both, AFD1 is in OCSAE and CUST-1 in CUSTODY."""

    def make():
        Path("minutes.txt").write_text("minutes")
        done("evidence submit OCSAE 1 --by SPA --summary S --on 2020-03-01 --file minutes.txt --as ann")
        done(f"judgement record OCSAE 1 2 {JUDGED.format('2020')}")
        done("cycle open CUSTODY now --title Now --on 2021-01-01 --as ann")
        done("recommendation make CUSTODY CUST-1 --cycle now --made-to Fife/Angus --text T --as ann")
        done(f"judgement record CUSTODY 1 {JUDGED.format('now')}")

    once(make)
    return two


@pytest.mark.parametrize("command", ["show", "why"])
@pytest.mark.parametrize(
    ("alone", "whole"),
    [("E1", "OCSAE/E1"), ("j2", "OCSAE J2"), ("AFD1", "OCSAE AFD1"), ("cust-1", "CUSTODY/CUST-1")],
)
def test_what_one_inspection_has_needs_no_ref(several, ask, command, alone, whole):
    told = ask(f"{command} {alone}")
    assert (told.status, told.err) == (0, "")
    assert told.out == ask(f"{command} {whole}").out


@pytest.mark.parametrize(
    ("command", "whole"),
    [
        ("evidence show E1", "evidence show OCSAE E1"),
        ("judgement show J2", "judgement show OCSAE J2"),
        ("judgement why J2", "judgement why OCSAE J2"),
        ("recommendation show CUST-1", "recommendation show CUSTODY CUST-1"),
        ("cycle show now", "cycle show CUSTODY now"),
        ("show now", "cycle show CUSTODY now"),
        ("show OCSAE 2020", "cycle show OCSAE 2020"),
        ("show ann", "person show ann"),
        ("show Fife/Angus", "body show Fife/Angus"),
    ],
)
@pytest.mark.parametrize("form", ["", " --format json", " --as-of 2021-10-01"])
def test_it_is_the_page_of_its_noun(several, ask, command, whole, form):
    told = ask(command + form)
    assert told == ask(whole + form)
    assert told.status == 0 or form.endswith("2021-10-01"), told.err


@pytest.mark.parametrize(
    ("line", "say"),
    [
        ("show J1", "scrutiny show CUSTODY/J1"),
        ("show 1", "scrutiny show CUSTODY/1"),
        ("why J1", "scrutiny why CUSTODY/J1"),
        ("judgement show J1", "scrutiny judgement show CUSTODY/J1"),
        ("evidence get E1 --output out", "scrutiny evidence get CUSTODY/E1"),
    ],
)
def test_what_several_have_is_not_guessed(several, here, done, refused, line, say):
    done("evidence submit CUSTODY 1 --by SPA --summary S --on 2020-03-01 --file minutes.txt --as ann")
    name = next(word for word in line.split() if word[-1].isdigit())
    told = refused(2, f"2 inspections have {name}: CUSTODY, OCSAE.", line)
    assert told["remedy"] == f"Say which: {say}"
    assert not (here / "out").exists()


def test_files_come_back_without_a_ref(several, here, ask):
    told = ask("evidence get e1 --output out")
    assert told.status == 0, told.err
    assert (here / "out/minutes.txt").read_text() == "minutes"


@pytest.mark.parametrize(
    ("line", "status", "said"),
    [
        ("show E9", 3, "Nothing in this ledger is called E9."),
        ("evidence show E9", 3, "No inspection has evidence E9."),
        ("evidence get E9 --output out", 3, "No inspection has evidence E9."),
        ("show nobody", 3, "Nothing in this ledger is called nobody."),
        ("show ann --against 2021-01-01", 2, "--against sets two days of a recommendation side by side."),
        ("show", 2, "Missing argument 'NUMBER'"),
        ("show ocsae", 2, "Missing argument 'NUMBER'"),
        ("evidence show OCSAE", 2, "Missing argument 'EVIDENCE'"),
        ("evidence get OCSAE --output out", 2, "Missing argument 'EVIDENCE'"),
        ("recommendation show OCSAE", 2, "Missing argument 'NUMBER'"),
    ],
)
def test_what_nothing_bears_is_said_to_be_nowhere(several, ask, line, status, said):
    told = ask(line)
    assert (told.status, told.out) == (status, "")
    assert said in told.err


def test_what_the_only_inspection_lacks_is_said_of_it(folder, ask):
    for line in ("show E9", "why E9", "evidence show E9", "evidence get E9 --output out"):
        told = ask(line)
        assert told.status == 3
        assert "OCSAE has no evidence E9." in told.err, line
    assert "OCSAE has no recommendation 99." in ask("show 99").err


def test_a_number_that_one_has_in_error_is_that_of_the_other(several, ask, done):
    done("recommendation void OCSAE 1 --why W --as ann")
    assert ask("show 1").out == ask("show CUSTODY 1").out != ""


def test_a_name_may_be_several_words_and_an_empty_one_is_none(several, ask):
    assert ask("show", "Police Scotland").out == ask("body show", "Police Scotland").out != ""
    told = ask("show", "")
    assert told.status == 2
    assert "Nothing was named." in told.err


@pytest.mark.parametrize(
    ("words", "answers"),
    [
        ((), ["OCSAE", "E1"]),
        ((), ["OCSAE/E1"]),
        (("OCSAE",), ["E1"]),
        (("E1",), []),
    ],
)
def test_on_a_terminal_what_is_missing_is_asked_for(several, here, words, answers):
    status, seen = on_a_terminal(["evidence", "get", *words, "--output", "out"], answers)
    assert status == 0, seen
    assert (here / "out/minutes.txt").read_text() == "minutes"
    assert "[REF]" not in seen


def test_reading_records_nothing(several, ask):
    before = processes.events(several)
    for line in ("show J2", "show J1", "show ann", "why E1"):
        ask(line)
    assert processes.events(several) == before
