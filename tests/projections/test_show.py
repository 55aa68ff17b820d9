"""One recommendation on one page, in both times."""

from __future__ import annotations

import pytest

from events.base import Day, Instant
from ledger.decisions.disputes import RaiseDispute, SettleDispute
from ledger.decisions.evidence import ExpectEvidence, WithdrawEvidence
from ledger.decisions.judgement_corrections import CorrectJudgement
from ledger.decisions.judgements import ReturnJudgement
from ledger.decisions.links import RepeatRecommendation, SupersedeRecommendation
from ledger.decisions.recommendation_corrections import CorrectRecommendation
from ledger.decisions.recommendations import (
    ReaddressRecommendation,
    RescheduleRecommendation,
    RestateRecommendation,
)
from ledger.errors import NotFound
from projections.base import TimeFilter
from projections.show import show
from projections.trail import trail


@pytest.fixture
def page(ledger):
    """page("3", as_of=…) -> the JSON of the page, its facts under "facts" and its lines under "rows"."""

    def read(number="3", as_of=None, known_at=None, inspection="OCSAE"):
        time_filter = TimeFilter(as_of and Day(as_of), known_at and Instant(known_at))
        view = show(ledger, inspection, number, time_filter=time_filter)
        return {**view.head, "facts": dict(view.facts), "rows": list(view.items)}

    return read


def said(page):
    return [row["what"] for row in page["rows"]]


def test_every_date_is_kept_with_who_approved_it_and_why(case, page):
    case.make("7", due="2021-01-01")
    case.ask(RescheduleRecommendation, number="7", due="2021-06-01", approved_by="the Board", on="2020-12-01")
    case.ask(RescheduleRecommendation, number="7", due="2021-12-01", why="Staff left.", on="2021-05-01")
    told = page("7")
    assert [one["due"] for one in told["dates"]] == ["2021-01-01", "2021-06-01", "2021-12-01"]
    assert [one["approved_by"] for one in told["dates"]] == [None, "the Board", None]
    assert [one["why"] for one in told["dates"]] == [None, None, "Staff left."]
    assert told["facts"]["Due"] == (
        "2021-12-01, overdue; moved on 2021-05-01 from 2021-06-01 (Staff left.); "
        "moved on 2020-12-01 from 2021-01-01, approved by the Board"
    )
    assert [one["due"] for one in page("7", as_of="2020-12-31")["dates"]] == ["2021-01-01", "2021-06-01"]


@pytest.mark.parametrize(
    ("as_of", "overdue", "days"),
    [
        ("2020-02-26", False, 0),
        ("2021-01-01", False, 310),
        ("2021-01-02", True, 311),
        ("2021-08-18", False, 539),
        (None, False, 539),
    ],
)
def test_what_is_overdue_and_how_long_it_is_open_goes_by_the_day_asked(case, page, as_of, overdue, days):
    case.make("7", due="2021-01-01")
    case.judged("7", status="closed")
    told = page("7", as_of=as_of)
    assert (told["overdue"], told["days_open"]) == (overdue, days)


def test_a_closure_that_was_judged_again_is_counted_from_the_first_and_after_a_reopening_from_the_last(
    case, page
):
    case.judged(status="closed", on="2021-09-01")
    case.judged(status="closed", on="2021-10-01", reason="not-implemented")
    assert page()["days_open"] == 553
    case.judged(status="open", on="2021-11-01")
    assert page(as_of="2021-11-02")["days_open"] == 615
    case.judged(status="closed", on="2021-12-01")
    assert page()["days_open"] == 644


def test_a_judgement_that_moves_a_closed_one_back_is_marked(case, page, ledger):
    first = case.judged(status="closed", on="2021-09-01")
    again = case.judged(status="partially-met", on="2021-10-01")
    later = case.judged(status="open", on="2021-11-01")
    marked = {one["judgement"]: one["reopens"] for one in page()["judgements"]}
    assert marked == {first: False, again: True, later: False}
    marks = [row["summary"] for row in trail(ledger, "OCSAE").items if "re-opened" in row["summary"]]
    assert len(marks) == 1
    assert marks[0].startswith(f"Judged recommendation 3 partially met as {again}")
    case.judged(status="partially-met", on="2021-09-15")
    assert [one["reopens"] for one in page()["judgements"]] == [False, False, False, True]


