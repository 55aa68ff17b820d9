"""What waits, and for whom: to judge, to sign off, to answer."""

from __future__ import annotations

import shlex

import pytest
from hypothesis import given as for_all

from ledger.decisions.cycles import CloseCycle, OpenCycle, ReopenCycle
from ledger.decisions.disputes import RaiseDispute, SettleDispute
from ledger.decisions.evidence import CorrectEvidence, RequestEvidence, SubmitEvidence, WithdrawEvidence
from ledger.decisions.inspectorates import CorrectClock, OpenLedger
from ledger.decisions.judgement_corrections import CorrectJudgement
from ledger.decisions.judgements import RecordJudgement, ReturnJudgement, SignOffJudgement
from ledger.decisions.links import SupersedeRecommendation
from ledger.decisions.people import GrantRole, RevokeRole
from ledger.decisions.recommendation_corrections import CorrectRecommendation
from ledger.decisions.recommendations import (
    ReaddressRecommendation,
    RescheduleRecommendation,
    RestateRecommendation,
    WithdrawRecommendation,
)
from ledger.decisions.responses import RecordResponse
from ledger.errors import Refused
from ledger.ledger import Ledger
from projections.formats.index import write
from projections.inbox.inbox import inbox
from projections.register import read_register
from tests.histories import histories, lived
from tests.pasts import Clock
from tests.projections.conftest import Case
from tests.sampling import examples, sample


@pytest.fixture
def waits(case):
    """waits("ann") -> (task, number, since) of what waits for a person, or for anybody."""

    def waits(person=None):
        return [(row["task"], row["number"], row["since"]) for row in inbox(case.ledger, person).items]

    return waits


def only(case, person=None):
    """The one row there is."""
    (row,) = inbox(case.ledger, person).items
    return row


# A day that had not come


@pytest.fixture
def ahead(case):
    """ahead(request) asks while the clock says 2028, and declares that; -> what is to set right."""

    def ahead(request):
        clock = case.ledger.clock
        first = case.ledger.last().position + 1
        clock.set("2028-01-01T09:00:00Z")
        request()
        last = case.ledger.last().position
        clock.set("2022-03-02T09:00:00Z")
        case.ask(RestateRecommendation, number="5", text="Later.", why="W", on="2022-03-01")
        case.ledger.ask(CorrectClock(first=first, last=last, why="Battery."), by="ada")
        return [
            (row["number"], row["what"], row["command"].removeprefix("scrutiny "))
            for row in inbox(case.ledger).items
            if row["task"] == "set-right"
        ]

    return ahead


def said(what):
    return f"{what} on 2027-06-01, and that was recorded on 2022-03-02, before that day had come."


def test_a_judgement_of_a_day_that_had_not_come_is_to_be_set_right_by_an_approver(case, ahead):
    command = "judgement correct OCSAE J1 --judged-on DATE"
    assert ahead(lambda: case.judged(on="2027-06-01")) == [("3", said("J1 judged it"), command)]
    (row,) = inbox(case.ledger, "bob").items
    assert row["since"] == "2022-03-02"
    case.ask(CorrectJudgement, who="cyd", judgement="J1", judged_on="2022-03-01", why="The battery.")
    assert inbox(case.ledger).items == []


