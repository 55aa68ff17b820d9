"""Bodies that follow one after the other, are merged in the middle, or are renamed on the very day."""

from __future__ import annotations

import pytest

from ledger.decisions.bodies import MergeBodies, RegisterBody
from ledger.decisions.classification import ClassifyRecommendation
from ledger.decisions.recommendation_corrections import UnvoidRecommendation, VoidRecommendation
from ledger.decisions.responses import SetResponseDue
from projections.show import show
from projections.statistics.counting import Asked
from projections.statistics.view import statistics
from tests.bodies_told import Bodied


@pytest.fixture
def case():
    return Bodied()


@pytest.fixture
def chain(case):
    """1 is made to A, 2 to D, 3 to both; B, C and D follow A in three years. ``known`` are the instants."""
    case.make("1", "A")
    case.make("2", "D")
    case.known = [case.make("3", "A", "D")]
    for body, by, year in (("A", "B", 2013), ("B", "C", 2014), ("C", "D", 2015)):
        case.known.append(case.succeed(body, by, f"{year}-01-01"))
    return case


def named(case, number="1", known_at=None):
    days = ("2012-12-31", "2013-01-01", "2014-01-01", "2015-01-01")
    return ["".join(case.made_to(number, day, known_at)) for day in days]


def test_each_of_three_that_follow_has_it_from_its_day_on(chain):
    assert named(chain) == ["A", "B", "C", "D"]
    assert named(chain, "2") == ["D", "D", "D", "D"]
    assert named(chain, "3") == ["AD", "BD", "CD", "D"]
    assert [named(chain, known_at=known) for known in chain.known] == [
        ["A", "A", "A", "A"],
        ["A", "B", "B", "B"],
        ["A", "B", "C", "C"],
        ["A", "B", "C", "D"],
    ]


def test_each_of_them_finds_what_it_passed_on(chain):
    assert {body: sorted(chain.rows(made_to=body)) for body in "ABCD"} == {
        "A": ["1", "3"],
        "B": ["1", "3"],
        "C": ["1", "3"],
        "D": ["1", "2", "3"],
    }
    assert sorted(chain.rows("2014-06-01", made_to="D")) == ["2", "3"]


def test_what_one_in_the_middle_closed_stays_with_it(chain):
    chain.judge("1", "closed", "2013-06-01", "B")
    assert named(chain) == ["A", "B", "B", "B"]
    chain.judge("1", "open", "2014-06-01", "B")
    assert named(chain) == ["A", "B", "B", "D"]
    assert chain.made_to("1", "2014-06-01") == ["C"]


def test_the_order_in_which_successions_are_recorded_makes_no_difference(case):
    case.make("1", "A")
    for body, by in (("C", "D"), ("B", "C"), ("A", "B")):
        case.succeed(body, by, "2013-01-01")
    assert named(case) == ["A", "D", "D", "D"]


def test_a_successor_that_is_merged_keeps_what_passed_to_it_and_who_follows_it(case):
    case.make("1", "A")
    case.make("2", "X")
    case.succeed("A", "B", "2013-01-01")
    case.succeed("B", "C", "2015-01-01")
    known = case.ask(RegisterBody(body="X"))
    case.ask(MergeBodies(body="B", into="X", why="One all along."))
    assert named(case) == ["A", "X", "X", "C"]
    assert named(case, "2") == ["X", "X", "X", "C"]
    assert named(case, known_at=known) == ["A", "B", "B", "C"]
    assert named(case, "2", known_at=known) == ["X", "X", "X", "X"]


def test_a_name_of_the_very_day_is_borne_by_the_successor_and_by_what_stays(case):
    case.make("1", "A")
    before = case.make("2", "B")
    succeeded = case.succeed("A", "B", "2013-01-01")
    renamed = case.rename("B", "Bee", "2013-01-01")
    case.rename("A", "Ay", "2013-01-01")
    assert named(case) == ["A", "Bee", "Bee", "Bee"]
    assert named(case, known_at=before) == ["A", "A", "A", "A"]
    assert named(case, known_at=succeeded) == ["A", "B", "B", "B"]
    assert named(case, known_at=renamed) == ["A", "Bee", "Bee", "Bee"]
    case.judge("1", "closed", "2013-01-01")
    assert named(case) == ["A", "Ay", "Ay", "Ay"]


def answers(case, **asked):
    return statistics(case.told, None, Asked(**asked)).head["answers"]


