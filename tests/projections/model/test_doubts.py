"""What a recommendation stands on and that is gone: it stands, is marked, and waits for somebody."""

from __future__ import annotations

import pytest

from ledger.decisions.evidence import WithdrawEvidence
from ledger.decisions.judgement_corrections import CorrectJudgement
from ledger.decisions.links import SupersedeRecommendation
from ledger.decisions.recommendation_corrections import CorrectRecommendation
from ledger.decisions.recommendations import WithdrawRecommendation
from projections.base import TimeFilter
from projections.inbox.inbox import inbox
from projections.show import show


@pytest.fixture
def forged(case):
    """Closed on evidence that was withdrawn later."""
    case.submit("2021-08-01")
    case.judged(status="closed", evidence=("E1",))
    case.ask(WithdrawEvidence, evidence="E1", why="It was forged.", on="2021-12-01")
    return case


def doubts(case, number="3", **time_filter):
    return [
        one["what"]
        for one in show(case.ledger, "OCSAE", number, time_filter=TimeFilter(**time_filter)).head["doubts"]
    ]


def waiting(case, person=None, number="3"):
    return [row for row in inbox(case.ledger, person).items if row["number"] == number]


RESTS = "J1 rests on evidence E1, which was withdrawn since."


def test_a_closure_whose_evidence_was_withdrawn_is_marked_above_its_history(forged):
    assert doubts(forged) == [RESTS]
    facts = show(forged.ledger, "OCSAE", "3").facts
    assert ("In doubt", RESTS) in facts
    assert forged.status() == "closed", "nothing is re-opened that nobody re-opened"


def test_it_waits_for_inspectors_and_approvers(forged):
    for person in (None, "ann", "bob", "cyd"):
        (row,) = waiting(forged, person)
        assert (row["task"], row["since"]) == ("doubt", "2021-12-01")
        assert row["what"] == f"{RESTS} Judge it anew, or make J1 void."
        assert row["command"] == "scrutiny judgement record OCSAE 3 --cycle 2021"
    assert waiting(forged, "ada") == []


def test_it_is_in_doubt_from_the_day_of_the_withdrawal(forged):
    assert doubts(forged, as_of="2021-11-30") == []
    assert doubts(forged, as_of="2021-12-01") == [RESTS]


def test_it_is_in_doubt_since_that_was_known(forged):
    known = [record.recorded_at for record in forged.ledger.records()]
    assert doubts(forged, known_at=known[-1]) == [RESTS]
    assert doubts(forged, known_at=known[-2]) == []


@pytest.mark.parametrize("status", ["open", "closed"])
def test_it_is_in_doubt_until_a_later_judgement_counts(forged, status):
    judgement = forged.judge(status=status, on="2021-12-02")
    assert doubts(forged) == [RESTS]
    assert [row["task"] for row in waiting(forged)] == ["sign-off"]
    forged.sign(judgement)
    assert doubts(forged) == waiting(forged) == []


def test_a_judgement_that_is_void_rests_on_nothing(forged):
    forged.ask(CorrectJudgement, who="bob", judgement="J1", void=True, why="Forged.")
    assert doubts(forged) == waiting(forged) == []


def test_a_judgement_that_closed_nothing_is_in_doubt_as_well(case):
    case.submit("2021-08-01")
    case.submit("2021-08-02")
    case.judged(evidence=("E1", "E2"))
    for ref, on in (("E1", "2021-11-01"), ("E2", "2021-12-01")):
        case.ask(WithdrawEvidence, evidence=ref, why="Wrong.", on=on)
    assert doubts(case) == ["J1 rests on evidence E1 and E2, which were withdrawn since."]


def test_of_shares_the_one_is_in_doubt_whose_evidence_is_gone(case):
    case.make("7", "North", "South")
    for body in ("North", "South"):
        case.submit("2021-08-01", "7", body=body)
    case.judged("7", made_to="North", status="closed", evidence=("E1",))
    case.judged("7", made_to="South", status="closed", evidence=("E2",))
    case.ask(WithdrawEvidence, evidence="E1", why="Forged.", on="2021-12-01")
    assert doubts(case, "7") == [RESTS]
    (row,) = waiting(case, number="7")
    assert row["command"] == "scrutiny judgement record OCSAE 7 --cycle 2021 --made-to North"
    case.judged("7", made_to="South", on="2021-12-02")
    assert doubts(case, "7") == [RESTS]
    case.judged("7", made_to="North", on="2021-12-02")
    assert doubts(case, "7") == []


def test_a_successor_that_was_withdrawn_leaves_nobody_who_is_asked(case):
    case.ask(SupersedeRecommendation, number="3", by=("OCSAE/5",), on="2021-09-01")
    assert doubts(case) == []
    case.ask(WithdrawRecommendation, number="5", why="No.", on="2021-10-01")
    assert doubts(case) == ["OCSAE/5, which took its place, was withdrawn."]
    assert doubts(case, as_of="2021-09-30") == []
    (row,) = waiting(case, "ann")
    assert row["command"] == "scrutiny recommendation correct OCSAE 3 --void end"
    case.ask(CorrectRecommendation, number="5", void="end", why="It stands.")
    assert doubts(case) == waiting(case) == []


def test_a_successor_in_another_inspection(case):
    case.inspect("OTHER", "1")
    case.ask(SupersedeRecommendation, number="3", by=("OTHER/1",), on="2021-09-01")
    case.ask(WithdrawRecommendation, inspection="OTHER", number="1", why="No.", on="2021-10-01")
    assert doubts(case) == ["OTHER/1, which took its place, was withdrawn."]
    assert len(waiting(case, "ann")) == 1


def test_one_whose_ground_was_an_error_waits_until_it_is_judged(case):
    case.ask(SupersedeRecommendation, number="3", by=("OCSAE/5",), on="2021-09-01")
    case.ask(CorrectRecommendation, number="3", void="end", why="It never ended.")
    assert doubts(case, "5") == ["It was to take the place of OCSAE/3, which was an error."]
    assert doubts(case, "3") == []
    assert [row["task"] for row in waiting(case, "ann", "5")] == ["doubt"]
    case.judged("5", status="closed", on="2021-12-02")
    assert doubts(case, "5") == waiting(case, "ann", "5") == []