def test_whatever_has_a_day_that_had_not_come_is_to_be_set_right(case, ahead):
    def request():
        case.ask(OpenCycle, cycle="2027", title="T", on="2027-06-01")
        case.make("7", cycle="2027", on="2027-06-01")
        case.ask(RestateRecommendation, number="3", text="T", why="W", on="2027-06-01")
        case.ask(ReaddressRecommendation, number="3", made_to=("NCA",), why="W", on="2027-06-01")
        case.ask(RescheduleRecommendation, number="3", due="2029-01-01", why="W", on="2027-06-01")
        case.submit("2027-06-01", body="NCA")
        case.judge(on="2027-06-01")
        case.ask(WithdrawRecommendation, number="5", why="W", on="2027-06-01")

    assert ahead(request) == [
        ("3", said("It was restated"), "recommendation correct OCSAE 3 --void text --of 2027-06-01"),
        (
            "3",
            said("It was made to other bodies"),
            "recommendation correct OCSAE 3 --void made-to --of 2027-06-01",
        ),
        ("3", said("It was rescheduled"), "recommendation correct OCSAE 3 --void due --of 2027-06-01"),
        ("3", said("J1 judged it"), "judgement return OCSAE J1"),
        ("3", said("E1 was handed in"), "evidence withdraw OCSAE E1"),
        ("5", said("It was withdrawn"), "recommendation correct OCSAE 5 --void end"),
        ("7", said("Its cycle 2027 was opened"), "cycle correct OCSAE 2027 --on DATE"),
        ("7", said("It was made"), "recommendation correct OCSAE 7 --made-on DATE"),
    ]


def test_nothing_is_to_be_set_right_before_the_clock_is_known_to_have_run_ahead(case):
    case.ledger.clock.set("2028-01-01T09:00:00Z")
    case.judged(on="2027-06-01")
    assert inbox(case.ledger).items == []


# To judge


def test_nothing_waits_where_nothing_was_handed_in(waits):
    assert waits() == []


def test_evidence_waits_for_an_inspector_until_a_judgement_settles_it(case, waits):
    case.submit("2021-09-01")
    assert waits("ann") == waits() == [("judge", "3", "2021-09-01")]
    assert waits("bob") == waits("ada") == []
    case.judged(on="2021-10-01", evidence=("E1",))
    assert waits() == []
    case.submit("2021-11-01")
    assert waits() == [("judge", "3", "2021-11-01")]


def test_of_several_submissions_one_task_is_made_since_the_first(case):
    case.submit("2021-10-01", proposes_closure=True)
    case.submit("2021-09-01", body="NCA")
    row = only(case)
    assert row["since"] == "2021-09-01"
    assert row["what"] == "NCA and Police Scotland handed in E2 and E1, proposing closure."
    assert row["command"] == "scrutiny judgement record OCSAE 3 --cycle 2021 --evidence E2 --evidence E1"


def test_that_closure_is_proposed_is_said_and_only_then(case):
    case.submit("2021-09-01")
    assert only(case)["what"] == "Police Scotland handed in E1."
    case.submit("2021-09-02", proposes_closure=True)
    assert only(case)["what"].endswith("proposing closure.")


def test_withdrawn_evidence_waits_for_nothing(case, waits):
    case.submit("2021-09-01")
    case.ask(WithdrawEvidence, evidence="E1", why="Wrong file.", on="2021-09-02")
    assert waits() == []


def test_a_closed_cycle_is_not_judged_in(case):
    case.submit("2021-09-01")
    case.ask(CloseCycle, cycle="2021", on="2021-09-02")
    assert "--cycle 2020" in only(case)["command"]
    case.ask(CloseCycle, cycle="2020", on="2021-09-02")
    assert only(case)["command"] == "scrutiny judgement record OCSAE 3 --evidence E1"


def test_what_was_left_open_waits_once_its_cycle_is_opened(case, waits):
    case.judged(until="2022")
    assert waits() == []
    case.ask(OpenCycle, cycle="2022", title="Again", on="2022-02-01")
    assert waits("ann") == [("judge", "3", "2022-02-01")]
    row = only(case)
    assert row["what"] == "It was left open until 2022, which is opened."
    assert row["command"] == "scrutiny judgement record OCSAE 3 --cycle 2022"
    case.judged(on="2022-02-10", cycle="2022")
    assert waits() == []


def test_what_was_left_open_and_has_new_evidence_is_one_task(case):
    case.judged(until="2022")
    case.submit("2022-01-10")
    case.ask(OpenCycle, cycle="2022", title="Again", on="2022-02-01")
    row = only(case)
    assert row["since"] == "2022-01-10"
    assert row["what"] == "Police Scotland handed in E1. It was left open until 2022, which is opened."
    assert row["command"] == "scrutiny judgement record OCSAE 3 --cycle 2022 --evidence E1"


