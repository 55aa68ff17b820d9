"""The rules on what would satisfy a recommendation, said before anybody looks."""

import pytest

from events.base import Day
from events.cycles import CycleClosed, CycleOpened
from events.evidence import EvidenceExpected
from events.recommendations import RecommendationWithdrawn
from ledger.decisions.cycles import OpenCycle
from ledger.decisions.evidence import ExpectEvidence
from tests.builders import made
from tests.pasts import inspected

WITHDRAWN = RecommendationWithdrawn(inspection="OCSAE", number="3", why=None, on=Day("2021-10-01"))


def expect(**other):
    fields = {"number": "3", "cycle": "2021", "text": " Minutes.\n", "on": "2021-09-01", **other}
    return ExpectEvidence(inspection="OCSAE", **fields)


def expected(number="3", cycle="2021", text="Minutes.", on="2021-09-01"):
    return EvidenceExpected(inspection="OCSAE", number=number, cycle=cycle, text=text, on=Day(on))


def test_it_is_said_of_a_recommendation_in_a_cycle(given):
    given(*inspected()).when(expect()).then(expected())


def test_another_word_takes_its_place_and_the_same_does_not(given):
    past = given(*inspected(), expected())
    past.when(expect(text="Minutes and a plan.")).then(expected(text="Minutes and a plan."))
    past.when(expect()).refused("Just that is expected of recommendation 3 in 2021 already")
    past.when(expect(cycle="2020")).made("OCSAE/3")
    past.when(expect(number="5")).made("OCSAE/5")


@pytest.mark.parametrize(
    ("fields", "because", "status"),
    [
        ({"number": "9"}, "has no recommendation 9", 3),
        ({"cycle": "1999"}, "has no cycle 1999", 3),
        ({"on": "2021-08-17"}, "before the cycle 2021 was opened on 2021-08-18", 4),
        ({"on": "2022-03-02"}, "in the future", 4),
        ({"text": " "}, "expectation is empty", 2),
        ({"number": "7", "on": "2021-11-30"}, "before recommendation 7 was made on 2021-12-01", 4),
    ],
)
def test_it_is_refused(given, fields, because, status):
    late = made("7", on="2021-12-01")
    given(*inspected(), late).when(expect(**fields)).refused(because, status=status)


def test_it_is_said_in_a_cycle_that_is_open(given):
    closed = CycleClosed(inspection="OCSAE", cycle="2021", on=Day("2021-12-01"))
    given(*inspected(), closed).when(expect(on="2021-12-01")).refused("was closed on 2021-12-01")
    given(*inspected(), closed).when(expect()).then(expected())


def test_it_is_said_of_what_stands_on_that_day(given):
    given(*inspected(), WITHDRAWN).when(expect()).then(expected())
    given(*inspected(), WITHDRAWN).when(expect(on="2021-10-01")).refused("was withdrawn on 2021-10-01")


@pytest.mark.parametrize("by", ["ada", "bob", "pat"])
def test_it_is_the_inspectors_business(given, by):
    given(*inspected()).when(expect(), by=by).refused("it takes the role inspector")


# With the opening of a cycle.


def open_(*expectations, on="2022-01-01"):
    return OpenCycle(inspection="OCSAE", cycle="2022", title="Follow-up", expectations=expectations, on=on)


OPENED = CycleOpened(inspection="OCSAE", cycle="2022", title="Follow-up", kind=None, on=Day("2022-01-01"))


def test_a_cycle_is_opened_with_what_is_expected(given):
    given(*inspected(), made("AFD1")).when(open_(("3", "Minutes."), ("afd1", " A plan. "))).then(
        OPENED,
        expected("3", "2022", "Minutes.", "2022-01-01"),
        expected("AFD1", "2022", "A plan.", "2022-01-01"),
    )


@pytest.mark.parametrize(
    ("expectations", "because", "status"),
    [
        ([("5", "Minutes."), ("9", "A plan.")], "has no recommendation 9", 3),
        ([("5", "Minutes."), ("3", "A plan.")], "Recommendation 3 of OCSAE was withdrawn", 4),
        ([("5", "Minutes."), ("7", "A plan.")], "before recommendation 7 was made on 2022-02-01", 4),
        ([("5", "Minutes."), ("afd1", "A"), ("AFD1", "B")], "recommendation afd1 was given twice", 2),
        ([("5", " ")], "expectation is empty", 2),
    ],
)
def test_a_cycle_is_not_opened_where_one_expectation_is_refused(given, expectations, because, status):
    late = made("7", on="2022-02-01", cycle="2021")
    past = given(*inspected(), late, made("AFD1"), WITHDRAWN)
    past.when(open_(*expectations)).refused(because, status=status)


def test_an_administrator_opens_a_cycle_without_saying_what_is_expected(given):
    given(*inspected()).when(open_(), by="ada").then(OPENED)
    given(*inspected()).when(open_(("3", "Minutes.")), by="ada").refused(
        "ada may not say what is expected: that takes the role inspector"
    )
