"""What bodies answer and report, in what is read: apart from where a recommendation stands, in both times."""

import pytest

from events.base import Day, Instant
from ledger.decisions.recommendations import (
    ReaddressRecommendation,
    WithdrawRecommendation,
)
from ledger.decisions.responses import RecordResponse, ReportProgress, SetResponseDue
from ledger.decisions.words import WithdrawWords
from ledger.errors import BadInput
from projections.base import TimeFilter
from projections.diff import diff_days
from projections.inbox.inbox import inbox
from projections.register import register
from projections.rows import Filters
from projections.show import show
from projections.statistics.counting import Asked
from projections.statistics.view import statistics
from projections.trail import trail

POLICE, COUNCIL = "Police Scotland", "Council"


@pytest.fixture
def asked(case):
    """The case, in which bodies are asked, answer and report; 7 is made to two bodies."""

    def due(due, number="3", **other):
        case.ask(SetResponseDue, **{"number": number, "due": due, "on": "2020-02-26", **other})

    def answer(answer="accepted", number="3", body=POLICE, on="2020-04-01", **other):
        fields = {"text": "So we do.", "body": body, "answer": answer, "on": on, **other}
        return case.ask(RecordResponse, number=number, **fields)

    def report(number="3", body=POLICE, on="2020-05-01", **other):
        return case.ask(ReportProgress, number=number, body=body, on=on, **{"text": "Half.", **other})

    case.make("7", POLICE, COUNCIL)
    case.due, case.answer, case.report = due, answer, report
    return case


def page(case, number="3", as_of=None, known_at=None):
    time_filter = TimeFilter(as_of and Day(as_of), known_at and Instant(known_at))
    return show(case.ledger, "OCSAE", number, time_filter=time_filter)


def answers(case, **asked):
    return statistics(case.ledger, "OCSAE", Asked(**asked)).head["answers"]


def test_a_page_has_the_answer_with_its_words_and_what_is_promised(asked):
    asked.answer(action="Train all.", due="2021-01-01")
    (said,) = page(asked).head["responses"]
    assert said == {
        "body": POLICE,
        "answer": "accepted",
        "on": "2020-04-01",
        "response": "R1",
        "due": "2021-01-01",
        "text": "So we do.",
        "action": "Train all.",
    }
    told = dict(page(asked).facts)
    promised = "Accepted, 2020-04-01 (R1), to be done by 2021-01-01: So we do. Action: Train all."
    assert told[f"Answer of {POLICE}"] == promised


def test_a_later_answer_replaces_the_earlier_one_of_that_body_alone(asked):
    asked.answer(number="7")
    asked.answer("rejected", number="7", body=COUNCIL, on="2020-04-02")
    asked.answer("noted", number="7", on="2020-04-03")
    found = {one["body"]: one["answer"] for one in page(asked, "7").head["responses"]}
    assert found == {POLICE: "noted", COUNCIL: "rejected"}
    before = {one["body"]: one["answer"] for one in page(asked, "7", "2020-04-02").head["responses"]}
    assert before == {POLICE: "accepted", COUNCIL: "rejected"}


def test_an_answer_that_was_not_known_then_was_not_given_then(asked):
    asked.due("2020-04-30")
    known = asked.ledger.clock().strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    asked.ledger.clock.now = asked.ledger.clock().replace(year=2023)
    asked.answer()
    assert page(asked, known_at=known).head["responses"] == []
    assert page(asked, known_at=known).head["answers_due"][0]["given"] is None
    assert page(asked).head["answers_due"][0]["given"] == "R1"


def test_a_body_that_is_not_addressed_may_answer(asked):
    asked.answer("noted", body="A Charity")
    assert [one["body"] for one in page(asked).head["responses"]] == ["A Charity"]
    assert asked.row()["made_to"] == [POLICE]


