"""What falls due and what is overdue: recommendations, and answers of bodies."""

import csv
import io

import pytest
from hypothesis import given as for_all

from ledger.decisions.bodies import RegisterBody, SucceedBody
from ledger.decisions.evidence import RequestEvidence
from ledger.decisions.links import SupersedeRecommendation
from ledger.decisions.recommendation_corrections import VoidRecommendation
from ledger.decisions.recommendations import (
    ReaddressRecommendation,
    RescheduleRecommendation,
    WithdrawRecommendation,
)
from ledger.decisions.responses import RecordResponse, SetResponseDue
from projections.base import TimeFilter
from projections.formats.index import write
from projections.inbox.inbox import inbox
from projections.register import read_register
from projections.rows import Filters
from projections.show import show
from projections.statistics.counting import Asked
from projections.statistics.view import statistics
from tests.histories import histories, lived
from tests.sampling import examples, sample

POLICE = "Police Scotland"


def told(case, *keys, **asked):
    """What the inbox of anybody has, by these keys."""
    keys = keys or ("task", "number", "due", "days")
    return [tuple(row[key] for key in keys) for row in inbox(case.ledger, **asked).items]


def test_it_is_overdue_from_the_day_after_the_day_due(case, clock):
    case.make("7", due="2022-03-01")
    assert told(case) == [("due", "7", "2022-03-01", 0)]
    clock.set("2022-03-02T00:30:00Z")
    assert told(case) == [("overdue", "7", "2022-03-01", -1)]
    clock.set("2023-03-01T12:00:00Z")
    assert told(case) == [("overdue", "7", "2022-03-01", -365)]


def test_what_is_to_come_is_told_until_the_last_day_asked_about(case):
    case.make("7", due="2022-03-31")
    case.make("8", due="2022-04-30")
    case.make("9", due="2022-05-01")
    assert told(case, "number", "days") == [("7", 30)]
    assert told(case, "number", "days", within="60d") == [("7", 30), ("8", 60)]
    assert told(case, "number", within="2022-05-01") == [("7",), ("8",), ("9",)]
    assert told(case, "number", within="0d") == []


@pytest.mark.parametrize(
    ("due", "earliest", "latest", "days", "said"),
    [
        ("2022-03", "2022-03-01", "2022-03-31", 30, "by 2022-03, which ends on 2022-03-31: Do 7."),
        ("2022", "2022-01-01", "2022-12-31", 305, "by 2022, which ends on 2022-12-31: Do 7."),
        ("2022-02", "2022-02-01", "2022-02-28", -1, "by 2022-02, which ends on 2022-02-28: Do 7."),
        ("..2022-03-04", None, "2022-03-04", 3, "by 2022-03-04 at the latest: Do 7."),
    ],
)
def test_a_date_that_is_known_in_part_counts_as_its_last_day(case, due, earliest, latest, days, said):
    case.make("7", due=due)
    (row,) = inbox(case.ledger, within="1y").items
    assert (row["due"], row["due_earliest"], row["due_latest"], row["days"]) == (due, earliest, latest, days)
    assert row["what"].endswith(said)


def test_what_is_closed_or_ended_is_not_overdue(case):
    for number in ("7", "8", "9", "10"):
        case.make(number, due="2021-06-30")
    assert len(told(case)) == 4
    case.judged("7", status="closed")
    case.ask(WithdrawRecommendation, number="8", why="W", on="2021-09-01")
    case.ask(SupersedeRecommendation, number="9", by=("OCSAE/3",), on="2021-09-01")
    case.ask(VoidRecommendation, number="10", why="Typed twice.", who="cyd")
    assert told(case) == []


def test_a_judgement_that_awaits_its_sign_off_closes_nothing(case):
    case.make("7", due="2021-06-30")
    case.judge("7", status="closed")
    assert [task for task, *_ in told(case)] == ["overdue", "sign-off"]


def test_the_day_that_holds_is_the_one_it_moved_to(case):
    case.make("7", due="2021-06-30")
    case.ask(RescheduleRecommendation, number="7", due="2022-03-15", on="2021-06-01")
    assert told(case, "task", "since", "due", "days", "age") == [("due", "2021-06-01", "2022-03-15", 14, 273)]


def test_the_bodies_that_have_not_done_their_part_are_named(case):
    case.make("7", "A", "B", "C", due="2021-06-30")
    case.judged("7", status="closed", made_to="B")
    assert told(case, "bodies") == [(("A", "C"),)]
    assert told(case, "what") == [("A and C were to do it by 2021-06-30: Do 7.",)]
    assert told(case, "number", filters=Filters(made_to="a")) == [("7",)]
    assert told(case, filters=Filters(made_to="B")) == []


def test_of_sixty_bodies_the_first_are_named_in_the_table_and_all_in_data(case):
    case.make("7", *(f"Council {number}" for number in range(60)), due="2021-06-30")
    ((what, bodies),) = told(case, "what", "bodies")
    assert what == "Council 0, Council 1, Council 2 and 57 others were to do it by 2021-06-30: Do 7."
    assert len(bodies) == 60


def test_a_body_that_took_over_has_the_share_and_bears_its_name(case):
    case.make("7", "Old Force", due="2021-06-30")
    case.ledger.ask(
        RegisterBody(body="New Force"),
        SucceedBody(body="Old Force", by="New Force", on="2021-01-01"),
        by="ada",
    )
    assert told(case, "bodies") == [(("New Force",),)]


def test_a_whole_and_its_part_each_have_a_day_of_their_own(case):
    case.make("7", due="2021-06-30")
    case.make("7(a)", due="2022-03-05", under="7")
    assert told(case) == [("overdue", "7", "2021-06-30", -244), ("due", "7(a)", "2022-03-05", 4)]
    case.judged("7(a)", status="closed")
    assert told(case) == []


