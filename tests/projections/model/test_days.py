"""On which day a record is told: that of the last correction, and nothing before what it goes on with."""

from __future__ import annotations

import pytest

from events.base import Day
from ledger.decisions.disputes import RaiseDispute, SettleDispute
from ledger.decisions.evidence import WithdrawEvidence
from ledger.decisions.judgement_corrections import CorrectJudgement
from ledger.decisions.recommendation_corrections import CorrectRecommendation
from projections.base import TimeFilter
from projections.show import show


@pytest.fixture
def told(case):
    """told("3", as_of) -> the events of the page, with their days."""

    def call(number="3", as_of="2022-03-01"):
        lines = show(case.ledger, "OCSAE", number, time_filter=TimeFilter(Day(as_of))).items
        return [(line["event"], line["on"]) for line in lines]

    return call


def test_evidence_of_a_month_that_was_withdrawn_in_it_is_told_with_the_month(case, told):
    case.ledger.clock.set("2022-03-20T09:00:00Z")
    sent = case.submit("2022-03")
    case.ask(WithdrawEvidence, evidence=sent, why="Wrong file.", on="2022-03-10")
    assert told(as_of="2022-03-19") == [("recommendation.made", "2020-02-26")]
    assert told(as_of="2022-03-20")[1:] == [
        ("evidence.submitted", "2022-03"),
        ("evidence.withdrawn", "2022-03-10"),
    ]


def test_a_dispute_of_a_month_that_was_settled_in_it_is_told_with_the_month(case, told):
    case.judged(status="closed")
    case.ledger.clock.set("2022-03-20T09:00:00Z")
    case.ask(RaiseDispute, number="3", why="It is not.", body="Police Scotland", on="2022-03")
    case.ask(SettleDispute, dispute="D1", outcome="dismissed", why="It is.", on="2022-03-11")
    assert [event for event, _ in told(as_of="2022-03-19")] == ["recommendation.made", "judgement.recorded"]
    assert [event for event, _ in told(as_of="2022-03-20")][2:] == ["dispute.raised", "dispute.settled"]


def test_a_judgement_stands_on_the_day_that_it_was_corrected_to(case, told):
    judged = case.judged(status="closed", on="2022-02-01")
    case.ask(CorrectJudgement, who="bob", judgement=judged, why="A slip.", judged_on="2021-09-01")
    assert case.status(as_of="2021-12-31") == "closed"
    assert told(as_of="2021-12-31")[1:] == [
        ("judgement.recorded", "2021-09-01"),
        ("judgement.corrected", "2021-09-01"),
    ]
    case.ask(CorrectJudgement, who="bob", judgement=judged, why="No.", judged_on="2022-02-02")
    assert case.status(as_of="2021-12-31") == "open"
    assert told(as_of="2021-12-31") == [("recommendation.made", "2020-02-26")]


def test_the_making_stands_on_the_day_that_it_was_corrected_to_and_nothing_before_it(case, told):
    case.make("8", on="2021-06-01", cycle="2020")
    case.ask(CorrectRecommendation, number="8", made_on="2021-05-01", why="A slip.")
    assert told("8", "2021-05-15") == [
        ("recommendation.made", "2021-05-01"),
        ("recommendation.corrected", "2021-05-01"),
    ]


def test_what_was_made_in_a_month_and_judged_on_a_day_in_it_begins_with_the_making(case, told):
    case.make("8", on="2021-09", cycle="2021")
    case.judged("8", on="2021-09-10", status="closed")
    assert [event for event, _ in told("8", "2021-09-30")] == ["recommendation.made", "judgement.recorded"]
