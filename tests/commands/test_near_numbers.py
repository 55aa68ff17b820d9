"""Numbers that may be slips, and one number that was made to several bodies."""

from __future__ import annotations

import pytest

from tests.commands.in_process import on_a_terminal

MAKE = "recommendation make OCSAE {} --cycle 2020 --text {} --made-to {} --on 2020-03-01 --as ann"


@pytest.mark.parametrize("number", ["01", "0001", "001"])
def test_a_number_that_differs_by_leading_zeros_is_warned_of(folder, ask, number):
    answer = ask(MAKE.format(number, "T", "P"))
    assert answer.status == 0
    assert (
        f"has a recommendation 1, from which the number {number} differs by leading zeros only" in answer.err
    )


def test_on_a_terminal_it_is_asked_about_and_no_means_that_nothing_is_recorded(folder, ask):
    before = ask("trail --format csv").out
    made = MAKE.format("001", "T", "P").split()
    status, seen = on_a_terminal(made, ["n"])
    assert status == 1
    assert "differs by leading zeros only. Is it meant so? [y/N]" in " ".join(seen.split())
    assert "nothing was recorded." in seen
    assert ask("trail --format csv").out == before
    status, seen = on_a_terminal(made, ["y"])
    assert status == 0
    assert "Recorded OCSAE/001" in seen


@pytest.mark.parametrize("number", ["10", "11", "1a"])
def test_another_number_is_not(folder, ask, number):
    answer = ask(MAKE.format(number, "T", "P"))
    assert answer.status == 0
    assert "zeros" not in answer.err


def test_a_number_is_put_right_to_one_with_zeros_with_a_warning(folder, ask):
    answer = ask("recommendation correct OCSAE 2 --number 01 --why Slip --as ann")
    assert answer.status == 0
    assert "leading zeros" in answer.err


def test_one_number_for_several_bodies_in_the_same_words_is_one_recommendation(folder, ask, done):
    done(MAKE.format("9", "Same", "First"))
    answer = ask(MAKE.format("9", "Same", "Second"))
    assert answer.status == 4
    assert 'scrutiny recommendation readdress OCSAE 9 --made-to "First" --made-to "Second"' in answer.err
    assert "readdress" not in ask(MAKE.format("9", "Other", "Second")).err
    assert "It is recorded in just these words" in ask(MAKE.format("9", "Same", "FIRST")).err


@pytest.mark.parametrize("typed", [" 9 (a) ", "9 (a)\t"])
def test_blank_edges_of_a_number_are_cut(folder, done, typed):
    made = "recommendation make OCSAE --cycle 2020 --text T --made-to P --on 2020-03-01 --as ann"
    assert done(made, typed)["ref"] == "OCSAE/9 (a)"


@pytest.mark.parametrize("dash", ["-", "\u2013", "\u2212"])
def test_several_are_named_with_any_dash(folder, done, dash):
    line = "evidence request OCSAE --why More --as ann"
    assert done(line, f"1{dash}2")["ref"] == "OCSAE/1-2"
