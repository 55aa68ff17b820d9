"""The register in both its times: when it was true, and when we knew it."""

from __future__ import annotations

import pytest

from events.base import Day, Instant
from ledger.decisions.classification import ClassifyRecommendation
from ledger.decisions.cycles import OpenCycle
from ledger.decisions.evidence import RequestEvidence, WithdrawEvidence
from ledger.decisions.judgement_corrections import CorrectJudgement
from ledger.decisions.judgements import ReturnJudgement
from ledger.decisions.links import SupersedeRecommendation
from ledger.decisions.recommendation_corrections import CorrectRecommendation
from ledger.decisions.recommendations import (
    MakeRecommendation,
    ReaddressRecommendation,
    RescheduleRecommendation,
    RestateRecommendation,
    WithdrawRecommendation,
)
from ledger.decisions.responses import RecordResponse, ReportProgress
from ledger.decisions.vocabulary import AddWord
from ledger.errors import NotFound
from projections.base import TimeFilter
from projections.register import register
from projections.rows import Filters
from projections.trail import trail


def test_a_recommendation_is_there_from_the_day_it_was_made(case):
    assert case.row(as_of="2020-02-25") is None
    assert case.status(as_of="2020-02-26") == "open"


def test_a_judgement_counts_from_its_day_once_it_was_signed_off(case):
    judgement = case.judge(on="2021-09-01")
    assert case.status() == "open"
    case.sign(judgement)
    assert case.status(as_of="2021-08-31") == "open"
    assert case.status(as_of="2021-09-01") == "partially-met"
    row = case.row()
    assert (row["judged_in"], row["last_updated"], row["state"]) == ("2021", "2021-09-01", "judged")


def test_a_judgement_is_not_known_before_its_sign_off_is(case, clock):
    clock.set("2022-03-02T09:00:00Z")
    judgement = case.judge()
    clock.set("2022-03-05T09:00:00Z")
    case.sign(judgement)
    assert case.status(known_at="2022-03-04T00:00:00.000000Z") == "open"
    assert case.status(known_at="2022-03-05T12:00:00.000000Z") == "partially-met"
    assert case.status(as_of="2021-08-17", known_at="2022-03-05T12:00:00.000000Z") == "open"


def test_a_judgement_that_was_returned_never_counts(case):
    judgement = case.judge(status="closed", reason="implemented")
    case.ask(ReturnJudgement, who="bob", judgement=judgement, why="Too thin.")
    assert case.status() == "open"
    assert case.state() == "awaiting-evidence"


def test_a_fact_recorded_late_falls_into_its_place(case):
    case.sign(case.judge(status="closed", reason="implemented", on="2021-12-01"))
    case.sign(case.judge(status="partially-met", on="2021-09-01", cycle="2020"))
    assert case.status() == "closed"
    assert case.status(as_of="2021-11-30") == "partially-met"
    assert case.row()["last_updated"] == "2021-12-01"


def test_of_two_judgements_of_one_day_the_one_recorded_later_holds(case):
    case.sign(case.judge(status="closed", reason="implemented"))
    case.sign(case.judge(status="partially-met"))
    assert case.status() == "partially-met"


def test_the_order_of_sign_offs_does_not_matter(case):
    first = case.judge(status="closed", reason="implemented", on="2021-09-01", cycle="2020")
    second = case.judge(status="partially-met", on="2021-10-01")
    case.sign(second)
    case.sign(first)
    assert case.status() == "partially-met"


def test_a_judgement_known_to_the_month_counts_from_its_last_day(case):
    case.sign(case.judge(on="2021-09"))
    assert case.status(as_of="2021-09-29") == "open"
    assert case.status(as_of="2021-09-30") == "partially-met"
    assert case.status(as_of="2021-09") == "partially-met"
    assert case.row()["last_updated"] == "2021-09"