def test_while_a_judgement_awaits_sign_off_its_evidence_is_not_to_be_judged_again(case, waits):
    case.submit("2021-09-01")
    case.judge(on="2021-10-01", evidence=("E1",))
    assert waits() == [("sign-off", "3", "2021-10-01")]
    case.ask(ReturnJudgement, who="bob", judgement="J1", why="Thin.")
    assert ("judge", "3", "2021-09-01") in waits()


def test_each_share_waits_for_itself(case, waits):
    case.make("7", "Police Scotland", "NCA")
    case.submit("2021-09-01", "7")
    case.submit("2021-09-02", "7", body="NCA")
    case.judge("7", on="2021-10-01", made_to="NCA")
    row = next(row for row in inbox(case.ledger, "ann").items if row["task"] == "judge")
    assert row["what"] == "Police Scotland handed in E1."
    assert row["command"] == (
        "scrutiny judgement record OCSAE 7 --cycle 2021 --made-to 'Police Scotland' --evidence E1"
    )
    case.sign("J1")
    assert waits() == [("judge", "7", "2021-09-01")]
    case.judged("7", on="2021-10-02", made_to="Police Scotland")
    assert waits() == []


def test_a_share_that_was_left_open_is_named(case):
    case.make("7", "Police Scotland", "NCA")
    case.judged("7", made_to="NCA", until="2022")
    case.ask(OpenCycle, cycle="2022", title="Again", on="2022-02-01")
    row = only(case)
    assert row["what"] == "The share of NCA was left open until 2022, which is opened."
    assert row["command"] == "scrutiny judgement record OCSAE 7 --cycle 2022 --made-to NCA"


# To sign off


def test_a_judgement_waits_for_every_approver_but_its_author(case, waits):
    case.judge(who="cyd", status="closed", on="2021-10-01")
    assert waits("bob") == [("sign-off", "3", "2021-10-01")]
    assert waits("cyd") == waits("ann") == []
    row = only(case)
    assert row["what"] == "cyd judged it closed (implemented) as J1."
    assert row["command"] == "scrutiny judgement sign-off OCSAE J1"
    case.sign("J1")
    assert waits() == []


def test_the_share_that_was_judged_is_named(case):
    case.make("7", "Police Scotland", "NCA")
    case.judge("7", made_to="NCA")
    assert only(case)["what"] == "ann judged the share of NCA partially met as J1."


def test_whose_role_was_taken_has_nothing_to_sign_off(case, waits):
    case.judge()
    assert waits("bob")
    case.ledger.ask(RevokeRole(person="bob", role="approver"), by="ada")
    assert waits("bob") == []
    case.ledger.ask(GrantRole(person="ada", role="approver"), by="ada")
    assert waits("ada") == [("sign-off", "3", "2021-08-18")]


def test_what_rests_on_evidence_that_was_withdrawn_since_is_to_be_returned(case):
    case.submit("2021-08-18")
    case.judge(evidence=("E1",))
    case.ask(WithdrawEvidence, evidence="E1", why="Wrong file.", on="2021-09-02")
    row = only(case, "bob")
    assert row["task"] == "sign-off"
    assert row["what"].endswith("It rests on E1, withdrawn since: return it.")
    assert row["command"] == "scrutiny judgement return OCSAE J1"


def test_what_rests_on_evidence_that_is_for_another_by_now_is_to_be_returned(case):
    case.make("7")
    case.submit("2021-08-18")
    case.judge(evidence=("E1",))
    case.ask(CorrectEvidence, evidence="E1", number="7", why="Mixed up.")
    row = next(row for row in inbox(case.ledger, "bob").items if row["number"] == "3")
    assert row["task"] == "sign-off"
    assert row["what"].endswith("It rests on E1, for another recommendation by now: return it.")
    assert row["command"] == "scrutiny judgement return OCSAE J1"
    case.ask(ReturnJudgement, who="bob", judgement="J1", why="Thin.")
    (row,) = (row for row in inbox(case.ledger, "ann").items if row["number"] == "3")
    assert (row["task"], row["command"]) == ("answer", "scrutiny judgement record OCSAE 3 --cycle 2021")


