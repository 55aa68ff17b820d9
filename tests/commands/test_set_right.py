"""What an administrator typed wrongly can be put right from the command line."""

from __future__ import annotations

import json

import pytest


def row(ask, number):
    rows = json.loads(ask("register OCSAE --format json").out)["rows"]
    return next(row for row in rows if row["number"] == number)


def test_titles_days_closings_and_names_are_put_right(folder, ask, done):
    gone = "words.withdrawn"
    for line, ref, *events in (
        ("inspection correct OCSAE --title Abuse --why Slip --as ann", "OCSAE", "inspection.corrected", gone),
        ("cycle correct OCSAE 2020 --title First --why Slip --as ada", "OCSAE/2020", "cycle.corrected", gone),
        ("cycle correct OCSAE 2020 --on 2020-02-25 --why Slip --as ada", "OCSAE/2020", "cycle.corrected"),
        ("cycle close OCSAE 2020 --on 2021-01-01 --as ada", "OCSAE/2020", "cycle.closed"),
        ("cycle reopen OCSAE 2020 --why Slip --as ada", "OCSAE/2020", "cycle.reopened"),
        ("person rename ann --name Anne --as ada", "ann", "person.named"),
    ):
        receipt = done(line)
        assert (receipt["ref"], [one["name"] for one in receipt["events"]]) == (ref, events), line
    assert ask("verify").status == 0
    trail = [row["summary"] for row in json.loads(ask("trail OCSAE --format json").out)["rows"]]
    assert trail[-7:] == [
        "Corrected the title of OCSAE: Abuse. What was wrong: Slip.",
        "Withdrew from view the title of inspection.opened, which is number 1 of the events of OCSAE.",
        "Corrected the cycle 2020: it is called First. What was wrong: Slip.",
        "Withdrew from view the title of cycle.opened, which is number 2 of the events of OCSAE.",
        "Corrected the cycle 2020: it was opened on 2020-02-25. What was wrong: Slip.",
        "Closed the cycle 2020.",
        "Opened the cycle 2020 again, which was closed in error. Slip.",
    ]


def test_kind_and_cycle_of_a_recommendation_are_put_right(folder, ask, done):
    done("cycle open OCSAE 2021 --title Progress --on 2021-08-18 --as ada")
    line = "recommendation correct OCSAE 2 --kind area-for-development --cycle 2021 --made-on 2021-08-18"
    receipt = done(f"{line} --why Slip --as ann")
    assert [one["name"] for one in receipt["events"]] == ["recommendation.corrected"] * 2
    found = row(ask, "2")
    assert (found["kind"], found["cycle"], found["made_on"]) == (
        "area-for-development",
        "2021",
        "2021-08-18",
    )
    assert ask("verify").status == 0


@pytest.mark.parametrize(
    ("line", "status", "because"),
    [
        ("inspection correct NONE --title T --why W --as ann", 3, "no inspection NONE"),
        ("cycle correct OCSAE 1999 --title T --why W --as ann", 3, "no cycle 1999"),
        ("cycle correct OCSAE 2020 --why W --as ann", 2, "Nothing was given"),
        ("cycle correct OCSAE 2020 --on yesterweek --why W --as ann", 2, "cannot be read"),
        ("cycle reopen OCSAE 2020 --why W --as ann", 4, "is open"),
        ("person rename ann --name Anne --as ann", 4, "administrator"),
        ("recommendation correct OCSAE 1 --cycle 1999 --why W --as ann", 3, "no cycle 1999"),
    ],
)
def test_what_cannot_be_put_right_is_refused(folder, ask, line, status, because):
    answer = ask(line)
    assert answer.status == status, answer
    assert because in answer.err


def test_words_are_withdrawn_by_their_place_in_the_trail(folder, ask, done):
    asked = done("evidence request OCSAE 1 --why Secret --as ann")["events"][0]["position"]
    more = done("evidence request OCSAE 1 --why Hidden --as ann")["events"][0]["position"]
    receipt = done(f"words withdraw OCSAE {asked} {more} --why Slip --as ann")
    assert receipt["ref"] == "OCSAE"
    assert [one["name"] for one in receipt["events"]] == ["words.withdrawn"] * 2
    row = json.loads(ask("trail OCSAE 1 --format json").out)["rows"][-1]
    assert row["summary"].startswith("Withdrew from view the reason of evidence.requested, which is number ")
    assert row["summary"].endswith(" of OCSAE. Slip.")
    assert ask("verify").status == 0
    again = ask(f"words withdraw OCSAE {asked} --why Slip --as ann")
    assert (again.status, "are withdrawn already" in again.err) == (4, True)
    other = ask("words withdraw OCSAE 1 --why Slip --as ann")
    assert (other.status, "OCSAE has no event 1" in other.err) == (3, True)
    opened = json.loads(ask("trail OCSAE --format json").out)["rows"][0]["position"]
    held = ask(f"words withdraw OCSAE {opened} --why Slip --as ann")
    assert (held.status, "no words that are withdrawn by themselves" in held.err) == (4, True)
