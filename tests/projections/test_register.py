"""The register where a recommendation has several bodies, dates and ends."""

from __future__ import annotations

import pytest

from events.base import Day
from ledger.decisions.cycles import OpenCycle
from ledger.decisions.evidence import RequestEvidence
from ledger.decisions.judgement_corrections import CorrectJudgement
from ledger.decisions.links import SupersedeRecommendation
from ledger.decisions.recommendation_corrections import CorrectRecommendation
from ledger.decisions.recommendations import ReaddressRecommendation, RescheduleRecommendation
from projections.base import TimeFilter
from projections.formats.index import write
from projections.register import register
from projections.rows import Filters


@pytest.fixture
def shared(case):
    """Recommendation 7, made to A, B and C."""
    case.make("7", "A", "B", "C")
    return case


@pytest.fixture
def of_body(ledger):
    """of_body("A") -> the rows of that body, by number, as (status, reason, state)."""

    def read(body, as_of=None):
        view = register(
            ledger, "OCSAE", time_filter=TimeFilter(as_of and Day(as_of)), filters=Filters(made_to=body)
        )
        rows = list(view.items)
        totals = dict(view.head["totals"])
        assert totals.pop("total") == len(rows) == sum(totals.values())
        return {row["number"]: (row["status"], row["reason"], row["state"]) for row in rows}

    return read


def close(case, body, on, **other):
    return case.judged("7", status="closed", on=on, made_to=body, **other)


def test_the_status_is_that_of_the_least_advanced_share(shared):
    close(shared, "A", "2021-09-01")
    assert shared.row("7")["status"] == "open"
    for body, on in (("B", "2021-10-01"), ("C", "2021-10-02")):
        shared.judged("7", status="partially-met", on=on, made_to=body)
    row = shared.row("7")
    assert (row["status"], row["judged_in"], row["last_updated"]) == ("partially-met", "2021", "2021-10-02")
    close(shared, "B", "2021-11-01")
    assert shared.row("7")["status"] == "partially-met"
    close(shared, "C", "2021-12-01")
    assert (shared.row("7")["status"], shared.row("7")["reason"]) == ("closed", "implemented")
    assert shared.row("7", as_of="2021-11-30")["status"] == "partially-met"


@pytest.mark.parametrize("order", ["ABC", "CBA", "BCA"])
def test_a_whole_is_called_implemented_only_where_every_share_is(shared, order):
    for day, body in enumerate(order, 1):
        reason = "no-longer-relevant" if body == "B" else "implemented"
        close(shared, body, f"2021-10-0{day}", reason=reason)
    assert shared.row("7")["reason"] == "no-longer-relevant"


def test_a_judgement_of_the_whole_settles_every_share_and_a_later_one_its_own(shared, of_body):
    close(shared, "A", "2021-09-01")
    shared.judged("7", status="partially-met", on="2021-10-01")
    assert of_body("A")["7"][0] == of_body("C")["7"][0] == "partially-met"
    close(shared, "B", "2021-11-01")
    assert [of_body(body)["7"][0] for body in "ABC"] == ["partially-met", "closed", "partially-met"]
    assert [of_body(body, as_of="2021-09-30")["7"][0] for body in "ABC"] == ["closed", "open", "open"]


def test_the_register_of_a_body_counts_its_shares(shared, of_body, ledger):
    close(shared, "A", "2021-09-01")
    assert set(of_body("a")) == {"7"}
    view = register(ledger, "OCSAE", filters=Filters(made_to="a"))
    assert view.head["totals"] == {"total": 1, "open": 0, "partially-met": 0, "closed": 1}
    closed = Filters(made_to="A", status="closed"), Filters(made_to="B", status="closed")
    assert [len(list(register(ledger, "OCSAE", filters=each).items)) for each in closed] == [1, 0]
    assert of_body("Nobody") == {}


def test_the_evidence_of_a_body_is_for_its_share(shared, of_body):
    shared.submit("2021-07-01", "7", body="A", proposes_closure=True)
    assert [of_body(body)["7"][2] for body in "AB"] == ["proposed-for-closure", "awaiting-evidence"]
    close(shared, "B", "2021-09-01")
    assert [of_body(body)["7"][2] for body in "AB"] == ["proposed-for-closure", "judged"]
    close(shared, "A", "2021-09-02")
    assert of_body("A")["7"][2] == "judged"