def test_a_judgement_in_doubt_is_made_anew_without_the_evidence_that_is_for_another(case):
    case.make("7")
    case.submit("2021-08-18")
    case.submit("2021-08-19")
    case.judged(evidence=("E1", "E2"))
    case.ask(CorrectEvidence, evidence="E1", number="7", why="Mixed up.")
    row = next(row for row in inbox(case.ledger).items if row["task"] == "doubt")
    assert row["command"] == "scrutiny judgement record OCSAE 3 --cycle 2021 --evidence E2"
    case.ledger.consider(decision(row["command"]), by="ann")


def test_where_judgements_need_no_sign_off_none_waits(tmp_path):
    opening = OpenLedger(
        person="ann",
        name="Ann",
        title="Test",
        time_zone="UTC",
        sign_off="none",
        origin="example/test",
    )
    ledger, _ = Ledger.create(str(tmp_path / "one"), opening, Clock())
    with ledger:
        ledger.ask(*(GrantRole(person="ann", role=role) for role in ("inspector", "approver")), by="ann")
        case = Case(ledger)
        case.submit("2021-08-18")
        assert only(case, "ann")["task"] == "judge"
        case.judge(evidence=("E1",))
        assert inbox(ledger).items == []


def test_where_judgements_need_no_sign_off_whoever_may_correct_one_is_told_to(tmp_path):
    opening = OpenLedger(
        person="ann", name="Ann", title="T", time_zone="UTC", sign_off="none", origin="example/test"
    )
    ledger, _ = Ledger.create(str(tmp_path / "one"), opening, Clock())
    with ledger:
        ledger.ask(GrantRole(person="ann", role="inspector"), by="ann")
        case = Case(ledger)
        case.judge(on="2022-02-01")
        case.ask(WithdrawRecommendation, number="3", why="W", on="2021-12-01")
        row = only(case, "ann")
        assert (row["task"], row["command"]) == ("set-right", "scrutiny judgement correct OCSAE J1 --void")
        case.ask(CorrectJudgement, judgement="J1", void=True, why="W")
        assert inbox(ledger).items == []


# To answer


def test_a_returned_judgement_waits_for_its_author_alone(case, waits, clock):
    case.judge(who="cyd", on="2021-10-01")
    clock.set("2022-03-04T23:30:00Z")
    case.ask(ReturnJudgement, who="bob", judgement="J1", why="Too thin.\nSay more.")
    assert waits("cyd") == waits() == [("answer", "3", "2022-03-04")]
    assert waits("ann") == waits("bob") == []
    row = only(case)
    assert row["what"] == "bob returned J1 of cyd: Too thin. Say more."
    assert row["command"] == "scrutiny judgement record OCSAE 3 --cycle 2021"


def test_a_return_is_of_the_day_it_is_in_the_ledgers_time_zone(case, waits, clock):
    case.judge()
    clock.set("2022-07-04T23:30:00Z")
    case.ask(ReturnJudgement, who="bob", judgement="J1", why="Thin.")
    assert waits() == [("answer", "3", "2022-07-05")]


def test_an_author_who_is_no_inspector_any_more_cannot_answer(case, waits):
    case.judge()
    case.ask(ReturnJudgement, who="bob", judgement="J1", why="Thin.")
    case.ledger.ask(RevokeRole(person="ann", role="inspector"), by="ada")
    assert waits("ann") == []
    assert len(waits()) == 1


@pytest.mark.parametrize(
    ("again", "still"),
    [
        ({}, False),
        ({"who": "cyd"}, False),
        ({"cycle": "2020"}, True),
        ({"made_to": "NCA"}, True),
    ],
)
def test_a_newer_judgement_on_that_share_in_that_cycle_answers_a_return(case, waits, again, still):
    case.make("7", "Police Scotland", "NCA")
    case.judge("7")
    case.ask(ReturnJudgement, who="bob", judgement="J1", why="Thin.")
    case.judged("7", **again)
    assert [task for task, *_ in waits("ann") if task == "answer"] == ["answer"] * still


