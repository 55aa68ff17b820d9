"""Who judges reads what was handed in: evidence comes back whole, under the name it was handed in by."""

from __future__ import annotations

import hashlib
import json

import pytest

from events.evidence import EvidenceAttached
from ledger.decisions.evidence import Attachment, SubmitEvidence
from ledger.ledger import Ledger
from tests.commands import processes

SUBMIT = "evidence submit OCSAE 1 --by Police_Scotland --summary Logs --on 2020-03-01 --as ann"


@pytest.fixture
def handed_in(folder, here, done):
    """A ledger with E1: two files of one name with other contents, and one more."""
    for at, text in (("a", "first"), ("b", "second")):
        (here / at).mkdir()
        (here / at / "minutes.txt").write_text(text)
    (here / "board.csv").write_text("1,2\n")
    files = [word for path in ("a/minutes.txt", "b/minutes.txt", "board.csv") for word in ("--file", path)]
    assert done(SUBMIT, *files)["ref"] == "E1"
    return folder


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def test_files_come_back_under_their_own_names_with_their_digests(handed_in, here, ask):
    answer = ask("evidence get ocsae e1 --output out/new --format json")
    assert answer.status == 0, answer.err
    second = f"{digest('second')[:12]} minutes.txt"
    assert json.loads(answer.out)["rows"] == [
        {"evidence": "E1", "name": name, "path": f"out/new/{path}", "sha256": digest(text), "size": len(text)}
        for name, path, text in (
            ("minutes.txt", "minutes.txt", "first"),
            ("minutes.txt", second, "second"),
            ("board.csv", "board.csv", "1,2\n"),
        )
    ]
    assert {path.name: path.read_text() for path in (here / "out/new").iterdir()} == {
        "minutes.txt": "first",
        second: "second",
        "board.csv": "1,2\n",
    }


def test_people_read_where_each_file_is(handed_in, ask):
    said = ask("evidence get OCSAE E1 --output out").out.splitlines()
    assert said[0] == f"out/minutes.txt (5 bytes, SHA-256 {digest('first')})"
    assert len(said) == 3


def test_asked_again_nothing_changes(handed_in, here, ask):
    ask("evidence get OCSAE E1 --output out")
    before = {path: path.stat().st_mtime_ns for path in (here / "out").iterdir()}
    assert ask("evidence get OCSAE E1 --output out").status == 0
    assert {path: path.stat().st_mtime_ns for path in (here / "out").iterdir()} == before


def test_another_file_of_the_name_is_not_replaced(handed_in, here, ask):
    (here / "out").mkdir()
    (here / "out" / "minutes.txt").write_text("mine")
    answer = ask("evidence get OCSAE E1 --output out")
    assert answer.status == 4
    assert "out/minutes.txt already" in answer.err
    assert (here / "out" / "minutes.txt").read_text() == "mine"


def test_what_is_not_what_was_handed_in_is_not_handed_out(handed_in, here, ask):
    kept = handed_in / "evidence" / digest("first")
    kept.chmod(0o640)
    kept.write_text("forged")
    answer = ask("evidence get OCSAE E1 --output out")
    assert answer.status == 7
    assert f"{digest('first')} is not what was handed in" in answer.err
    assert list((here / "out").iterdir()) == []


@pytest.mark.parametrize(
    ("line", "status", "because"),
    [
        ("evidence get OCSAE E2 --output out", 3, "no evidence E2"),
        ("evidence get NONE E1 --output out", 3, "no inspection NONE"),
        ("evidence get OCSAE E1 --output board.csv", 7, "board.csv"),
        ("evidence get OCSAE E1", 2, "--output"),
    ],
)
def test_what_cannot_be_handed_out_is_said(handed_in, ask, line, status, because):
    answer = ask(line)
    assert answer.status == status, answer
    assert because in answer.err


def test_evidence_without_a_file_says_so(folder, done, ask):
    done(SUBMIT)
    answer = ask("evidence get OCSAE E1 --output out")
    assert answer.status == 3
    assert "E1 has no file" in answer.err


@pytest.mark.parametrize("name", ["../out-of-it.txt", "/etc/motd", "..", "a\\b"])
def test_a_name_that_is_a_path_is_not_followed(ledger, tmp_path, name, monkeypatch):
    """Somebody may write any name into a row: it decides nothing but what people read."""
    from ledger.evidence import retrieval

    content = hashlib.sha256(b"x").hexdigest()
    files = [EvidenceAttached(inspection="X", evidence="E1", name=name, sha256=content, size=1)]
    monkeypatch.setattr(retrieval, "attached", lambda *_: ("E1", files))
    ledger.store.vault().folder.mkdir(exist_ok=True)
    (ledger.store.vault().folder / content).write_bytes(b"x")
    (given,) = retrieval.retrieve(ledger, "X", "E1", tmp_path / "in" / "out")
    assert given.name == name
    assert [path.name for path in (tmp_path / "in").rglob("*")] == ["out", content]


def test_a_name_as_long_as_can_be_is_cut_and_keeps_its_ending(ledger, tmp_path):
    name = "ü" * 240 + ".pdf"
    assert Attachment(name, "0" * 64, 1).name == name
    with Ledger.open(str(processes.begin(tmp_path / "long"))) as other:
        content = hashlib.sha256(b"x").hexdigest()
        other.store.vault().folder.mkdir(exist_ok=True)
        (other.store.vault().folder / content).write_bytes(b"x")
        attachment = Attachment(name, content, 1)
        other.ask(
            SubmitEvidence(
                inspection="OCSAE",
                number="1",
                body="Police Scotland",
                summary="s",
                files=(attachment,),
                on="2020-03-01",
            ),
            by="ann",
        )
        from ledger.evidence.retrieval import retrieve

        (given,) = retrieve(other, "OCSAE", "E1", tmp_path / "out")
    (path,) = (tmp_path / "out").iterdir()
    assert path.suffix == ".pdf"
    assert len(path.name.encode()) <= 200
    assert given.path == str(path)