def test_words_bodies_and_dates_change_from_their_day(case):
    case.ask(RestateRecommendation, number="3", text="Do it soon.", why="A slip.", on="2020-05-01")
    case.ask(ReaddressRecommendation, number="3", made_to=("SPA",), on="2020-06-01")
    case.ask(RescheduleRecommendation, number="3", due="2021-01-01", on="2020-07-01")
    case.ask(RestateRecommendation, number="3", text="Earlier words.", why="Found late.", on="2020-04-01")
    seen = [case.row(as_of=f"2020-{month}-01") for month in ("03", "04", "05", "06", "07")]
    assert [row["text"] for row in seen] == ["Do 3.", "Earlier words.", *["Do it soon."] * 3]
    assert [row["made_to"] for row in seen] == [*[["Police Scotland"]] * 3, ["SPA"], ["SPA"]]
    assert [row["due"] for row in seen] == [*[None] * 4, "2021-01-01"]
    assert seen[-1]["last_updated"] == "2020-07-01"


@pytest.mark.parametrize(
    ("kind", "fields", "reason"),
    [
        (WithdrawRecommendation, {"why": "Wrong."}, "withdrawn"),
        (SupersedeRecommendation, {"by": ("OCSAE/5",)}, "superseded"),
    ],
)
def test_what_is_gone_is_closed_from_its_day(case, kind, fields, reason):
    case.ask(kind, number="3", on="2021-01-01", **fields)
    assert case.status(as_of="2020-12-31") == "open"
    row = case.row()
    assert (row["status"], row["reason"], row["state"]) == ("closed", reason, reason)


def test_the_state_follows_the_work(case):
    assert case.state() == "awaiting-evidence"
    first = case.submit("2021-01-01")
    assert case.state() == "evidence-submitted"
    case.ask(RequestEvidence, number="3", why="Too thin.", on="2021-02-01")
    assert case.state() == "more-evidence-requested"
    second = case.submit("2021-03-01", proposes_closure=True)
    assert case.state() == "proposed-for-closure"
    assert case.state(as_of="2021-02-28") == "more-evidence-requested"
    assert case.state(as_of="2021-01-31") == "evidence-submitted"
    case.ask(WithdrawEvidence, evidence=second, why="Wrong file.", on="2021-04-01")
    assert case.state() == "more-evidence-requested"
    assert case.state(as_of="2021-03-31") == "proposed-for-closure"
    judgement = case.judge(evidence=(first,))
    assert case.state() == "awaiting-sign-off"
    case.sign(judgement)
    assert case.state() == "judged"
    case.submit("2021-08-18")
    assert case.state() == "evidence-submitted"
    assert case.state(number="5") == "awaiting-evidence"


def test_evidence_from_before_a_judgement_does_not_wait_any_more(case):
    case.sign(case.judge(on="2021-09-01"))
    case.submit("2021-08-01")
    assert case.state() == "judged"
    assert case.state(as_of="2021-08-31") == "evidence-submitted"


def test_the_register_of_a_cycle_is_what_that_cycle_left(case):
    case.submit("2021-07-01")
    case.ask(RestateRecommendation, number="3", text="Sooner.", why="x", on="2021-08-17")
    case.ask(RestateRecommendation, number="5", text="Later.", why="x", on="2021-08-18")
    case.sign(case.judge())
    case.ask(MakeRecommendation, number="11", cycle="2021", text="New.", made_to=("SPA",), on="2021-08-18")
    case.sign(case.judge("5", on="2021-09-01", cycle="2020"))
    assert case.row("11", cycle="2020") is None
    assert case.status(cycle="2020") == "open"
    assert case.state(cycle="2020") == "evidence-submitted"
    assert case.row("3", cycle="2020")["text"] == "Sooner."
    assert case.row("5", cycle="2020")["text"] == "Do 5."
    assert case.row("5", cycle="2020")["status"] == "partially-met"
    assert case.status(cycle="2021") == "partially-met"
    assert case.row("11", cycle="2021")["status"] == "open"


def test_a_cycle_that_is_not_there_is_not_found(case, ledger):
    for ref in ("OCSAE", None):
        with pytest.raises(NotFound, match="cycle 1999"):
            register(ledger, ref, cycle="1999")


def test_at_the_last_day_and_known_now_is_the_same_as_now(case, ledger):
    case.submit("2021-01-01")
    case.sign(case.judge(status="closed", reason="implemented"))
    case.judge("5")
    now = list(register(ledger, "OCSAE").items)
    assert list(register(ledger, "OCSAE", time_filter=TimeFilter(Day("9999-12-31"))).items) == now
    assert (
        list(
            register(
                ledger, "OCSAE", time_filter=TimeFilter(None, Instant("9999-12-31T23:59:59.999999Z"))
            ).items
        )
        == now
    )