def test_a_newer_judgement_of_the_whole_answers_the_return_of_a_share(case, waits):
    case.make("7", "Police Scotland", "NCA")
    case.judge("7", made_to="NCA")
    case.ask(ReturnJudgement, who="bob", judgement="J1", why="Thin.")
    assert only(case)["what"] == "bob returned J1 of ann on the share of NCA: Thin."
    assert only(case)["command"] == "scrutiny judgement record OCSAE 7 --cycle 2021 --made-to NCA"
    case.judge("7")
    assert [task for task, *_ in waits()] == ["sign-off"]


def test_a_return_can_not_be_answered_in_a_closed_cycle_or_for_a_body_that_is_gone(case, waits):
    case.make("7", "Police Scotland", "NCA")
    case.judge("7", made_to="NCA")
    case.judge("3")
    for judgement in ("J1", "J2"):
        case.ask(ReturnJudgement, who="bob", judgement=judgement, why="Thin.")
    case.ask(ReaddressRecommendation, number="7", made_to=("SPA",), on="2021-09-01")
    assert [number for _, number, _ in waits()] == ["3"]
    case.ask(CloseCycle, cycle="2021", on="2021-09-02")
    assert waits() == []


def test_withdrawn_evidence_is_left_out_of_what_to_type(case):
    for _ in range(2):
        case.submit("2021-08-18")
    case.judge(evidence=("E1", "E2"))
    case.ask(WithdrawEvidence, evidence="E1", why="Wrong file.", on="2021-09-02")
    case.ask(ReturnJudgement, who="bob", judgement="J1", why="Thin.")
    row = next(row for row in inbox(case.ledger, "ann").items if row["task"] == "answer")
    assert row["command"] == "scrutiny judgement record OCSAE 3 --cycle 2021 --evidence E2"


def test_a_dispute_waits_for_inspectors_until_it_is_settled(case, waits):
    case.judged()
    case.ask(RaiseDispute, number="3", body="Police Scotland", judgement="J1", why="Not so.", on="2021-09-05")
    assert waits("ann") == waits("cyd") == [("answer", "3", "2021-09-05")]
    assert waits("bob") == []
    assert only(case)["what"] == "Police Scotland disputes J1 in D1: Not so."
    assert only(case)["command"] == "scrutiny dispute settle OCSAE D1"
    case.ask(SettleDispute, dispute="D1", outcome="dismissed", why="Heard.", on="2021-09-10")
    assert waits() == []
    case.ask(RaiseDispute, number="3", why="Not so.", on="2021-09-11")
    assert only(case)["what"] == "The inspectorate disputes it in D2: Not so."


def test_a_request_waits_until_it_is_answered(case, waits):
    case.ask(RequestEvidence, number="3", why="Show the minutes.", on="2021-09-04")
    assert waits("ann") == [("answer", "3", "2021-09-04")]
    assert waits("bob") == []
    assert only(case)["what"] == "More evidence was asked for: Show the minutes."
    assert only(case)["command"] == "scrutiny evidence submit OCSAE 3 --by 'Police Scotland'"
    case.submit("2021-09-10")
    assert waits() == [("judge", "3", "2021-09-10")]


def test_a_request_to_one_body_is_answered_by_that_body(case, waits):
    case.make("7", "Police Scotland", "NCA")
    case.ask(RequestEvidence, number="7", why="Show it.", on="2021-09-04")
    assert only(case)["command"] == "scrutiny evidence submit OCSAE 7"
    case.ask(RequestEvidence, number="7", body="NCA", why="Show them.", on="2021-09-05")
    case.submit("2021-09-10", "7")
    found = [row for row in inbox(case.ledger).items if row["task"] == "answer"]
    assert [(row["since"], row["what"]) for row in found] == [
        ("2021-09-05", "More evidence was asked of NCA: Show them.")
    ]
    assert found[0]["command"] == "scrutiny evidence submit OCSAE 7 --by NCA"


