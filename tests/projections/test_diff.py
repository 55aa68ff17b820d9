"""What changed between two days, and what was learned between two instants."""

from __future__ import annotations

import pytest

from events.base import Day, Instant
from ledger import times
from ledger.decisions.evidence import SubmitEvidence
from ledger.decisions.judgement_corrections import CorrectJudgement
from ledger.decisions.judgements import ReturnJudgement
from ledger.decisions.links import RepeatRecommendation, SupersedeRecommendation
from ledger.decisions.recommendation_corrections import CorrectRecommendation
from ledger.decisions.recommendations import (
    ReaddressRecommendation,
    RescheduleRecommendation,
    RestateRecommendation,
    WithdrawRecommendation,
)
from ledger.errors import NotFound
from projections.diff import diff_days, diff_instants
from projections.formats.index import write
from projections.model.changes import CHANGES
from projections.statistics.counting import Asked
from projections.statistics.view import statistics


@pytest.fixture
def days(ledger):
    """days("2020-02-27", "2021-08-18") -> (number, change, before, after) of each step."""

    def told(since, until=None, **other):
        view = diff_days(ledger, "OCSAE", Day(since), until and Day(until), **other)
        return [tuple(row[name] for name in ("number", "change", "before", "after")) for row in view.items]

    return told


@pytest.fixture
def learned(ledger, clock):
    """learned(since) -> (number, change, before, after) of what the ledger was told after an instant."""

    def told(since, until=None, **other):
        view = diff_instants(ledger, "OCSAE", Instant(since), until, **other)
        return [tuple(row[name] for name in ("number", "change", "before", "after")) for row in view.items]

    return told


@pytest.fixture
def later(clock):
    """Put the clock to a day and return the instant just before."""

    def put(day):
        clock.set(f"{day}T09:00:00Z")
        return Instant(f"{day}T09:00:00.000000Z")

    return put


def test_each_step_between_two_days_is_told_in_the_order_of_days(case, days):
    case.ask(RestateRecommendation, number="3", text="Do it soon.", why="A slip.", on="2020-05-01")
    case.ask(RescheduleRecommendation, number="3", due="2022-01-01", on="2020-06-01")
    case.ask(RescheduleRecommendation, number="3", due="2023-01-01", on="2020-07-01")
    case.ask(ReaddressRecommendation, number="5", made_to=("SPA", "Police Scotland"), on="2020-04-01")
    case.judged(status="partially-met", on="2021-09-01")
    case.judged(status="closed", on="2021-10-01")
    case.judged(status="open", on="2021-11-01")
    case.ask(WithdrawRecommendation, number="5", why="Wrong.", on="2021-12-01")
    assert days("2020-02-27") == [
        ("5", "readdressed", "Police Scotland", "SPA; Police Scotland"),
        ("3", "restated", "Do 3.", "Do it soon."),
        ("3", "rescheduled", None, "2022-01-01"),
        ("3", "rescheduled", "2022-01-01", "2023-01-01"),
        ("3", "judged", "open", "partially-met"),
        ("3", "closed", "partially-met", "closed"),
        ("3", "reopened", "closed", "open"),
        ("5", "withdrawn", "open", "closed"),
    ]
    assert days("2020-02-26", "2020-02-26") == [("3", "made", None, "open"), ("5", "made", None, "open")]


def test_the_first_day_and_the_last_are_in(case, days):
    case.judged(status="closed", on="2021-09-01")
    closed = [("3", "closed", "open", "closed")]
    assert days("2021-08-31", "2021-08-31") == []
    assert days("2021-08-31", "2021-09-01") == closed
    assert days("2021-09-01", "2021-09-01") == closed
    assert days("2021-09-01", "2021-09-02") == closed
    assert days("2021-09-02", "2021-09-02") == []
    # A month or a year is meant whole.
    assert days("2021-09", "2021-09") == days("2021-09", "2021") == closed
    assert days("2021-08", "2021-08") == days("2022") == []


def test_a_judgement_is_told_with_the_evidence_it_rests_on(case, ledger):
    evidence = case.submit("2021-07-01")
    judgement = case.judged(status="closed", evidence=(evidence,))
    (row,) = diff_days(ledger, "OCSAE", Day("2021-08-17"), Day("2021-08-18")).items
    assert (row["judgement"], row["evidence"], row["on"]) == (judgement, [evidence], "2021-08-18")