def test_rows_are_filtered_and_the_totals_are_those_of_the_rows(case, ledger):
    case.ask(
        MakeRecommendation,
        number="AFD1",
        cycle="2020",
        text="Grow.",
        made_to=("SPA", "Police Scotland"),
        kind="area-for-development",
        on="2020-02-26",
    )
    case.sign(case.judge(status="closed", reason="implemented"))

    def numbers(**filters):
        view = register(ledger, filters=Filters(**filters))
        rows = list(view.items)
        totals = dict(view.head["totals"])
        assert totals.pop("total") == len(rows) == sum(totals.values())
        return [row["number"] for row in rows]

    assert numbers() == ["3", "5", "AFD1"]
    assert numbers(status="closed") == ["3"]
    assert numbers(kind="area-for-development") == ["AFD1"]
    assert numbers(made_to="spa") == ["AFD1"]
    assert numbers(made_to="Nobody") == []


def test_rows_stand_in_the_order_a_person_expects(case, ledger):
    for number, kind in (("10", 0), ("2", 0), ("AFD10", 1), ("AFD2", 1), ("012/21", 0), ("S2", 0)):
        case.ask(
            MakeRecommendation,
            number=number,
            cycle="2020",
            text="x",
            made_to=("SPA",),
            kind=("recommendation", "area-for-development")[kind],
            on="2020-02-26",
        )
    found = [row["number"] for row in register(ledger, "OCSAE").items]
    assert found == ["2", "3", "5", "10", "012/21", "S2", "AFD2", "AFD10"]


def test_an_inspection_that_is_not_there_is_not_found(ledger):
    for ask in (register, trail):
        with pytest.raises(NotFound, match="no inspection NONE"):
            ask(ledger, "NONE")


def test_an_inspection_that_was_not_known_yet_is_empty(case, ledger):
    view = register(ledger, "ocsae", time_filter=TimeFilter(None, Instant("2000-01-01T00:00:00.000000Z")))
    assert (view.head["inspection"], view.head["events"], list(view.items)) == ("OCSAE", 0, [])


def test_events_counts_what_the_ledger_had_been_told(case, ledger):
    whole = register(ledger).head["events"]
    assert whole == len(list(trail(ledger).items)) == sum(1 for _ in ledger.records())
    assert register(ledger, "OCSAE").head["events"] == len(list(trail(ledger, "OCSAE").items)) == 5


# The trail


def test_the_trail_is_everything_in_the_order_it_was_recorded(case, ledger):
    judgement = case.judge(evidence=(case.submit("2021-07-01"),), note="Ask again.")
    case.sign(judgement)
    rows = list(trail(ledger, "OCSAE", "3").items)
    assert [row["event"] for row in rows] == [
        "recommendation.made",
        "evidence.submitted",
        "evidence.described",
        "judgement.recorded",
        "judgement.explained",
        "judgement.noted",
        "judgement.signed-off",
    ]
    assert [row["position"] for row in rows] == sorted(row["position"] for row in rows)
    assert {row["number"] for row in rows} == {"3"}
    assert [row["on"] for row in rows] == ["2020-02-26", "2021-07-01", "2021-07-01", *["2021-08-18"] * 4]
    assert [row["cycle"] for row in rows] == ["2020"] * 3 + ["2021"] * 4
    assert [row["by"] for row in rows] == [*["ann"] * 6, "bob"]
    assert rows[3]["data"]["evidence"] == ("E1",)
    assert all(row["summary"].endswith((".", "…")) for row in rows)


def test_the_trail_of_a_cycle_is_what_was_recorded_for_it(case, ledger):
    case.sign(case.judge())
    events = [row["event"] for row in trail(ledger, "OCSAE", cycle="2021").items]
    assert events == ["cycle.opened", "judgement.recorded", "judgement.explained", "judgement.signed-off"]
    with pytest.raises(NotFound):
        trail(ledger, "OCSAE", cycle="1999")


