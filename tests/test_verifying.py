"""docs/verifying.md tells the truth: what it says one can do without this program is done."""

from __future__ import annotations

import base64
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from commands.root import run
from ledger.proof import merkle, tlogproof
from tests.pasts import needs

DOC = (Path(__file__).parent.parent / "docs" / "verifying.md").read_text(encoding="utf-8")
SIGNATURE = re.search(r"```sh\n(.*?)```", DOC, re.S)[1]
WHOLE, ONE, GROWTH = re.findall(r"```python\n(.*?)```", DOC, re.S)


@pytest.fixture
def visit(tmp_path, monkeypatch, capfd):
    """A folder with a ledger, its verifier key, a checkpoint and the proofs of recommendation 3."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCRUTINY_LEDGER", "ledger")
    assert run(["demo", "ledger"]) == 0
    capfd.readouterr()
    assert run(["key", "show"]) == 0
    (tmp_path / "verifier-key").write_text(capfd.readouterr().out)
    assert run(["checkpoint", "--output", "checkpoint"]) == 0
    assert run(["prove", "OCSAE", "3", "--output", "proofs"]) == 0
    return tmp_path


def python(script, *words):
    return subprocess.run([sys.executable, "-I", "-c", script, *words], capture_output=True, text=True)


def test_openssl_checks_the_signature(visit):
    needs(shutil.which("openssl"), "openssl")
    assert subprocess.run(["sh", "-c", SIGNATURE, "sh", "checkpoint"], capture_output=True).returncode == 0
    text = (visit / "checkpoint").read_text()
    size = text.splitlines()[1]
    (visit / "checkpoint").write_text(text.replace(f"\n{size}\n", f"\n{size}1\n"))
    assert subprocess.run(["sh", "-c", SIGNATURE, "sh", "checkpoint"], capture_output=True).returncode != 0


def test_openssl_checks_what_is_signed_once_another_key_follows(visit, capfd):
    needs(shutil.which("openssl"), "openssl")
    before = (visit / "verifier-key").read_text()
    assert run(["key", "rotate", "--as", "ann"]) == 0
    capfd.readouterr()
    assert run(["key", "show"]) == 0
    (visit / "verifier-key").write_text(capfd.readouterr().out)
    for more in ([], ["evidence", "request", "OCSAE", "4", "--why", "x", "--as", "ann"]):
        assert not more or run(more) == 0
        assert run(["checkpoint", "--output", "checkpoint"]) == 0
        assert (
            subprocess.run(["sh", "-c", SIGNATURE, "sh", "checkpoint"], capture_output=True).returncode == 0
        )
    (visit / "verifier-key").write_text(before)
    assert subprocess.run(["sh", "-c", SIGNATURE, "sh", "checkpoint"], capture_output=True).returncode != 0


FILES = ["ledger/ledger.db", "checkpoint"]


def test_a_script_of_the_standard_library_checks_every_event(visit):
    size = (visit / "checkpoint").read_text().splitlines()[1]
    done = python(WHOLE, *FILES)
    assert done.stdout == f"{size} events are what was signed; 0 are newer\n", done.stderr
    assert run(["evidence", "request", "OCSAE", "4", "--why", "x", "--as", "ann"]) == 0
    assert python(WHOLE, *FILES).stdout == f"{size} events are what was signed; 1 are newer\n"
    with closing(sqlite3.connect("ledger/ledger.db")) as connection:
        connection.execute("DROP TRIGGER stored_events_are_not_changed")
        connection.execute(
            "UPDATE stored_events SET state = CAST(replace(state, 'Assess', 'Ignore') AS BLOB)"
        )
        connection.commit()
    assert "the record is not what was signed" in python(WHOLE, *FILES).stderr


@pytest.mark.parametrize("index", [14, 27, 28])
def test_a_script_of_the_standard_library_checks_one_leaf(visit, index):
    files = [f"proofs/{index}.leaf", f"proofs/{index}.tlog-proof"]
    assert python(ONE, *files).stdout.startswith(f"ledger-leaf/v1\nid {index + 1}\n")
    leaf = Path(files[0])
    leaf.write_text(leaf.read_text().replace("actor ", "actor x"))
    assert "this leaf is not in the signed tree" in python(ONE, *files).stderr


def test_the_checkpoint_of_a_proof_is_taken_out_as_it_was_signed(visit):
    needs(shutil.which("openssl"), "openssl")
    (take_out,) = re.findall(r"^sed .*> proved$", DOC, re.M)
    subprocess.run(["sh", "-c", take_out], check=True)
    assert (visit / "proved").read_bytes() == (visit / "checkpoint").read_bytes()
    assert subprocess.run(["sh", "-c", SIGNATURE, "sh", "proved"], capture_output=True).returncode == 0


def test_a_script_of_the_standard_library_checks_that_the_ledger_grew(visit, capfd):
    assert run(["evidence", "request", "OCSAE", "4", "--why", "x", "--as", "ann"]) == 0
    capfd.readouterr()
    assert run(["prove", "--since", "checkpoint", "--output", "growth"]) == 0
    assert "needs the checkpoint of 95 events, too: scrutiny checkpoint --output" in capfd.readouterr().err
    assert run(["checkpoint", "--output", "newer"]) == 0
    files = ["checkpoint", "newer", "growth"]
    assert python(GROWTH, *files).stdout == "The ledger of 95 events begins with that of 94.\n"
    assert "not an old and a newer" in python(GROWTH, "newer", "checkpoint", "growth").stderr
    proof = (visit / "growth").read_text().splitlines(keepends=True)
    (visit / "growth").write_text("".join(proof[::-1]))
    assert "does not begin with the old one" in python(GROWTH, *files).stderr


def test_the_script_of_growth_takes_each_proof_and_no_other(tmp_path, monkeypatch):
    hashes = [merkle.leaf_hash(b"%d" % number) for number in range(20)]
    names = [str(tmp_path / name) for name in ("old", "new", "growth")]
    monkeypatch.setattr(sys, "argv", ["growth.py", *names])
    script = compile(GROWTH, "growth.py", "exec")
    for new in range(2, len(hashes) + 1):
        for old in range(1, new):
            for name, size in zip(names, (old, new), strict=False):
                root = base64.b64encode(merkle.root(hashes[:size])).decode()
                Path(name).write_text(f"origin\n{size}\n{root}\n")
            proof = merkle.consistency_proof(old, hashes[:new])
            for wrong in (None, *range(len(proof))):
                given = [hashes[0][::-1] if at == wrong else node for at, node in enumerate(proof)]
                Path(names[2]).write_bytes(tlogproof.hash_lines(given))
                if wrong is None:
                    exec(script, {})
                else:
                    with pytest.raises(AssertionError):
                        exec(script, {})
