"""What a file said counts as it is, by nobody of this ledger: what is done about it by hand, and again."""

from __future__ import annotations

import json

import pytest

from ledger.proof import leaf

HEADINGS = "No,Text,To,Status,Date,Judged\r\n"
CLOSED, OPEN = "1,Do one.,Police,Closed,2012-03-04,2013\r\n", "2,Do two.,Police,Open,2012,\r\n"
MAP = """
[columns]
number = "No"
text = "Text"
made_to = "To"
status = "Status"
made_on = "Date"
judged_on = "Judged"
[constants]
inspection = "RAIL"
[status]
Closed = "closed/implemented"
"""


@pytest.fixture
def imported(two, here, done):
    """A file of two rows, the first closed, as it was seen on 4 April 2020."""
    (here / "map.toml").write_text(MAP, encoding="utf-8")
    bring_in(here, done, "Secret name.csv", CLOSED, OPEN)
    return here


def bring_in(here, done, name, *rows, seen_on="2020-04-04"):
    (here / name).write_text(HEADINGS + "".join(rows), encoding="utf-8")
    done(f"import --map map.toml --seen-on {seen_on} --accept status --as ann", name)


@pytest.fixture
def row(done):
    """row("1") -> that row of the register as JSON has it."""

    def read(number, words=""):
        found = done(f"register RAIL {words}")
        return next((row for row in found["rows"] if row["number"] == number), None)

    return read


def test_nobody_signs_it_off_or_returns_it_and_it_waits_for_nobody(imported, done, refused):
    imported_so = "Judgement J1 of RAIL was imported: it counts as its source published it"
    refused(4, imported_so, "judgement sign-off RAIL J1 --as bob")
    refused(4, imported_so, "judgement return RAIL J1 --why Thin --as bob")
    for who in ("", "--as bob", "--as ann"):
        assert done(f"inbox {who}")["rows"] == []
    listed = done("judgement list RAIL")["rows"]
    assert [one["sign_off"] for one in listed] == ["imported"]


def test_nobody_bears_the_name_of_those_who_judged_before(two, refused):
    for name in ("imported", "Imported"):
        refused(
            2, f"Nobody is registered as {name}", f"person register {name} --name X --role approver --as ada"
        )
    refused(4, "imported is not registered", "inspection open X --title X --as imported")


def test_an_approver_takes_it_back_and_no_file_brings_it_again(imported, done, refused, row):
    refused(4, "that takes the role approver", "judgement correct RAIL J1 --void --why Wrong --as ann")
    assert (row("1")["status"], row("1")["seen_on"]) == ("closed", "2020-04-04")
    done("judgement correct RAIL J1 --void --why Wrong --as bob")
    assert (row("1")["status"], row("1")["seen_on"]) == ("open", None)
    causes = done("why RAIL 1")["rows"]
    seen = next(one for one in causes if one["field"] == "seen_on")
    assert (seen["event"], seen["by"]) == ("judgement.corrected", "bob")
    bring_in(imported, done, "again.csv", CLOSED, OPEN, seen_on="2020-05-04")
    assert row("1")["status"] == "open"


@pytest.mark.parametrize("fate", ["awaiting", "returned", "signed off"])
def test_what_somebody_judged_here_is_not_judged_by_a_file(imported, done, ask, row, fate):
    judge = "judgement record RAIL 2 --cycle imported --status partially-met --rationale Seen --as ann"
    ref = done(f"{judge}")["ref"]
    if fate == "returned":
        done(f"judgement return RAIL {ref} --why Thin --as bob")
    if fate == "signed off":
        done(f"judgement sign-off RAIL {ref} --as bob")
    before = row("2")
    (imported / "one.csv").write_text(HEADINGS + OPEN.replace("Open,2012,", "Closed,2012,2020"), "utf-8")
    answer = ask("import one.csv --map map.toml --seen-on 2020-05-04 --accept status --as ann --format json")
    assert answer.status == 4
    said = json.loads(answer.out)
    assert said["recorded"] == 0
    assert "was judged in this ledger" in said["problems"][0]["problem"]
    assert row("2") == before
    assert (before["seen_on"] is None) == (fate == "signed off")


def test_a_proof_of_a_row_has_the_event_that_tells_of_its_source(imported, ask, here):
    for line in ("key generate --as ada", "seal", "prove RAIL 1 --output proofs"):
        answer = ask(line)
        assert answer.status == 0, answer.err
    found = sorted((here / "proofs").glob("*.leaf"), key=lambda path: int(path.stem))
    topics = [leaf.parse(path.read_bytes()).topic for path in found]
    assert topics == ["recommendation.imported", "recommendation.made", "judgement.recorded"]
    assert not [path for path in (here / "proofs").iterdir() if b"Secret name" in path.read_bytes()]


def test_a_time_between_gives_the_sources_word(imported, ask, done, row):
    known = "--known-at 2020-04-05"
    for reader in ("register RAIL", "show RAIL 1", "why RAIL 1", "statistics RAIL"):
        head = done(f"{reader} {known}")
        assert head["as_seen"][0] == "RAIL/1", reader
        assert "As the source's word" in " ".join(ask(f"{reader} {known}").out.split()), reader
    assert row("1", known) == row("1")
    assert row("1", "--known-at 2020-04-03") is None
    assert done(f"trail {known}")["rows"] == []
    trail = done("trail RAIL 1")["rows"]
    judged = next(one for one in trail if one["event"] == "judgement.recorded")
    assert (judged["by"], judged["recorded_by"]) == ("imported", "ann")
    why = done("why RAIL 1")["rows"]
    status = next(one for one in why if one["field"] == "status")
    assert (status["by"], status["recorded_by"]) == ("imported", "ann")
    assert {one["imported"]["row"] for one in why} == {2}


def test_a_ledger_whose_rows_were_brought_in_verifies(imported, done):
    assert done("verify")["findings"] == []