def test_the_trail_has_both_times(case, ledger, clock):
    clock.set("2022-04-01T00:00:00Z")
    case.sign(case.judge())
    early = trail(ledger, "OCSAE", time_filter=TimeFilter(None, Instant("2022-03-31T00:00:00.000000Z")))
    assert len(list(early.items)) == 5
    before = [row["event"] for row in trail(ledger, "OCSAE", time_filter=TimeFilter(Day("2021-08-17"))).items]
    assert before == ["inspection.opened", "cycle.opened", *["recommendation.made"] * 2]


def test_people_are_in_the_trail_of_the_ledger(ledger):
    rows = list(trail(ledger).items)
    assert rows[0]["event"] == "ledger.opened"
    assert {row["inspection"] for row in rows} == {None}


# What the dates leave open, and what is recorded late


def test_an_end_that_is_recorded_late_stands_from_its_day_on(case):
    case.submit("2020-05-01")
    case.judged(on="2020-06-01", cycle="2020", status="partially-met")
    case.ask(WithdrawRecommendation, number="3", on="2020-04-01")
    assert case.status(as_of="2020-03-31") == "open"
    for day in ("2020-04-01", "2020-05-31", "2020-06-01", None):
        row = case.row(as_of=day)
        assert (row["status"], row["reason"], row["state"]) == ("closed", "withdrawn", "withdrawn")
    assert case.row()["last_updated"] == "2020-04-01"


def test_of_a_month_and_a_day_in_it_the_later_record_stands(case):
    case.judged("3", on="2021-10", status="partially-met")
    case.judged("3", on="2021-10-20", status="closed")
    case.judged("5", on="2021-10-20", status="closed")
    case.judged("5", on="2021-10", status="partially-met")
    for number, early, late in (("3", "closed", "closed"), ("5", "closed", "partially-met")):
        found = [case.row(number, as_of=day)["status"] for day in ("2021-10-19", "2021-10-20", "2021-10-31")]
        assert found == ["open", early, late]
        assert case.row(number)["status"] == late


def test_a_running_month_has_come_by_the_day_it_was_recorded_on(case, clock):
    clock.set("2022-06-30T23:30:00Z")  # the first of July in London
    case.judged(on="2022-07", status="closed")
    assert case.status(as_of="2022-06-30") == "open"
    assert case.status(as_of="2022-07-01") == case.status() == "closed"


def test_a_correction_of_the_day_has_come_by_the_day_of_the_record_that_it_corrects(case, clock):
    judged = case.judged(on="2022-03-01", status="closed")
    case.make("7", on="2022-02-20", cycle="2021")
    clock.set("2022-03-25T09:00:00Z")
    case.ask(CorrectJudgement, who="bob", judgement=judged, judged_on="2022-03", why="A slip.")
    case.ask(CorrectRecommendation, number="7", made_on="2022-03", why="A slip.")
    for number in ("3", "7"):
        assert case.row(number, as_of="2022-03-01") is not None
    assert case.status(as_of="2022-02-28") == "open"
    assert case.status(as_of="2022-03-01") == "closed"
    assert case.row("7", as_of="2022-02-28") is None


def test_a_correction_stays_with_the_word_it_corrects_also_in_the_register_of_a_cycle(case):
    case.make("7", on="2021-08-18")
    case.ask(ReaddressRecommendation, number="7", made_to=("SPA",), on="2021-08-18")
    case.ask(CorrectRecommendation, number="7", void="made-to", why="Never.")
    case.make("8", on="2021-08-18", text="First.")
    case.ask(RestateRecommendation, number="8", text="Second.", why="x", on="2021-08-18")
    case.ask(CorrectRecommendation, number="8", text="Third.", why="A slip.")
    for cycle, text in (("2020", "First."), ("2021", "Third.")):
        assert case.row("7", cycle=cycle)["made_to"] == ["Police Scotland"]
        assert case.row("8", cycle=cycle)["text"] == text
    assert case.row("8")["text"] == "Third."


