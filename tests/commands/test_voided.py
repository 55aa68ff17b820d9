"""What was entered in error is in no answer once that is known, and the trail keeps it."""

from __future__ import annotations

import json

import pytest

THIRD = "recommendation make OCSAE 3 --cycle 2020 --text T --made-to P --on 2020-03-01 --as ann"


def rows(ask, line="register OCSAE"):
    return {row["number"]: row for row in json.loads(ask(f"{line} --format json").out)["rows"]}


def trail(ask, line="OCSAE 2"):
    return json.loads(ask(f"trail {line} --format json").out)["rows"]


@pytest.fixture
def story(folder, ask, done):
    """OCSAE/2 is evidenced, judged, awaited, repeated by another inspection's, and has one under it."""
    done("inspection open OTHER --title T --as ada")
    done("cycle open OTHER c --title C --on 2021-01-01 --as ada")
    done("recommendation make OTHER 1 --cycle c --text Again. --made-to P --on 2021-01-02 --as ann")
    done("recommendation repeat OTHER 1 --of OCSAE/2 --on 2021-01-03 --as ann")
    done(THIRD)
    done("recommendation classify OCSAE 3 --under 2 --on 2020-05-01 --as ann")
    done("evidence submit OCSAE 2 --by P --summary Hushhush --on 2020-06-01 --as ann")
    done("judgement record OCSAE 2 --cycle 2020 --status partially-met --rationale R --evidence E1 --as ann")
    return rows(ask)["2"]


@pytest.fixture
def voided(story, done):
    return done("recommendation void OCSAE 2 --why Twice --as ann")


def test_it_is_in_no_answer_and_the_trail_keeps_it(story, voided, ask):
    assert [one["name"] for one in voided["events"]] == ["recommendation.voided"]
    assert "2" not in rows(ask)
    assert "2" not in rows(ask, "register OCSAE --as-of 2020-06-02")
    assert rows(ask)["3"]["under"] is None
    assert not json.loads(ask("show OTHER 1 --format json").out)["links"]
    waiting = json.loads(ask("inbox --format json --as bob").out)["rows"]
    assert "2" not in [row["number"] for row in waiting]
    kept = trail(ask)
    assert [row["event"] for row in kept][:1] == ["recommendation.made"]
    assert kept[-1]["event"] == "recommendation.voided"
    assert {row["number"] for row in kept} == {"2"}
    answer = ask("show OCSAE 2")
    assert answer.status == 3
    assert "Recommendation 2 of OCSAE was entered in error" in answer.err
    assert "Twice." in answer.err
    assert "scrutiny trail OCSAE 2" in answer.err
    assert ask("verify").status == 0


def test_that_it_was_entered_in_error_belongs_to_the_cycle_it_was_made_in(story, voided, ask, done):
    done("recommendation unvoid OCSAE 2 --why Right --as ann")
    kept = [row["event"] for row in trail(ask, "OCSAE 2 --cycle 2020")]
    assert kept[-2:] == ["recommendation.voided", "recommendation.unvoided"]


def test_diff_between_two_states_of_knowledge_says_so(story, voided, ask, done):
    since = trail(ask)[-2]["recorded_at"]
    line = f"diff OCSAE --known-from {since}"
    (row,) = (row for row in json.loads(ask(f"{line} --format json").out)["rows"] if row["number"] == "2")
    assert (row["change"], row["field"], row["before"], row["after"]) == ("corrected", "made", "open", None)
    assert row["on"] == story["made_on"]
    assert "entered in error" in ask(line).out
    before = json.loads(ask(f"{line} --as-of 2020-01-31 --format json").out)["rows"]
    assert "2" not in [row["number"] for row in before]
    done("recommendation correct OCSAE 3 --number 4 --why Slip --as ann")
    done("recommendation void OCSAE 4 --why Twice --as ann")
    gone = [row["number"] for row in json.loads(ask(f"{line} --format json").out)["rows"]]
    assert "4" in gone
    assert "3" not in gone


def test_what_was_known_before_still_has_it(story, voided, ask):
    known = f"--known-at {trail(ask)[-2]['recorded_at']}"
    assert rows(ask, f"register OCSAE {known}")["2"] == story
    assert ask(f"show OCSAE 2 {known}").status == 0


