"""The contract: the commands, the keys and the exit statuses that people rely on."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
from pathlib import Path

import pytest

from commands.demo import play, the_case
from commands.root import run
from tests.pasts import Clock


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The folder of a demo ledger that nobody writes to."""
    folder = tmp_path_factory.mktemp("demo") / "ledger"
    play(the_case(), str(folder), Clock("2026-11-22T10:00:00Z")).close()
    return str(folder)


@pytest.fixture
def scrutiny(capfdbinary, monkeypatch, tmp_path):
    """scrutiny("register", "OCSAE", ledger=folder) -> (status, output, errors)."""
    monkeypatch.delenv("SCRUTINY_LEDGER", raising=False)
    monkeypatch.delenv("SCRUTINY_PERSON", raising=False)
    monkeypatch.chdir(tmp_path)

    def call(*words):
        status = run([str(word) for word in words])
        out, err = capfdbinary.readouterr()
        return status, out.decode(), err.decode()

    return call


@pytest.fixture
def ok(scrutiny):
    """The output of a command that has to succeed."""

    def call(*words):
        status, out, err = scrutiny(*words)
        assert status == 0, err
        return out

    return call


@pytest.mark.parametrize("expected", the_case()["expected"], ids=lambda expected: expected["as_of"])
def test_the_real_case_comes_to_the_published_figures(demo, ok, expected):
    told = json.loads(
        ok("register", "OCSAE", "--as-of", expected["as_of"], "--format", "json", "--ledger", demo)
    )
    assert told["as_of"] == expected["as_of"]
    assert told["totals"] == {name: count for name, count in expected.items() if name != "as_of"}
    assert len(told["rows"]) == expected["total"]


def test_the_registers_json_has_the_keys_of_the_contract_in_their_order(demo, ok):
    told = json.loads(ok("register", "ocsae", "--as-of", "2021-08-18", "--format", "json", "--ledger", demo))
    assert list(told) == ["inspection", "as_of", "known_at", "events", "totals", "uncertain", "rows"]
    assert (told["inspection"], told["known_at"], told["events"]) == ("OCSAE", None, 84)
    row = next(row for row in told["rows"] if row["number"] == "3")
    assert row == {
        "inspection": "OCSAE",
        "number": "3",
        "kind": "recommendation",
        "cycle": "2020",
        "text": row["text"],
        "status": "closed",
        "reason": "implemented",
        "state": "judged",
        "judged_in": "2021",
        "made_to": ["Police Scotland"],
        "made_on": "2020-02-26",
        "made_on_earliest": "2020-02-26",
        "made_on_latest": "2020-02-26",
        "due": None,
        "due_earliest": None,
        "due_latest": None,
        "last_updated": "2021-08-18",
        "last_updated_earliest": "2021-08-18",
        "last_updated_latest": "2021-08-18",
        "word": None,
        "priority": None,
        "topics": [],
        "source": None,
        "place": None,
        "under": None,
        "responses": [],
        "seen_on": None,
    }
    assert json.loads(ok("--ledger", demo, "register", "--format", "json"))["inspection"] is None


def test_the_registers_csv_has_the_columns_of_the_seed(demo, ok):
    def table(*words):
        text = ok("register", *words, "--format", "csv", "--ledger", demo)
        assert text.count("\r\n") == len(text.splitlines())
        return list(csv.reader(io.StringIO(text, newline="")))

    header, *rows = table("OCSAE", "--as-of", "2021-08-18")
    assert header == ["Number", "Recommendation", "Status", "Made to", "Last updated"]
    assert [row[0] for row in rows] == [str(number) for number in range(1, 12)]
    assert rows[6][2:] == ["Closed", "Police Scotland; National Crime Agency", "2021-08-18"]
    assert {row[2] for row in rows} == {"Open", "Partially met", "Closed"}
    assert table()[0] == ["Inspection", *header]


@pytest.mark.parametrize(("cycle", "counts"), [("2020", (10, 10, 0, 0)), ("2021", (11, 1, 7, 3))])
def test_the_register_of_a_cycle(demo, ok, cycle, counts):
    totals = json.loads(ok("register", "OCSAE", "--cycle", cycle, "--format", "json", "--ledger", demo))[
        "totals"
    ]
    assert tuple(totals.values()) == counts


def test_the_trails_json_has_the_keys_of_the_contract(demo, ok):
    rows = json.loads(ok("trail", "OCSAE", "3", "--format", "json", "--ledger", demo))["rows"]
    named = ["judgement.recorded", "judgement.explained", "judgement.signed-off"]
    assert [row["event"] for row in rows][-3:] == named
    judged = rows[-3]
    assert list(judged) == [
        "position",
        "recorded_at",
        "on",
        "event",
        "inspection",
        "number",
        "cycle",
        "by",
        "summary",
        "data",
    ]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", judged["recorded_at"])
    assert (judged["on"], judged["number"], judged["cycle"], judged["by"]) == (
        "2021-08-18",
        "3",
        "2021",
        "ann",
    )
    assert judged["data"]["status"] == "closed"