def test_evidence_of_nobody_in_particular_is_for_every_share(shared, of_body):
    shared.submit("2021-07-01", "7", body="An auditor")
    assert [of_body(body)["7"][2] for body in "ABC"] == ["evidence-submitted"] * 3


def test_more_evidence_is_asked_of_one_body(shared, of_body):
    shared.ask(RequestEvidence, number="7", body="b", why="Too thin.", on="2021-07-01")
    assert [of_body(body)["7"][2] for body in "AB"] == ["awaiting-evidence", "more-evidence-requested"]
    shared.submit("2021-07-02", "7", body="A")
    assert of_body("B")["7"][2] == "more-evidence-requested"
    shared.submit("2021-07-03", "7", body="B")
    assert of_body("B")["7"][2] == "evidence-submitted"


def test_a_judgement_of_a_share_awaits_for_that_share(shared, of_body):
    shared.judge("7", made_to="A")
    assert [of_body(body)["7"][2] for body in "AB"] == ["awaiting-sign-off", "awaiting-evidence"]
    assert shared.row("7")["state"] == "awaiting-sign-off"


def test_who_is_no_addressee_any_more_has_no_share(shared, of_body):
    for body in "AB":
        close(shared, body, "2021-09-01")
    shared.ask(ReaddressRecommendation, number="7", made_to=("A", "B"), on="2021-10-01")
    assert shared.row("7")["status"] == "closed"
    assert shared.row("7", as_of="2021-09-30")["status"] == "open"
    assert of_body("C") == {}
    assert set(of_body("C", as_of="2021-09-30")) == {"7"}


def test_a_body_that_comes_later_has_what_was_judged_of_the_whole(shared, of_body):
    shared.judged("7", status="closed", on="2021-09-01")
    shared.ask(ReaddressRecommendation, number="7", made_to=("A", "D"), on="2021-10-01")
    assert of_body("D")["7"][0] == "closed"


def test_what_is_left_open_until_a_cycle_waits_for_that_cycle(case):
    case.judged(status="open", until="2023", on="2021-09-01")
    assert case.state() == "left-open"
    case.ask(OpenCycle, cycle="2023", title="Later", on="2022-02-01")
    assert case.state() == "awaiting-evidence"
    assert case.state(as_of="2022-01-31") == "left-open"
    case.submit("2021-12-01")
    assert case.state(as_of="2021-12-31") == "evidence-submitted"


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ("superseded", "superseded"),
        ("reframed", "superseded"),
        ("merged", "merged"),
        ("split", "superseded"),
    ],
)
def test_what_others_took_the_place_of_is_closed_for_that_reason(case, how, reason):
    case.inspect("CUSTODY", "1", "2")
    by = ("CUSTODY/1", "CUSTODY/2") if how in ("superseded", "split") else ("CUSTODY/1",)
    case.ask(SupersedeRecommendation, number="3", how=how, by=by, on="2021-01-01")
    row = case.row()
    assert (row["status"], row["reason"], row["state"]) == ("closed", reason, "superseded")
    case.ask(CorrectRecommendation, number="3", void="end", why="It was another.")
    assert (case.status(), case.state()) == ("open", "awaiting-evidence")
    assert case.status(as_of="2021-01-01") == "open"


def test_people_read_by_how_many_days_each_row_is_overdue(case, ledger):
    case.make("7", due="2021-06")
    case.make("8", due="2021-09-01")
    case.make("9", due="..2021-08-31")
    view = register(ledger, "OCSAE", filters=Filters(overdue="2021-09-02"))
    (column,) = view.beside
    assert (column.heading, [column.read(row) for row in view.items]) == (
        "Overdue",
        ["2021-06, 64 days", "2021-09-01, 1 day", "not known, by 2021-08-31, 2 days"],
    )
    assert register(ledger, "OCSAE").beside == ()
    assert "Overdue" not in "".join(write(view, "csv", 80))


def test_overdue_rows_are_those_not_closed_whose_date_had_passed(case, ledger):
    case.make("7", due="2021-01")
    case.make("8", due="2021-01-31")
    case.make("9", due="2021-02-01")
    case.ask(RescheduleRecommendation, number="8", due="2021-03-01", on="2021-01-15")
    case.judged("9", status="closed")

    def overdue(day):
        rows = register(ledger, "OCSAE", time_filter=TimeFilter(Day(day)), filters=Filters(overdue=day)).items
        return [row["number"] for row in rows]

    assert overdue("2021-01-31") == []
    assert overdue("2021-02-01") == ["7"]
    assert overdue("2021-02-02") == ["7", "9"]
    assert overdue("2021-08-18") == ["7", "8"]


