"""Nothing is refused for its day unless it is certain: of days known in part, one may be before the other."""

import pytest

from events.base import Day
from events.cycles import CycleClosed, CycleOpened
from events.evidence import EvidenceWithdrawn
from events.recommendations import (
    RecommendationLinked,
    RecommendationReaddressed,
    RecommendationRescheduled,
    RecommendationRestated,
    RecommendationWithdrawn,
)
from ledger.decisions.evidence import RequestEvidence
from ledger.decisions.judgement_corrections import CorrectJudgement
from ledger.decisions.judgements import RecordJudgement
from ledger.decisions.links import RepeatRecommendation
from ledger.decisions.recommendation_corrections import CorrectRecommendation
from ledger.decisions.recommendations import (
    MakeRecommendation,
    ReaddressRecommendation,
    RescheduleRecommendation,
    RestateRecommendation,
)
from tests.builders import described, judged, made, signed_off, submitted
from tests.pasts import inspected

OF = {"inspection": "OCSAE", "number": "3"}


def past(*more):
    return (*inspected(), *more)


def judge(on, **also):
    return RecordJudgement(
        **OF, cycle=also.pop("cycle", "2020"), status="open", rationale="Not yet.", on=on, **also
    )


def withdrawn(on):
    return RecommendationWithdrawn(**OF, why=None, on=Day(on))


@pytest.mark.parametrize(
    ("ended", "on", "certain"),
    [
        ("2021-05-10", "2021-05-10", True),
        ("2021-05-10", "2021-05-09", False),
        ("2021-05-10", "2021-05", False),
        ("2021-05-10", "2021-06", True),
        ("2021-05-10", "2021", False),
        ("2021-05-10", "..2021-08-01", False),
        ("2021-05", "2021-05-30", False),
        ("2021-05", "2021-05-31", True),
        ("2021-05", "2021-05", False),
        ("2021", "2022-01", True),
        ("..2021-05-10", "2021-05-09", False),
        ("..2021-05-10", "2021-05-10", True),
        ("..2021-05-10", "..2021-05-10", False),
    ],
)
def test_it_is_refused_after_the_end_alone(given, ended, on, certain):
    for asked in (judge(on), RestateRecommendation(**OF, text="Other.", why="Clearer.", on=on)):
        answer = given(*past(withdrawn(ended))).when(asked)
        assert bool(answer.error) == certain
        if certain:
            answer.refused("was withdrawn")


@pytest.mark.parametrize(
    ("closed", "on", "certain"),
    [
        ("2021-05-10", "2021-05-10", True),
        ("2021-05-10", "2021-05", False),
        ("2021-05", "2021-05", False),
        ("2021-05", "2021-06-01", True),
        ("2021", "2021-05-01", False),
        ("..2021-05-10", "2021-05-09", False),
        ("..2021-05-10", "2021-05-11", True),
    ],
)
def test_a_cycle_is_over_after_its_closing_alone(given, closed, on, certain):
    answer = given(*past(CycleClosed(inspection="OCSAE", cycle="2020", on=Day(closed)))).when(judge(on))
    assert bool(answer.error) == certain
    if certain:
        answer.refused("was closed")


@pytest.mark.parametrize(
    ("due", "on", "certain"),
    [
        ("2021-05-10", "2021-05", False),
        ("2021", "2021-05-10", False),
        ("..2021-05-10", "2021", False),
        ("..2021-05-10", "2021-05-11", True),
        ("2021-05", "2021-06", True),
        ("2021-05-10", "..2021-06-01", False),
        ("2020", "2021", True),
    ],
)
def test_a_due_date_is_too_early_if_it_is_certainly_before_the_making(given, due, on, certain):
    # The cycle's own day is open, so that no day of the making is before it.
    cycle = CycleOpened(inspection="OCSAE", cycle="C", title="C", kind=None, on=Day("..2021-05-01"))
    asked = MakeRecommendation(
        inspection="OCSAE", number="9", cycle="C", text="Do it.", made_to=("Police Scotland",), due=due, on=on
    )
    answer = given(*past(cycle)).when(asked)
    assert bool(answer.error) == certain, answer.error
    if certain:
        answer.refused("is before the recommendation was made")
    there = made("9", cycle="C", on=on)
    answer = given(*past(cycle, there)).when(
        RescheduleRecommendation(inspection="OCSAE", number="9", due=due, on=on)
    )
    assert bool(answer.error) == certain, answer.error


@pytest.mark.parametrize(
    ("first", "second", "certain"),
    [
        ("2020-05-10", "2020-05-10", True),
        ("2020-05", "2020-05", False),
        ("2021", "2021", False),
        ("..2021-05-10", "..2021-05-10", False),
        ("2021", "2021-03", False),
        ("2021-04", "2021-03", True),
    ],
)
def test_what_repeats_another_is_refused_if_it_is_certainly_not_later(given, first, second, certain):
    there = made("8", on=first), made("9", on=second)
    asked = RepeatRecommendation(inspection="OCSAE", number="9", of="OCSAE/8", on="2021-12-31")
    answer = given(*past(*there)).when(asked)
    assert bool(answer.error) == certain
    if certain:
        answer.refused("cannot repeat OCSAE/8")
    links = [
        RecommendationLinked(
            inspection="OCSAE", number=number, relation=relation, other=other, why=None, on=Day("2022-01-01")
        )
        for number, relation, other in (("9", "repeats", "OCSAE/8"), ("8", "repeated-by", "OCSAE/9"))
    ]
    before = made("8", on="2020-02-26"), made("9", on=second)
    moved = CorrectRecommendation(inspection="OCSAE", number="8", made_on=first, why="A slip.")
    if first != "2020-02-26":
        answer = given(*past(*before, *links)).when(moved)
        assert bool(answer.error) == certain, answer.error


