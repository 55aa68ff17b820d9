"""``scrutiny search`` as a person types it."""

from __future__ import annotations

import csv
import io
import json
import sqlite3

import pytest

from ledger.errors import StorageError
from projections.formats.index import FORMATS
from projections.search import fts


@pytest.fixture
def said(two, once, done):
    """Words in OCSAE and in CUSTODY, 25 of them alike."""

    def make():
        judged = "judgement record OCSAE 1 --cycle 2020 --status partially-met --on 2020-03-02 --as ann"
        done(judged, "--rationale", "O'Neil saw the governance board; café AND bar.")
        made = "recommendation make OCSAE Z --cycle 2020 --on 2020-02-26 --as ann --made-to Zoo"
        done(made, "--text", "Zebra.")
        for at in range(25):
            line = f"evidence request OCSAE 2 --on 2020-03-0{at % 9 + 1} --as ann"
            done(line, "--why", f"Lion number {at}.")

    once(make)
    return two


def rows(answer):
    assert answer.status == 0, answer.err
    return json.loads(answer.out)["rows"]


@pytest.mark.parametrize("format", FORMATS)
def test_a_search_is_written_in_every_format(said, ask, format):
    answer = ask(f"search governance --format {format}")
    assert answer.status == 0, answer.err
    assert "governance" in answer.out
    if format == "csv":
        (row,) = csv.DictReader(io.StringIO(answer.out))
        assert (row["Inspection"], row["Number"], row["Event"]) == ("OCSAE", "1", "judgement.explained")


@pytest.mark.parametrize(
    "words", ["O'Neil", "AND", "cafe: (bar)", "-governance", "^NEAR(board)", "gov*", "said:board"]
)
def test_signs_and_operators_are_text(said, ask, words):
    wanted = [] if words in ("^NEAR(board)", "said:board") else ["judgement.explained"]
    assert [row["event"] for row in rows(ask("search --format json --", words))] == wanted


@pytest.mark.parametrize("words", ["-", '"', "*", " "])
def test_signs_alone_are_wrong_usage_with_a_remedy(said, ask, words):
    answer = ask("search --format json --", words)
    assert answer.status == 2
    assert "no word" in answer.error()["error"]
    assert answer.error()["remedy"]


def test_a_table_has_the_best_twenty_and_says_how_many_there_are(said, ask):
    table = ask("search lion").out
    assert table.count("evidence.requested") == 20
    assert "25 events have these words; these are the best 20. For more: --limit 25" in table
    assert ask("search lion --limit 25").out.count("evidence.requested") == 25
    assert len(rows(ask("search lion --format json"))) == 25
    assert len(rows(ask("search lion --format json --limit 3"))) == 3
    for name in ("found.txt", "found.json", "found.csv"):
        assert ask(f"search lion --output {name}").status == 0
        assert (said.parent / name).read_text().count("evidence.requested") == 25
    assert ask("search lion --output -").out == table
    assert ask("config set format json").status == 0
    assert len(rows(ask("search lion"))) == 25


def test_filters_narrow_it(said, ask):
    assert len(rows(ask("search lion --from 2020-03-02 --to 2020-03-03 --format json"))) == 6
    assert rows(ask("search lion --inspection custody --format json")) == []
    assert len(rows(ask("search lion --inspection ocsae --event evidence --by ann --format json"))) == 25
    assert rows(ask("search lion --event judgement --format json")) == []
    assert [row["number"] for row in rows(ask("search zebra --made-to Zoo --format json"))] == ["Z"]
    assert rows(ask("search lion --made-to Zoo --format json")) == []


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("search x --inspection NOPE", 3),
        ("search x --by nobody", 4),
        ("search x --event nothing", 2),
        ("search x --as-of 2020-02-30", 2),
        ("search x --limit 0", 2),
        ("search", 2),
    ],
)
def test_what_is_not_there_or_cannot_be_read_is_said(said, ask, line, status):
    answer = ask(f"{line} --format json --no-input")
    assert answer.status == status, answer
    assert answer.out == ""
    assert answer.error()["remedy"]


def test_nothing_found_is_no_error_and_names_the_word(said, ask):
    answer = ask("search governence board")
    assert answer.status == 0
    assert "No event has 'governence'. There is: governance." in answer.out
    assert rows(ask("search governence --format json")) == []


def test_before_the_ledger_began_nothing_is_found_and_a_note_says_why(said, ask):
    answer = ask("search governance --known-at 2000 --format json")
    assert rows(answer) == []
    assert "the ledger began at" in answer.err


def test_without_fts5_it_is_said_what_to_do(said, ask, monkeypatch):
    monkeypatch.setattr(fts, "_MADE", fts._MADE.replace("fts5", "fts5_that_is_not_there"))
    answer = ask("search governance --format json")
    assert answer.status == StorageError.exit_status == 7
    assert "no full-text search (FTS5)" in answer.error()["error"]
    assert sqlite3.sqlite_version in answer.error()["error"]
    assert "scrutiny trail --search" in answer.error()["remedy"]


def test_escape_sequences_in_the_words_do_not_reach_the_terminal(said, ask):
    answer = ask("search", "\x1b[31mgovernance", "\udcff")
    assert "\x1b" not in answer.out + answer.err
