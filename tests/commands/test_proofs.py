"""What outsiders are given: the verifier key, checkpoints, proofs."""

from __future__ import annotations

import json
import os
import re

import pytest

from commands.root import run
from ledger.proof import checkpoint, leaf, merkle, tlogproof
from ledger.proof.note import VerifierKey


@pytest.fixture
def scrutiny(capfd, monkeypatch, tmp_path):
    """scrutiny("key", "show") -> (status, output, errors), in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCRUTINY_LEDGER", str(tmp_path / "demo"))

    def call(*words):
        status = run([str(word) for word in words])
        out, err = capfd.readouterr()
        return status, out, err

    return call


@pytest.fixture
def demo(scrutiny, put_demo, tmp_path):
    """The same, asked of the demonstration."""
    put_demo(tmp_path / "demo")
    return scrutiny


def key_of(scrutiny):
    return VerifierKey.parse(scrutiny("key", "show")[1].strip())


def test_what_rests_on_one_event_is_said_to_rest_on_one(demo, tmp_path):
    _, _, err = demo("prove", "OCSAE", "11", "--output", tmp_path / "proofs")
    (leaf,) = (tmp_path / "proofs").glob("*.leaf")
    assert f"rests on leaf {leaf.stem}." in err


def test_a_row_is_proved_event_by_event(demo, tmp_path):
    status, _, err = demo("prove", "ocsae", "3", "--output", tmp_path / "proofs")
    assert status == 0
    assert "rests on the leaves 14, 27, 28, 29" in err
    files = {file.name for file in (tmp_path / "proofs").iterdir()}
    assert files == {f"{index}.{kind}" for index in (14, 27, 28, 29) for kind in ("leaf", "tlog-proof")}
    key = key_of(demo)
    topics = []
    for index in (14, 27, 28, 29):
        text = (tmp_path / "proofs" / f"{index}.leaf").read_bytes()
        proof = (tmp_path / "proofs" / f"{index}.tlog-proof").read_bytes()
        found, signed = tlogproof.verify(proof, text, [key])
        assert (found, signed.size) == (index, 94)
        topics.append(leaf.parse(text).topic)
    assert topics == [
        "recommendation.made",
        "judgement.recorded",
        "judgement.explained",
        "judgement.signed-off",
    ]


def test_a_row_that_nobody_judged_rests_on_its_making_alone(demo, tmp_path):
    demo("prove", "OCSAE", "11", "--output", tmp_path / "proofs")
    (text,) = (tmp_path / "proofs").glob("*.leaf")
    assert leaf.parse(text.read_bytes()).topic == "recommendation.made"


def test_of_words_that_were_corrected_the_right_ones_are_proved(demo, tmp_path):
    correct = ("judgement", "correct", "OCSAE", "J1", "--rationale", "Better said.", "--why", "Unclear.")
    assert demo(*correct, "--as", "bob")[0] == 0
    status, _, err = demo("prove", "OCSAE", "3", "--output", tmp_path / "proofs")
    assert status == 0
    assert "rests on the leaves 14, 27, 29, 94, 95" in err, "28 has the words that were withdrawn"


def test_growth_is_proved_since_a_checkpoint_that_was_kept(demo, tmp_path):
    demo("checkpoint", "--output", tmp_path / "old")
    for why in ("One.", "Two.", "Three."):
        assert demo("evidence", "request", "OCSAE", "4", "--why", why, "--as", "ann")[0] == 0
    assert demo("prove", "--since", tmp_path / "old", "--output", tmp_path / "growth")[0] == 0
    key = key_of(demo)
    old = checkpoint.verify((tmp_path / "old").read_bytes(), [key])
    new = checkpoint.verify(demo("checkpoint")[1].encode(), [key])
    proof = tlogproof.parse_hash_lines((tmp_path / "growth").read_bytes())
    merkle.verify_consistency(old.size, new.size, old.root, new.root, proof)
    assert (old.size, new.size) == (94, 97)
    with pytest.raises(merkle.ProofError):
        merkle.verify_consistency(old.size, new.size, old.root, new.root, proof[:-1])


def test_growth_since_the_newest_checkpoint_is_an_empty_proof(demo, tmp_path):
    demo("checkpoint", "--output", tmp_path / "old")
    assert demo("prove", "--since", tmp_path / "old", "--output", tmp_path / "growth")[0] == 0
    assert (tmp_path / "growth").read_bytes() == b""


@pytest.mark.parametrize("line", range(5))
def test_a_checkpoint_with_a_wrong_byte_is_refused_with_its_line(demo, tmp_path, line):
    demo("checkpoint", "--output", tmp_path / "old")
    lines = (tmp_path / "old").read_bytes().split(b"\n")
    lines[line] = lines[line][:-1] + b"!"
    (tmp_path / "old").write_bytes(b"\n".join(lines))
    status, out, err = demo("prove", "--since", tmp_path / "old", "--output", tmp_path / "growth")
    assert (status, out) == (2, "")
    assert "line " in err
    assert not (tmp_path / "growth").exists()


def test_a_checkpoint_of_another_ledger_is_refused(demo, tmp_path):
    demo("checkpoint", "--output", tmp_path / "old")
    other = tmp_path / "other"
    assert demo("init", "--as", "ada", "--name", "Ada", "--ledger", other)[0] == 0
    status, _, err = demo("prove", "--since", tmp_path / "old", "--output", tmp_path / "g", "--ledger", other)
    assert status == 2
    assert "no known key signed this" in err


def test_a_shorter_ledger_did_not_grow_out_of_a_longer_one(demo, tmp_path):
    import shutil

    shutil.copytree(tmp_path / "demo", tmp_path / "backup")
    demo("evidence", "request", "OCSAE", "4", "--why", "x", "--as", "ann")
    demo("checkpoint", "--output", tmp_path / "old")
    words = [
        "prove",
        "--since",
        tmp_path / "old",
        "--output",
        tmp_path / "g",
        "--ledger",
        tmp_path / "backup",
    ]
    status, _, err = demo(*words)
    assert status == 6
    assert "has 95 events, and this ledger's newest has 94" in err


def test_prove_wants_a_row_or_a_checkpoint(demo, tmp_path):
    for words in (["OCSAE"], [], ["OCSAE", "3", "--since", "x"]):
        assert demo("prove", *words, "--output", tmp_path / "p")[0] == 2
    assert demo("prove", "OCSAE", "99", "--output", tmp_path / "p")[0] == 3
    assert demo("prove", "--since", tmp_path / "none", "--output", tmp_path / "p")[0] == 2


def test_what_no_checkpoint_covers_is_not_proved_yet(demo, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "elsewhere"))
    words = ["--text", "New.", "--cycle", "2021", "--made-to", "SPA", "--as", "ann"]
    status, out, _ = demo("recommendation", "make", "OCSAE", "12", *words, "--format", "json")
    told = json.loads(out)
    assert (status, told["leaf_index"], told["checkpoint_size"]) == (0, 94, None)
    assert told["events"][0]["leaf_index"] == 94
    status, _, err = demo("prove", "OCSAE", "12", "--output", tmp_path / "p")
    assert status == 3
    assert "covers 94 events" in err
    assert demo("seal")[0] == 3


def test_seal_signs_what_others_recorded(demo, tmp_path, monkeypatch):
    home = os.environ["HOME"]
    monkeypatch.setenv("HOME", str(tmp_path / "elsewhere"))
    demo("evidence", "request", "OCSAE", "4", "--why", "x", "--as", "ann")
    monkeypatch.setenv("HOME", home)
    assert demo("seal")[1] == "Sealed at size 95.\n"
    assert demo("checkpoint")[1].splitlines()[1] == "95"


def descriptor(text):
    read, write = os.pipe()
    os.write(write, text)
    os.close(write)
    return read


def test_a_passphrase_comes_by_file_descriptor(scrutiny, tmp_path):
    place = ["--ledger", tmp_path / "x"]
    begun = scrutiny("init", "--as", "a", "--name", "A", "--passphrase-fd", descriptor(b"horse\n"), *place)
    assert begun[0] == 0
    assert "sealed at size 5" in begun[1]
    status, out, err = scrutiny("inspection", "open", "X", "--title", "T", "--as", "a", *place)
    assert (status, "not sealed" in out) == (0, True)
    assert "is under a passphrase" in err
    status, _, err = scrutiny("seal", "--passphrase-fd", descriptor(b"cow\n"), *place)
    assert (status, "does not open" in err) == (1, True)
    status, _, err = scrutiny("seal", "--passphrase-fd", descriptor(b""), *place)
    assert (status, "gives no passphrase" in err) == (2, True)
    assert scrutiny("seal", *place)[0] == 1
    assert scrutiny("seal", "--passphrase-fd", descriptor(b"horse"), *place)[1] == "Sealed at size 6.\n"


def test_a_ledger_may_begin_without_a_key_and_be_given_one(scrutiny, tmp_path):
    place = ["--ledger", tmp_path / "x"]
    assert "not sealed (it has no key)" in scrutiny("init", "--as", "a", "--name", "A", "--no-key", *place)[1]
    for words in (["key", "show"], ["checkpoint"], ["seal"]):
        assert scrutiny(*words, *place)[0] == 3
    assert "sealed at size 5" in scrutiny("key", "generate", "--as", "a", *place)[1]
    shown = scrutiny("key", "show", *place)[1]
    assert re.match(r"scrutiny-ledger\.invalid/[0-9a-f]{16}/ledger\+", shown)
    status, _, err = scrutiny("key", "generate", "--as", "a", *place)
    assert (status, "already" in err) == (4, True)


def test_making_a_key_is_the_administrators_business_and_leaves_none_behind(demo, tmp_path, home):
    place = ["--ledger", tmp_path / "x"]
    demo("init", "--as", "a", "--name", "A", "--no-key", *place)
    before = list(home.rglob("*.pem"))
    assert demo("key", "generate", "--as", "eve", *place)[0] == 4
    assert list(home.rglob("*.pem")) == before


def test_a_key_that_was_registered_is_kept_whatever_happens_to_the_receipt(demo, tmp_path, home, monkeypatch):
    place = ["--ledger", tmp_path / "x"]
    demo("init", "--as", "a", "--name", "A", "--no-key", *place)
    before = set(home.rglob("*.pem"))

    def fails(*_, **__):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("commands.cli.context.Environment.show", fails)
        demo("key", "generate", "--as", "a", *place)
    (kept,) = set(home.rglob("*.pem")) - before
    assert kept.stem in demo("key", "show", *place)[1]
    assert demo("seal", *place)[0] == 0


def files_of(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("into", ["bundle", "bundle/proofs", "bundle/new", "demo", "demo/proofs", "link"])
def test_no_proof_is_put_into_a_bundle_or_a_ledger(demo, tmp_path, into):
    assert demo("publish", "--output", "bundle", "--as", "bob")[0] == 0
    (tmp_path / "link").symlink_to("bundle")
    before = files_of(tmp_path / "bundle")
    status, _, err = demo("prove", "OCSAE", "3", "--output", into)
    assert (status, "outside of it" in err) == (4, True)
    assert files_of(tmp_path / "bundle") == before
    assert not (tmp_path / "demo" / "proofs").exists()
    assert not list((tmp_path / "demo").glob("*.leaf"))


def test_proofs_of_two_rows_are_never_mixed(demo, tmp_path):
    proofs = tmp_path / "proofs"
    proofs.mkdir()
    (proofs / ".DS_Store").touch()
    (proofs / ".14.leaf.4194303").touch()  # of one that was killed
    assert demo("prove", "OCSAE", "3", "--output", "proofs")[0] == 0
    assert not (proofs / ".14.leaf.4194303").exists()
    before = files_of(proofs)
    assert demo("prove", "OCSAE", "3", "--output", "proofs")[0] == 0
    status, _, err = demo("prove", "OCSAE", "11", "--output", "proofs")
    assert (status, "proofs holds 14.leaf, which is no part of this proof" in err) == (4, True)
    assert files_of(proofs) == before


def test_a_folder_is_no_file_to_write_growth_to(demo, tmp_path):
    demo("checkpoint", "--output", "old")
    (tmp_path / "folder").mkdir()
    status, _, err = demo("prove", "--since", "old", "--output", "folder")
    assert (status, "folder is a folder" in err) == (2, True)
