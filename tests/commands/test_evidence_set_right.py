"""What was recorded of evidence by mistake is set right everywhere."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def judged(folder, ask, done):
    """E1 is of OCSAE/1 and was judged; OCSAE/2 has none."""
    done("evidence submit OCSAE 1 --by Other --summary Wrongly --on 2020-06-01 --as ann")
    done("judgement record OCSAE 1 --cycle 2020 --status partially-met --rationale R --evidence E1 --as ann")
    return done("judgement sign-off OCSAE J1 --as bob")


def page(ask, number):
    return json.loads(ask(f"show OCSAE {number} --format json").out)


def test_who_handed_it_in_and_what_it_shows_are_put_right(judged, ask, done):
    receipt = done("evidence correct OCSAE E1 --by Charity --summary Rightly --why Slip --as ann")
    assert receipt["ref"] == "E1"
    assert [one["name"] for one in receipt["events"]] == [
        "evidence.corrected",
        "evidence.described",
        "words.withdrawn",
    ]
    (sent,) = page(ask, 1)["evidence"]
    assert (sent["body"], sent["summary"]) == ("Charity", "Rightly")
    trail = [row["summary"] for row in json.loads(ask("trail OCSAE 1 --format json").out)["rows"]]
    assert trail[-3:-1] == [
        "Corrected evidence E1: Charity handed it in, and it shows something else. What was wrong: Slip.",
        "Evidence E1: Rightly",
    ]
    assert ask("verify").status == 0


def test_it_is_moved_to_another_and_the_judgement_on_it_is_in_doubt(judged, ask, done):
    receipt = done("evidence correct OCSAE E1 --number 2 --why Slip --as ann")
    assert receipt["rests_on_it"] == ["J1"]
    assert not page(ask, 1)["evidence"]
    assert [one["what"] for one in page(ask, 1)["doubts"]] == ["J1 rests on evidence E1, handed in for 2."]
    assert [one["evidence"] for one in page(ask, 2)["evidence"]] == ["E1"]
    assert page(ask, 2)["state"] == "evidence-submitted"
    events = [row["event"] for row in json.loads(ask("trail OCSAE 2 --format json").out)["rows"]]
    assert events[-3:] == ["evidence.submitted", "evidence.described", "evidence.corrected"]
    waiting = json.loads(ask("inbox --as ann --format json").out)["rows"]
    assert {row["number"] for row in waiting} >= {"1", "2"}
    done("judgement record OCSAE 2 --cycle 2020 --status open --rationale R --evidence E1 --as ann")
    assert ask("verify").status == 0


@pytest.mark.parametrize(
    ("line", "status", "because"),
    [
        ("E1 --why W", 2, "nothing to correct"),
        ("E9 --by X --why W", 3, "no evidence E9"),
        ("E1 --number 99 --why W", 3, "no recommendation 99"),
        ("E1 --number 1 --why W", 4, "is for recommendation 1 already"),
        ("E1 --by Other --why W", 4, "was handed in by Other already"),
    ],
)
def test_what_cannot_be_put_right_is_refused(judged, ask, line, status, because):
    answer = ask(f"evidence correct OCSAE {line} --as ann")
    assert answer.status == status, answer
    assert because in answer.err


def test_one_that_was_made_after_it_was_handed_in_is_named_with_both_days(judged, ask, done):
    done("recommendation make OCSAE 9 --cycle 2020 --text T --made-to Other --on 2020-07-01 --as ann")
    answer = ask("evidence correct OCSAE E1 --number 9 --why Slip --as ann")
    assert answer.status == 4
    assert "E1 was handed in on 2020-06-01, and recommendation 9 was made on 2020-07-01" in answer.err
    assert "scrutiny recommendation correct OCSAE 9 --made-on DATE" in answer.err
    done("recommendation correct OCSAE 9 --made-on 2020-05-01 --why Slip --as ann")
    assert done("evidence correct OCSAE E1 --number 9 --why Slip --as ann")["ref"] == "E1"