def test_a_judgement_that_nobody_signed_off_reopens_nothing(case, page, ledger):
    case.judged(status="closed", on="2021-09-01")
    case.judge(status="open", on="2021-10-01")
    assert not any(one["reopens"] for one in page()["judgements"])
    assert not any("re-opened" in row["summary"] for row in trail(ledger).items)


def test_each_body_has_its_share(case, page):
    case.make("7", "A", "B")
    case.submit("2021-07-01", "7", body="a", proposes_closure=True)
    case.judged("7", status="closed", on="2021-09-01", made_to="b", reason="no-longer-relevant")
    told = page("7")
    assert [(one["body"], one["status"], one["reason"], one["state"]) for one in told["shares"]] == [
        ("A", "open", None, "proposed-for-closure"),
        ("B", "closed", "no-longer-relevant", "judged"),
    ]
    assert (told["status"], told["judged_in"]) == ("open", None)
    assert told["facts"]["Share of B"] == "Closed (no-longer-relevant); judged"
    assert page("3")["shares"] == []


def test_links_are_followed_both_ways(case, page):
    case.inspect("CUSTODY", "1")
    case.make("11", on="2021-08-18", cycle="2021")
    case.ask(RepeatRecommendation, number="11", of="OCSAE/5", why="Said again.", on="2021-08-18")
    case.ask(SupersedeRecommendation, number="3", by=("CUSTODY/1",), how="reframed", on="2021-09-01")
    assert page("11")["facts"]["Repeats"] == "OCSAE/5, 2021-08-18 (Said again.)"
    assert page("5")["facts"]["Repeated by"] == "OCSAE/11, 2021-08-18 (Said again.)"
    assert page("3")["facts"]["Reframed into"] == "CUSTODY/1, 2021-09-01"
    assert page("1", inspection="CUSTODY")["facts"]["Reframes"] == "OCSAE/3, 2021-09-01"
    assert page("3", as_of="2021-08-31")["links"] == []
    assert "Recommendation 1 reframes OCSAE/3." in said(page("1", inspection="CUSTODY"))


def test_an_internal_note_is_told_where_it_is_asked_for_alone(case, ledger):
    case.judge(note="Ask again.")
    for notes in (False, True):
        view = show(ledger, "OCSAE", "3", notes=notes)
        assert ("Ask again." in str((view.head, list(view.items)))) is notes


def test_a_submission_and_a_judgement_are_one_line_each(case, page):
    evidence = case.submit("2021-07-01", summary="Minutes of the board")
    judgement = case.judge(evidence=(evidence,), note="Ask again.", rationale="Thin")
    assert said(page())[1:] == [
        f"Police Scotland submitted evidence {evidence} for recommendation 3. Minutes of the board.",
        (
            f"Judged recommendation 3 partially met as {judgement}, on evidence {evidence}: Thin. "
            "It awaits sign-off."
        ),
    ]
    case.sign(judgement)
    assert "Signed off by bob." in said(page())[2]
    returned = case.judge(status="open")
    case.ask(ReturnJudgement, who="bob", judgement=returned, why="Too thin.")
    assert said(page())[3].endswith("Returned: Too thin.")
    case.ask(WithdrawEvidence, evidence=evidence, why="Wrong file.", on="2021-09-09")
    assert said(page())[-1] == f"Withdrew evidence {evidence}: Wrong file. J1 rests on it."


def test_lines_stand_in_the_order_of_days_however_they_were_recorded(case, page):
    case.judged(status="closed", on="2021-12-01")
    case.ask(RestateRecommendation, number="3", text="Soon.", why="x", on="2020-05")
    case.ask(ReaddressRecommendation, number="3", made_to=("SPA",), on="2020-05-30")
    days = [row["on"] for row in page()["rows"]]
    assert days == ["2020-02-26", "2020-05-30", "2020-05", "2021-12-01"]
    assert page()["facts"]["Earlier words, 2020-02-26"] == "Do 3."


