"""What has others under it: as advanced as the least advanced of them, in both times and every reading."""

from __future__ import annotations

import pytest

from events.base import Day, Instant
from ledger import times
from ledger.decisions.classification import ClassifyRecommendation
from ledger.decisions.cycles import OpenCycle
from ledger.decisions.judgement_corrections import CorrectJudgement
from ledger.decisions.links import SupersedeRecommendation
from ledger.decisions.recommendation_corrections import CorrectRecommendation, VoidRecommendation
from ledger.decisions.recommendations import WithdrawRecommendation
from ledger.decisions.vocabulary import AddWord
from projections.base import TimeFilter
from projections.diff import diff_days, diff_instants
from projections.inbox.inbox import inbox
from projections.register import register
from projections.show import show
from projections.statistics.counting import Asked
from projections.statistics.view import statistics
from projections.trail import trail
from projections.why import why


@pytest.fixture
def whole(case):
    """Recommendation 3 with the limbs 3(a) and 3(b), made with it."""
    for number in ("3(a)", "3(b)"):
        case.make(number, under="3")
    return case


def put(case, number, under, on="2021-09-01"):
    case.ask(ClassifyRecommendation, number=number, under=under, on=on)


def stands(case, number="3", **when):
    row = case.row(number, **when)
    return row["status"], row["reason"], row["state"], row["judged_in"], row["last_updated"]


def test_it_is_as_advanced_as_the_least_advanced_part(whole):
    assert stands(whole) == ("open", None, "awaiting-evidence", None, "2020-02-26")
    whole.judged("3(a)", on="2021-08-18", status="closed")
    assert whole.status() == "open"
    whole.judged("3(b)", on="2021-09-01", status="partially-met")
    assert stands(whole) == ("partially-met", None, "judged", "2021", "2021-09-01")
    whole.judged("3(b)", on="2021-10-01", status="closed")
    assert stands(whole) == ("closed", "implemented", "judged", "2021", "2021-10-01")
    assert stands(whole, as_of="2021-09-30")[0] == "partially-met"
    assert stands(whole, as_of="2021-08-31")[0] == "open"


def test_it_is_implemented_only_if_every_part_is(whole):
    whole.judged("3(a)", on="2021-08-18", status="closed", reason="no-longer-relevant")
    whole.judged("3(b)", on="2021-09-01", status="closed")
    assert stands(whole)[:2] == ("closed", "no-longer-relevant")


def test_its_own_judgements_do_not_count_while_it_has_parts(whole):
    whole.judged("3", on="2021-08-18", status="closed")
    assert stands(whole)[0] == "open"
    assert [row["change"] for row in changes(whole) if row["number"] == "3"] == ["made", "judged"]


def test_they_count_before_it_has_parts_and_once_all_are_gone(case):
    case.judged("3", on="2021-08-20", status="closed")
    put(case, "5", "3", on="2021-09-01")
    assert (case.status(as_of="2021-08-31"), case.status()) == ("closed", "open")
    put(case, "5", "", on="2021-10-01")
    assert (case.status(as_of="2021-09-30"), case.status()) == ("open", "closed")
    told = [(row["number"], row["change"], row["on"]) for row in changes(case) if row["number"] == "3"]
    assert told == [
        ("3", "made", "2020-02-26"),
        ("3", "closed", "2021-08-20"),
        ("3", "reopened", "2021-09-01"),
        ("3", "closed", "2021-10-01"),
    ]


@pytest.mark.parametrize("superseded", [True, False])
def test_a_part_that_ended_does_not_hold_it_back(whole, superseded):
    whole.judged("3(a)", on="2021-08-18", status="closed")
    if superseded:
        whole.ask(SupersedeRecommendation, number="3(b)", by=("OCSAE/5",), on="2021-09-01")
    else:
        whole.ask(WithdrawRecommendation, number="3(b)", on="2021-09-01")
    assert stands(whole) == ("closed", "implemented", "judged", "2021", "2021-09-01")
    assert whole.status(as_of="2021-08-31") == "open"


def test_if_all_parts_ended_its_own_judgements_count_again(whole):
    whole.judged("3", on="2021-08-18", status="partially-met")
    for number in ("3(a)", "3(b)"):
        whole.ask(WithdrawRecommendation, number=number, on="2021-09-01")
    assert (whole.status(as_of="2021-08-31"), whole.status()) == ("open", "partially-met")


def test_if_it_was_itself_withdrawn_that_stands(whole):
    whole.ask(WithdrawRecommendation, number="3", on="2021-09-01")
    assert stands(whole)[:3] == ("closed", "withdrawn", "withdrawn")


def test_what_came_after_it_was_withdrawn_does_not_update_it(whole):
    whole.ask(WithdrawRecommendation, number="3", on="2021-09-01")
    whole.judged("3(a)", on="2021-10-01", status="closed")
    assert stands(whole)[-1] == "2021-09-01"