def test_of_two_requests_the_later_says_what_is_missing(case):
    case.ask(RequestEvidence, number="3", why="Show it.", on="2021-09-04")
    case.ask(RequestEvidence, number="3", why="Show it at last.", on="2021-10-04")
    assert only(case)["what"].endswith("Show it at last.")


def test_evidence_that_was_not_enough_is_said_to_be(case):
    case.submit("2021-09-01")
    case.ask(RequestEvidence, number="3", why="More.", on="2021-09-04")
    judge, answer = inbox(case.ledger).items
    assert judge["what"] == "Police Scotland handed in E1. More was asked for since."
    assert (answer["task"], answer["since"]) == ("answer", "2021-09-04")


def test_a_long_reason_is_cut(case):
    case.ask(RequestEvidence, number="3", why="Show the minutes. " * 50, on="2021-09-04")
    assert len(only(case)["what"]) < 200
    assert only(case)["what"].endswith("…")


# The whole of it


@pytest.mark.parametrize(
    ("end", "fields"), [(WithdrawRecommendation, {}), (SupersedeRecommendation, {"by": ("OCSAE/5",)})]
)
def test_what_ended_waits_for_nothing(case, waits, end, fields):
    case.submit("2021-09-01")
    case.ask(RaiseDispute, number="3", why="Not so.", on="2021-09-05")
    case.ask(RequestEvidence, number="3", why="More.", on="2021-09-06")
    case.judge()
    case.ask(ReturnJudgement, who="bob", judgement="J1", why="Thin.")
    assert len(waits()) == 4
    case.ask(end, number="3", on="2021-10-01", **fields)
    assert waits() == []


def test_the_oldest_comes_first_of_every_inspection(case):
    case.inspect("CUSTODY", "10", "2")
    case.submit("2021-10-01", "10", inspection="CUSTODY")
    case.submit("2021-10-01", "2", inspection="CUSTODY")
    case.submit("2021-09", "5")
    case.submit("2021-09-29", "3")
    rows = [(row["inspection"], row["number"]) for row in inbox(case.ledger, "ann").items]
    assert rows == [("OCSAE", "3"), ("OCSAE", "5"), ("CUSTODY", "2"), ("CUSTODY", "10")]


def test_days_are_counted_in_the_ledgers_time_zone_and_never_below_none(case, clock):
    case.submit("2022-02-28")
    assert only(case)["age"] == 1
    clock.set("2022-07-01T23:30:00Z")
    assert only(case)["age"] == 124
    case.submit("2022-07", "5")
    assert [row["age"] for row in inbox(case.ledger).items] == [124, 0]


def test_a_person_who_is_unknown_is_refused(case):
    with pytest.raises(Refused, match="zed is not registered") as refused:
        inbox(case.ledger, "zed")
    assert refused.value.exit_status == 4


def test_a_table_fits_counts_and_ends_with_the_first_command(case):
    case.submit("2021-09-01", body="The Crown Office and Procurator Fiscal Service", proposes_closure=True)
    case.judge("5")
    out = "".join(write(inbox(case.ledger), "table", 80))
    lines = out.splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[0] == "What waits for anybody, 2022-03-01, and falls due by 2022-03-31"
    assert lines[2].split() == ["Task", "For", "When", "What"]
    assert lines[-2] == "2 wait: 1 to judge, 1 to sign off. Begin with:"
    assert lines[-1] == "scrutiny judgement sign-off OCSAE J1"


def test_an_empty_inbox_says_so(case):
    assert "Nothing waits for bob." in "".join(write(inbox(case.ledger, "bob"), "table", 80))


def test_what_would_act_on_a_terminal_is_shown_as_its_code(case):
    case.submit("2021-09-01")
    view = inbox(case.ledger)
    out = "".join(write(view._replace(closing=f"{view.closing}\x1b[31m"), "table", 80))
    assert "\x1b" not in out
    assert out.endswith("--evidence E1\\u001b[31m\n")


