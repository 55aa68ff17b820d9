"""The rules on recommendations."""

import pytest

from events.base import Day
from events.cycles import CycleClosed
from events.disputes import DisputeRaised
from events.evidence import EvidenceRequested, EvidenceSubmitted
from events.judgements import JudgementRecorded
from events.recommendations import (
    RecommendationLinked,
    RecommendationReaddressed,
    RecommendationRescheduled,
    RecommendationRestated,
    RecommendationSuperseded,
    RecommendationWithdrawn,
)
from ledger.decisions.evidence import RequestEvidence, SubmitEvidence
from ledger.decisions.links import SupersedeRecommendation
from ledger.decisions.recommendations import (
    MakeRecommendation,
    ReaddressRecommendation,
    RescheduleRecommendation,
    RestateRecommendation,
    WithdrawRecommendation,
)
from tests.builders import made
from tests.pasts import inspected

WITHDRAWN = RecommendationWithdrawn(inspection="OCSAE", number="3", why="Wrong.", on=Day("2021-01-01"))
AWAITING = JudgementRecorded(
    inspection="OCSAE",
    judgement="J1",
    number="3",
    cycle="2021",
    made_to=None,
    until=None,
    word=None,
    status="open",
    reason=None,
    evidence=(),
    on=Day("2021-08-18"),
)


def make(number="7", cycle="2020", on="2020-02-26", made_to=("Police Scotland",), **other):
    text = other.pop("text", f"Do {number}.")
    return MakeRecommendation(
        inspection="OCSAE", number=number, cycle=cycle, text=text, made_to=made_to, on=on, **other
    )


def change(kind, **fields):
    return kind(inspection="OCSAE", number=fields.pop("number", "3"), **fields)


@pytest.mark.parametrize("number", ["7", "AFD1", "S2", "012/21", "4(b)", "AFI 1", "a" * 60])
def test_it_is_made_under_the_publishers_own_number(given, number):
    given(*inspected()).when(make(number)).then(made(number, text=f"Do {number}."))


@pytest.mark.parametrize("number", [" 7", "7 ", "7\n"])
def test_the_blank_edges_of_a_number_are_cut(given, number):
    (made,) = given(*inspected()).when(make(number, text="x")).made("OCSAE/7").events
    assert made.number == "7"


@pytest.mark.parametrize("number", ["", " ", "-7", "7;8", "7\n8", "a" * 61])
def test_a_number_that_nobody_could_type_is_wrong_usage(given, number):
    given(*inspected()).when(make(number, text="x")).refused("number", status=2)


def test_bodies_are_kept_in_order_and_once(given):
    asked = make(made_to=("Police Scotland", " National Crime Agency ", "Police Scotland"))
    given(*inspected()).when(asked).then(made("7", made_to=("Police Scotland", "National Crime Agency")))


def test_a_body_with_a_semicolon_would_be_two_in_the_register(given):
    given(*inspected()).when(make(made_to=("A; B",))).refused("has a semicolon", status=2)


def test_it_is_made_to_somebody(given):
    given(*inspected()).when(make(made_to=())).refused("No body was given", status=2)


@pytest.mark.parametrize("number", ["3", "AFD1", "afd1"])
def test_a_number_is_given_once_however_it_is_capitalised(given, number):
    given(*inspected(), made("AFD1")).when(make(number)).refused("already, made on 2020-02-26")


def test_it_is_made_in_a_cycle_that_is_there_and_open(given):
    given(*inspected()).when(make(cycle="1999")).refused("has no cycle 1999", status=3)
    closed = CycleClosed(inspection="OCSAE", cycle="2020", on=Day("2020-03-01"))
    given(*inspected(), closed).when(make(on="2020-03-01")).refused("was closed on 2020-03-01")
    given(*inspected(), closed).when(make(on="2020-02-29")).made("OCSAE/7")


def test_it_is_not_made_before_its_cycle_nor_in_the_future(given):
    given(*inspected()).when(make(on="2020-02-25")).refused("before the cycle 2020 was opened")
    given(*inspected()).when(make(on="2022-03-02")).refused("in the future")