def test_two_stand_under_each_other_one_after_the_other(case):
    put(case, "5", "3", on="2021-09-01")
    case.judged("5", on="2021-09-02", status="partially-met")
    put(case, "5", "", on="2021-10-01")
    put(case, "3", "5", on="2021-10-01")
    case.judged("3", on="2021-10-02", status="closed")
    assert [case.status(number="3", as_of=day) for day in ("2021-09-30", "2021-10-01")] == [
        "partially-met",
        "open",
    ]
    assert [case.status(number="5", as_of=day) for day in ("2021-10-01", "2021-10-02")] == ["open", "closed"]
    told = [(row["number"], row["before"], row["after"], row["on"]) for row in changes(case)]
    assert [row for row in told if row[1] is not None] == [
        ("3", "open", "partially-met", "2021-09-02"),
        ("5", "open", "partially-met", "2021-09-02"),
        ("3", "partially-met", "open", "2021-10-01"),
        ("5", "partially-met", "open", "2021-10-01"),
        ("3", "open", "closed", "2021-10-02"),
        ("5", "open", "closed", "2021-10-02"),
    ]
    assert trail(case.ledger, "OCSAE").items
    assert inbox(case.ledger) is not None


def test_parts_have_parts(whole):
    whole.make("3(a)(i)", under="3(a)")
    whole.make("3(a)(ii)", under="3(a)")
    whole.judged("3(b)", on="2021-08-18", status="closed")
    whole.judged("3(a)(i)", on="2021-08-18", status="closed")
    assert (whole.status(), whole.status(number="3(a)")) == ("open", "open")
    whole.judged("3(a)(ii)", on="2021-09-01", status="partially-met")
    assert (whole.status(), whole.status(number="3(a)")) == ("partially-met", "partially-met")


def test_its_state_is_that_of_the_part_that_settles_it(whole):
    whole.judged("3(a)", on="2021-08-18", status="closed")
    whole.submit("2021-09-01", number="3(b)")
    assert whole.state() == "evidence-submitted"
    whole.judge("3(b)", on="2021-10-01")
    assert whole.state() == "awaiting-sign-off"


def test_what_was_known_then(whole):
    before = (
        whole.ask(ClassifyRecommendation, number="5", under="3(b)", on="2021-01-01").events[0].recorded_at
    )
    ref = whole.judged("3(a)", on="2021-08-18", status="closed")
    whole.judged("5", on="2021-08-18", status="closed")
    assert whole.status() == "closed"
    assert whole.status(known_at=before) == "open"
    whole.ask(CorrectJudgement, who="bob", judgement=ref, void=True, why="Wrong.")
    assert whole.status() == "open"


def test_a_share_of_it_is_the_share_in_the_parts_made_to_that_body(case):
    case.make("7", "Police", "Fire Service")
    case.make("7a", "Police", under="7")
    case.make("7b", "Fire Service", under="7")
    case.judged("7a", on="2021-08-18", status="closed")
    shares = show(case.ledger, "OCSAE", "7").head["shares"]
    assert [(share["body"], share["status"]) for share in shares] == [
        ("Police", "closed"),
        ("Fire Service", "open"),
    ]
    assert case.status(number="7") == "open"


def changes(case):
    return diff_days(case.ledger, "OCSAE", Day("2020-01-01"), None).items


def test_each_step_is_told_once_and_of_the_whole_only_if_it_moved(whole):
    whole.judged("3(a)", on="2021-08-18", status="closed")
    whole.judged("3(b)", on="2021-09-01", status="closed")
    whole.judged("3(b)", on="2021-10-01", status="open")
    told = [(row["number"], row["change"], row["judgement"]) for row in changes(whole)]
    assert [one for one in told if one[1] != "made"] == [
        ("3(a)", "closed", "J1"),
        ("3", "closed", "J2"),
        ("3(b)", "closed", "J2"),
        ("3", "reopened", "J3"),
        ("3(b)", "reopened", "J3"),
    ]


def test_of_one_day_a_judgement_of_its_own_is_told_after_what_moved_it_before(case):
    case.judged("5", on="2021-08-18", status="partially-met")
    put(case, "5", "3", on="2021-09-01")
    case.judged("3", on="2021-09-01", status="open")
    case.judged("5", on="2021-09-01", status="closed")
    told = [(row["change"], row["before"], row["after"]) for row in changes(case) if row["number"] == "3"]
    assert told == [("made", None, "open"), ("judged", "open", "open"), ("closed", "open", "closed")]