def test_the_trail_as_known_then_has_the_cycles_that_were_known_then(case, ledger, clock):
    case.ask(RestateRecommendation, number="3", text="Sooner.", why="x", on="2020-06-01")
    then = Instant("2022-03-31T00:00:00.000000Z")
    clock.set("2022-04-01T00:00:00Z")
    before = list(trail(ledger, "OCSAE").items)
    case.ask(OpenCycle, cycle="2020B", title="Follow-up", on="2020-05-01")
    assert list(trail(ledger, "OCSAE", time_filter=TimeFilter(None, then)).items) == before
    assert before[-1]["cycle"] == "2020"
    assert list(trail(ledger, "OCSAE").items)[-2]["cycle"] == "2020B"
    # It is there, and was not then: nothing was recorded for it.
    assert list(trail(ledger, "OCSAE", cycle="2020B", time_filter=TimeFilter(None, then)).items) == []
    assert register(ledger, "OCSAE", cycle="2020B", time_filter=TimeFilter(None, then)).items == []
    with pytest.raises(NotFound, match="no cycle 2020C"):
        trail(ledger, "OCSAE", cycle="2020C", time_filter=TimeFilter(None, then))


def test_a_correction_is_in_the_trail_of_the_cycle_of_its_word(case, ledger):
    case.make("7", on="2021-09-01", text="Do sevn.")
    case.ask(CorrectRecommendation, number="7", text="Do seven.", why="A slip.")
    rows = trail(ledger, "OCSAE", "7", cycle="2020").items
    assert [row["event"] for row in rows] == ["recommendation.made", "recommendation.corrected"]


# What hangs on a date that is not known exactly


@pytest.fixture
def uncertain(ledger):
    """uncertain(as_of) -> what the register says hangs on a date."""

    def told(as_of=None, **filters):
        time_filter = TimeFilter(as_of and Day(as_of))
        return register(ledger, time_filter=time_filter, filters=Filters(**filters)).head["uncertain"]

    return told


def test_what_is_known_to_the_day_hangs_on_no_date(case, uncertain):
    case.judged("3", on="2021-10-20", status="closed")
    case.judged("3", on="2021-10-20", status="partially-met")
    assert uncertain() == uncertain("2021-10-20") == []


def test_whether_it_had_come_can_hang_on_a_date(case, uncertain):
    case.judged("3", on="2021-10", status="closed")
    found = [uncertain(day) for day in ("2021-09-30", "2021-10-01", "2021-10-30", "2021-10-31", None)]
    assert found == [[], ["OCSAE/3"], ["OCSAE/3"], [], []]
    assert uncertain("2021-10-30", status="closed") == []
    assert uncertain("2021-10-30", status="open") == ["OCSAE/3"]


def test_how_it_is_sorted_can_hang_on_a_date(case, uncertain):
    case.ledger.ask(AddWord(vocabulary="priority", word="high", label="High"), by="ada")
    case.ask(ClassifyRecommendation, number="3", priority="high", on="2021-10")
    found = [uncertain(day) for day in ("2021-09-30", "2021-10-01", "2021-10-30", "2021-10-31", None)]
    assert found == [[], ["OCSAE/3"], ["OCSAE/3"], [], []]
    case.ask(ClassifyRecommendation, number="3", place="Page 4", on="2021-10-20")
    assert uncertain("2021-10-31") == ["OCSAE/3"]
    case.ask(ClassifyRecommendation, number="3", place="Page 5", on="2021-11-01")
    assert uncertain() == []


@pytest.mark.parametrize("sorted_on", ["2021-10", "2021", "..2021-10-31"])
def test_what_may_have_been_sorted_before_keeps_what_nothing_is_said_of(case, sorted_on):
    case.ledger.ask(AddWord(vocabulary="priority", word="high", label="High"), by="ada")
    case.ask(ClassifyRecommendation, number="3", priority="high", on=sorted_on)
    case.ask(ClassifyRecommendation, number="3", place="Page 4", on="2021-10-20")
    for day in ("2021-10-31", "2021-12-31", None):
        row = case.row("3", as_of=day)
        assert (row["priority"], row["place"]) == ("high", "Page 4")
    # What was certainly sorted later is not taken back to an earlier day.
    case.ask(ClassifyRecommendation, number="5", priority="high", on="2021-11")
    case.ask(ClassifyRecommendation, number="5", place="Page 4", on="2021-10-20")
    assert case.row("5", as_of="2021-10-31")["priority"] is None


