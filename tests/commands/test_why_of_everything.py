"""``why`` of every noun: which event set each field, by whom and when, in both times."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from projections.finding.index import NOUNS
from projections.formats.index import FORMATS

POLICE = "Police Scotland"


@pytest.fixture
def set_by(ask):
    """By field, the name of the event that set it, who did, and the value."""

    def call(line, *words):
        answer = ask(f"{line} --format json", *words)
        assert answer.status == 0, answer.err
        return {
            row["field"]: (row["event"], row["by"], row["value"]) for row in json.loads(answer.out)["rows"]
        }

    return call


@pytest.fixture
def worked(two, once, done):
    """OCSAE with evidence that was corrected, a judgement that was, a dispute, an answer and progress."""

    def make():
        Path("minutes.txt").write_text("minutes")
        Path("plan.txt").write_text("plan")
        by = "--by", POLICE
        sent = "evidence submit OCSAE 1 --summary Minutes --on 2020-03-01 --as ann"
        done(sent, *by, "--file", "minutes.txt", "--file", "plan.txt")
        done(
            "judgement record OCSAE 1 --cycle 2020 --status partially-met --rationale Some --on 2020-03-02 "
            "--evidence E1 --note Doubtful --as ann"
        )
        done("judgement sign-off OCSAE J1 --as bob")
        done("dispute raise OCSAE 1 --why Wrong --on 2020-03-03 --as ann", *by)
        done("response record OCSAE 2 --answer accepted --text Yes --on 2020-03-04 --as ann", *by)
        done("progress record OCSAE 2 --text Half --percent 50 --on 2020-03-05 --as ann", *by)

    once(make)
    return two


def test_of_evidence_each_field_names_what_set_it_last(worked, set_by, done):
    found = set_by("why OCSAE E1")
    assert found["summary"] == ("evidence.described", "ann", "Minutes")
    assert found["files: minutes.txt"][:2] == ("evidence.attached", "ann")
    assert found["files: plan.txt"][2]["name"] == "plan.txt"
    assert found["cited_by: J1"][:2] == ("judgement.recorded", "ann")
    assert {found[field][0] for field in ("number", "body", "on", "cycle")} == {"evidence.submitted"}
    done("evidence correct OCSAE E1 --number 2 --why W --as ann")
    done("evidence correct OCSAE E1 --summary Agenda --why W --as ann")
    found = set_by("why OCSAE E1")
    assert found["number"] == ("evidence.corrected", "ann", "2")
    assert found["summary"] == ("evidence.described", "ann", "Agenda")
    assert found["body"][0] == "evidence.submitted"
    done("evidence withdraw OCSAE E1 --why Forged --on 2020-04-01 --as ann")
    assert set_by("why OCSAE E1")["withdrawn"] == ("evidence.withdrawn", "ann", "Forged")
    assert set_by("why OCSAE E1 --as-of 2020-03-31")["withdrawn"][2] is None


def test_of_a_judgement_who_signed_it_off_is_told_and_what_corrected_it(worked, set_by, done, ask):
    found = set_by("judgement why OCSAE J1")
    assert found["status"] == ("judgement.recorded", "ann", "partially-met")
    assert found["rationale"] == ("judgement.explained", "ann", "Some")
    assert found["sign_off"] == ("judgement.signed-off", "bob", "signed-off")
    signed = json.loads(ask("trail --event judgement.signed-off --format json").out)["rows"][0]
    done("judgement correct OCSAE J1 --rationale More --why W --as bob")
    done("judgement correct OCSAE J1 --judged-on 2020-03-04 --why W --as bob")
    found = set_by("why OCSAE J1")
    assert found["rationale"] == ("judgement.explained", "bob", "More")
    assert found["on"] == ("judgement.corrected", "bob", "2020-03-04")
    before = set_by(f"why OCSAE J1 --known-at {signed['recorded_at']}")
    assert before["rationale"] == ("judgement.explained", "ann", "Some")


def test_what_a_file_brought_in_names_its_row_and_nobody_here(two, here, ask, done, set_by):
    (here / "old.csv").write_text("Ref,Text,To,Status,Made\n1,Do.,B,Closed,2019-01-01\n")
    (here / "map.toml").write_text(
        '[columns]\nnumber = "Ref"\ntext = "Text"\nmade_to = "To"\nstatus = "Status"\nmade_on = "Made"\n'
        '[constants]\ninspection = "OLD"\ncycle = "old"\n[status]\n"Closed" = "closed/implemented"\n'
    )
    done("import old.csv --map map.toml --seen-on 2020-01-01 --as ann")
    (row,) = (
        row for row in json.loads(ask("why OLD J1 --format json").out)["rows"] if row["field"] == "status"
    )
    assert (row["by"], row["recorded_by"], row["value"]) == ("imported", "ann", "closed")
    assert (row["imported"]["file"], row["imported"]["row"]) == ("I1", 2)


def test_of_what_bodies_say_and_of_disputes(worked, set_by, done):
    found = set_by("why OCSAE R1")
    assert found["answer"][:2] == ("response.recorded", "ann")
    assert found["text"] == ("response.explained", "ann", "Yes")
    assert set_by("why OCSAE P1")["text"] == ("progress.described", "ann", "Half")
    assert set_by("why OCSAE D1")["outcome"][2] is None
    done("dispute settle OCSAE D1 --outcome dismissed --why No --on 2020-05-01 --as ann")
    assert set_by("why ocsae d1")["outcome"] == ("dispute.settled", "ann", "dismissed")


def test_of_an_inspection_and_a_cycle(worked, set_by, done):
    assert set_by("why OCSAE")["title"][0] == "inspection.opened"
    assert set_by("why OCSAE")["cycles: 2020"][0] == "cycle.opened"
    done("inspection correct OCSAE --title Other --why W --as ann")
    done("cycle correct OCSAE 2020 --title Third --why W --as ann")
    assert set_by("inspection why OCSAE")["title"] == ("inspection.corrected", "ann", "Other")
    found = set_by("why OCSAE 2020")
    assert found["title"] == ("cycle.corrected", "ann", "Third")
    assert found["on"][0] == "cycle.opened"
    done("cycle close OCSAE 2020 --on 2020-12-01 --as ann")
    assert set_by("cycle why OCSAE 2020")["closed_on"] == ("cycle.closed", "ann", "2020-12-01")
    assert set_by("cycle why OCSAE 2020 --as-of 2020-11-30")["closed_on"][2] is None


def test_of_a_person_and_a_body(worked, set_by, done):
    done("person grant ann publisher --as ada")
    done("person rename bob --name Robert --as ada")
    found = set_by("why ann")
    assert found["granted: inspector"][:2] == ("role.granted", "ada")
    assert found["granted: publisher"][:2] == ("role.granted", "ada")
    assert set_by("person why BOB")["name"] == ("person.named", "ada", "Robert")
    done("person revoke ann publisher --as ada")
    assert set_by("why ann")["granted: publisher"][0] == "role.revoked"
    first = set_by("body why", POLICE)
    assert first["body"][0] == "recommendation.made"
    done("body alias --also PS --as ann", POLICE)
    done("body rename --on 2021-01-01 --why Law --as ann", POLICE, "--to", "Scottish Police")
    for name in ("PS", POLICE, "scottish police"):
        found = set_by("why", name)
        assert found["body"] == ("body.renamed", "ann", "Scottish Police"), name
        assert found["also: PS"][0] == "body.alias-added"
    assert set_by("body why PS --as-of 2020-12-31")["body"][0] != "body.renamed"


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("line", ["why OCSAE", "why OCSAE E1", "why OCSAE 2020", "why ann", "body why PS"])
def test_every_format_has_it(worked, ask, done, line, format):
    done("body alias --also PS --as ann", POLICE)
    answer = ask(f"{line} --format {format}")
    assert answer.status == 0, answer.err
    assert "event" in answer.out.lower()
    assert "ann" in answer.out or "ada" in answer.out


@pytest.mark.parametrize("noun", [noun for noun in (*NOUNS, "body") if noun not in ("publication", "key")])
def test_each_of_a_list_has_its_why_and_every_field_of_it_names_a_known_event(worked, ask, noun):
    positions = {row["position"] for row in json.loads(ask("trail --format json").out)["rows"]}
    for row in json.loads(ask(f"{noun} list --format json").out)["rows"]:
        within = [row["inspection"]] if noun not in ("inspection", "person", "body") else []
        answer = ask(f"{noun} why --format json", *within, row["body"] if noun == "body" else row["ref"])
        assert answer.status == 0, answer.err
        told = json.loads(answer.out)["rows"]
        assert told
        assert {one["position"] for one in told} <= positions


@pytest.mark.parametrize(
    ("line", "status", "list"),
    [
        ("why NOPE", 3, "inspection list"),
        ("why OCSAE E9", 3, "evidence list OCSAE"),
        ("why OCSAE J9", 3, "judgement list OCSAE"),
        ("why OCSAE 99", 3, "recommendation list OCSAE"),
        ("cycle why OCSAE 1999", 3, "cycle list OCSAE"),
        ("body why Nobody", 3, "body list"),
        ("person why nobody", 4, "person list"),
        ("publication why 5", 3, "publication list"),
        ("why NOPE E1", 3, "inspection list"),
    ],
)
def test_what_is_not_there_names_the_list(worked, ask, line, status, list):
    answer = ask(f"{line} --format json")
    assert answer.status == status, answer
    assert f"scrutiny {list}" in answer.error()["remedy"]


def test_before_the_ledger_began_there_is_nothing_and_a_note(worked, ask):
    for line in ("why OCSAE", "why OCSAE E1", "why ann", "body why", "why OCSAE 1"):
        answer = ask(f"{line} --known-at 2000 --format json", *([POLICE] if line == "body why" else []))
        assert answer.status == 0, answer
        assert json.loads(answer.out)["rows"] == []
        assert "the ledger began at" in answer.err


def test_an_inspection_by_whose_ref_there_is_a_person_too_comes_first_and_a_noun_says_which(
    worked, set_by, done
):
    done("inspection open ann --title Annual --as ann")
    assert "title" in set_by("why ann")
    assert "name" in set_by("person why ann")
