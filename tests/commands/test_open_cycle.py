"""The cycle may be left out where one is open, and is named as receipts print it."""

import pytest

from tests.commands.in_process import on_a_terminal

RECORDING = [
    "recommendation make OCSAE 50 --made-to SPA --text T",
    "judgement record OCSAE/1 --status open --rationale R",
    "evidence expect OCSAE/1 --text T",
]


@pytest.fixture
def one(two, done):
    """The ledger with two inspections, once OCSAE has one cycle that is open: that of 2020."""
    done("cycle close OCSAE/2021 --as ann")
    return two


@pytest.mark.parametrize("line", RECORDING)
def test_the_one_that_is_open_is_taken_and_reported(ask, done, one, line):
    told = ask(f"{line} --as ann --format json")
    assert told.status == 0, told.err
    assert told.err.startswith("Note: in the cycle 2020 of OCSAE, the one that is open.")
    (row, *_) = [
        row
        for row in reversed(done("trail OCSAE")["rows"])
        if row["event"].split(".")[1] in ("made", "recorded", "expected")
    ]
    assert row["cycle"] == "2020"


@pytest.mark.parametrize("line", RECORDING)
def test_several_that_are_open_are_named(done, refused, line):
    error = refused(2, "OCSAE has 2 cycles that are open: 2020, 2021.", f"{line} --as ann")
    assert error["remedy"] == "Say in which: --cycle 2021"


def test_one_that_was_closed_is_not_taken(ask, done, refused):
    done("cycle close OCSAE/2020 --as ann")
    assert "in the cycle 2021 of OCSAE" in ask(f"{RECORDING[2]} --as ann").err
    done("cycle close OCSAE/2021 --as ann")
    error = refused(4, "No cycle of OCSAE is open.", f"{RECORDING[1]} --as ann")
    assert "scrutiny cycle reopen OCSAE 2021 --why W" in error["remedy"]


def test_an_inspection_without_any_and_one_that_is_not_there(done, refused):
    done("inspection open NEW --title T --as ann")
    refused(3, "NEW has no cycle.", "recommendation make NEW 1 --made-to SPA --text T --as ann")
    refused(3, "There is no inspection NONE", "recommendation make NONE 1 --made-to SPA --text T --as ann")


def test_nobody_is_asked_on_a_terminal_where_one_is_open(one):
    words = RECORDING[1].split()
    status, seen = on_a_terminal([*words, "--as", "ann"], ["y"])
    assert status == 0, seen
    assert "in the cycle 2020 of OCSAE" in seen


def test_a_cycle_is_named_as_receipts_print_it(ask, done, two):
    made = done("cycle open OCSAE 2021/22 --title T --as ann")["ref"]
    judged = done(f"judgement record OCSAE/1 --cycle {made} --status open --rationale R --as ann")
    assert judged["ref"] == "J1"
    assert ask("register OCSAE --cycle OCSAE/2020").out == ask("register OCSAE --cycle 2020").out != ""
    assert ask("trail --cycle ocsae/2021/22 OCSAE/1").out == ask("trail OCSAE 1 --cycle 2021/22").out != ""


def test_a_number_that_begins_with_the_ref_is_itself(done, one):
    done("recommendation make OCSAE/OCSAE/9 --made-to SPA --text T --as ann")
    done("recommendation make OCSAE/60 --under OCSAE/OCSAE/9 --made-to SPA --text T --as ann")
    done("recommendation make OCSAE/61 --under OCSAE/9 --made-to SPA --text T --as ann")
    done("recommendation make OCSAE/62 --under OCSAE/60 --made-to SPA --text T --as ann")
    under = {row["number"]: row["under"] for row in done("register OCSAE")["rows"]}
    assert (under["60"], under["61"], under["62"]) == ("OCSAE/9", "OCSAE/9", "60")