def test_a_month_is_kept_as_a_month(given):
    given(*inspected()).when(make(on="2020-03")).then(made("7", on="2020-03"))
    given(*inspected()).when(make(on="2022-03"), today="2022-03-01").then(made("7", on="2022-03"))
    given(*inspected()).when(make(on="2022-04"), today="2022-03-31").refused("in the future")


def test_it_is_not_due_before_it_was_made(given):
    given(*inspected()).when(make(due="2020-02-25")).refused("due date 2020-02-25 is before")
    given(*inspected()).when(make(due="2030-12")).then(made("7", due="2030-12"))


def test_an_unknown_kind_is_wrong_usage(given):
    given(*inspected()).when(make(kind="wish")).refused("no kind", status=2)


def test_it_is_restated_with_a_reason(given):
    asked = change(RestateRecommendation, text="Do it soon.", why="A slip.", on="2020-03-01")
    given(*inspected()).when(asked).then(
        RecommendationRestated(
            inspection="OCSAE", number="3", text="Do it soon.", why="A slip.", on=Day("2020-03-01")
        )
    )


def test_a_change_changes_something(given):
    past = given(*inspected(), made("8", due="2021-01-01"))
    past.when(change(RestateRecommendation, text="Do 3. ", why="x")).refused("says just that already")
    past.when(change(ReaddressRecommendation, made_to=("Police Scotland",))).refused(
        "is made to Police Scotland"
    )
    past.when(change(RescheduleRecommendation, number="8", due="2021-01-01")).refused(
        "is due on 2021-01-01 already"
    )


def test_it_is_readdressed_and_rescheduled(given):
    given(*inspected()).when(change(ReaddressRecommendation, made_to=("SPA",), on="2021-01-01")).then(
        RecommendationReaddressed(
            inspection="OCSAE", number="3", made_to=("SPA",), why=None, on=Day("2021-01-01")
        )
    )
    given(*inspected()).when(
        change(RescheduleRecommendation, due="2023-01", why="Late.", on="2021-01-01")
    ).then(
        RecommendationRescheduled(
            inspection="OCSAE",
            number="3",
            due=Day("2023-01"),
            approved_by=None,
            why="Late.",
            on=Day("2021-01-01"),
        )
    )


@pytest.mark.parametrize(
    "asked",
    [
        change(RestateRecommendation, text="x", why="y", on="2020-02-25"),
        change(ReaddressRecommendation, made_to=("SPA",), on="2020-02-25"),
        change(RescheduleRecommendation, due="2023-01-01", on="2020-01"),
        change(WithdrawRecommendation, why="x", on="2019-12-31"),
        change(SupersedeRecommendation, by=("OCSAE/5",), on="2020-02-25"),
    ],
    ids=lambda asked: type(asked).__name__,
)
def test_no_change_comes_before_the_recommendation(given, asked):
    given(*inspected()).when(asked).refused("before recommendation 3 was made on 2020-02-26")


CHANGES = [
    change(RestateRecommendation, text="x", why="y"),
    change(ReaddressRecommendation, made_to=("SPA",)),
    change(RescheduleRecommendation, due="2023-01-01"),
]
ENDS = [change(WithdrawRecommendation, why="x"), change(SupersedeRecommendation, by=("OCSAE/5",))]


def dated(asked, on):
    return type(asked)(**{**vars(asked), "on": on})


@pytest.mark.parametrize("on", ["2021-01-01", "2021-01-02", "2021-01", None])
@pytest.mark.parametrize("asked", [*CHANGES, *ENDS], ids=lambda asked: type(asked).__name__)
def test_nothing_changes_from_the_day_of_its_end_on(given, asked, on):
    given(*inspected(), WITHDRAWN).when(dated(asked, on)).refused(
        "Recommendation 3 of OCSAE was withdrawn on 2021-01-01"
    )