# To set right: what was recorded late contradicts what was recorded meanwhile


def what_contradicts(case):
    return [
        (row["number"], row["since"], row["what"], row["command"])
        for row in inbox(case.ledger).items
        if row["task"] == "set-right"
    ]


def test_what_it_was_given_after_an_end_that_was_recorded_late_is_told_until_it_is_set_right(case):
    case.submit("2020-05-01")
    case.ask(RestateRecommendation, number="3", text="Do it.", why="Clearer.", on="2020-06-01")
    case.judged(on="2020-07-01", cycle="2020", status="closed")
    waiting = case.judge(on="2021-08-18")
    assert what_contradicts(case) == []
    case.ask(WithdrawRecommendation, number="3", on="2020-04-01")
    assert what_contradicts(case) == [
        (
            "3",
            "2020-04-01",
            f"{said}, and it was withdrawn on 2020-04-01.",
            f"scrutiny {typed}",
        )
        for said, typed in (
            (
                "It was restated on 2020-06-01",
                "recommendation correct OCSAE 3 --void text --of 2020-06-01",
            ),
            ("E1 was handed in on 2020-05-01", "evidence withdraw OCSAE E1"),
            (f"{waiting} of 2021-08-18 awaits sign-off", f"judgement return OCSAE {waiting}"),
        )
    ] + [
        (
            "3",
            "2020-07-01",
            "J1 judged it on 2020-07-01, and it was withdrawn on 2020-04-01.",
            "scrutiny judgement correct OCSAE J1 --void",
        )
    ]
    case.ask(CorrectRecommendation, number="3", void="text", of="2020-06-01", why="Late.")
    case.ask(WithdrawEvidence, evidence="E1", why="Late.")
    case.ask(ReturnJudgement, who="bob", judgement=waiting, why="Late.")
    case.ask(CorrectJudgement, who="bob", judgement="J1", void=True, why="Late.")
    assert what_contradicts(case) == []


def test_what_was_done_in_a_cycle_after_a_closing_that_was_recorded_late_is_told(case, waits):
    case.judged(on="2021-08-20")
    case.make("7", on="2021-09-02", cycle="2021")
    case.ask(CloseCycle, who="ada", cycle="2021", on="2021-08-19")
    assert what_contradicts(case) == [
        (
            "3",
            "2021-08-19",
            "J1 judged it in 2021 on 2021-08-20, and that was closed on 2021-08-19.",
            "scrutiny cycle reopen OCSAE 2021",
        ),
        (
            "7",
            "2021-08-19",
            "It was made in 2021 on 2021-09-02, and that was closed on 2021-08-19.",
            "scrutiny cycle reopen OCSAE 2021",
        ),
    ]
    case.ask(ReopenCycle, cycle="2021", why="Late.")
    assert what_contradicts(case) == []


def test_a_share_that_a_body_turns_out_not_to_have_had_is_told(case):
    case.judged(on="2021-09-01", made_to="Police Scotland")
    case.ask(ReaddressRecommendation, number="3", made_to=("NCA",), on="2021-08-20")
    assert what_contradicts(case) == [
        (
            "3",
            "2021-09-01",
            "J1 judged the share of Police Scotland on 2021-09-01, and then it had none.",
            "scrutiny judgement correct OCSAE J1 --void",
        )
    ]


def test_who_judged_it_is_not_asked_to_take_it_back(case, waits):
    case.judged(on="2020-07-01", cycle="2020", status="closed")
    case.ask(WithdrawRecommendation, number="3", on="2020-04-01")
    assert ("set-right", "3", "2020-07-01") in waits("bob")
    assert waits("ann") == []


# In any history


