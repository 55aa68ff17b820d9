"""A body's name that is put right undoes nothing: what was recorded of the wrong name is of the right one."""

from __future__ import annotations

from contextlib import suppress
from random import Random

import pytest

from ledger.decisions.cycles import OpenCycle
from ledger.decisions.disputes import RaiseDispute, SettleDispute
from ledger.decisions.evidence import RequestEvidence, SubmitEvidence
from ledger.decisions.inspections import OpenInspection
from ledger.decisions.judgement_corrections import CorrectJudgement
from ledger.decisions.judgements import RecordJudgement, ReturnJudgement, SignOffJudgement
from ledger.decisions.recommendation_corrections import CorrectRecommendation
from ledger.decisions.recommendations import MakeRecommendation, ReaddressRecommendation
from ledger.errors import Refused
from ledger.state.renaming import replaced
from ledger.validation import key
from projections.base import TimeFilter
from projections.inbox.inbox import inbox
from projections.register import read_register
from projections.rows import as_row
from projections.show import show
from projections.statistics.counting import Asked
from projections.statistics.view import statistics
from projections.why import why
from tests.sampling import sample
from tests.told import Told

WRONG, RIGHT, OTHER = "Nroth Force", "North Force", "South Force"


@pytest.fixture
def typed(case):
    """Recommendation 7 is made to two bodies, one of which is misspelt, and both shares are closed."""
    case.make("7", WRONG, OTHER)
    case.judged("7", made_to=WRONG, status="closed", on="2021-09-01")
    case.judged("7", made_to=OTHER, status="closed", on="2021-09-02")
    return case


def correct(case, *made_to, number="7", **other):
    return case.ask(CorrectRecommendation, number=number, made_to=made_to, why="A typing error.", **other)


def shares(case, number="7", **when):
    page = show(case.ledger, "OCSAE", number, time_filter=TimeFilter(**when)).head
    return [(one["body"], one["status"], one["state"]) for one in page["shares"]]


@pytest.mark.parametrize(
    ("before", "after", "names"),
    [
        (("A", "B"), ("A", "C"), {"b": "C"}),
        (("A", "B"), ("C", "A"), {"b": "C"}),
        (("A",), ("B",), {"a": "B"}),
        (("A", "B"), ("C", "D"), {"a": "C", "b": "D"}),
        (("A", "B", "X"), ("C", "D", "X"), {"a": "C", "b": "D"}),
        (("A", "B", "X"), ("X", "C", "D"), None),
        (("A", "B"), ("C",), None),
        (("A",), ("B", "C"), None),
        (("A", "B"), ("A",), {}),
        (("A",), ("A", "B"), {}),
        (("A", "B"), ("B", "A"), {}),
        (("a force",), ("A Force",), {"a force": "A Force"}),
    ],
    ids=str,
)
def test_which_name_takes_the_place_of_which(before, after, names):
    assert replaced(before, after) == names


def test_a_share_that_was_judged_is_that_of_the_right_name_on_every_day(typed):
    correct(typed, RIGHT, OTHER)
    assert typed.row("7")["status"] == typed.row("7", as_of="2021-10-01")["status"] == "closed"
    assert typed.row("7", as_of="2021-09-01")["status"] == "open"
    assert shares(typed) == [(RIGHT, "closed", "judged"), (OTHER, "closed", "judged")]
    assert shares(typed, as_of="2021-09-01") == [
        (RIGHT, "closed", "judged"),
        (OTHER, "open", "awaiting-evidence"),
    ]


def test_what_was_known_before_is_told_as_it_was(typed):
    before = list(typed.ledger.records())[-1].recorded_at
    correct(typed, RIGHT, OTHER)
    assert shares(typed, known_at=before) == [(WRONG, "closed", "judged"), (OTHER, "closed", "judged")]
    assert typed.row("7", known_at=before)["made_to"] == [WRONG, OTHER]


def test_a_share_is_counted_under_the_right_name(typed):
    correct(typed, RIGHT, OTHER)
    told = statistics(typed.ledger, asked=Asked(made_to=RIGHT)).head
    assert told["by_status"]["closed"] == 1
    assert "no recommendation here" in statistics(typed.ledger, asked=Asked(made_to=WRONG)).warning


def test_why_a_share_is_closed_is_the_judgement_of_the_wrong_name(typed):
    correct(typed, RIGHT, OTHER)
    rows = {row["field"]: row for row in why(typed.ledger, "OCSAE", "7").items}
    assert rows[f"status of {RIGHT}"]["ref"] == "J1"
    assert show(typed.ledger, "OCSAE", "7").head["judgements"][0]["made_to"] == RIGHT