@pytest.mark.parametrize("asked", CHANGES, ids=lambda asked: type(asked).__name__)
def test_what_took_effect_before_its_end_is_recorded_after_it(given, asked):
    given(*inspected(), WITHDRAWN).when(dated(asked, "2020-12-31")).made("OCSAE/3")


@pytest.mark.parametrize("asked", ENDS, ids=lambda asked: type(asked).__name__)
def test_it_ends_once_whatever_the_day(given, asked):
    given(*inspected(), WITHDRAWN).when(dated(asked, "2020-12-31")).refused(
        "Recommendation 3 of OCSAE was withdrawn on 2021-01-01"
    )


def test_it_is_withdrawn(given):
    given(*inspected()).when(change(WithdrawRecommendation, why="Wrong.", on="2021-01-01")).then(WITHDRAWN)


def test_it_may_be_withdrawn_without_a_word(given):
    given(*inspected()).when(change(WithdrawRecommendation, on="2021-01-01")).made("OCSAE/3")


def test_it_is_superseded_by_others_that_stand(given):
    asked = change(SupersedeRecommendation, by=("ocsae/5", "OTHER/3"), on="2021-01-01")
    given(*inspected(), *inspected("OTHER")).when(asked).then(
        RecommendationSuperseded(
            inspection="OCSAE",
            number="3",
            how="superseded",
            by=("OCSAE/5", "OTHER/3"),
            why=None,
            on=Day("2021-01-01"),
        ),
        *(
            RecommendationLinked(
                inspection=inspection,
                number=number,
                relation="supersedes",
                other="OCSAE/3",
                why=None,
                on=Day("2021-01-01"),
            )
            for inspection, number in (("OCSAE", "5"), ("OTHER", "3"))
        ),
    )


def test_a_judgement_that_awaits_sign_off_is_settled_first(given):
    past = given(*inspected(), AWAITING)
    past.when(change(WithdrawRecommendation, why="x")).refused("J1 on recommendation 3 awaits sign-off")
    past.when(change(SupersedeRecommendation, by=("OCSAE/5",))).refused("awaits sign-off")
    past.when(change(WithdrawRecommendation, number="5", why="x")).made("OCSAE/5")


# The date it is due, as history.


def reschedule(due="2023-01", on="2021-01-01", **other):
    return change(RescheduleRecommendation, due=due, on=on, **other)


def rescheduled(due="2023-01", on="2021-01-01", approved_by=None, why=None):
    return RecommendationRescheduled(
        inspection="OCSAE", number="3", due=Day(due), approved_by=approved_by, why=why, on=Day(on)
    )


def test_a_new_date_says_who_approved_it_and_why(given):
    given(*inspected()).when(reschedule(approved_by=" The Board ", why=" Floods. ")).then(
        rescheduled(approved_by="The Board", why="Floods.")
    )


@pytest.mark.parametrize(
    ("fields", "because", "status"),
    [
        ({"approved_by": " "}, "The approval is empty", 2),
        ({"approved_by": "The\nBoard"}, "The approval has a line break", 2),
        ({"why": ""}, "The reason is empty", 2),
        ({"due": "soon"}, "The due date 'soon' cannot be read", 2),
        ({"due": "2020-02-25"}, "The due date 2020-02-25 is before the recommendation was made", 4),
    ],
)
def test_a_new_date_is_refused(given, fields, because, status):
    given(*inspected()).when(reschedule(**fields)).refused(because, status=status)


def test_a_new_date_is_another_than_that_of_its_own_day(given):
    past = given(*inspected(), rescheduled("2023-01", "2021-01-01"), rescheduled("2024-01", "2021-06-01"))
    past.when(reschedule("2023-01", "2021-05-31")).refused("is due in 2023-01 already")
    past.when(reschedule("2024-01", "2021-05-31")).then(rescheduled("2024-01", "2021-05-31"))
    past.when(reschedule("2023-01", "2021-06-01")).then(rescheduled("2023-01", "2021-06-01"))
    past.when(reschedule("2024-01", "2021-06-01")).refused("is due in 2024-01 already")