def test_what_was_answered_can_hang_on_a_date_for_each_body(case, uncertain):
    def answered(answer, on, body="Police Scotland", number="3"):
        case.ask(RecordResponse, number=number, body=body, answer=answer, text="So.", on=on)

    answered("accepted", "2021")
    found = [uncertain(day) for day in ("2020-12-31", "2021-01-01", "2021-12-30", "2021-12-31", None)]
    assert found == [[], ["OCSAE/3"], ["OCSAE/3"], [], []]
    answered("noted", "2022-01-01")
    assert uncertain() == []
    # Another body's answer takes no place of it.
    answered("accepted", "..2021-06-01", number="5")
    answered("accepted", "2021-03-01", "SPA", number="5")
    assert uncertain("2021-12-31") == []
    assert "OCSAE/5" in uncertain("2021-05-01")
    answered("rejected", "2021-03-01", number="5")
    assert uncertain("2022-01-01") == ["OCSAE/5"]


def test_progress_is_in_no_row_and_no_row_hangs_on_its_date(case, uncertain):
    case.ask(ReportProgress, number="3", body="Police Scotland", text="Half.", percent=50, on="2021")
    assert uncertain("2021-06-30") == uncertain() == []


def test_a_whole_hangs_on_the_day_from_which_a_part_stands_under_it(case, uncertain):
    case.make("7")
    case.judged("7", on="2021-09-01", status="closed")
    case.ask(ClassifyRecommendation, number="7", under="3", on="2021-10")
    found = [uncertain(day) for day in ("2021-09-30", "2021-10-15", "2021-10-31", None)]
    assert found == [[], ["OCSAE/3", "OCSAE/7"], [], []]


def test_what_had_been_made_can_hang_on_a_date_though_it_has_no_row(case, uncertain):
    case.make("7", on="2021-03")
    assert uncertain("2021-02-28") == uncertain("2021-03-31") == []
    assert uncertain("2021-03-10") == ["OCSAE/7"]
    assert uncertain("2021-03-10", status="open") == []


def test_which_was_first_can_hang_on_a_date_as_long_as_it_makes_a_difference(case, uncertain):
    case.judged("3", on="2021-10-20", status="closed")
    case.judged("3", on="2021-10", status="partially-met")
    case.judged("5", on="2021-10-20", status="closed")
    case.judged("5", on="2021-10", status="closed")
    assert uncertain() == uncertain("2021-10-31") == ["OCSAE/3"]
    assert uncertain("2021-10-20") == ["OCSAE/3"]
    case.judged("3", on="2021-11-01", status="closed")
    assert uncertain() == []
    assert uncertain("2021-10-31") == ["OCSAE/3"]


def test_the_day_that_a_later_record_could_at_most_share_makes_none(case, uncertain):
    case.judged("3", on="2021-10", status="partially-met")
    case.judged("3", on="2021-10-31", status="closed")
    assert uncertain() == []


def test_two_of_one_month_can_have_been_in_either_order(case, uncertain):
    case.judged("3", on="2021-10", status="partially-met")
    case.judged("3", on="2021-10", status="closed")
    assert uncertain() == ["OCSAE/3"]


def test_other_words_and_what_waits_can_hang_on_a_date_too(case, uncertain):
    case.ask(RestateRecommendation, number="3", text="Sooner.", why="x", on="2021-05")
    case.submit("2021-06", number="5")
    assert uncertain("2021-05-15") == ["OCSAE/3"]
    assert uncertain("2021-06-15") == ["OCSAE/5"]
    assert uncertain() == []


def test_what_was_certainly_replaced_leaves_no_answer_uncertain_however_many_dates_were_open(case, ledger):
    for month in range(3, 13):
        case.judged(status="partially-met", on=f"2020-{month:02}", cycle="2020")
        case.judged(status="open", on=f"2020-{month:02}", cycle="2020")
    assert "OCSAE/3" in register(ledger, "OCSAE").head["uncertain"]
    case.judged(status="closed", on="2021-09-01")
    assert register(ledger, "OCSAE").head["uncertain"] == []