def test_what_awaits_sign_off_or_was_returned_changed_nothing(case, days):
    case.judge(on="2021-09-01")
    case.ask(ReturnJudgement, who="bob", judgement=case.judge("5", on="2021-09-01"), why="Too thin.")
    assert days("2020-02-27") == []


def test_what_took_a_place_is_told_once_at_the_one_that_ended(case, days, ledger):
    case.inspect("CUSTODY", "1")
    case.ask(SupersedeRecommendation, number="3", by=("CUSTODY/1",), how="merged", on="2021-01-01")
    assert days("2020-02-27") == [("3", "superseded", "open", "closed")]
    assert list(diff_days(ledger, "CUSTODY", Day("2020-02-27"), None).items) == []


def test_a_share_moves_the_whole_only_when_it_is_the_last(case, days, ledger):
    case.make("7", "A", "B")
    case.judged("7", status="closed", on="2021-09-01", made_to="A")
    case.judged("7", status="closed", on="2021-10-01", made_to="B")
    assert days("2021-08-18") == [("7", "judged", "open", "open"), ("7", "closed", "open", "closed")]
    rows = list(diff_days(ledger, "OCSAE", Day("2021-08-18"), None).items)
    assert [row["made_to"] for row in rows] == ["A", "B"]


def test_other_addressees_can_move_the_status(case, days):
    case.make("7", "A", "B")
    closed = case.judged("7", status="closed", on="2021-09-01", made_to="A")
    case.ask(ReaddressRecommendation, number="7", made_to=("A",), on="2021-10-01")
    case.ask(ReaddressRecommendation, number="7", made_to=("A", "C"), on="2021-11-01")
    assert closed == "J1"
    assert days("2021-09-02") == [
        ("7", "readdressed", "A; B", "A"),
        ("7", "closed", "open", "closed"),
        ("7", "readdressed", "A", "A; C"),
        ("7", "reopened", "closed", "open"),
    ]


def test_an_early_fact_that_was_recorded_late_is_in_its_place(case, days):
    case.judged(status="closed", on="2021-12-01")
    case.judged(status="partially-met", on="2021-09-01", cycle="2020")
    assert days("2021-08-18") == [
        ("3", "judged", "open", "partially-met"),
        ("3", "closed", "partially-met", "closed"),
    ]


def test_between_instants_late_entries_are_told_and_what_was_known_is_not(case, learned, later):
    case.judged(status="closed", on="2021-12-01")
    since = later("2022-04-01")
    case.judged(status="partially-met", on="2021-09-01", cycle="2020")
    case.ask(RestateRecommendation, number="5", text="Soon.", why="x", on="2020-03-01")
    until = later("2022-05-01")
    case.ask(RestateRecommendation, number="5", text="Sooner.", why="x", on="2020-04-01")
    assert learned(since, until) == [
        ("5", "restated", "Do 5.", "Soon."),
        ("3", "judged", "open", "partially-met"),
    ]
    assert learned(since, until, as_of=Day("2020-12-31")) == [("5", "restated", "Do 5.", "Soon.")]
    assert learned(until) == [("5", "restated", "Soon.", "Sooner.")]


def test_a_sign_off_makes_known_what_was_recorded_before(case, learned, later):
    judgement = case.judge(status="closed")
    since = later("2022-04-01")
    case.sign(judgement)
    assert learned(since) == [("3", "closed", "open", "closed")]


def test_corrections_are_told_between_instants_and_not_between_days(case, days, learned, later):
    case.ask(RescheduleRecommendation, number="3", due="2022-01-01", on="2020-06-01")
    case.ask(RestateRecommendation, number="5", text="Never said.", why="x", on="2020-07-01")
    wrong = case.judged(status="closed")
    since = later("2022-04-01")
    case.ask(CorrectRecommendation, number="3", text="Do three.", why="A slip.", of="2020-02-26")
    case.ask(CorrectRecommendation, number="3", due="2022-02-01", why="A slip.")
    case.ask(CorrectRecommendation, number="5", void="text", why="Not said.")
    case.ask(CorrectJudgement, who="bob", judgement=wrong, void=True, why="The wrong paper.")
    assert learned(since) == [
        ("3", "corrected", "Do 3.", "Do three."),
        ("3", "corrected", "2022-01-01", "2022-02-01"),
        ("5", "corrected", "Never said.", "Do 5."),
        ("3", "corrected", "closed", "open"),
    ]
    assert [change for _, change, _, _ in days("2020-02-27")] == ["rescheduled"]