def test_what_was_entered_in_error_is_in_no_figure_of_answers_until_it_was_no_error(case):
    for number in ("1", "2"):
        case.make(number, "A")
        case.ask(SetResponseDue(inspection="X", number=number, due="2011-01-01", on="2010-03-01"))
    known = case.answer("1", "A", "accepted", "2010-04-01")
    all_of_it = {"due": 2, "given": 1, "late": 1, "by_answer": {"accepted": 1}}
    assert answers(case) == all_of_it
    case.ask(VoidRecommendation(inspection="X", number="1", why="Twice."))
    assert answers(case) == {"due": 1, "given": 0, "late": 1, "by_answer": {}}
    assert answers(case, known_at=known) == all_of_it
    case.succeed("A", "S", "2013-01-01")
    case.succeed("S", "T", "2014-01-01")
    case.ask(UnvoidRecommendation(inspection="X", number="1", why="It was right."))
    assert answers(case) == all_of_it
    assert case.made_to("1") == ["T"]


def test_a_page_names_whom_it_was_addressed_to_as_a_row_of_that_day_does(case):
    case.make("1", "A", "Ay")
    case.ask(RegisterBody(body="A"))
    case.ask(MergeBodies(body="Ay", into="A", why="A slip."))
    case.rename("A", "Bee", "2013-01-01")
    (word,) = show(case.told, "X", "1").head["addressed"]
    assert list(word["made_to"]) == case.made_to("1", "2010-02-01") == ["A"]


def under(case, *numbers):
    for number in numbers:
        case.ask(ClassifyRecommendation(inspection="X", number=number, under="1", on="2010-02-01"))


def statuses(case, as_of=None, **asked):
    return {number: row["status"] for number, row in case.rows(as_of, **asked).items()}


def test_a_share_of_a_whole_is_what_its_body_has_in_the_parts_also_what_passed_to_it(case):
    for number, body in (("1", "S"), ("1a", "A"), ("1b", "S"), ("1c", "C")):
        case.make(number, body)
    under(case, "1a", "1b", "1c")
    known = case.judge("1b", "closed", "2012-01-01")
    case.succeed("A", "S", "2013-01-01")
    assert statuses(case, made_to="S") == {"1": "open", "1a": "open", "1b": "closed"}
    for asked in ({"as_of": "2012-12-31"}, {"known_at": known}):
        assert statuses(case, made_to="S", **asked) == {"1": "closed", "1b": "closed"}
    case.judge("1a", "partially-met", "2014-01-01", "S")
    assert statuses(case, made_to="S")["1"] == "partially-met"
    assert statuses(case)["1"] == "open"


def test_a_whole_that_its_parts_closed_stays_and_passes_once_a_part_is_open_again(case):
    for number in ("1", "1a", "1b"):
        case.make(number, "A")
    under(case, "1a", "1b")
    for number in ("1a", "1b"):
        case.judge(number, "closed", "2012-01-01")
    # Its own judgements do not count.
    case.judge("1", "open", "2012-06-01")
    case.succeed("A", "S", "2013-01-01")
    assert case.made_to("1") == ["A"]
    assert case.rows(made_to="S") == {}
    case.judge("1b", "open", "2014-01-01")
    assert case.made_to("1", "2013-12-31") == ["A"]
    assert case.made_to("1") == case.made_to("1b") == ["S"]
    assert case.made_to("1a") == ["A"]


def test_a_whole_that_is_open_by_its_parts_passes_though_its_own_judgement_closed_it(case):
    case.make("1", "A")
    case.make("1a", "C")
    under(case, "1a")
    case.judge("1", "closed", "2012-01-01")
    case.succeed("A", "S", "2013-01-01")
    assert case.made_to("1", "2012-12-31") == ["A"]
    assert case.made_to("1") == ["S"]
    case.judge("1a", "closed", "2014-01-01")
    assert case.made_to("1") == ["S"]


def counted(case, **asked):
    return statistics(case.told, None, Asked(**asked)).head["by_status"]


def test_a_body_that_kept_its_own_share_and_passed_on_another_has_one(case):
    case.make("1", "A", "B")
    case.judge("1", "closed", "2012-06-01", "B")
    case.succeed("A", "B", "2013-01-01")
    case.succeed("B", "C", "2014-01-01")
    assert {body: counted(case, made_to=body) for body in "ABC"} == {
        "A": {"open": 1, "partially-met": 0, "closed": 0},
        "B": {"open": 0, "partially-met": 0, "closed": 1},
        "C": {"open": 1, "partially-met": 0, "closed": 0},
    }
    assert {body: [row["status"] for row in case.rows(made_to=body).values()] for body in "ABC"} == {
        "A": ["open"],
        "B": ["closed"],
        "C": ["open"],
    }