def test_answers_and_reports_move_neither_status_nor_the_day_of_a_row(asked):
    before = asked.row()
    asked.due("2020-04-30")
    asked.answer(on="2021-01-01")
    asked.report(on="2021-02-01", percent=100)
    after = asked.row()
    moved = {name for name in before if before[name] != after[name]}
    assert moved == {"responses"}
    assert list(diff_days(asked.ledger, "OCSAE", Day("2020-03-01"), Day("2022-01-01")).items) == []


@pytest.mark.parametrize(
    ("on", "late"),
    [
        ("2020-04-30", False),
        ("2020-05-01", True),
        ("2020-05", True),
        ("2020-04", False),
        # It may have been in time.
        ("2020", False),
        ("..2020-06-01", False),
    ],
)
def test_an_answer_is_late_if_it_certainly_was(asked, on, late):
    asked.due("2020-04-30")
    asked.answer(on=on)
    (one,) = page(asked).head["answers_due"]
    assert (one["given"], one["late"]) == ("R1", late)


def test_no_answer_is_late_once_the_deadline_has_passed(asked):
    asked.due("2020-04-30")
    assert [
        page(asked, as_of=day).head["answers_due"][0]["late"] for day in ("2020-04-30", "2020-05-01")
    ] == [
        False,
        True,
    ]
    asked.answer("none", on="2020-05-02")
    (one,) = page(asked).head["answers_due"]
    assert (one["given"], one["late"]) == (None, True)


def test_a_deadline_that_is_extended_is_not_passed(asked):
    asked.due("2020-04-30")
    asked.due("2020-06-30", why="The minister allowed it.", on="2020-04-20")
    asked.answer(on="2020-06-01")
    assert page(asked).head["answers_due"][0]["late"] is False
    assert page(asked, as_of="2020-04-10").head["answers_due"][0]["due"] == "2020-04-30"


def test_a_deadline_of_one_body_is_of_no_other(asked):
    asked.due("2020-04-30", "7")
    asked.due("2020-05-31", "7", body="council")
    found = {one["body"]: one["due"] for one in page(asked, "7").head["answers_due"]}
    assert found == {POLICE: "2020-04-30", COUNCIL: "2020-05-31"}
    asked.ask(ReaddressRecommendation, number="7", made_to=(COUNCIL,), on="2020-04-01")
    assert [one["body"] for one in page(asked, "7").head["answers_due"]] == [COUNCIL]


def test_what_was_withdrawn_in_time_needs_no_answer(asked):
    asked.due("2020-04-30")
    asked.due("2020-04-30", "5")
    asked.ask(WithdrawRecommendation, number="3", on="2020-04-30")
    asked.ask(WithdrawRecommendation, number="5", on="2020-05-01")
    assert page(asked).head["answers_due"] == []
    assert page(asked, "5").head["answers_due"][0]["late"] is True


def test_statistics_tell_answers_apart_from_what_is_overdue(asked):
    for number in "357":
        asked.due("2020-04-30", number)
    asked.answer(on="2020-04-01")
    asked.answer("rejected", "5", on="2020-06-01")
    asked.answer("accepted", "7", on="2020-04-02")
    found = answers(asked, until="2020-12-31")
    assert found == {"due": 4, "given": 3, "late": 2, "by_answer": {"accepted": 2, "rejected": 1}}
    told = dict(statistics(asked.ledger, "OCSAE").facts)
    assert told["Answers due"] == "4 by a deadline in the period: 3 given, 2 late"
    assert told["Answers"] == "2 accepted, 1 rejected (the last of each body)"
    assert told["Overdue"].startswith("0 ")


def test_statistics_of_a_period_have_the_deadlines_in_it_as_they_were_at_its_end(asked):
    asked.due("2020-04-30")
    asked.due("2020-07-31", "5")
    asked.answer(on="2020-05-02")
    assert answers(asked, since="2020-03-01", until="2020-05-01") == {
        "due": 1,
        "given": 0,
        "late": 1,
        "by_answer": {},
    }
    assert answers(asked, since="2020-05-01", until="2020-07-31")["due"] == 1
    assert answers(asked, until="2020-07-31")["given"] == 1
    assert answers(asked, until="2020-04-29")["due"] == 0


