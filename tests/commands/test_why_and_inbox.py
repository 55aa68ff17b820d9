"""``scrutiny why`` and ``scrutiny inbox`` as people and scripts call them."""

from __future__ import annotations

import csv
import io
import json
import shlex
import subprocess
import sys

import pytest

from commands.demo import play, the_case
from tests.commands import processes
from tests.commands.test_help import on_a_terminal
from tests.pasts import Clock

JUDGE = "judgement record OCSAE 1 --cycle 2020 --status closed --reason implemented --rationale Seen"
SUBMIT = "evidence submit OCSAE 1 --summary Minutes --on 2021-09-01 --as ann"
POLICE = ("--by", "Police Scotland")
FIELDS = (
    *("number", "kind", "cycle", "text", "status", "reason", "state", "judged_in"),
    *("made_to", "made_on", "due", "last_updated"),
    *("word", "priority", "topics", "source", "place", "under", "responses", "seen_on"),
)
KEYS = (
    *("field", "value", "event", "position", "on", "by", "recorded_at", "recorded_on", "because", "ref"),
    *("signed_off", "corrected", "imported", "shown"),
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The folder of a demo ledger that nobody writes to."""
    folder = tmp_path_factory.mktemp("demo") / "ledger"
    play(the_case(), str(folder), Clock("2026-11-22T10:00:00Z")).close()
    return str(folder)


@pytest.fixture
def told(ask):
    """The object that a reader answers with."""

    def call(line, *words):
        answer = ask(f"{line} --format json", *words)
        assert (answer.status, answer.err) == (0, "")
        return json.loads(answer.out)

    return call


@pytest.fixture(autouse=True)
def width(monkeypatch):
    """What a table has in tests."""
    monkeypatch.setenv("COLUMNS", "80")


# Why


def test_why_tells_each_field_of_the_register_with_its_event(demo, told):
    answer = told("why OCSAE 3", "--ledger", demo)
    assert list(answer) == ["inspection", "number", "as_of", "known_at", "events", "rows"]
    assert [row["field"] for row in answer["rows"]] == list(FIELDS)
    assert {tuple(row) for row in answer["rows"]} == {KEYS}
    register = told("register OCSAE", "--ledger", demo)["rows"]
    row = next(row for row in register if row["number"] == "3")
    row = {
        name: value
        for name, value in row.items()
        if name != "inspection" and "_earliest" not in name and "_latest" not in name
    }
    assert {one["field"]: one["value"] for one in answer["rows"]} == row
    trail = {one["position"]: one for one in told("trail OCSAE 3", "--ledger", demo)["rows"]}
    for one in answer["rows"]:
        event = trail[one["position"]]
        assert (one["event"], one["by"]) == (event["event"], event["by"])
        # Of a judgement it is told why it is so, too, which has a line of its own in the trail.
        words = trail.get(one["position"] + 1, {}).get("data", {}).get("rationale", "")
        summary = event["summary"]
        assert one["because"] == (f"{summary.removesuffix('.')}: {words}" if words else summary)


def test_why_understands_both_times(demo, told):
    def status_and_state(*words):
        rows = {row["field"]: row for row in told("why OCSAE 3", *words, "--ledger", demo)["rows"]}
        return rows["status"], rows["state"]

    status, _ = status_and_state("--as-of", "2021-08-17")
    assert (status["value"], status["event"]) == ("open", "recommendation.made")
    signed, _ = status_and_state()
    status, state = status_and_state("--known-at", signed["recorded_at"])
    assert (status["value"], status["event"]) == ("open", "recommendation.made")
    assert (state["value"], state["position"]) == ("awaiting-sign-off", signed["position"])
    status, _ = status_and_state("--known-at", signed["signed_off"]["recorded_at"])
    assert status == signed


def test_why_fits_a_terminal_and_tells_who_signed_off(demo, ask):
    lines = ask("why OCSAE 7", "--ledger", demo).out.splitlines()
    assert lines[0] == "Why recommendation 7 of OCSAE stands as it does"
    assert max(map(len, lines)) <= 80
    assert lines[2].split() == ["Field", "Value", "Since", "By", "Event", "Recorded"]
    (at,) = [at for at, line in enumerate(lines) if line.startswith("Status ")]
    assert lines[at].split()[:4] == ["Status", "Closed", "2021-08-18", "ann"]
    assert lines[at + 1].split()[0] == "bob"
    assert "signed off" in lines[at + 1]


def test_whys_csv_has_one_line_for_each_field_with_the_whole_event(demo, ask):
    header, *rows = csv.reader(io.StringIO(ask("why OCSAE 3 --format csv", "--ledger", demo).out))
    assert header[:7] == ["Field", "Value", "Since", "By", "No", "Event", "Recorded at"]
    found = {row[0]: row for row in rows}
    assert len(found) == len(rows) == len(FIELDS)
    assert found["Status"][5] == "judgement.recorded"
    assert found["Due"][1] == "no date set"


def test_why_names_the_share_that_decides(two, done, told):
    for judged, body in (("J1", "North Force"), ("J2", "South Force")):
        status = "closed --reason implemented" if judged == "J1" else "partially-met"
        judge = f"judgement record CUSTODY 1 --cycle 2021 --status {status} --rationale Seen --as ann"
        done(judge, "--made-to", body)
        done(f"judgement sign-off CUSTODY {judged} --as bob")
    rows = {row["field"]: row for row in told("why CUSTODY 1")["rows"]}
    assert (rows["status"]["value"], rows["status"]["ref"]) == ("partially-met", "J2")
    assert rows["status of North Force"]["value"] == "closed"
    assert rows["status of North Force"]["signed_off"]["by"] == "bob"


def test_before_the_ledger_began_it_knew_nothing_and_why_says_so(demo, ask):
    answer = ask("why OCSAE 3 --known-at 2020-01-01 --format json", "--ledger", demo)
    assert (answer.status, json.loads(answer.out)["rows"]) == (0, [])
    assert "it knew nothing" in answer.err


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("why NONE 3", 3),
        ("why OCSAE 99", 3),
        ("why OCSAE 11 --as-of 2021-08-17", 3),
        ("why OCSAE 3 --as-of 01/02/2021", 2),
    ],
)
def test_why_refuses_what_is_not_there(demo, ask, line, status):
    answer = ask(f"{line} --format json", "--ledger", demo)
    assert answer.status == status
    assert answer.error()["error"]


# Inbox


def test_the_inbox_of_anybody_asks_for_nobody(folder, ask, done, told):
    assert told("inbox") == {"person": None, "events": 18, "rows": []}
    assert "Nothing waits for anybody." in ask("inbox").out
    done(SUBMIT, *POLICE, "--propose-closure")
    answer = told("inbox")
    assert list(answer) == ["person", "events", "rows"]
    (row,) = answer["rows"]
    assert list(row) == [
        *("task", "inspection", "number", "since", "age", "due", "due_earliest", "due_latest", "days"),
        *("bodies", "what", "command"),
    ]
    assert (row["task"], row["inspection"], row["number"]) == ("judge", "OCSAE", "1")
    assert row["since"] == "2021-09-01"
    assert row["age"] > 0
    assert (row["due"], row["due_latest"], row["days"], row["bodies"]) == (None, None, None, [])


def test_an_inbox_is_of_whoever_says_so(folder, ask, done, told, monkeypatch):
    done(f"{JUDGE} --on 2021-09-01 --as ann")
    assert told("inbox --as ann")["rows"] == []
    assert [row["task"] for row in told("--as bob inbox")["rows"]] == ["sign-off"]
    monkeypatch.setenv("SCRUTINY_PERSON", "bob")
    assert told("inbox")["person"] == "bob"
    assert told("inbox --as ann")["person"] == "ann"
    monkeypatch.setenv("SCRUTINY_PERSON", "")
    assert told("inbox")["person"] is None


def test_a_person_who_is_unknown_is_refused(two, refused):
    error = refused(4, "zed is not registered in this ledger.", "inbox --as zed")
    assert "person register" in error["remedy"]


def test_nobody_is_asked_who_they_are_on_a_terminal(folder):
    status, seen = on_a_terminal(["inbox"], [])
    assert status == 0, seen
    assert "Nothing waits for anybody." in seen
    assert "--as" not in seen


def test_what_the_inbox_says_to_type_can_be_typed(folder, ask, done, told, monkeypatch):
    """From evidence to a closed recommendation, by the inbox alone."""
    said = {
        "judgement record": "--status closed --reason implemented --rationale Seen --on 2021-10-01",
        "evidence submit": "--summary More --on 2021-09-10",
        "judgement return": "--why Thin",
        "dispute settle": "--outcome upheld --why Heard",
    }

    def follow(person):
        row = told(f"inbox --as {person}")["rows"][0]
        program, *words = shlex.split(row["command"])
        assert program == "scrutiny"
        more = said.get(" ".join(words[:2]), "").split()
        group, verb, *rest = words
        done(f"{group} {verb} --no-input --as {person}", *rest, *more)
        return row["task"]

    done(SUBMIT, *POLICE)
    done("evidence request OCSAE 1 --why More --on 2021-09-02 --as ann")
    done("evidence withdraw OCSAE E1 --why Wrong --on 2021-09-02 --as ann")
    assert follow("art") == "answer"
    assert follow("ann") == "judge"
    done("evidence withdraw OCSAE E2 --why Wrong --on 2021-10-02 --as ann")
    assert follow("bob") == "sign-off"
    assert [row["task"] for row in told("inbox --as ann")["rows"]] == ["answer", "answer"]
    assert follow("art") == "answer"
    assert follow("ann") == "judge"
    assert follow("bob") == "sign-off"
    assert told("inbox")["rows"] == []
    assert told("register OCSAE")["rows"][0]["status"] == "closed"


def test_the_inbox_ends_with_the_first_command_to_type(folder, ask, done):
    done(f"{JUDGE} --on 2021-09-01 --as ann")
    done(SUBMIT.replace("OCSAE 1", "OCSAE 2"), *POLICE)
    lines = ask("inbox").out.splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[-2:] == [
        "2 wait: 1 to judge, 1 to sign off. Begin with:",
        "scrutiny judgement sign-off OCSAE J1",
    ]


# Both


@pytest.mark.parametrize("words", ["why OCSAE 3", "inbox"])
def test_they_start_without_what_only_recording_needs(demo, words):
    code = (
        "import sys; from commands.root import run; run(sys.argv[1:]);"
        "heavy = {'eventsourcing', 'cryptography', 'ledger.evidence.folder', 'ledger.signing.sealing',"
        "    'ledger.signing.keyring'};"
        "sys.exit(f'imported: {heavy & set(sys.modules)}' if heavy & set(sys.modules) else 0)"
    )
    command = [sys.executable, "-c", code, *words.split(), "--ledger", demo]
    done = subprocess.run(command, capture_output=True, text=True, env=processes.environment())
    assert done.returncode == 0, done.stderr
    assert "OCSAE" in done.stdout


@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown", "html"])
@pytest.mark.parametrize("words", ["why OCSAE 3", "inbox"])
def test_they_have_every_format_and_a_file(demo, ask, form, words, here):
    shown = ask(f"{words} --format {form}", "--ledger", demo)
    assert shown.status == 0
    assert "OCSAE" in shown.out or form == "csv"
    written = ask(f"{words} --format {form} --output out", "--ledger", demo)
    assert (written.status, written.out) == (0, "")
    assert (here / "out").read_bytes().decode() == shown.out


# What stands on something that is gone


def test_the_receipt_of_a_withdrawal_names_what_rests_on_it(ask, done, two):
    done("evidence submit CUSTODY 1 --by Police --summary S --as ann")
    done("evidence submit CUSTODY 1 --by Police --summary S --as ann")
    judge = "judgement record CUSTODY 1 --cycle 2021 --status open --rationale Seen --as ann --evidence E1"
    done(judge)
    told = ask("evidence withdraw CUSTODY E1 --why Forged --as ann").out
    assert told.splitlines()[-1] == "Rests on it: J1"
    assert "rests_on_it" not in done("evidence withdraw CUSTODY E2 --why Wrong --as ann")


def test_what_rests_on_it_is_in_the_json_of_a_receipt_too_and_marked_on_its_page(ask, done, two):
    done("evidence submit CUSTODY 1 --by Police --summary S --as ann")
    done("judgement record CUSTODY 1 --cycle 2021 --status open --rationale R --as ann --evidence E1")
    done("judgement sign-off CUSTODY J1 --as bob")
    assert done("evidence withdraw CUSTODY E1 --why Forged --as ann")["rests_on_it"] == ["J1"]
    for written in ("table", "markdown", "html", "json"):
        assert "J1 rests on evidence E1" in " ".join(ask(f"show CUSTODY 1 --format {written}").out.split())
