"""Which recommendation a number means."""

from __future__ import annotations

import pytest

from ledger.errors import BadInput
from ledger.state.numbers import Numbers
from ledger.validation import number


@pytest.mark.parametrize(
    ("given", "typed"),
    [
        ("AFD 1", "afd1"),
        ("2021-03", "2021\u201303"),
        ("2021\u201103", "2021-03"),
        ("3 (a)", "3(a)"),
        ("12 / 21", "12/21"),
        ("\uff13", "3"),
        ("R 5\u00a0b", "r5b"),
        ("[4]", "[4]"),
    ],
)
def test_a_number_is_found_whatever_its_dashes_blanks_width_and_case(given, typed):
    numbers = Numbers()
    assert numbers.find(typed) is None
    assert numbers.find(given) is None
    slot = numbers.take(given)
    assert numbers.find(typed) == numbers.find(given) == slot


@pytest.mark.parametrize(
    ("given", "typed"), [("3 1", "31"), ("A B", "AB"), ("03", "3"), ("3a", "3 1"), ("1.1", "11")]
)
def test_what_differs_otherwise_is_another_number(given, typed):
    numbers = Numbers()
    numbers.take(given)
    assert numbers.find(typed) is None


def test_of_two_that_differ_in_blanks_alone_each_is_found_as_it_is_spelt():
    # A ledger of an older version may have both.
    numbers = Numbers()
    one, other = numbers.take("3 a"), numbers.take("3a")
    assert one != other
    assert (numbers.find("3 A"), numbers.find("3A")) == (one, other)


def test_a_number_that_is_given_again_means_the_later():
    numbers = Numbers()
    first = numbers.take("7")
    second = numbers.take("7")
    third = numbers.take("7")
    assert len({first, second, third}) == 3
    assert numbers.find("7") == third


def test_a_former_number_finds_what_it_was_given_to_until_it_is_given_again():
    numbers = Numbers()
    slot = numbers.take("8")
    numbers.renumber(slot, "3")
    assert numbers.find("8") == numbers.find("3") == slot
    other = numbers.take("8")
    assert (numbers.find("8"), numbers.find("3")) == (other, slot)


@pytest.mark.parametrize(
    "text", ["3", "AFD 1", "012/21", "3(a)", "2021\u201303", "R5: b", "a" * 60, "1 [iii]"]
)
def test_numbers_as_people_write_them_are_taken(text):
    assert number(text) == text


def test_blank_edges_of_a_number_are_cut():
    assert number(" 3 ") == "3"


def test_what_was_left_out_does_not_hide_what_is_spelt_otherwise_and_its_numbers_find_it_again():
    numbers = Numbers()
    wrong = numbers.take("2021-03")
    numbers.drop(wrong)
    right = numbers.take("2021\u201303")
    assert numbers.find("2021-03") == numbers.find("2021\u201103") == right
    numbers.renumber(right, "4")
    numbers.restore(wrong, "2021-03")
    assert (numbers.find("2021-03"), numbers.find("4")) == (wrong, right)


@pytest.mark.parametrize("text", ["", "3  4", "a" * 61, "3\n4", "-3", "3;4", "3\t4"])
def test_other_texts_are_no_numbers(text):
    with pytest.raises(BadInput):
        number(text)
