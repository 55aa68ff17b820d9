"""A recommendation's bodies are found by any of their names and by who took over; events keep one name."""

from __future__ import annotations

import pytest

from events.base import Day
from events.bodies import BodyAliasAdded, BodyMerged, BodyRegistered, BodyRenamed, BodySucceeded
from ledger.decisions.disputes import RaiseDispute
from ledger.decisions.evidence import RequestEvidence, SubmitEvidence
from ledger.decisions.judgements import RecordJudgement
from ledger.decisions.recommendations import MakeRecommendation, ReaddressRecommendation
from ledger.decisions.responses import RecordResponse, ReportProgress, SetResponseDue
from tests.builders import made
from tests.pasts import inspected

NORTH, HIGHLAND, FORCE = "Northern Constabulary", "Highland Police", "Force of the North"
BODIES = [
    BodyRegistered(body=NORTH, on=None),
    BodyAliasAdded(body=NORTH, also="NC"),
    BodyRenamed(body=NORTH, to=HIGHLAND, on=Day("2021-03-01"), why="By law."),
    BodyRegistered(body=FORCE, on=None),
    BodySucceeded(body=HIGHLAND, by=FORCE, on=Day("2021-09-01"), why=None),
]
PAST = [*inspected(), made("7", made_to=(NORTH, "Fife Council")), *BODIES]
BEFORE, AFTER = "2021-08-20", "2021-09-02"


def judge(made_to, on=AFTER, number="7"):
    return RecordJudgement(
        inspection="OCSAE",
        number=number,
        cycle="2021",
        made_to=made_to,
        status="partially-met",
        rationale="Seen.",
        on=on,
    )


def share(when):
    """The body that a judgement, evidence or an answer was recorded of."""
    event = when.answer.events[0]
    return getattr(event, "made_to", None) or event.body


@pytest.mark.parametrize("typed", [NORTH, "northern  constabulary", HIGHLAND, "HIGHLAND POLICE", "nc"])
def test_a_share_is_judged_under_any_name_of_its_body(given, typed):
    assert share(given(*PAST).when(judge(typed, on=BEFORE))) == NORTH


@pytest.mark.parametrize("typed", [FORCE, "force of the north"])
def test_a_successor_judged_is_called_by_its_own_name_from_the_day_on_which_it_took_over(given, typed):
    assert share(given(*PAST).when(judge(typed))) == FORCE
    given(*PAST).when(judge(typed, on=BEFORE)).refused("Recommendation 7 is not made to")


@pytest.mark.parametrize(
    "asked",
    [
        SubmitEvidence(inspection="OCSAE", number="7", body="nc", summary="Minutes.", on=BEFORE),
        RequestEvidence(inspection="OCSAE", number="7", body="nc", why="Thin.", on=BEFORE),
        RecordResponse(inspection="OCSAE", number="7", body="nc", answer="accepted", text="Yes.", on=BEFORE),
        SetResponseDue(inspection="OCSAE", number="7", body="nc", due="2021-10-01", on=BEFORE),
        ReportProgress(inspection="OCSAE", number="7", body="nc", text="Half.", on=BEFORE),
        RaiseDispute(inspection="OCSAE", number="7", body="nc", why="No.", on=BEFORE),
    ],
    ids=lambda asked: type(asked).__name__,
)
def test_whatever_is_recorded_of_a_body_has_its_name_as_it_is_addressed(given, asked):
    assert share(given(*PAST).when(asked)) == NORTH
    after = type(asked)(**{**vars(asked), "body": "force of the north", "on": AFTER})
    assert share(given(*PAST).when(after)) == FORCE


def test_one_who_is_not_addressed_is_called_as_it_is_typed(given):
    handed = SubmitEvidence(inspection="OCSAE", number="7", body="a charity", summary="Minutes.", on=BEFORE)
    assert share(given(*PAST).when(handed)) == "a charity"


@pytest.mark.parametrize("names", [(NORTH, HIGHLAND), ("nc", "HIGHLAND POLICE"), (HIGHLAND, "x", "NC")])
def test_two_names_of_one_body_are_not_two_bodies(given, names):
    make = MakeRecommendation(
        inspection="OCSAE", number="9", cycle="2021", text="Do.", made_to=names, on="2021-08-18"
    )
    given(*PAST).when(make).refused(f"are names of one body, {HIGHLAND}")
    readdress = ReaddressRecommendation(inspection="OCSAE", number="7", made_to=names, on=AFTER)
    given(*PAST).when(readdress).refused(f"are names of one body, {HIGHLAND}")


def test_names_that_differ_in_blanks_are_one_before_anybody_registers_them(given):
    names = ("Fife Council", "fife  council")
    make = MakeRecommendation(
        inspection="OCSAE", number="9", cycle="2021", text="Do.", made_to=names, on="2021-08-18"
    )
    answer = given(*inspected()).when(make).answer
    assert answer.events[0].made_to == ("Fife Council",)
    judged = judge("FIFE \u00a0council", number="7", on=BEFORE)
    assert share(given(*inspected(), made("7", made_to=("Fife Council",))).when(judged)) == "Fife Council"


def test_a_recommendation_is_not_readdressed_to_the_same_bodies_by_other_names(given):
    same = ReaddressRecommendation(inspection="OCSAE", number="7", made_to=("NC", "fife council"), on=AFTER)
    given(*PAST).when(same).refused("is made to NC; fife council already")


def test_a_predecessor_and_its_successor_wait_for_one_sign_off(given):
    past = [*PAST, given(*PAST).when(judge(FORCE)).answer.events[0]]
    given(*past).when(judge(NORTH)).refused("Judgement J1 on recommendation 7 in the cycle 2021 still awaits")


def test_merged_bodies_are_found_under_each_spelling(given):
    merged = BodyMerged(body="Fief Council", into="Fife Council", why="A slip.")
    past = [
        *inspected(),
        made("7", made_to=("Fief Council",)),
        BodyRegistered(body="Fife Council", on=None),
        BodyRegistered(body="Fief Council", on=None),
        merged,
    ]
    assert share(given(*past).when(judge("fife council", on=BEFORE))) == "Fief Council"
