"""What was learned of how recommendations are sorted, what bodies answered, and what they are called."""

from __future__ import annotations

import pytest

from events.base import Day, Instant
from ledger import times
from ledger.decisions.bodies import MergeBodies, RegisterBody, RenameBody, SucceedBody
from ledger.decisions.classification import ClassifyRecommendation
from ledger.decisions.recommendation_corrections import CorrectRecommendation, VoidRecommendation
from ledger.decisions.recommendations import ReaddressRecommendation
from ledger.decisions.responses import RecordResponse
from ledger.decisions.vocabulary import AddWord
from projections.diff import diff_days, diff_instants
from projections.formats.index import write

POLICE = "Police Scotland"


@pytest.fixture
def known(case, clock):
    """The instant at which everything before was known; what follows is recorded later."""

    def now():
        instant = Instant(times.instant(clock()))
        clock.set("2022-04-02T09:00:00Z")
        return instant

    return now


def learned(case, since, as_of=None):
    view = diff_instants(case.ledger, "OCSAE", since, None, as_of=as_of and Day(as_of))
    assert {row["change"] for row in view.items} <= {"corrected"}
    return [tuple(row[name] for name in ("number", "field", "before", "after", "on")) for row in view.items]


def add(case, vocabulary, *words):
    for word in words:
        added = AddWord(vocabulary=vocabulary, word=word, label=word.capitalize(), means=None)
        case.ledger.ask(added, by="ada")


def answer(case, answer, on, **other):
    case.ask(RecordResponse, number="3", body=POLICE, answer=answer, text="So.", on=on, **other)


def test_how_it_is_sorted_is_told_once_from_the_day_on(case, known):
    add(case, "priority", "high", "low")
    add(case, "topic", "data", "custody")
    case.ask(ClassifyRecommendation, number="3", priority="low", topics=("data",), on="2021-01-01")
    since = known()
    case.ask(ClassifyRecommendation, number="3", priority="high", topics=("data", "custody"), on="2021-09-01")
    case.ask(ClassifyRecommendation, number="5", under="3", on="2021-10-01")
    assert learned(case, since) == [
        ("3", "priority", "low", "high", "2021-09-01"),
        ("3", "topics", "data", "data; custody", "2021-09-01"),
        ("5", "under", None, "3", "2021-10-01"),
    ]
    assert learned(case, since, "2021-09-30") == learned(case, since)[:2]
    assert learned(case, since, "2021-08-31") == []
    assert diff_days(case.ledger, "OCSAE", Day("2021-01-01"), None).items == []


def test_what_holds_until_a_later_word_that_was_known_is_told_of_its_days_alone(case, known):
    add(case, "priority", "high", "low")
    case.ask(ClassifyRecommendation, number="3", priority="low", on="2021-06-01")
    since = known()
    case.ask(ClassifyRecommendation, number="3", priority="high", on="2021-03-01")
    assert learned(case, since) == [("3", "priority", None, "high", "2021-03-01")]
    assert case.row("3")["priority"] == "low"


def test_an_answer_is_told_with_its_body_and_a_later_one_in_its_place(case, known):
    since = known()
    answer(case, "rejected", "2021-09-01")
    answer(case, "accepted", "2021-10-01")
    assert learned(case, since) == [
        ("3", "answer", None, "rejected", "2021-09-01"),
        ("3", "answer", None, "accepted", "2021-10-01"),
    ]
    view = diff_instants(case.ledger, "OCSAE", since, None)
    assert [row["made_to"] for row in view.items] == [POLICE, POLICE]


def test_the_same_answer_of_another_day_is_told_with_both_days(case, known):
    answer(case, "rejected", "2021-09-01")
    since = known()
    answer(case, "rejected", "2021-10-01")
    assert learned(case, since) == [("3", "answer", "2021-09-01", "2021-10-01", "2021-10-01")]


def test_what_it_stood_under_is_told_if_that_has_another_number_or_was_entered_in_error(case, known):
    case.ask(ClassifyRecommendation, number="5", under="3", on="2021-10-01")
    since = known()
    case.ask(CorrectRecommendation, number="3", new_number="4", why="A slip.")
    assert ("5", "under", "3", "4", "2021-10-01") in learned(case, since)
    case.ask(VoidRecommendation, number="4", why="Twice.")
    assert ("5", "under", "3", None, "2021-10-01") in learned(case, since)


def test_people_read_what_it_is_that_differs(case, known):
    since = known()
    answer(case, "partly-accepted", "2021-09-01")
    text = "".join(write(diff_instants(case.ledger, "OCSAE", since, None), "csv"))
    assert "no answer,answered Partly accepted" in text
    add(case, "priority", "high")
    case.ask(ClassifyRecommendation, number="3", priority="high", on="2021-09-01")
    text = "".join(write(diff_instants(case.ledger, "OCSAE", since, None), "csv"))
    assert "no priority,priority High" in text
    assert "no answer,answered Partly accepted" in text


def bodies(case, *decisions):
    for decision in decisions:
        case.ledger.ask(decision, by="ada")


def test_another_name_or_body_is_told_of_what_is_made_to_it(case, known):
    bodies(case, RegisterBody(body=POLICE), RegisterBody(body="Police Authority"))
    case.judged("5", on="2021-08-18", status="closed")
    since = known()
    bodies(case, RenameBody(body=POLICE, to="Scottish Police", on="2021-06-01", why="By law."))
    assert learned(case, since) == [
        ("3", "made_to", POLICE, "Scottish Police", "2021-06-01"),
        ("5", "made_to", POLICE, "Scottish Police", "2021-06-01"),
    ]
    assert learned(case, since, "2021-05-31") == []
    bodies(case, SucceedBody(body=POLICE, by="Police Authority", on="2021-10-01", why="By law."))
    assert learned(case, since)[2:] == [("3", "made_to", POLICE, "Police Authority", "2021-10-01")]
    # What was known of the bodies before makes no difference.
    case.ask(ReaddressRecommendation, number="3", made_to=("Council",), on="2022-01-01")
    view = diff_instants(case.ledger, "OCSAE", since, None)
    assert [row["change"] for row in view.items if row["number"] == "3"][-1] == "readdressed"


def test_bodies_that_are_one_are_told_of_what_was_made_to_the_other_for_every_day(case, known):
    bodies(case, RegisterBody(body=POLICE), RegisterBody(body="Scottish Police"))
    since = known()
    bodies(case, MergeBodies(body=POLICE, into="Scottish Police", why="One."))
    assert learned(case, since, "2020-02-26") == [
        ("3", "made_to", POLICE, "Scottish Police", "2020-02-26"),
        ("5", "made_to", POLICE, "Scottish Police", "2020-02-26"),
    ]
    assert learned(case, since, "2020-02-25") == []