def test_disputes_and_expectations_are_on_the_page(case, page):
    judgement = case.judged(status="open")
    case.ask(ExpectEvidence, number="3", cycle="2021", text="Two quarters of minutes.", on="2021-08-18")
    dispute = case.ask(
        RaiseDispute, number="3", body="Police Scotland", judgement=judgement, why="No.", on="2021-09-01"
    ).ref
    told = page()
    assert told["state"] == "disputed"
    assert told["facts"]["Expected in 2021"] == "Two quarters of minutes."
    assert told["facts"][f"Dispute {dispute}"] == "2021-09-01, by Police Scotland, still open: No."
    case.ask(SettleDispute, dispute=dispute, outcome="dismissed", why="Seen.", on="2021-10-01")
    assert page()["facts"][f"Dispute {dispute}"].startswith("2021-09-01, by Police Scotland, dismissed on")
    assert page()["state"] == "judged"
    assert page(as_of="2021-09-30")["state"] == "disputed"


def test_both_the_mistake_and_its_correction_are_on_the_page(case, page, clock):
    wrong = case.judged(status="closed", on="2021-09-01")
    before = "2022-04-01T09:00:00.000000Z"
    clock.set("2022-04-01T09:00:00Z")
    case.ask(CorrectRecommendation, number="3", text="Do three.", why="A slip.")
    case.ask(CorrectJudgement, who="bob", judgement=wrong, void=True, why="The wrong paper.")
    told = page()
    assert (told["text"], told["status"]) == ("Do three.", "open")
    assert [one["what"] for one in told["corrections"]] == [
        "Corrected recommendation 3, the words of 2020-02-26: Do three. What was wrong: A slip.",
        (
            f"Corrected {wrong}: it should not have counted, and counts no more. "
            "What was wrong: The wrong paper."
        ),
    ]
    assert [one["void"] for one in told["judgements"]] == [True]
    assert any(what.endswith("Signed off by bob. It was made void.") for what in said(told))
    assert "Recorded on 2022-04-01." in said(told)[1]
    assert (page(as_of="2020-03-01")["text"], page(as_of="2021-09-01")["status"]) == ("Do three.", "open")
    believed = page(known_at=before)
    assert (believed["text"], believed["status"], believed["corrections"]) == ("Do 3.", "closed", [])


def test_why_it_stands_so_is_the_rationale_of_what_settles_it(case, page):
    case.judged(status="partially-met", on="2021-10-01", rationale="Half of it.")
    case.judged(status="closed", on="2021-09-01", rationale="An earlier word, recorded later.")
    assert page()["facts"]["Why"] == "J1, 2021-10-01: Half of it."
    assert page(as_of="2021-09-30")["facts"]["Why"] == "J2, 2021-09-01: An earlier word, recorded later."
    assert "Why" not in page(as_of="2021-08-31")["facts"]


def test_what_was_not_there_yet_is_not_found(case, page):
    for number, when in (("99", {}), ("3", {"as_of": "2020-02-25"}), ("3", {"known_at": "2000-01-01"})):
        with pytest.raises(NotFound):
            page(number, **when)


def test_what_was_made_in_the_running_month_is_open_since_it_was_recorded(case):
    """A month that runs has its last day before it; a fact had come on the day it was recorded."""
    case.make("11", on="2022-03", cycle="2021")
    assert show(case.ledger, "OCSAE", "11").head["days_open"] == 0
    case.judged("11", status="closed", on="2022-03-01")
    assert show(case.ledger, "OCSAE", "11").head["days_open"] == 0


def test_it_was_open_for_as_many_days_as_its_dates_leave(case):
    def open_for(number, as_of):
        view = show(case.ledger, "OCSAE", number, time_filter=TimeFilter(Day(as_of)))
        head = view.head
        said = next(value for label, value in view.facts if label in ("Open for", "Closed after"))
        return (*(head[f"days_open{name}"] for name in ("", "_least", "_most")), said)

    case.make("7", on="2021-05", cycle="2020")
    case.make("8", on="..2021-05-31", cycle="2020")
    assert open_for("7", "2021-06-01") == (None, 1, 31, "not known exactly: 1 to 31 days")
    assert open_for("8", "2021-06-01") == (None, 1, None, "not known exactly: 1 day or more")
    assert open_for("3", "2020-02-27") == (1, 1, 1, "1 day")
    case.judged("7", "2021-06", "2020", status="closed")
    assert open_for("7", "2021-07-01") == (None, 1, 60, "not known exactly: 1 to 60 days")
    case.judged("3", "2021", status="closed")
    assert open_for("3", "2021-12-31")[:3] == (None, 310, 674)
