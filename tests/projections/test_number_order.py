"""The order of numbers, as people write them."""

import pytest

from projections.base import natural, number_order
from projections.register import register

ORDERS = {
    "figures": ["1", "2", "10", "100"],
    "letters": ["3", "3a", "3b", "4"],
    "brackets": ["3", "3(a)", "3(b)", "4"],
    "blanks before some brackets": ["3", "3 (a)", "3(b)", "3 (c)", "3(d)", "10"],
    "brackets and none": ["3a", "3(a)", "3(b)", "3c"],
    "figures in brackets": ["3(1)", "3(2)", "3(10)"],
    "limbs of limbs": ["3(a)", "3(a)(i)", "3(a)(ii)", "3(b)"],
    "bracketed as a whole": ["1", "(2)", "[3]", "10"],
    "dots": ["1.1", "1.9", "1.10", "1.10.2", "2.1"],
    "a year behind": ["002/21", "012/21", "012/22", "013/21"],
    "a year before": ["2012-001", "2012-2", "2012-010", "2013-001"],
    "several dashes": ["R-12-2", "R\u201312\u20133", "R-12-10"],
    "a minus": ["3-1", "3\u22122", "3-10"],
    "letters before": ["AFD1", "AFD 2", "AFD10", "S1", "S2"],
    "words": ["Recommendation 1", "recommendation 2", "Recommendation 10"],
    "wide letters": ["1", "\uff12", "3", "\uff11\uff10"],
    "zeros": ["6", "007", "8", "010"],
    "colons": ["1:2", "1:10"],
}


@pytest.mark.parametrize("shape", ORDERS)
def test_numbers_stand_in_the_order_that_a_person_expects(shape):
    expected = ORDERS[shape]
    made = expected[::-1]
    assert sorted(made, key=number_order) == expected


def test_numbers_that_earlier_versions_took_stand_as_they_stood():
    earlier = [
        "1",
        "10",
        "2",
        "3-1",
        "3.2",
        "3/1",
        "3_4",
        "3a",
        "A-2",
        "A1",
        "AFD10",
        "AFD2",
        "S2",
        "7",
        "007",
    ]
    assert sorted(earlier, key=number_order) == sorted(earlier, key=natural)


def test_a_register_stands_in_this_order_whatever_was_made_first(case):
    for number in ("12", "4 (b)", "AFD 1", "4(a)", "4(c)", "[11]"):
        case.make(number)
    rows = register(case.ledger, "OCSAE").items
    assert [row["number"] for row in rows] == ["3", "4(a)", "4 (b)", "4(c)", "5", "[11]", "12", "AFD 1"]