def test_the_case_is_signed_off_by_another_person_each_time(demo, ok):
    rows = json.loads(ok("trail", "OCSAE", "--format", "json", "--ledger", demo))["rows"]
    by = {row["data"]["judgement"]: row["by"] for row in rows if row["event"] == "judgement.recorded"}
    signed = {row["data"]["judgement"]: row["by"] for row in rows if row["event"] == "judgement.signed-off"}
    assert len(by) == len(signed) == 10
    assert all(by[judgement] != signed[judgement] for judgement in by)
    assert sum(row["event"] == "evidence.attached" for row in rows) == 13


def test_evidence_lies_under_the_hash_of_its_content(demo, ok):
    from hashlib import sha256

    rows = json.loads(ok("trail", "OCSAE", "--format", "json", "--ledger", demo))["rows"]
    attached = {row["data"]["sha256"] for row in rows if row["event"] == "evidence.attached"}
    kept = {file.name: file for file in Path(demo, "evidence").iterdir()}
    assert kept.keys() == attached
    for digest, file in kept.items():
        assert sha256(file.read_bytes()).hexdigest() == digest
        assert file.stat().st_mode & 0o777 == 0o440


def test_show_is_one_recommendation_on_one_page(demo, ok):
    page = json.loads(ok("show", "OCSAE", "5", "--format", "json", "--ledger", demo))
    assert (page["status"], page["state"]) == ("partially-met", "proposed-for-closure")
    assert [one["evidence"] for one in page["evidence"]] == ["E7", "E11", "E12"]
    assert page["judgements"][0]["signed_off_by"] == "bob"
    told = " ".join(ok("show", "OCSAE", "5", "--ledger", demo).split())
    assert "Judged recommendation 5 partially met as J7, on evidence E7:" in told
    early = json.loads(
        ok("show", "OCSAE", "5", "--as-of", "2021-08-17", "--format", "json", "--ledger", demo)
    )
    assert (early["status"], early["judgements"]) == ("open", [])


def test_show_before_it_was_there_is_not_found(demo, scrutiny):
    status, _, err = scrutiny("show", "OCSAE", "11", "--as-of", "2021-08-17", "--ledger", demo)
    assert status == 3
    assert "not there yet, as of 2021-08-17" in err


@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown", "html"])
@pytest.mark.parametrize("words", [("register",), ("trail", "OCSAE"), ("show", "OCSAE", "3")])
def test_every_reader_has_every_format_and_a_file(demo, ok, form, words, tmp_path):
    shown = ok(*words, "--format", form, "--ledger", demo)
    assert shown
    file = tmp_path / "out"
    assert ok(*words, "--format", form, "--output", file, "--ledger", demo) == ""
    assert file.read_bytes().decode() == shown


@pytest.mark.parametrize(
    ("name", "begins"), [("r.json", "{"), ("r.csv", "Number,"), ("r.md", "# "), ("r.html", "<!")]
)
def test_a_file_is_written_in_the_format_of_its_name(demo, ok, name, begins, tmp_path):
    ok("register", "OCSAE", "--output", tmp_path / name, "--ledger", demo)
    assert (tmp_path / name).read_text().startswith(begins)