def test_a_judgement_that_awaits_its_second_person_follows_too(case):
    case.make("7", WRONG, OTHER)
    judgement = case.judge("7", made_to=WRONG, status="closed", on="2021-09-01")
    correct(case, RIGHT, OTHER)
    (row,) = (row for row in inbox(case.ledger, "bob").items if row["number"] == "7")
    assert f"judged the share of {RIGHT}" in row["what"]
    with pytest.raises(Refused, match="still awaits sign-off"):
        case.judge("7", made_to=RIGHT, on="2021-09-02")
    case.sign(judgement)
    assert shares(case)[0] == (RIGHT, "closed", "judged")


def test_a_judgement_that_was_returned_waits_for_its_author_under_the_right_name(case):
    case.make("7", WRONG, OTHER)
    judgement = case.judge("7", made_to=WRONG, on="2021-09-01")
    case.ask(ReturnJudgement, who="bob", judgement=judgement, why="Thin.")
    correct(case, RIGHT, OTHER)
    (row,) = (row for row in inbox(case.ledger, "ann").items if row["number"] == "7")
    assert f"on the share of {RIGHT}" in row["what"]
    assert f"--made-to '{RIGHT}'" in row["command"]


def test_evidence_and_requests_follow_too(typed):
    typed.submit("2021-10-01", "7", body=WRONG)
    typed.ask(RequestEvidence, number="7", body=WRONG, why="Thin.", on="2021-11-01")
    correct(typed, RIGHT, OTHER)
    assert shares(typed) == [(RIGHT, "closed", "more-evidence-requested"), (OTHER, "closed", "judged")]
    tasks = [row["what"] for row in inbox(typed.ledger, "ann").items if row["number"] == "7"]
    assert any(f"{RIGHT} handed in E1" in what for what in tasks), tasks
    assert any(f"asked of {RIGHT}" in what for what in tasks), tasks
    assert show(typed.ledger, "OCSAE", "7").head["evidence"][0]["body"] == RIGHT


def test_the_wrong_name_is_taken_for_the_right_one_later_too(typed):
    correct(typed, RIGHT, OTHER)
    typed.submit("2021-10-01", "7", body=WRONG)
    typed.judged("7", made_to=WRONG, status="open", on="2021-11-01")
    events = [record.event for record in typed.ledger.records()]
    assert {one.body for one in events if one.NAME == "evidence.submitted"} == {RIGHT}
    assert [one.made_to for one in events if one.NAME == "judgement.recorded"][-1] == RIGHT
    assert shares(typed)[0] == (RIGHT, "open", "judged")


def test_a_name_that_was_put_right_twice_is_taken_for_the_last(typed):
    correct(typed, "Norht Force", OTHER)
    correct(typed, RIGHT, OTHER)
    typed.judged("7", made_to=WRONG, status="open", on="2021-11-01")
    typed.judged("7", made_to="Norht Force", status="closed", on="2021-11-02")
    assert shares(typed)[0] == (RIGHT, "closed", "judged")
    assert typed.row("7")["status"] == typed.row("7", as_of="2021-09-30")["status"] == "closed"


def test_a_dispute_is_withdrawn_under_the_right_name(typed):
    dispute = typed.ask(
        RaiseDispute, number="7", judgement="J1", body=WRONG, why="It was done.", on="2021-10-01"
    ).ref
    correct(typed, RIGHT, OTHER)
    typed.ask(SettleDispute, dispute=dispute, outcome="withdrawn", body=RIGHT, why="Agreed.", on="2021-10-02")
    assert [one["by"] for one in show(typed.ledger, "OCSAE", "7").head["disputes"]] == [RIGHT]


def test_a_judgement_of_a_share_can_be_set_right_after_its_name_was(typed):
    correct(typed, RIGHT, OTHER)
    typed.ask(CorrectJudgement, who="bob", judgement="J1", judged_on="2021-09-03", why="A slip.")
    assert shares(typed, as_of="2021-09-02")[0] == (RIGHT, "open", "awaiting-evidence")
    assert shares(typed, as_of="2021-09-03")[0] == (RIGHT, "closed", "judged")


def test_two_names_are_put_right_at_once_if_each_stays_in_its_place(typed):
    correct(typed, RIGHT, "Southern Force")
    assert [status for _, status, _ in shares(typed)] == ["closed", "closed"]


def test_what_is_not_clear_is_refused_and_put_right_one_by_one(typed):
    with pytest.raises(
        Refused, match="It is not clear which body takes the place of Nroth Force; South Force"
    ):
        correct(typed, RIGHT)
    correct(typed, RIGHT, OTHER)
    correct(typed, RIGHT)
    assert typed.row("7")["status"] == "closed"
    assert typed.row("7")["made_to"] == [RIGHT]