def test_nothing_repeats_what_repeats_it_though_the_dates_leave_the_order_open(given):
    def repeats(one, other):
        return [
            RecommendationLinked(
                inspection="OCSAE", number=a, relation=how, other=f"OCSAE/{b}", why=None, on=Day("2022-01-01")
            )
            for a, how, b in ((one, "repeats", other), (other, "repeated-by", one))
        ]

    there = [made(number, on="2021") for number in ("7", "8", "9")]
    round_them = (*repeats("8", "7"), *repeats("9", "8"))
    asked = RepeatRecommendation(inspection="OCSAE", number="7", of="OCSAE/9", on="2022-01-02")
    given(*past(*there, *round_them)).when(asked).refused("OCSAE/7 cannot repeat OCSAE/9, which repeats it")
    given(*past(*there, *repeats("8", "7"))).when(asked).made("OCSAE/7")


@pytest.mark.parametrize(
    ("until", "certain"),
    [("2020", False), ("2020-02", False), ("2020-02-26", True), ("2019", True), ("..2020-03-01", False)],
)
def test_the_cycle_it_is_left_open_until_is_refused_if_it_is_certainly_no_later(given, until, certain):
    cycle = CycleOpened(inspection="OCSAE", cycle="next", title="Next", kind=None, on=Day(until))
    answer = given(*past(cycle)).when(judge("2020-03-01", until="next"))
    assert bool(answer.error) == certain
    if certain:
        answer.refused("it is not later than 2020")


def test_it_is_not_left_open_until_its_own_cycle_though_that_began_in_a_month(given):
    cycle = CycleOpened(inspection="OCSAE", cycle="C", title="C", kind=None, on=Day("2020"))
    given(*past(cycle)).when(judge("2021", cycle="C", until="C")).refused("it is not later than C")


@pytest.mark.parametrize(
    ("gone", "on", "certain"),
    [
        ("2021-05-10", "2021-05-10", True),
        ("2021-05-10", "2021-05", False),
        ("2021", "2021-05-10", False),
        ("2021", "2022", True),
        ("..2021-05-10", "..2021-05-10", False),
        ("..2021-05-10", "2021-05-10", True),
    ],
)
def test_a_judgement_rests_on_evidence_unless_that_was_certainly_withdrawn(given, gone, on, certain):
    there = submitted("E1", "3", on="2021-01-01"), described("E1")
    gone = EvidenceWithdrawn(inspection="OCSAE", evidence="E1", why="Wrong.", on=Day(gone))
    answer = given(*past(*there, gone)).when(judge(on, evidence=("E1",)))
    assert bool(answer.error) == certain
    if certain:
        answer.refused("no judgement can rest on it")


def readdressed(on):
    return RecommendationReaddressed(**OF, made_to=("The Council",), why=None, on=Day(on))


@pytest.mark.parametrize("on", ["2021-05", "2021", "..2021-06-01"])
def test_a_body_had_a_share_if_it_may_have_had_one(given, on):
    there = past(readdressed("2021-05-20"))
    for body in ("Police Scotland", "The Council"):
        for asked in (judge(on, made_to=body), RequestEvidence(**OF, body=body, why="More.", on=on)):
            assert given(*there).when(asked).error is None
    given(*there).when(judge(on, made_to="police scotland")).made("J1")
    given(*there).when(judge(on, made_to="Nobody")).refused(
        "is not made to Nobody, but to Police Scotland; The Council"
    )


def test_a_body_had_no_share_if_it_certainly_had_none(given):
    there = past(readdressed("2021-05-20"))
    given(*there).when(judge("2021-06", made_to="Police Scotland")).refused("is not made to Police Scotland")
    given(*there).when(judge("2021-04", made_to="The Council")).refused("is not made to The Council")
    counted = (
        judged("J1", "3", cycle="2020", made_to="Police Scotland", on="2021-05-01"),
        ("bob", signed_off("J1")),
    )
    moved = CorrectJudgement(inspection="OCSAE", judgement="J1", judged_on="2021-05", why="A slip.")
    given(*past(readdressed("2021-05-20"), *counted)).when(moved, by="cyd").made("J1")


def test_what_it_certainly_is_already_is_no_change(given):
    restated = RecommendationRestated(**OF, text="New.", why="W", on=Day("2021-05-20"))
    dues = RecommendationRescheduled(**OF, due=Day("2023"), approved_by=None, why=None, on=Day("2021-05-20"))
    there = past(restated, readdressed("2021-05-20"), dues)
    for on, certain in (("2021-05", False), ("2021-06", True), ("..2021-06-01", False), ("2021-05-20", True)):
        for asked in (
            RestateRecommendation(**OF, text="New.", why="W", on=on),
            ReaddressRecommendation(**OF, made_to=("The Council",), on=on),
            RescheduleRecommendation(**OF, due="2023", on=on),
        ):
            answer = given(*there).when(asked)
            assert bool(answer.error) == certain, (on, answer.error)
            if certain:
                answer.refused("already")