def test_statistics_of_one_body_have_its_answers_alone(asked):
    asked.due("2020-04-30", "7")
    asked.answer(number="7")
    asked.answer("rejected", "7", body=COUNCIL, on="2020-05-01")
    assert answers(asked, made_to=POLICE) == {"due": 1, "given": 1, "late": 0, "by_answer": {"accepted": 1}}
    assert answers(asked, made_to=COUNCIL) == {"due": 1, "given": 1, "late": 1, "by_answer": {"rejected": 1}}
    assert answers(asked, by="body")["due"] == 2


def test_a_register_can_be_asked_for_by_the_last_answer_of_a_body(asked):
    asked.answer()
    asked.answer("rejected", "7")
    asked.answer("accepted", "7", body=COUNCIL)

    def numbers(answer, as_of=None):
        time_filter = TimeFilter(as_of and Day(as_of))
        view = register(asked.ledger, "OCSAE", time_filter=time_filter, filters=Filters(answer=answer))
        return [row["number"] for row in view.items]

    assert numbers("Accepted") == ["3", "7"]
    asked.answer("noted", "7", body=COUNCIL, on="2020-06-01")
    assert (numbers("accepted"), numbers("accepted", "2020-05-01"), numbers("rejected")) == (
        ["3"],
        ["3", "7"],
        ["7"],
    )
    assert statistics(asked.ledger, "OCSAE", Asked(answer="accepted")).head["total"] == 1
    for asking in (lambda: numbers("agreed"), lambda: answers(asked, answer="agreed")):
        with pytest.raises(BadInput, match="no word for an answer"):
            asking()


def test_an_answer_that_is_late_waits_and_nothing_that_a_body_says_does(asked):
    asked.due("2020-04-30")
    asked.report(percent=100)
    (task,) = inbox(asked.ledger).items
    assert (task["task"], task["number"], task["since"]) == ("response", "3", "2020-04-30")
    assert task["command"] == 'scrutiny response record OCSAE 3 --by "Police Scotland"'.replace('"', "'")
    asked.answer()
    asked.answer("none", on="2020-06-01")
    assert list(inbox(asked.ledger).items) == []


def test_progress_is_told_as_the_body_reports_it(asked):
    asked.report(percent=40)
    asked.report(percent=60, on="2020-06-01", text="A child is named.", restricted="It names a child.")
    (last,) = page(asked).head["progress"]
    assert (last["progress"], last["percent"], last["restricted"]) == ("P2", 60, "It names a child.")
    (before,) = page(asked, as_of="2020-05-15").head["progress"]
    assert (before["progress"], before["text"]) == ("P1", "Half.")


def test_a_trail_has_who_answered_and_what_was_said(asked):
    asked.due("2020-04-30")
    asked.answer()
    asked.report()
    names = [row["event"] for row in trail(asked.ledger, "OCSAE", "3").items]
    assert names[-5:] == [
        "response.due-set",
        "response.recorded",
        "response.explained",
        "progress.reported",
        "progress.described",
    ]


def test_words_of_an_answer_are_withdrawn_by_themselves(asked):
    asked.answer(action="Ask Jane Doe.")
    (place,) = (
        record.version for record in asked.ledger.records() if record.event.NAME == "response.explained"
    )
    asked.ask(WithdrawWords, events=((place, "it"),), why="It names a child.")
    withdrawn = [row for row in trail(asked.ledger, "OCSAE").items if row["event"] == "words.withdrawn"]
    assert withdrawn[0]["data"]["words"] == ("text", "action")


def test_of_answers_whose_order_is_open_the_one_recorded_last_stands_that_none_is_certainly_after(asked):
    for answer, on in (("accepted", "2021-05-15"), ("none", "..2021-05-31"), ("noted", "2021-02")):
        asked.ask(RecordResponse, number="3", body=POLICE, answer=answer, text="So.", on=on)
    assert [one["answer"] for one in asked.row("3")["responses"]] == ["none"]
    assert [one["answer"] for one in asked.row("3", as_of="2021-05-20")["responses"]] == ["accepted"]