def test_what_is_not_clear_does_no_harm_if_nothing_was_recorded_of_it(case):
    case.make("7", WRONG, OTHER)
    correct(case, RIGHT)
    assert case.row("7")["made_to"] == [RIGHT]


@pytest.fixture
def twice(case):
    """The wrong name stands in two words: as it was made, and as it was addressed later."""
    case.make("7", WRONG)
    case.judged("7", made_to=WRONG, status="closed", on="2021-09-01")
    case.ask(ReaddressRecommendation, number="7", made_to=(WRONG, OTHER), why="Two.", on="2021-10-01")
    case.judged("7", made_to=OTHER, status="closed", on="2021-10-02")
    return case


def test_of_a_name_in_several_words_it_is_said_which_are_wrong(twice):
    with pytest.raises(
        Refused, match="by the words of 2020-02-26, 2021-10-01, and it is not clear"
    ) as refused:
        correct(twice, RIGHT, OTHER)
    assert "--of DATE" in refused.value.remedy
    correct(twice, RIGHT, OTHER, of="2021-10-01")
    correct(twice, RIGHT, of="2020-02-26")
    assert twice.row("7")["status"] == twice.row("7", as_of="2021-09-01")["status"] == "closed"
    assert twice.row("7", as_of="2021-09-01")["made_to"] == [RIGHT]


def test_another_body_in_another_word_keeps_its_judgement(twice):
    """Who was meant at first was right; who was addressed later was another body."""
    correct(twice, "Fire Service", OTHER, of="2021-10-01")
    assert twice.row("7", as_of="2021-09-30")["status"] == "closed"
    assert shares(twice)[0] == ("Fire Service", "open", "awaiting-evidence")


# Whatever happened


DAYS = [f"2021-{month:02}-{day:02}" for month in (9, 10, 11) for day in (1, 11, 21)]


def lived(random, name):
    """A life of recommendation 7, in which one body has that name; the same life for every name."""
    told = Told()

    def ask(decision, by="ann", **fields):
        return told.ask(decision(inspection="OCSAE", **fields), by=by).ref

    ask(OpenInspection, title="T")
    ask(OpenCycle, cycle="2021", title="T", on="2021-01-01")
    ask(MakeRecommendation, number="7", cycle="2021", text="T", made_to=(name, OTHER), on="2021-02-01")
    readdressed = random.random() < 0.5
    for _ in range(12):
        on = random.choice(DAYS)
        body = random.choice((name, name, OTHER, None))
        match random.choice(("judge", "judge", "judge", "submit", "ask", "readdress")):
            case "judge":
                status = random.choice(("open", "partially-met", "closed"))
                reason = "implemented" if status == "closed" else None
                words = {"status": status, "reason": reason, "rationale": "R", "made_to": body, "on": on}
                with suppress(Refused):
                    judgement = ask(RecordJudgement, number="7", cycle="2021", **words)
                    if random.random() < 0.9:
                        ask(SignOffJudgement, "bob", judgement=judgement)
            case "submit":
                ask(SubmitEvidence, number="7", body=body or name, summary="S", on=on)
            case "ask":
                ask(RequestEvidence, number="7", body=body, why="W", on=on)
            case "readdress" if readdressed:
                with suppress(Refused):
                    ask(ReaddressRecommendation, number="7", made_to=(OTHER, name), why=None, on=on)
    return told, ask


def told_of(told):
    """All that is said of it, by each day."""
    fold = read_register(told, "OCSAE").folds["OCSAE"]
    recommendation = fold.recommendations["7"]
    return [
        (
            day,
            as_row("OCSAE", recommendation, day),
            [recommendation.at(day, key(body)) for body in recommendation.made_to(day)],
        )
        for day in (None, "2021-02-01", *DAYS)
    ]


@pytest.mark.parametrize("seed", sample(range(60), 15))
def test_what_was_put_right_is_as_though_it_had_been_right_from_the_start(seed):
    wrong, ask = lived(Random(seed), WRONG)
    right, _ = lived(Random(seed), RIGHT)
    words = wrong.inspection("OCSAE").recommendations["7"].addressed.values
    for word in list(words):
        made_to = tuple(RIGHT if body == WRONG else body for body in word.content)
        ask(CorrectRecommendation, number="7", made_to=made_to, of=word.on, why="A typing error.")
    assert told_of(wrong) == told_of(right)
    assert [one.made_to for one in wrong.inspection("OCSAE").judgements.values()] == [
        one.made_to for one in right.inspection("OCSAE").judgements.values()
    ]