def test_a_judgement_that_was_void_leaves_what_was_judged_before(case):
    case.judged(status="partially-met", on="2021-09-01")
    wrong = case.judged(status="closed", on="2021-10-01")
    case.ask(CorrectJudgement, who="bob", judgement=wrong, void=True, why="The wrong paper.")
    row = case.row()
    assert (row["status"], row["reason"], row["last_updated"]) == ("partially-met", None, "2021-09-01")


def test_a_judgement_of_another_day_counts_from_that_day(case):
    early = case.judged(status="closed", on="2021-09-01")
    case.judged(status="partially-met", on="2021-10-01")
    case.ask(CorrectJudgement, who="bob", judgement=early, judged_on="2021-11-01", why="A slip.")
    assert case.status() == "closed"
    assert case.status(as_of="2021-09-30") == "open"


def test_corrected_words_hold_from_the_day_of_the_wrong_ones(case, clock):
    known = "2022-04-01T00:00:00.000000Z"
    clock.set("2022-04-01T09:00:00Z")
    case.ask(CorrectRecommendation, number="3", made_to=("SPA",), due="2021-05-01", why="Mixed up.")
    case.ask(CorrectRecommendation, number="5", made_on="2020-03-01", why="A slip.")
    assert case.row(as_of="2020-02-26")["made_to"] == ["SPA"]
    assert case.row(as_of="2020-02-26")["due"] == "2021-05-01"
    assert case.row("5", as_of="2020-02-29") is None
    assert case.row("5")["made_on"] == "2020-03-01"
    assert case.row(as_of="2020-02-26", known_at=known)["made_to"] == ["Police Scotland"]
    assert case.row("5", as_of="2020-02-29", known_at=known)["made_on"] == "2020-02-26"


def test_one_body_in_two_spellings_is_one_addressee(case, ledger):
    case.make("9", "North", "north", "South")
    assert case.row("9")["made_to"] == ["North", "South"]


def test_evidence_of_nobody_in_particular_waits_until_every_share_is_judged(shared, of_body):
    shared.submit("2021-07-01", "7", body="An auditor", proposes_closure=True)
    for body, on in (("A", "2021-09-01"), ("B", "2021-09-02")):
        close(shared, body, on)
    assert [of_body(body)["7"][2] for body in "ABC"] == ["judged", "judged", "proposed-for-closure"]
    assert shared.row("7")["state"] == "proposed-for-closure"
    close(shared, "C", "2021-09-03")
    assert shared.row("7")["state"] == "judged"


def test_who_asks_for_a_body_that_nothing_was_made_to_is_told(shared, ledger):
    told = register(ledger, filters=Filters(made_to="Nope")).warning
    assert told.startswith("no recommendation here was ever made to Nope. See which bodies there are: ")
    view = register(ledger, filters=Filters(made_to="a"))
    assert (view.warning, view.caption) == ("", "Register of all inspections, the share of A")


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        ((), "2 recommendations: 2 open"),
        (("area-for-development",), "2 recommendations and 1 area for development: 3 open"),
        (("area-for-development",) * 2, "2 recommendations and 2 areas for development: 4 open"),
    ],
)
def test_what_is_counted_is_called_by_its_kind(case, ledger, kinds, said):
    for number, kind in enumerate(kinds, 1):
        case.make(f"AFD{number}", kind=kind)
    assert register(ledger, "OCSAE").closing.startswith(said)


def test_where_there_is_one_kind_it_alone_is_named(case, ledger):
    case.make("AFD1", kind="area-for-development")
    alone = register(ledger, "OCSAE", filters=Filters(kind="area-for-development"))
    assert alone.closing == "1 area for development: 1 open, 0 partially met, 0 closed."


def test_nothing_is_counted_as_recommendations(case, ledger):
    view = register(ledger, "OCSAE", time_filter=TimeFilter(Day("1999-01-01")))
    assert view.closing == "0 recommendations: 0 open, 0 partially met, 0 closed."
    assert view.warning == "nothing was made by 1999-01-01."
