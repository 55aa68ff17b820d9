"""A number that was typed wrongly is put right: the right one is shown, and the old one finds it."""

from __future__ import annotations

import json

import pytest


def row(ask, number):
    rows = json.loads(ask("register OCSAE --format json").out)["rows"]
    return next(row for row in rows if row["number"] == number)


@pytest.fixture
def renumbered(folder, ask, done):
    """OCSAE/2 was evidenced, judged and repeated by another before its number was put right to 7."""
    done("inspection open OTHER --title T --as ada")
    done("cycle open OTHER c --title C --on 2021-01-01 --as ada")
    done("recommendation make OTHER 1 --cycle c --text Again. --made-to P --on 2021-01-02 --as ann")
    done("recommendation repeat OTHER 1 --of OCSAE/2 --on 2021-01-03 --as ann")
    done("evidence submit OCSAE 2 --by P --summary S --on 2020-06-01 --as ann")
    return done("recommendation correct OCSAE 2 --number 7 --why Slip --as ann")


def trail(ask, line):
    return json.loads(ask(f"trail {line} --format json").out)["rows"]


def test_it_is_shown_under_the_right_number_and_found_by_both(renumbered, ask):
    assert renumbered["ref"] == "OCSAE/7"
    assert row(ask, "7")["last_updated"] == row(ask, "7")["made_on"]
    for number in ("2", "7"):
        shown = json.loads(ask(f"show OCSAE {number} --format json").out)
        assert shown["number"] == "7"
    rows = trail(ask, "OCSAE 2")
    assert {one["number"] for one in rows} == {"7"}
    assert rows[0]["data"]["number"] == "2"
    assert rows == trail(ask, "OCSAE 7")
    assert "its number is 7" in rows[-1]["summary"]


def test_links_lead_to_the_right_number(renumbered, ask, done):
    shown = json.loads(ask("show OTHER 1 --format json").out)
    assert [link["other"] for link in shown["links"]] == ["OCSAE/7"]
    receipt = done("recommendation unlink OTHER 1 --from OCSAE/2 --why Slip --as ann")
    assert [one["name"] for one in receipt["events"]][:2] == ["recommendation.unlinked"] * 2
    assert not json.loads(ask("show OCSAE 7 --format json").out)["links"]
    assert ask("verify").status == 0


def test_what_was_known_before_has_the_old_number(renumbered, ask, folder):
    before = trail(ask, "OCSAE 7")[-2]["recorded_at"]
    then = json.loads(ask(f"register OCSAE --known-at {before} --format json").out)["rows"]
    assert "2" in [one["number"] for one in then]
    assert json.loads(ask(f"show OCSAE 7 --known-at {before} --format json").out)["number"] == "2"
    assert {one["number"] for one in trail(ask, f"OCSAE 7 --known-at {before}")} == {"2"}


def test_the_old_number_may_be_given_to_another_unless_a_link_names_it(renumbered, ask, done):
    make = "recommendation make OCSAE 2 --cycle 2020 --text Other. --made-to P --on 2020-03-01 --as ann"
    refused = ask(make)
    assert refused.status == 4
    assert "by which OTHER/1 is linked to it" in refused.err
    done("recommendation unlink OTHER 1 --from OCSAE/7 --why Slip --as ann")
    done(make)
    assert row(ask, "2")["text"] == "Other."
    assert [one["event"] for one in trail(ask, "OCSAE 2")] == ["recommendation.made"]
    assert trail(ask, "OCSAE 7")[0]["data"]["number"] == "2"
    done("judgement record OCSAE 7 --cycle 2020 --status partially-met --rationale R --evidence E1 --as ann")
    assert ask("verify").status == 0


@pytest.mark.parametrize(
    ("number", "status", "because"),
    [("1", 4, "has a recommendation 1 already"), ("2", 4, "has that number already"), ("x" * 61, 2, "")],
)
def test_a_number_that_is_taken_is_refused(folder, ask, number, status, because):
    answer = ask(f"recommendation correct OCSAE 2 --number {number} --why Slip --as ann")
    assert answer.status == status, answer
    assert because in answer.err