def test_what_a_recommendation_should_have_been_made_with_is_told(case, learned, later):
    since = later("2022-04-01")
    case.ask(CorrectRecommendation, number="3", due="2021-01-01", made_to=("SPA",), why="Left out.")
    assert learned(since) == [
        ("3", "corrected", "Police Scotland", "SPA"),
        ("3", "corrected", None, "2021-01-01"),
    ]


def test_a_corrected_day_is_told_with_both_days(case, learned, later):
    judgement = case.judged(status="closed", on="2021-09-01")
    since = later("2022-04-01")
    case.ask(CorrectJudgement, who="bob", judgement=judgement, judged_on="2021-09-10", why="A slip.")
    case.ask(CorrectRecommendation, number="5", made_on="2020-02-27", why="A slip.")
    assert learned(since) == [
        ("5", "corrected", "2020-02-26", "2020-02-27"),
        ("3", "corrected", "2021-09-01", "2021-09-10"),
    ]


def test_an_end_that_was_an_error_is_told(case, learned, later):
    case.ask(WithdrawRecommendation, number="3", why="Wrong.", on="2021-01-01")
    since = later("2022-04-01")
    case.ask(CorrectRecommendation, number="3", void="end", why="It was number 4.")
    assert learned(since) == [("3", "corrected", "closed", "open")]


def test_links_that_end_nothing_and_evidence_are_no_change(case, days):
    case.make("11", on="2021-08-18", cycle="2021")
    case.ask(RepeatRecommendation, number="11", of="OCSAE/3", on="2021-08-19")
    case.ask(SubmitEvidence, number="3", body="Police Scotland", summary="Minutes.", on="2021-08-20")
    assert days("2021-08-19") == []


def test_all_inspections_together_have_their_refs(case, ledger):
    case.inspect("CUSTODY", "1")
    view = diff_days(ledger, None, Day("2020-02-25"), None)
    assert [(row["inspection"], row["number"]) for row in view.items] == [
        ("CUSTODY", "1"),
        ("OCSAE", "3"),
        ("OCSAE", "5"),
    ]
    assert view.columns[0].heading == "Inspection"
    assert view.closing == "3 changes: 3 made."


def test_the_words_for_changes_are_those_of_the_contract(case, days, ledger):
    words = "made restated readdressed rescheduled judged closed reopened withdrawn superseded corrected"
    assert words.split() == list(CHANGES)
    with pytest.raises(NotFound):
        diff_days(ledger, "NONE", Day("2020-01-01"), None)


def test_a_file_has_judgement_share_and_evidence_apart(case, ledger):
    case.make("7", "A", "B")
    evidence = case.submit("2021-07-01", "7", body="A")
    judgement = case.judged("7", status="closed", made_to="A", evidence=(evidence,))
    view = diff_days(ledger, "OCSAE", Day("2021-08-17"), None)
    (row,) = view.items
    assert [column.cell(row) for column in view.columns[-3:]] == [judgement, "A", evidence]
    assert view.narrow[-1].cell(row) == f"{judgement}, share of A, on {evidence}"


def test_what_a_correction_took_out_of_the_days_is_told_with_the_day_it_had_and_the_day_it_has(
    case, ledger, clock
):
    case.make("7", on="2021-01-04")
    judged = case.judged("3", on="2021-03-01", cycle="2020", status="closed")
    since = Instant("2022-03-02T00:00:00.000000Z")
    clock.set("2022-03-02T09:00:00Z")
    case.ask(CorrectJudgement, who="bob", judgement=judged, why="The second visit.", judged_on="2021-11-13")
    case.ask(CorrectRecommendation, number="7", made_on="2021-08-10", why="Published later.")
    found = {
        row["number"]: (row["change"], row["before"], row["after"], row["on"])
        for row in diff_instants(ledger, "OCSAE", since, None, as_of=Day("2021-06-30")).items
    }
    assert found == {
        "3": ("corrected", "2021-03-01", "2021-11-13", "2021-11-13"),
        "7": ("corrected", "2021-01-04", "2021-08-10", "2021-08-10"),
    }
    assert diff_instants(ledger, "OCSAE", since, None, as_of=Day("2021-01-03")).items == []


