"""The same filters in every reading: by status, body, kind, answer, priority and topic, in both times."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime, timedelta

import pytest

FILTERS = {
    "priority": ["--priority", "HIGH"],
    "topic": ["--topic", "courts"],
    "any of two topics": ["--topic", "staff", "--topic", "courts"],
    "answer": ["--answer", "Accepted"],
    "body": ["--made-to", "fire  service"],
    "kind": ["--kind", "area-for-development"],
    "status": ["--status", "partially-met"],
    "several at once": ["--priority", "high", "--made-to", "Fire Service", "--status", "partially-met"],
}
READINGS = {
    "register": ["register", "OCSAE"],
    "diff": ["diff", "OCSAE", "--from", "2020-01-01"],
    "what was learned": ["diff", "OCSAE", "--known-from", "2000-01-01"],
    "trail": ["trail", "OCSAE"],
    "inbox": ["inbox", "OCSAE"],
}


@pytest.fixture
def sorted_out(folder, once, done):
    """Recommendation 2 is all that the filters ask for; 1 is none of it. Both have evidence to judge."""

    def make():
        for word in ("priority high", "priority low", "topic courts", "topic staff"):
            done(f"vocabulary add {word} --label {word.split()[1].title()} --as ann")
        done("recommendation correct OCSAE 2 --kind area-for-development --why Slip --as ann")
        done("recommendation readdress OCSAE 2 --on 2020-05-01 --as ann", "--made-to", "Fire Service")
        done("recommendation classify OCSAE 2 --priority high --topic courts --on 2020-05-01 --as ann")
        done("recommendation classify OCSAE 1 --priority low --on 2020-05-01 --as ann")
        made = "response record OCSAE {} --answer {} --text Yes --on 2020-05-01 --as ann"
        done(made.format("2", "accepted"), "--by", "Fire Service")
        done(made.format("1", "rejected"), "--by", "Police Scotland")
        judged = "judgement record OCSAE 2 --cycle 2020 --status partially-met --rationale R --on 2020-05-02"
        done(f"{judged} --as ann")
        done("judgement sign-off OCSAE J1 --as bob")
        for number, body in (("1", "Police Scotland"), ("2", "Fire Service")):
            done(f"evidence submit OCSAE {number} --summary S --on 2020-06-01 --as ann", "--by", body)

    once(make)


def numbers(answer):
    assert answer.status == 0, answer.err
    return {row["number"] for row in json.loads(answer.out)["rows"]}


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("wanted", FILTERS)
def test_a_reading_has_what_is_asked_for_and_nothing_else(sorted_out, ask, reading, wanted):
    line = " ".join([*READINGS[reading], "--format json"])
    assert numbers(ask(line)) >= {"1", "2"}
    assert numbers(ask(line, *FILTERS[wanted])) == {"2"}


@pytest.mark.parametrize("reading", READINGS)
def test_a_reading_has_the_same_rows_in_every_format(sorted_out, ask, reading):
    given = [*READINGS[reading], "--priority", "high"]
    rows = json.loads(ask(" ".join([*given, "--format json"])).out)["rows"]
    table = list(csv.reader(io.StringIO(ask(" ".join([*given, "--format csv"])).out)))
    assert len(table) == len(rows) + 1
    html = ask(" ".join([*given, "--format html"])).out
    assert html.count("<tr>") == len(rows) + 1
    for form in ("table", "markdown", "html"):
        # A page says in words what it was asked for by.
        assert "of the priority High" in " ".join(ask(" ".join([*given, f"--format {form}"])).out.split())


def test_readings_go_by_what_held_on_the_day_and_was_known_then(sorted_out, ask):
    before = "--as-of 2020-04-30 --format json --priority high"
    for reading in ("register OCSAE", "trail OCSAE"):
        assert numbers(ask(f"{reading} {before}")) == set()
    assert numbers(ask("diff OCSAE --from 2020-01-01 --to 2020-04-30 --format json --priority high")) == set()
    assert numbers(ask("diff OCSAE --from 2020-01-01 --to 2020-05-01 --format json --priority high")) == {"2"}
    rows = json.loads(ask("trail OCSAE 2 --format json").out)["rows"]
    told = next(row["recorded_at"] for row in rows if row["event"] == "recommendation.classified")
    just_before = datetime.fromisoformat(told) - timedelta(microseconds=1)
    for when, found in ((just_before.isoformat().replace("+00:00", "Z"), set()), (told, {"2"})):
        assert numbers(ask(f"trail OCSAE --known-at {when} --format json --priority high")) == found
        assert numbers(ask(f"register OCSAE --known-at {when} --format json --priority high")) == found
        line = f"diff OCSAE --from 2020-01-01 --known-at {when} --format json --priority high"
        assert numbers(ask(line)) == found


def test_a_diff_of_one_body_has_no_steps_of_the_shares_of_others(two, done, ask):
    for body in ("North Force", "South Force"):
        done(
            "judgement record CUSTODY 1 --cycle 2020 --status partially-met --rationale R --on 2020-05-02 "
            "--as ann",
            "--made-to",
            body,
        )
    done("judgement sign-off CUSTODY J1 J2 --as bob")
    answer = ask("diff CUSTODY --from 2020-05-01 --format json", "--made-to", "North Force")
    assert {row["made_to"] for row in json.loads(answer.out)["rows"]} <= {None, "North Force"}
    everybody = json.loads(ask("diff CUSTODY --from 2020-05-01 --format json").out)["rows"]
    assert "South Force" in {row["made_to"] for row in everybody}


@pytest.mark.parametrize("reading", READINGS)
def test_a_word_that_nobody_added_is_refused_with_those_there_are(sorted_out, ask, reading):
    answer = ask(" ".join(READINGS[reading]), "--topic", "nosuch")
    assert answer.status == 2
    assert "courts, staff" in answer.err


def test_the_inbox_of_an_inspection_has_its_tasks_alone(two, done, ask):
    for ref, body in (("OCSAE", "Police Scotland"), ("CUSTODY", "North Force")):
        done(f"evidence submit {ref} 1 --summary S --on 2020-06-01 --as ann", "--by", body)
    answer = ask("inbox custody --as ann --format json")
    assert {row["inspection"] for row in json.loads(answer.out)["rows"]} == {"CUSTODY"}
    assert ask("inbox NOSUCH --as ann").status == 3