def test_of_one_day_a_judgement_of_its_own_recorded_after_what_moved_it_finds_it_moved(case):
    case.judged("5", on="2021-08-18", status="partially-met")
    put(case, "5", "3", on="2021-09-01")
    case.judged("3", on="2021-09-01", status="open")
    told = [(row["change"], row["before"], row["after"]) for row in changes(case) if row["number"] == "3"]
    judged = ("judged", "partially-met", "partially-met")
    assert told == [("made", None, "open"), ("judged", "open", "partially-met"), judged]


def test_statistics_count_the_whole_beside_its_parts(whole):
    whole.judged("3(a)", on="2021-08-18", status="closed")
    view = statistics(whole.ledger, "OCSAE", Asked(Day("2020-01-01"), Day("2021-12-31")))
    (row, _) = view.items
    assert (row["opening"], row["made"], row["closed"], row["closing"]) == (0, 4, 1, 3)
    assert view.head["by_status"] == {"open": 3, "partially-met": 0, "closed": 1}
    assert (
        dict(view.facts)["Wholes"] == "1 recommendation of these has others under it, which are counted, too"
    )


def test_a_whole_is_closed_and_reopened_with_its_parts(whole):
    whole.judged("3(a)", on="2021-08-18", status="closed")
    whole.judged("3(b)", on="2021-09-01", status="closed")
    whole.judged("3(b)", on="2021-10-01", status="open")

    def moved(since, until):
        (row, _) = statistics(whole.ledger, "OCSAE", Asked(Day(since), Day(until))).items
        return row["closed"], row["reopened"], row["closing"]

    assert moved("2021-08-18", "2021-09-01") == (3, 0, 1)
    assert moved("2021-10-01", "2021-10-01") == (0, 2, 3)


def test_what_came_to_have_parts_is_counted_as_before(case):
    for number in ("3a", "3b"):
        case.make(number, on="2021-09-01", under="3")
    for until, closing in (("2020-12-31", 2), ("2021-12-31", 4)):
        view = statistics(case.ledger, "OCSAE", Asked(Day("2020-01-01"), Day(until)))
        assert (view.items[0]["made"], view.items[0]["closing"]) == (closing, closing)
    (later, _) = statistics(case.ledger, "OCSAE", Asked(Day("2021-01-01"), Day("2021-12-31"))).items
    assert (later["opening"], later["made"], later["closed"], later["closing"]) == (2, 2, 0, 4)


def test_what_it_rests_on_has_all_of_its_parts(whole):
    reading = register(whole.ledger, "OCSAE")
    assert reading.items
    rested = {item["field"]: item["event"] for item in why(whole.ledger, "OCSAE", "3(a)").items}
    assert rested["under"] == "recommendation.classified"


def test_a_part_that_was_left_open_waits_and_the_whole_does_not(whole):
    whole.ask(OpenCycle, cycle="2022", title="Third", on="2022-01-01")
    whole.judged("3(a)", on="2021-08-18", status="open", until="2022")
    assert whole.state() == "awaiting-evidence"
    assert [(row["task"], row["number"]) for row in inbox(whole.ledger).items] == [("judge", "3(a)")]


def test_what_is_handed_in_for_the_whole_waits_once(whole):
    whole.submit("2021-09-01")
    assert [(row["task"], row["number"]) for row in inbox(whole.ledger).items] == [("judge", "3")]


def test_it_hangs_on_the_dates_of_its_parts(whole):
    whole.judged("3(a)", on="2021-08-20", status="closed")
    whole.judged("3(b)", on="2021-09", status="closed")
    for day, uncertain in (
        ("2021-08-31", []),
        ("2021-09-15", ["OCSAE/3", "OCSAE/3(b)"]),
        ("2021-09-30", []),
    ):
        view = register(whole.ledger, "OCSAE", time_filter=TimeFilter(Day(day)))
        assert view.head["uncertain"] == uncertain, day


def test_show_lists_its_parts(whole):
    whole.judged("3(a)", on="2021-08-18", status="closed")
    page = show(whole.ledger, "OCSAE", "3")
    assert [(part["number"], part["status"]) for part in page.head["parts"]] == [
        ("3(a)", "closed"),
        ("3(b)", "open"),
    ]
    assert show(whole.ledger, "OCSAE", "3(a)").head["under"] == "3"


def test_what_had_only_a_part_that_was_entered_in_error_is_as_if_it_had_none(case):
    case.judged("3", on="2021", status="partially-met")
    case.judged("3", on="..2021-08-31", status="partially-met")
    alone = stands(case), changes(case)
    case.make("3(a)", under="3")
    assert (stands(case), changes(case)) != alone
    case.ask(VoidRecommendation, number="3(a)", why="Twice.")
    assert (stands(case), changes(case)) == alone
    assert stands(case)[-1] == "..2021-08-31"