def test_an_answer_falls_due_and_is_late(case, clock):
    case.ask(SetResponseDue, number="3", due="2022-03-15", on="2022-02-01")
    (row,) = inbox(case.ledger).items
    assert (row["task"], row["due"], row["days"], row["since"]) == (
        "response-due",
        "2022-03-15",
        14,
        "2022-02-01",
    )
    assert (row["bodies"], row["what"]) == ((POLICE,), f"{POLICE} has until 2022-03-15 to answer.")
    clock.set("2022-03-16T12:00:00Z")
    assert told(case) == [("response", "3", "2022-03-15", -1)]
    case.ask(RecordResponse, number="3", body=POLICE, answer="noted", text="T", on="2022-03-16")
    assert told(case) == []


def test_of_several_bodies_each_owes_an_answer(case):
    case.make("7", "A", "B")
    case.ask(SetResponseDue, number="7", due="2022-02", on="2022-02-01")
    case.ask(SetResponseDue, number="7", due="2022-03-20", body="B", on="2022-02-01")
    assert told(case, "task", "days", "bodies") == [("response", -1, ("A",)), ("response-due", 19, ("B",))]


def test_what_no_day_is_set_for_has_none(case):
    case.submit("2021-09-01")
    assert told(case, "due", "due_latest", "days", "age") == [(None, None, None, 181)]


def test_what_is_most_overdue_comes_first_and_what_is_to_come_last(case):
    case.make("7", due="2022-03-15")
    case.make("8", due="2021-06-30")
    case.submit("2021-09-01")
    case.make("9", due="2020-12")
    assert told(case, "task", "number") == [("overdue", "9"), ("overdue", "8"), ("judge", "3"), ("due", "7")]


def test_more_evidence_is_asked_of_the_bodies_that_are_to_send_it(case):
    case.make("7", "A", "B")
    case.ask(RequestEvidence, number="7", body="B", why="The minutes.", on="2021-09-01")
    case.ask(RequestEvidence, number="3", why="The minutes.", on="2021-09-02")
    assert told(case, "bodies") == [(("B",),), ((POLICE,),)]


def test_it_is_for_inspectors(case):
    case.make("7", due="2021-06-30")
    assert len(inbox(case.ledger, "ann").items) == 1
    assert inbox(case.ledger, "bob").items == inbox(case.ledger, "ada").items == []


def test_a_table_says_in_words_how_far_each_day_is(case):
    case.make("7", "Crown Office and Procurator Fiscal Service", due="2021-06-30", text="Train all. " * 40)
    case.make("AFD12/21", due="2022-03-02", kind="area-for-development")
    case.make("9", due="2022-03-01")
    case.make("10", due="..2022-02-28")
    case.ask(SetResponseDue, number="3", due="2022-02-01", on="2022-01-01")
    out = "".join(write(inbox(case.ledger), "table", 80))
    assert max(map(len, out.splitlines())) <= 80
    for words in ("244 days overdue", "in 1 day", "today", "28 days late", "not known, by 2022-02-28"):
        assert words in out, words
    assert "5 wait: 2 overdue, 1 late to answer, 2 falling due. Begin with:" in out


def test_csv_has_the_date_and_the_days(case):
    case.make("7", due="2021-06-30")
    case.submit("2021-09-01")
    first, second = csv.DictReader(io.StringIO("".join(write(inbox(case.ledger), "csv", 80))))
    # A number of the program needs no mark that keeps a spreadsheet from calculating.
    assert (first["Due"], first["Days"], first["Age"]) == ("2021-06-30", "-244", "244")
    assert (second["Due"], second["Days"], second["Age"]) == ("", "", "181")


def all_readers_agree(ledger):
    """The inbox, the register, the page and statistics on what is overdue today."""
    view = inbox(ledger)
    today = view.caption.split(",")[1].strip()
    overdue = {(row["inspection"], row["number"]) for row in view.items if row["task"] == "overdue"}
    register = read_register(ledger, time_filter=TimeFilter())
    rows = register.rows(Filters(overdue=today))
    assert {(row["inspection"], row["number"]) for row in rows} == overdue
    for row in register.rows():
        name = row["inspection"], row["number"]
        assert show(ledger, *name).head["overdue"] == (name in overdue)
    assert statistics(ledger, None, Asked()).head["overdue"] == len(overdue)
    return overdue


@pytest.mark.parametrize("seed", sample(range(20), 4))
def test_in_a_long_history_all_readers_agree_on_what_is_overdue(seed):
    all_readers_agree(lived(seed, 120).told)


def test_some_history_has_something_overdue():
    assert any(all_readers_agree(lived(seed, 120).told) for seed in range(6))


@examples(10)
@for_all(histories)
def test_in_any_history_all_readers_agree_on_what_is_overdue(history):
    all_readers_agree(history.told)


def test_of_a_body_the_register_and_statistics_agree_with_the_inbox(case):
    case.make("7", "A", "B", due="2021-06-30")
    case.make("8", "A", due="2021-06-30")
    case.ask(ReaddressRecommendation, number="8", made_to=("B",), why="W", on="2021-07-01")
    case.judged("7", status="closed", made_to="B")
    for body, numbers in (("A", ["7"]), ("B", ["8"])):
        asked = Filters(made_to=body)
        assert [number for (number,) in told(case, "number", filters=asked)] == numbers
        rows = read_register(case.ledger).rows(asked._replace(overdue="2022-03-01"))
        assert [row["number"] for row in rows] == numbers
        assert statistics(case.ledger, None, Asked(made_to=body)).head["overdue"] == len(numbers)