# The day of its end.


def fact(name, on):
    """A fact about recommendation 3, by its name, on a day."""
    common = {"inspection": "OCSAE", "number": "3", "on": Day(on)}
    return {
        "restated": RecommendationRestated(text="x", why="y", **common),
        "readdressed": RecommendationReaddressed(made_to=("SPA",), why=None, **common),
        "rescheduled": RecommendationRescheduled(due=Day("2030-01"), approved_by=None, why=None, **common),
        "submitted": EvidenceSubmitted(
            evidence="E1",
            cycle=None,
            body="SPA",
            proposes_closure=False,
            restricted=None,
            **common,
        ),
        "requested": EvidenceRequested(body=None, why="x", **common),
        "disputed": DisputeRaised(dispute="D1", judgement=None, body=None, why="x", **common),
        "linked": RecommendationLinked(relation="repeated-by", other="OCSAE/5", why=None, **common),
    }[name]


FACTS = ["restated", "readdressed", "rescheduled", "submitted", "requested", "disputed", "linked"]


@pytest.mark.parametrize("name", FACTS)
@pytest.mark.parametrize("on", ["2021-06-15", "2021-06"])
def test_an_end_that_is_recorded_late_has_its_true_day(given, name, on):
    past = given(*inspected(), fact(name, on), fact("restated", "2021-01-15"))
    for day in ("2021-04-01", "2021-06-14", "2021-06-15", "2021-06"):
        past.when(change(WithdrawRecommendation, on=day)).made("OCSAE/3")
    past.when(change(WithdrawRecommendation, on="2020-02-25")).refused("before recommendation 3 was made")


def test_it_does_not_end_while_a_judgement_of_by_then_awaits_its_second_person(given):
    def judged(on):
        return JudgementRecorded(
            inspection="OCSAE",
            judgement="J1",
            number="3",
            cycle="2021",
            made_to=None,
            status="open",
            reason=None,
            evidence=(),
            until=None,
            word=None,
            on=Day(on),
        )

    withdraw = change(WithdrawRecommendation, on="2021-09-15")
    for on in ("2021-09-14", "2021-09-15", "2021-09"):
        given(*inspected(), judged(on)).when(withdraw).refused("J1 on recommendation 3 awaits sign-off")
    for on in ("2021-09-16", "2021-10"):
        given(*inspected(), judged(on)).when(withdraw).made("OCSAE/3")


def test_it_ends_once_and_what_was_no_end_is_taken_back_first(given):
    given(*inspected(), WITHDRAWN).when(change(WithdrawRecommendation, on="2020-12-01")).refused(
        "was withdrawn on 2021-01-01"
    )


@pytest.mark.parametrize(
    "asked",
    [
        SubmitEvidence(inspection="OCSAE", number="3", body="SPA", summary="x", on="2020-12-31"),
        RequestEvidence(inspection="OCSAE", number="3", why="x", on="2020-12-31"),
    ],
    ids=["submit", "request"],
)
def test_evidence_of_the_time_before_its_end_is_taken_after_it(given, asked):
    assert given(*inspected(), WITHDRAWN).when(asked).answer.events[0].on == "2020-12-31"
    given(*inspected(), WITHDRAWN).when(dated(asked, "2021-01-01")).refused("was withdrawn on 2021-01-01")


def test_it_was_certainly_withdrawn_in_a_month_from_that_months_end_on(given):
    month = RecommendationWithdrawn(inspection="OCSAE", number="3", why=None, on=Day("2021-01"))
    past = given(*inspected(), month)
    past.when(change(RestateRecommendation, text="x", why="y", on="2021-01-30")).made("OCSAE/3")
    past.when(change(RestateRecommendation, text="x", why="y", on="2021-01-31")).refused("was withdrawn")
    past.when(change(RestateRecommendation, text="x", why="y", on="2021-01")).made("OCSAE/3")
    past.when(change(RestateRecommendation, text="x", why="y", on="2021-02")).refused("withdrawn in 2021-01")