def test_that_it_stands_otherwise_because_of_what_is_known_of_a_part_is_learned(whole, clock):
    whole.judged("3(a)", on="2021-08-18", status="closed")
    whole.judged("3(b)", on="2021-09-01", status="closed")
    assert whole.status() == "closed"
    known = Instant(times.instant(clock()))
    learning = AddWord(vocabulary="kind", word="learning-point", label="Learning point", means="none")
    whole.ledger.ask(learning, by="ada")
    for number in ("3(a)", "3(b)"):
        whole.ask(CorrectRecommendation, number=number, kind="learning-point", why="It asks for nothing.")
    assert whole.status() == whole.status(as_of="2021-09-01") == "open"
    found = diff_instants(whole.ledger, "OCSAE", known, None).items
    assert ("3", "corrected", "closed", "open", "2021-09-01") in [
        (row["number"], row["change"], row["before"], row["after"], row["on"]) for row in found
    ]


@pytest.fixture
def late(case):
    """5 stands under 3 from 2021-03-02, and then it turns out that 3 was made in 2021, nobody knows when."""
    put(case, "5", "3", on="2021-03-02")
    case.ask(CorrectRecommendation, number="3", made_on="2021", why="A slip.")
    return case


def test_nothing_stands_under_it_on_a_day_before_it_was_made(late):
    days = ("2021-03-01", "2021-03-02", "2021-12-30", "2021-12-31", None)
    assert [late.row("5", as_of=day)["under"] for day in days] == [None, None, None, "3", "3"]
    assert [bool(late.row("3", as_of=day)) for day in days] == [False, False, False, True, True]
    assert show(late.ledger, "OCSAE", "5", time_filter=TimeFilter(Day("2021-03-02"))).head["under"] is None


def test_what_is_put_elsewhere_stands_under_nothing_until_that_was_made(late):
    late.make("7")
    put(late, "5", "7", on="2021-03-01")
    days = ("2021-03-01", "2021-03-02", "2021-12-31")
    assert [late.row("5", as_of=day)["under"] for day in days] == ["7", None, "3"]
    late.judged("7", on="2021-02-01", cycle="2020", status="closed")
    assert [late.status(number="7", as_of=day) for day in days] == ["open", "closed", "closed"]


def test_a_row_is_uncertain_while_what_it_is_put_under_may_have_been_made(late):
    days = ("2020-12-31", "2021-03-01", "2021-03-02", "2021-12-30", "2021-12-31", None)
    found = [
        register(late.ledger, time_filter=TimeFilter(day and Day(day))).head["uncertain"] for day in days
    ]
    assert found == [[], ["OCSAE/3"], ["OCSAE/3", "OCSAE/5"], ["OCSAE/3", "OCSAE/5"], [], []]


def test_that_what_it_is_put_under_was_made_later_is_learned_of_the_part(case, clock):
    put(case, "5", "3", on="2021-03-02")
    known = Instant(times.instant(clock()))
    case.ask(CorrectRecommendation, number="3", made_on="2021", why="A slip.")
    found = diff_instants(case.ledger, "OCSAE", known, None, as_of=Day("2021-03-02")).items
    told = [(row["field"], row["before"], row["after"]) for row in found if row["number"] == "5"]
    assert told == [("under", "3", None)]
    later = diff_instants(case.ledger, "OCSAE", known, None).items
    told = [(row["field"], row["before"], row["after"]) for row in later if row["number"] == "5"]
    assert told == [("under", "3", None)]


def test_a_judgement_dated_before_the_making_moves_no_whole_that_has_parts_once_it_is_made(late):
    late.judged("3", on="2021-06-01", cycle="2020", status="closed")
    assert stands(late)[:3] == ("open", None, "awaiting-evidence")
    told = [(row["change"], row["before"], row["after"]) for row in changes(late) if row["number"] == "3"]
    assert told == [("made", None, "open"), ("judged", "open", "open")]
    assert stands(late)[-1] == "2021"


def test_why_a_part_stands_under_nothing_until_that_was_made(late):
    def rested(day):
        time_filter = TimeFilter(Day(day))
        items = why(late.ledger, "OCSAE", "5", time_filter=time_filter).items
        return next((item["value"], item["event"]) for item in items if item["field"] == "under")

    assert rested("2021-03-02") == (None, "recommendation.made")
    assert rested("2021-12-31") == ("3", "recommendation.classified")


def test_what_came_to_have_parts_was_last_updated_as_before(case):
    case.judged("3", on="2021-08", status="open", cycle="2020")
    case.judged("3", on="2021-08-03", status="partially-met", cycle="2020")
    assert stands(case)[-1] == "2021-08-03"
    put(case, "5", "3", on="2021-09-01")
    assert stands(case, as_of="2021-08-31")[-1] == "2021-08-03"
    assert stands(case)[-1] == "2021-08-03"
