"""What people sort by: priority, topics, source and place, asked for in every reading."""

from __future__ import annotations

import json

import pytest

URL = "https://example.org/report?a=1&b=%22"


@pytest.fixture
def words(two, done):
    """A ledger with two priorities and two topics; 1 is high, on courts and staff, and 2 is low."""
    for vocabulary, word, label in (
        ("priority", "high", "High priority"),
        ("priority", "low", "Low priority"),
        ("topic", "courts", "Courts"),
        ("topic", "staff", "Staff"),
    ):
        done(f"vocabulary add {vocabulary} {word} --as ada", "--label", label)
    sort = "recommendation classify OCSAE {} --on 2021-03-01 --as ann"
    done(f"{sort.format('1')} --priority HIGH --topic courts --topic Staff --place p.7 --source {URL}")
    done(f"{sort.format('2')} --priority low --topic staff")
    return two


def numbers(ask, line):
    return [row["number"] for row in json.loads(ask(f"{line} --format json").out)["rows"]]


def test_the_register_of_a_priority_or_of_topics(words, ask):
    assert numbers(ask, "register OCSAE --priority High") == ["1"]
    assert numbers(ask, "register OCSAE --topic staff") == ["1", "2"]
    assert numbers(ask, "register OCSAE --topic courts --topic STAFF") == ["1", "2"]
    assert numbers(ask, "register --priority low --topic courts") == []
    assert numbers(ask, "register OCSAE --topic staff --as-of 2021-02-28") == []
    said = ask("register OCSAE --priority high --topic courts --topic staff").out.splitlines()[0]
    assert "of the priority High priority, on any of Courts, Staff" in said


def test_statistics_of_a_priority_or_of_topics(words, ask):
    told = json.loads(ask("statistics OCSAE --topic staff --format json").out)
    assert told["total"] == 2
    assert "on the topic Staff" in told["scope"]
    assert json.loads(ask("statistics OCSAE --priority high --format json").out)["total"] == 1
    before = "statistics OCSAE --priority high --to 2021-02-28 --format json"
    assert json.loads(ask(before).out)["total"] == 0


@pytest.mark.parametrize("reading", ["register OCSAE", "statistics"])
def test_a_word_that_nobody_added_is_refused_with_those_there_are(words, ask, refused, reading):
    refused(2, "'urgent' is no word for a priority", f"{reading} --priority urgent")
    told = json.loads(ask(f"{reading} --topic prisons --format json").err)
    assert (told["exit_status"], told["remedy"]) == (2, "Say one of courts, staff.")


def test_show_and_why_say_it(words, ask, done):
    out = " ".join(ask("show OCSAE 1").out.split())
    for said in ("Priority High priority", "Topics Courts; Staff", f"Source {URL} (p.7)"):
        assert said in out
    done("recommendation classify OCSAE 1 --place p.9 --on 2021-04-01 --as ann")
    fields = {row["field"]: row for row in json.loads(ask("why OCSAE 1 --format json").out)["rows"]}
    assert [fields[field]["on"] for field in ("priority", "topics", "source", "place", "under")] == [
        *["2021-03-01"] * 3,
        "2021-04-01",
        fields["number"]["on"],
    ]
    assert "High priority" in ask("why OCSAE 1").out


def test_what_is_taken_away_is_gone(words, ask, done):
    done("recommendation classify OCSAE 1 --on 2021-05-01 --as ann", "--priority", "", "--topic", "")
    assert numbers(ask, "register OCSAE --priority high") == []
    assert numbers(ask, "register OCSAE --priority high --as-of 2021-04-30") == ["1"]


def test_it_is_made_under_another(two, ask, done, refused):
    make = "recommendation make OCSAE {} --cycle 2021 --text T --made-to SPA --on 2021-09-01 --as ann"
    told = done(f"{make.format('3a')} --under 3 --source {URL}")
    assert [event["name"] for event in told["events"]] == ["recommendation.made", "recommendation.classified"]
    done(f"{make.format('3b')} --under 3")
    out = " ".join(ask("show OCSAE 3").out.split())
    for said in ("Status Open, by its parts", "Part 3a Open; awaiting-evidence", "Part 3b Open;"):
        assert said in out
    assert "Under 3" in " ".join(ask("show OCSAE 3a").out.split())
    circle = "recommendation classify OCSAE 3 --under 3a --on 2021-09-01 --as ann"
    refused(4, "that would lead in a circle", circle)
    refused(4, "before recommendation 3a was made", f"{circle} --on 2021-03-01")
    refused(3, "OCSAE has no recommendation 9", "recommendation classify OCSAE 1 --under 9 --as ann")
    refused(2, "is no source", "recommendation classify OCSAE 1 --source javascript:alert(1) --as ann")
    refused(2, "Nothing was said to sort it by", "recommendation classify OCSAE 1 --as ann")


def test_no_more_than_twenty_stand_under_each_other(two, done, refused):
    make = "recommendation make OCSAE L{} --cycle 2021 --text T --made-to SPA --on 2021-09-01 --as ann"
    done(make.format(1))
    for level in range(2, 21):
        done(f"{make.format(level)} --under L{level - 1}")
    refused(4, "more than 20 would stand under each other", f"{make.format(21)} --under L20")
    refused(
        4,
        "more than 20 would stand under each other",
        "recommendation classify OCSAE L1 --under 1 --on 2021-09-01 --as ann",
    )