def test_of_a_month_and_a_day_in_it_nothing_is_told_as_re_opened(case, ledger):
    case.judged("3", on="2021-10-20", cycle="2020", status="closed")
    case.judged("3", on="2021-10", cycle="2021", status="partially-met")
    rows = diff_days(ledger, "OCSAE", Day("2021-09-30"), Day("2021-10-31")).items
    assert [(row["change"], row["before"], row["after"]) for row in rows] == [
        # Statistics of the month count neither a closing nor a re-opening, either.
        ("judged", "open", "closed"),
        ("judged", "closed", "partially-met"),
    ]
    assert [row["order_open"] for row in rows] == [["J2"], ["J1"]]
    # By the 20th nothing else had come that undoes it.
    (row,) = diff_days(ledger, "OCSAE", Day("2021-09-30"), Day("2021-10-20")).items
    assert (row["change"], row["order_open"]) == ("closed", [])


SAME_MONTH = [
    # statuses in the order of their records, and (change, before, after) of the rows
    (("closed", "partially-met"), [("judged", "open", "open"), ("judged", "open", "partially-met")]),
    (("partially-met", "closed"), [("judged", "open", "open"), ("closed", "open", "closed")]),
    (("closed", "open", "closed"), [*[("judged", "open", "open")] * 2, ("closed", "open", "closed")]),
]


@pytest.mark.parametrize(("statuses", "rows"), SAME_MONTH)
def test_of_one_month_what_held_on_no_day_moves_nothing(case, ledger, statuses, rows):
    for status in statuses:
        case.judged("3", on="2021-10", cycle="2021", status=status)
    found = diff_days(ledger, "OCSAE", Day("2021-09-30"), Day("2021-10-31")).items
    assert [(row["change"], row["before"], row["after"]) for row in found] == rows
    asked = Asked(Day("2021-10-01"), Day("2021-10-31"))
    counted = statistics(ledger, "OCSAE", asked=asked).items[-1]
    assert counted["closed"] == sum(row["change"] == "closed" for row in found)
    assert counted["reopened"] == 0
    last = f"J{len(statuses)}"
    assert all(last in row["order_open"] for row in found[:-1] if statuses[-1] != "closed")
    assert "before or after" in "".join(
        write(diff_days(ledger, "OCSAE", Day("2021-09-30"), None), "table", 200)
    )


def test_of_one_day_the_order_is_that_of_the_records(case, ledger):
    case.judged("3", on="2021-10-20", cycle="2021", status="closed")
    case.judged("3", on="2021-10-20", cycle="2021", status="partially-met")
    rows = diff_days(ledger, "OCSAE", Day("2021-09-30"), Day("2021-10-31")).items
    assert [row["change"] for row in rows] == ["closed", "reopened"]
    assert [row["order_open"] for row in rows] == [[], []]


def test_words_of_one_month_are_not_told_as_if_one_had_followed_the_other(case, ledger):
    for text in ("First.", "Second."):
        case.ask(RestateRecommendation, number="3", text=text, why="W", on="2021-10")
    (row,) = diff_days(ledger, "OCSAE", Day("2021-09-30"), Day("2021-10-31")).items
    assert (row["change"], row["after"]) == ("restated", "Second.")
    assert row["before"] not in ("First.", "Second.")


def test_what_was_told_and_held_on_no_day_by_what_came_later_is_told(case, ledger, clock):
    case.judged("3", on="2021-10", cycle="2021", status="closed")
    since = Instant(times.instant(clock()))
    case.judged("3", on="2021-10", cycle="2021", status="partially-met")
    rows = diff_instants(ledger, "OCSAE", since, None).items
    assert [(row["judgement"], row["change"], row["before"], row["after"]) for row in rows] == [
        ("J1", "corrected", "closed", "partially-met"),
        ("J2", "judged", "open", "partially-met"),
    ]


def test_a_corrected_rationale_is_told_as_one_and_a_void_judgement_is_not(case, later):
    case.judged(on="2021-08-18")
    case.judged(on="2021-09-18")
    since = later("2022-04-01")
    case.ask(CorrectJudgement, who="bob", judgement="J1", rationale="As seen twice.", why="Slip.")
    (row,) = (view := diff_instants(case.ledger, "OCSAE", since, None)).items
    assert (row["change"], row["field"], row["judgement"]) == ("corrected", "rationale", "J1")
    assert (row["before"], row["after"]) == ("partially-met", "partially-met")
    assert "corrected          another rationale  J1" in "".join(write(view, "table", 120))
    since = later("2022-05-01")
    case.ask(CorrectJudgement, who="bob", judgement="J2", void=True, why="Slip.")
    rows = (view := diff_instants(case.ledger, "OCSAE", since, None)).items
    assert [row["field"] for row in rows] == ["status"]
    assert "rationale" not in "".join(write(view, "table", 120))