@pytest.mark.parametrize(
    "line",
    [
        "recommendation void OCSAE 2 --why W",
        "recommendation restate OCSAE 2 --text T --why W",
        "recommendation correct OCSAE 2 --number 8 --why W",
        "evidence withdraw OCSAE E1 --why W",
        "judgement return OCSAE J1 --why W",
        "evidence submit OCSAE 2 --by P --summary S",
        "recommendation repeat OTHER 1 --of OCSAE/2",
        "recommendation classify OCSAE 3 --under 2",
    ],
)
def test_nothing_more_is_said_of_it(story, voided, ask, line):
    answer = ask(f"{line} --as {'bob' if 'judgement' in line else 'ann'}")
    assert answer.status == 3, answer
    assert "was entered in error" in answer.err


def test_everything_is_back_once_it_was_no_error(story, voided, ask, done):
    done("recommendation unvoid OCSAE 2 --why Right --as ann")
    assert rows(ask)["2"] == story
    assert rows(ask)["3"]["under"] == "2"
    assert [link["other"] for link in json.loads(ask("show OTHER 1 --format json").out)["links"]] == [
        "OCSAE/2"
    ]
    done("judgement sign-off OCSAE J1 --as bob")
    done("recommendation classify OCSAE 3 --under= --as ann")
    assert rows(ask)["2"]["status"] == "partially-met"
    assert ask("recommendation unvoid OCSAE 2 --why Right --as ann").status == 4
    assert ask("verify").status == 0


def test_its_number_may_be_used_again_and_the_two_are_told_apart(story, voided, ask, done):
    done("recommendation make OCSAE 2 --cycle 2020 --text Other. --made-to P --on 2020-03-01 --as ann")
    assert rows(ask)["2"]["text"] == "Other."
    assert [row["event"] for row in trail(ask)] == ["recommendation.made"]
    assert not json.loads(ask("show OTHER 1 --format json").out)["links"]
    assert rows(ask)["3"]["under"] is None
    refused = ask("recommendation unvoid OCSAE 2 --why Right --as ann")
    assert refused.status == 4
    assert "scrutiny recommendation correct OCSAE 2 --number" in refused.err
    done("recommendation correct OCSAE 2 --number 2a --why Right --as ann")
    done("recommendation unvoid OCSAE 2 --why Right --as ann")
    assert rows(ask)["2"]["text"] == story["text"]
    assert rows(ask)["2a"]["text"] == "Other."
    assert [row["event"] for row in trail(ask)][-2:] == ["recommendation.voided", "recommendation.unvoided"]
    assert [row["event"] for row in trail(ask, "OCSAE 2a")] == [
        "recommendation.made",
        "recommendation.corrected",
    ]
    done("recommendation reschedule OCSAE 2 --due 2021-01-01 --on 2020-09-01 --as ann")
    page = json.loads(ask("show OCSAE 2 --format json").out)
    assert [one["due"] for one in page["dates"]] == ["2021-01-01"]
    assert trail(ask)[-1]["event"] == "recommendation.rescheduled"
    assert ask("verify").status == 0


def test_another_whose_number_is_spelt_otherwise_is_found_by_the_number_that_was_left_out(folder, ask, done):
    done(THIRD.replace(" 3 ", " 2021-03 "))
    done("recommendation void OCSAE 2021-03 --why Twice --as ann")
    done(THIRD.replace(" 3 ", " 2021\u201303 "))
    assert json.loads(ask("show OCSAE 2021-03 --format json").out)["number"] == "2021\u201303"
    done("recommendation reschedule OCSAE 2021-03 --due 2021-01-01 --on 2020-09-01 --as ann")
    assert [row["event"] for row in trail(ask, "OCSAE 2021-03")] == [
        "recommendation.made",
        "recommendation.rescheduled",
    ]
    assert ask("recommendation unvoid OCSAE 2021-03 --why Right --as ann").status == 4
    assert ask("verify").status == 0


def test_what_it_took_the_place_of_stands_again(folder, ask, done):
    done("recommendation supersede OCSAE 1 --by OCSAE/2 --on 2020-05-01 --as ann")
    assert rows(ask)["1"]["state"] == "superseded"
    receipt = done("recommendation void OCSAE 2 --why Twice --as ann")
    assert [one["name"] for one in receipt["events"]] == [
        "recommendation.corrected",
        "recommendation.unlinked",
        "recommendation.voided",
        *["words.withdrawn"] * (len(receipt["events"]) - 3),
    ]
    assert rows(ask)["1"]["status"] == "open"
    assert ask("verify").status == 0


def test_one_of_several_that_something_was_split_into_is_refused(folder, ask, done):
    done(THIRD)
    done("recommendation supersede OCSAE 1 --by OCSAE/2 --by OCSAE/3 --on 2020-05-01 --as ann")
    refused = ask("recommendation void OCSAE 2 --why Twice --as ann")
    assert refused.status == 4
    assert "scrutiny recommendation correct OCSAE 1 --void end" in refused.err
