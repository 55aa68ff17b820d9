"""``scrutiny response`` and ``scrutiny progress``: for one recommendation or several, all or none."""

from __future__ import annotations

import json

import pytest

from tests.commands import processes

ANSWER = "response record OCSAE {} --answer {} --text Agreed --on 2021-09-01 --as ann"
REPORT = "progress record OCSAE {} --text Half --on 2021-09-01 --as ann"
BY = "--by", "Police Scotland"
DUE = "response due OCSAE {} --due {} --on 2021-09-01 --as ann"


def stored(folder, name):
    """The data of each stored event of a name."""
    return [row[4]["data"] for row in processes.events(folder) if row[3] == name]


def test_an_answer_to_several_is_recorded_for_each_with_its_words(two, done):
    receipt = done(ANSWER.format("1-3 5", "accepted"), *BY)
    assert (receipt["ref"], receipt["refs"]) == ("R1-R4", ["R1", "R2", "R3", "R4"])
    assert [one["number"] for one in stored(two, "response.recorded")] == ["1", "2", "3", "5"]
    assert [one["response"] for one in stored(two, "response.explained")] == ["R1", "R2", "R3", "R4"]
    assert [event["name"] for event in receipt["events"]] == ["response.recorded", "response.explained"] * 4


def test_a_deadline_and_a_report_are_recorded_for_several(two, done):
    done(DUE.format("1 2", "2021-10-01"))
    assert [one["number"] for one in stored(two, "response.due-set")] == ["1", "2"]
    receipt = done(f"{REPORT.format('1 2')} --percent 0", *BY)
    assert receipt["refs"] == ["P1", "P2"]
    assert [one["percent"] for one in stored(two, "progress.reported")] == [0, 0]


def test_a_deadline_that_has_passed_is_in_the_figures_of_its_own_time(two, ask, done):
    done("response due OCSAE 1 2 --due 2021-10-13 --as ann")
    assert [one["on"] for one in stored(two, "response.due-set")] == ["..2021-10-13"] * 2
    done(ANSWER.format("1", "accepted"), *BY)
    figures = json.loads(ask("statistics OCSAE --from 2021-10-01 --to 2021-10-31 --format json").out)
    assert {name: figures["answers"][name] for name in ("due", "given", "late")} == {
        "due": 2,
        "given": 1,
        "late": 1,
    }
    # More time was given, by the last day of it: before, the earlier deadline was missed.
    done("response due OCSAE 2 --due 2021-12-31 --as ann")
    for to, late in (("2021-11-30", 1), ("2021-12-31", 0), ("2022-01-01", 1)):
        figures = json.loads(ask(f"statistics OCSAE --from 2021-10-01 --to {to} --format json").out)
        assert figures["answers"]["late"] == late
    assert json.loads(ask("show OCSAE 2 --format json").out)["answers_due"][0]["due"] == "2021-12-31"
    done("response due OCSAE 3 --due 2999-01-01 --as ann")
    assert not stored(two, "response.due-set")[-1]["on"].startswith("..")


@pytest.mark.parametrize(
    ("status", "because", "line", "words"),
    [
        (3, "no recommendation 99", ANSWER.format("1 99", "accepted"), BY),
        (3, "no recommendation 99", DUE.format("1 99", "2021-10-01"), ()),
        (3, "no recommendation 99", REPORT.format("1 99"), BY),
        (2, "The name of the body is empty", ANSWER.format("1", "accepted"), ("--by", " ")),
        (2, "--by", ANSWER.format("1", "accepted"), ()),
        (2, "'perhaps' is no answer", ANSWER.format("1 2", "perhaps"), BY),
        (2, "The text is empty", ANSWER.format("1", "accepted"), (*BY, "--text", "")),
        (4, "before the answer", f"{ANSWER.format('1', 'accepted')} --due 2021-08-31", BY),
        (4, "before recommendation 1 was made", DUE.format("1", "2019-12-31"), ()),
        (4, "An answer cannot be due on 2001-01-01", "response due OCSAE 1 --due 2001-01-01 --as ann", ()),
        (4, "is not made to Nobody", f"{DUE.format('1', '2021-10-01')} --made-to Nobody", ()),
        (2, "(--due)", DUE.format("1", "soon"), ()),
        (2, "101 is no percentage", f"{REPORT.format('1 2')} --percent 101", BY),
        (2, "-1 is no percentage", f"{REPORT.format('1')} --percent -1", BY),
    ],
)
def test_what_is_wrong_for_one_is_recorded_for_none(refused, status, because, line, words):
    refused(status, because, line, *words)


def test_a_deadline_that_is_set_already_is_not_set_again(two, done, refused):
    done(DUE.format("1", "2021-10-01"))
    refused(4, "is due on 2021-10-01 already", DUE.format("1 2", "2021-10-01"))


def test_the_contract_of_statistics_and_of_the_register(two, done, ask):
    done(DUE.format("1-3", "2021-10-01"))
    done(ANSWER.format("1 2", "accepted"), *BY)
    done(ANSWER.format("2", "partly-accepted").replace("2021-09-01", "2021-09-02"), *BY)
    told = json.loads(ask("statistics OCSAE --format json").out)["answers"]
    assert told == {
        "due": 3,
        "given": 2,
        "late": 1,
        "by_answer": {"accepted": 1, "partly-accepted": 1},
    }
    rows = json.loads(ask("register OCSAE --answer partly-accepted --format json").out)["rows"]
    assert [row["number"] for row in rows] == ["2"]
    assert rows[0]["responses"] == [
        {"body": "Police Scotland", "answer": "partly-accepted", "on": "2021-09-02"}
    ]
    wrong = ask("register OCSAE --answer perhaps")
    assert (wrong.status, wrong.out) == (2, "")
    assert "partly-accepted" in wrong.err


def test_what_needs_no_closing_counts_with_its_answers_alone(two, done, ask):
    ask("vocabulary add kind concern --label Concern --means none --as ann")
    made = "recommendation make OCSAE C1 --cycle 2021 --kind concern --on 2021-08-20 --as ann"
    done(made, "--text", "People died.", "--made-to", "Police Scotland")
    done(DUE.format("C1", "2021-10-15"))
    before = json.loads(ask("statistics OCSAE --kind concern --format json").out)
    assert before["answers"] == {"due": 1, "given": 0, "late": 1, "by_answer": {}}
    assert before["rows"][-1] == {"name": "all"} | dict.fromkeys(
        ("opening", "made", "reopened", "closed", "closing"), 0
    )
    done(ANSWER.format("C1", "accepted"), *BY)
    for asked in ((), ("--made-to", "Police Scotland"), ("--by", "body")):
        told = json.loads(ask("statistics OCSAE --kind concern --format json", *asked).out)
        assert told["answers"] == {"due": 1, "given": 1, "late": 0, "by_answer": {"accepted": 1}}