def decision(command):
    """What a command asks for, with something said for what it leaves to be asked."""
    program, group, verb, inspection, *words = shlex.split(command)
    if (group, verb) == ("judgement", "correct"):
        assert words[1:] == ["--void"]
        return CorrectJudgement(inspection=inspection, judgement=words[0], void=True, why="Late.")
    options = {}
    for name, value in zip(words[-2::-2], words[::-2], strict=False):
        if name.startswith("--"):
            options.setdefault(name, []).insert(0, value)
    one = {name: values[0] for name, values in options.items()}
    assert program == "scrutiny"
    match group, verb:
        case "judgement", "sign-off":
            return SignOffJudgement(inspection=inspection, judgement=words[0])
        case "judgement", "return":
            return ReturnJudgement(inspection=inspection, judgement=words[0], why="Thin.")
        case "judgement", "record" if "--cycle" in one:
            return RecordJudgement(
                inspection=inspection,
                number=words[0],
                cycle=one["--cycle"],
                made_to=one.get("--made-to"),
                evidence=tuple(options.get("--evidence", ())),
                status="open",
                rationale="As seen.",
            )
        case "dispute", "settle":
            return SettleDispute(inspection=inspection, dispute=words[0], outcome="upheld", why="Heard.")
        case "evidence", "submit":
            body = one.get("--by", "NCA")
            return SubmitEvidence(inspection=inspection, number=words[0], body=body, summary="Minutes.")
        case "evidence", "withdraw":
            return WithdrawEvidence(inspection=inspection, evidence=words[0], why="Late.")
        case "response", "record":
            said = {"body": one["--by"], "answer": "noted", "text": "So it is."}
            return RecordResponse(inspection=inspection, number=words[0], **said)
        case "recommendation", "correct":
            return CorrectRecommendation(
                inspection=inspection, number=words[0], void=one["--void"], of=one.get("--of"), why="Late."
            )
        case "cycle", "reopen":
            return ReopenCycle(inspection=inspection, cycle=words[0], why="Late.")
        case "show", _:
            return None
    assert (group, verb) == ("judgement", "record"), command
    return None


def everybodys(told):
    return {person: inbox(told, person).items for person in told.inspectorate().roles}


def whatever_waits_may_be_typed_by_whom_it_waits_for(told):
    for person, rows in everybodys(told).items():
        for row in rows:
            # What is in doubt concerns approvers, too, though an inspector types it.
            theirs = row["task"] != "doubt" or "inspector" in told.inspectorate().roles[person]
            if theirs and (asked := decision(row["command"])):
                told.decide(asked, by=person)


def what_waits_for_anybody_is_what_waits_for_somebody(told):
    somebodys = {tuple(row.values()) for rows in everybodys(told).values() for row in rows}
    assert {tuple(row.values()) for row in inbox(told).items} == somebodys


def it_agrees_with_the_state(told):
    rows = inbox(told).items
    for ref, fold in read_register(told).folds.items():
        for recommendation in fold.recommendations.values():
            if recommendation.is_derived():
                # Its state is that of a part, of which its own judgements and evidence say nothing.
                continue
            tasks = {
                row["task"]
                for row in rows
                if (row["inspection"], row["number"]) == (ref, recommendation.number)
            }
            match recommendation.state():
                case "withdrawn" | "superseded":
                    # A successor may be gone, which is in doubt.
                    assert tasks <= {"set-right", "doubt"}
                case "awaiting-sign-off":
                    assert "sign-off" in tasks
                case "disputed" | "more-evidence-requested":
                    assert "answer" in tasks
                case "evidence-submitted" | "proposed-for-closure":
                    assert "judge" in tasks
                case state:
                    assert "sign-off" not in tasks, state


RULES = [
    whatever_waits_may_be_typed_by_whom_it_waits_for,
    what_waits_for_anybody_is_what_waits_for_somebody,
    it_agrees_with_the_state,
]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("seed", sample(range(10), 3))
def test_in_a_long_history(rule, seed):
    rule(lived(seed, 100).told)


@examples(15)
@for_all(histories)
def test_in_any_history_what_waits_can_be_done(history):
    for rule in RULES:
        rule(history.told)