def test_a_whole_working_life_through_the_command_line(ok, tmp_path, monkeypatch):
    monkeypatch.setenv("SCRUTINY_LEDGER", str(tmp_path / "house"))
    minutes = tmp_path / "minutes.txt"
    minutes.write_text("We met.")

    def receipt(*words):
        told = json.loads(ok(*words, "--format", "json"))
        assert list(told) == ["ref", "events", "leaf_index", "checkpoint_size"]
        for event in told["events"]:
            assert list(event) == ["name", "position", "recorded_at", "leaf_index"]
        assert (
            told["checkpoint_size"]
            == told["events"][-1]["position"]
            == told["leaf_index"] + len(told["events"])
        )
        return told

    receipt("init", "--as", "ada", "--name", "Ada", "--time-zone", "UTC")
    assert (
        receipt("--as", "ada", "person", "register", "ann", "--name", "Ann", "--role", "inspector")["ref"]
        == "ann"
    )
    receipt(
        "person",
        "register",
        "bob",
        "--name",
        "Bob",
        "--role",
        "approver",
        "--role",
        "publisher",
        "--as",
        "ada",
    )
    receipt("person", "grant", "bob", "inspector", "--as", "ada")
    receipt("person", "revoke", "bob", "inspector", "--as", "ada")
    monkeypatch.setenv("SCRUTINY_PERSON", "ann")
    assert receipt("inspection", "open", "OCSAE", "--title", "Online")["ref"] == "OCSAE"
    opened = receipt("cycle", "open", "OCSAE", "2021", "--title", "Progress", "--on", "2021-08-18")
    assert opened["ref"] == "OCSAE/2021"
    make = ["recommendation", "make", "OCSAE"]
    rest = ["--cycle", "2021", "--made-to", "Police Scotland", "--on", "2021-08-18"]
    assert receipt(*make, "3", "--text", "Govern.", *rest)["ref"] == "OCSAE/3"
    receipt(*make, "AFD1", "--text", "Grow.", "--kind", "area-for-development", "--due", "2030-01", *rest)
    receipt(*make, "4", "--text", "Assess.", *rest)
    receipt("recommendation", "restate", "OCSAE", "3", "--text", "Govern well.", "--why", "Slip.")
    receipt("recommendation", "readdress", "OCSAE", "3", "--made-to", "A", "--made-to", "B")
    receipt("recommendation", "reschedule", "OCSAE", "3", "--due", "2031-05-01")
    receipt("recommendation", "supersede", "OCSAE", "4", "--by", "OCSAE/3")
    evidence = ["evidence", "submit", "OCSAE", "3", "--by", "A", "--on", "2021-09-01"]
    first = receipt(*evidence, "--summary", "Minutes.", "--file", minutes, "--propose-closure")
    assert (first["ref"], first["events"][0]["name"]) == ("E1", "evidence.submitted")
    assert receipt(*evidence, "--summary", "Secret.", "--restricted", "Live operation")["ref"] == "E2"
    receipt("evidence", "withdraw", "OCSAE", "E2", "--why", "Wrong.")
    receipt("evidence", "request", "OCSAE", "AFD1", "--why", "Show it.")
    judge = ["judgement", "record", "OCSAE", "3", "--cycle", "2021", "--rationale", "Seen."]
    close = ["--status", "closed", "--reason", "implemented", "--evidence", "E1", "--note", "Internal."]
    assert receipt(*judge, *close, "--on", "2021-10-01")["ref"] == "J1"
    receipt("judgement", "return", "OCSAE", "J1", "--why", "Thin.", "--as", "bob")
    assert receipt(*judge, *close, "--on", "2021-10-02")["ref"] == "J2"
    receipt("judgement", "sign-off", "OCSAE", "J2", "--as", "bob")
    receipt("recommendation", "withdraw", "OCSAE", "AFD1", "--why", "Done.")
    assert receipt("cycle", "close", "OCSAE", "2021")["ref"] == "OCSAE/2021"
    rows = json.loads(ok("register", "OCSAE", "--format", "json"))["rows"]
    assert [(row["number"], row["status"], row["reason"], row["state"]) for row in rows] == [
        ("3", "closed", "implemented", "judged"),
        ("4", "closed", "superseded", "superseded"),
        ("AFD1", "closed", "withdrawn", "withdrawn"),
    ]
    assert rows[0]["made_to"] == ["A", "B"]


def test_receipts_are_sentences_too(ok, tmp_path):
    out = ok("init", "--as", "ada", "--name", "Ada", "--ledger", tmp_path / "x")
    first, second = out.splitlines()
    assert first.startswith("Recorded Scrutiny ledger: ledger.opened, ")
    assert re.fullmatch(r"events 1 to 5, \d{4}-\S+ \S+ UTC; leaves 0 to 4, sealed at size 5", second)


def test_known_at_a_plain_date_is_the_end_of_that_day(demo, ok):
    def events(*words):
        return json.loads(ok("register", *words, "--format", "json", "--ledger", demo))["events"]

    assert events("--known-at", "2026-11-21") == 0
    assert events("--known-at", "2026-11-22") == events() > 0
    assert json.loads(ok("register", "--known-at", "2026-11-22", "--format", "json", "--ledger", demo))[
        "known_at"
    ] == ("2026-11-22T23:59:59.999999Z")


def test_a_demo_is_not_played_over_a_ledger(demo, scrutiny):
    status, out, err = scrutiny("demo", demo)
    assert (status, out) == (4, "")
    assert "There is a ledger" in err


@pytest.mark.parametrize(
    ("words", "place"),
    [
        (("demo", "--ledger", "two words"), "two words"),
        (("--ledger", "before", "demo"), "before"),
        (("demo",), "scrutiny-demo"),
    ],
)
def test_the_demonstration_is_made_where_ledger_says(ok, tmp_path, words, place):
    assert shlex.split(ok(*words).splitlines()[-1])[-2:] == ["--ledger", place]
    assert json.loads(ok("register", "--ledger", place, "--format", "json"))["totals"]["total"] == 11
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == [place]


def test_a_demonstration_with_two_places_is_in_neither(scrutiny, tmp_path):
    status, _, error = scrutiny("demo", "a", "--ledger", "b")
    assert (status, error) == (2, "Error: The ledger can be in a or in b.\nName one of the two places.\n")
    assert not list(tmp_path.iterdir())
