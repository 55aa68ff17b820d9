"""Looking after a ledger from the command line: restored, copied, another key."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from commands.root import run
from tests.pasts import needs


@pytest.fixture
def scrutiny(capfd, monkeypatch, tmp_path):
    """scrutiny("verify") -> (status, output, errors), on a ledger with a publisher and an inspector."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCRUTINY_LEDGER", str(tmp_path / "ledger"))
    monkeypatch.setenv("SCRUTINY_PERSON", "ada")
    monkeypatch.setenv("COLUMNS", "300")

    def call(*words, status=0):
        found = run([str(word) for word in words])
        out, err = capfd.readouterr()
        assert found == status, (words, out, err)
        return found, out, err

    call("init", "--name", "Ada", "--time-zone", "UTC")
    for person, role in (("ann", "inspector"), ("pat", "publisher")):
        call("person", "register", person, "--name", person.title(), "--role", role)
    call("inspection", "open", "A", "--title", "T", "--as", "ann")
    return call


def record(scrutiny, ref, *where):
    return scrutiny("inspection", "open", ref, "--title", "T", "--as", "ann", "--format", "json", *where)


def sealed(scrutiny, ref, *where):
    return json.loads(record(scrutiny, ref, *where)[1])["checkpoint_size"]


def verified(scrutiny, *words, status=0):
    return json.loads(scrutiny("verify", "--format", "json", *words, status=status)[1])


def passphrase(text):
    """A file descriptor that gives one."""
    read, write = os.pipe()
    os.write(write, f"{text}\n".encode())
    os.close(write)
    return str(read)


def restore(scrutiny, tmp_path):
    """Two events are recorded, and lost by putting an older copy back; their checkpoint is in ``lost``."""
    scrutiny("copy", "backup")
    for ref in ("B", "C"):
        record(scrutiny, ref)
    scrutiny("checkpoint", "--output", "lost")
    shutil.rmtree(tmp_path / "ledger")
    shutil.copytree(tmp_path / "backup", tmp_path / "ledger")


RECOVER = ("recover", "--restored-from", "the backup", "--why", "The disk broke.")


def test_a_restored_ledger_is_declared_and_goes_on(scrutiny, tmp_path):
    restore(scrutiny, tmp_path)
    assert "scrutiny recover --restored-from" in scrutiny("seal", status=6)[2]
    told = verified(scrutiny, "--held", "lost", status=6)
    assert {one["code"] for one in told["findings"]} == {"V3"}
    assert "scrutiny recover --restored-from" in told["notes"][-1]
    assert "takes the role administrator" in scrutiny(*RECOVER, "--as", "ann", status=4)[2]
    assert "may be recorded again" in scrutiny(*RECOVER)[2]
    assert scrutiny("seal")[1].startswith("Sealed")
    scrutiny("publish", "--output", "bundle", "--as", "pat")
    told = verified(scrutiny, "--held", "lost")
    assert (told["ok"], len(told["declared"])) == (True, 2)
    assert "Nothing is missing" in scrutiny(*RECOVER, status=4)[2]
    key = scrutiny("key", "show")[1].strip()
    told = json.loads(
        scrutiny("verify-bundle", "bundle", "--key", key, "--held", "lost", "--format", "json")[1]
    )
    assert (told["ok"], len(told["declared"])) == (True, 2)
    for file in ("index.html", "datapackage.json", "changes.html"):
        assert "restored (event 13) from the backup" in (tmp_path / "bundle" / file).read_text()
    (tmp_path / "bundle" / "index.html").write_text(
        (tmp_path / "bundle" / "index.html").read_text().replace("from the backup", "")
    )
    told = scrutiny("verify-bundle", "bundle", "--key", key, status=6)[1]
    assert "It does not say what everybody has to be shown" in told


def test_the_doctor_names_an_older_copy_and_a_fork_and_advises_no_sealing_that_is_refused(scrutiny, tmp_path):
    restore(scrutiny, tmp_path)

    def to_do(status=1):
        rows = json.loads(scrutiny("doctor", "--format", "json", status=status)[1])["rows"]
        return {row["what"]: row for row in rows if not row["ok"]}

    (look,) = to_do().values()
    assert look["what"] == "what you saw"
    assert "This ledger has 12 events, and one of 14 was signed before" in look["found"]
    assert "scrutiny recover --restored-from WHAT --why W" in look["remedy"]
    assert "scrutiny verify" in look["remedy"]
    record(scrutiny, "D")
    found = to_do()
    assert set(found) == {"what you saw", "protection"}
    assert "1 event is not sealed, nor can be as it is" in found["protection"]["found"]
    assert "scrutiny seal" not in found["protection"]["remedy"]
    assert "scrutiny recover --restored-from" in found["protection"]["remedy"]
    scrutiny("seal", status=6)
    record(scrutiny, "E")
    assert "Another history of 14 events was signed before" in to_do()["what you saw"]["found"]
    # A reader who holds no key remembers what they saw, too.
    keys = Path(os.environ["HOME"]) / ".config"
    keys.rename(tmp_path / "away")
    assert "Another history of 14 events" in to_do()["what you saw"]["found"]
    (tmp_path / "away").rename(keys)
    scrutiny(*RECOVER)
    assert to_do(status=0) == {}


def test_on_a_fork_no_note_is_called_lost_and_no_sealing_advised(scrutiny, tmp_path):
    restore(scrutiny, tmp_path)
    for ref in ("D", "E", "F"):
        record(scrutiny, ref)
    told = verified(scrutiny, status=6)
    assert "V4" in {one["code"] for one in told["findings"]}
    assert not any("scrutiny seal" in note for note in told["notes"])
    assert any("scrutiny recover" in note for note in told["notes"])


def test_what_was_held_and_is_declared_lost_is_not_called_missing(scrutiny, tmp_path):
    restore(scrutiny, tmp_path)
    scrutiny(*RECOVER)
    out = scrutiny("verify", "--held", "lost")[1]
    assert "newer than the ledger's own newest checkpoint; what was held outside is declared lost." in out
    assert "none held outside was given" not in out
    assert "none held outside was given" in scrutiny("verify")[1]


def test_one_event_is_one(scrutiny, tmp_path):
    scrutiny("checkpoint", "--output", "held")
    record(scrutiny, "B")
    assert "Unprotected: 1 event is newer than" in scrutiny("verify", "--held", "held")[1]


def test_who_records_without_the_key_reads_why_it_is_not_sealed(scrutiny, tmp_path):
    (key,) = Path(os.environ["HOME"]).rglob("*.pem")
    key.rename(tmp_path / "away")
    _, out, err = scrutiny("inspection", "open", "B", "--title", "T", "--as", "ann")
    assert out.endswith("; leaf 12, not sealed (no key here)\n")
    assert err == ""
    (tmp_path / "away").rename(key)
    assert sealed(scrutiny, "C") == 14


def test_a_bundle_of_what_is_lost_is_replaced(scrutiny, tmp_path):
    scrutiny("copy", "backup")
    for ref in ("B", "C"):
        record(scrutiny, ref)
    scrutiny("publish", "--output", "bundle", "--as", "pat")
    shutil.copy(tmp_path / "bundle" / "checkpoint", tmp_path / "lost")
    shutil.rmtree(tmp_path / "ledger")
    shutil.copytree(tmp_path / "backup", tmp_path / "ledger")
    # On another computer, where nobody remembers: by the checkpoint that was published.
    scrutiny("key", "export", "key.pem", "--passphrase-fd", passphrase("secret"))
    for folder in (".config", ".local"):
        shutil.rmtree(os.path.join(os.environ["HOME"], folder))  # noqa: PTH118  a home is a word of the environment
    scrutiny("key", "import", "key.pem", "--passphrase-fd", passphrase("secret"))
    assert "you remember no checkpoint" in scrutiny(*RECOVER, status=4)[2]
    told = scrutiny("publish", "--output", "bundle", "--as", "pat", status=6)[2]
    assert "this ledger has not those" in told
    assert f"--seen {tmp_path / 'bundle'}/checkpoint" in told or "--seen bundle/checkpoint" in told
    scrutiny(*RECOVER, "--held", "bundle/checkpoint")
    scrutiny("publish", "--output", "bundle", "--as", "pat")
    key = scrutiny("key", "show")[1].strip()
    assert "DECLARED" in scrutiny("verify-bundle", "bundle", "--key", key, "--held", "lost")[1]


def test_a_copy_to_practise_on(scrutiny, tmp_path):
    assert "to practise on" in scrutiny("copy", "practice", "--practice")[1]
    where = ("--ledger", "practice")
    assert sealed(scrutiny, "TRY", *where) == 14
    assert sealed(scrutiny, "REAL") == 13
    for words in (("register",), ("trail",), ("why", "TRY", "1"), ("inbox",)):
        status = 3 if words[0] == "why" else 0
        assert "this is a practice copy" in scrutiny(*words, *where, status=status)[2]
    assert "practice copy" not in scrutiny("register")[2]
    (declared,) = verified(scrutiny, *where)["declared"]
    assert declared["event"] == "ledger.copied"
    assert verified(scrutiny)["declared"] == []
    key = scrutiny("key", "show")[1].strip()
    assert {one["code"] for one in verified(scrutiny, "--key", key, *where, status=6)["findings"]} == {"V1"}
    scrutiny("publish", "--output", "bundle", "--as", "pat", *where)
    assert "This is a practice copy" in (tmp_path / "bundle" / "index.html").read_text()
    scrutiny("verify-bundle", "bundle", "--key", scrutiny("key", "show", *where)[1].strip())
    assert "BROKEN" in scrutiny("verify-bundle", "bundle", "--key", key, status=6)[1]


def test_a_practice_copy_is_made_by_whoever_is_said_or_by_nobody(scrutiny, monkeypatch):
    assert "eve is not registered" in scrutiny("copy", "one", "--practice", "--as", "eve", status=4)[2]
    monkeypatch.delenv("SCRUTINY_PERSON")
    scrutiny("copy", "one", "--practice")
    rows = json.loads(scrutiny("trail", "--ledger", "one", "--format", "json")[1])["rows"]
    assert (rows[-1]["event"], rows[-1]["by"]) == ("ledger.copied", "nobody")
    assert verified(scrutiny, "--ledger", "one")["ok"]


def test_a_plain_copy_is_named(scrutiny):
    scrutiny("copy", "plain")
    assert "This is a copy of the ledger in" in record(scrutiny, "TRY", "--ledger", "plain")[2]
    assert sealed(scrutiny, "REAL") == 13
    assert any(
        "This is a copy" in note for note in verified(scrutiny, "--ledger", "plain", status=6)["notes"]
    )
    assert verified(scrutiny)["ok"]
    assert (
        "nothing is signed in it"
        in scrutiny("publish", "--output", "bundle", "--as", "pat", "--ledger", "plain", status=4)[2]
    )


def test_a_backup_is_no_finding_where_the_ledger_has_gone_on(scrutiny):
    scrutiny("copy", "backup")
    record(scrutiny, "B")
    assert verified(scrutiny, "--ledger", "backup")["ok"]
    assert verified(scrutiny)["ok"]


def test_keys_follow_one_another(scrutiny, tmp_path):
    old = scrutiny("key", "show")[1].strip()
    scrutiny("checkpoint", "--output", "first")
    assert "takes the role administrator" in scrutiny("key", "rotate", "--as", "ann", status=4)[2]
    scrutiny("key", "rotate")
    record(scrutiny, "B")
    scrutiny("checkpoint", "--output", "second")
    first, second = scrutiny("key", "show")[1].splitlines()
    assert first == f"5 {old}"
    (tmp_path / "keys").write_text(f"{first}\n{second}\n")
    held = ("--held", "first", "--held", "second")
    for key in (old, second.split(" ")[1], f"{first}\n{second}", "keys"):
        assert verified(scrutiny, "--key", key, *held)["ok"]
    scrutiny("prove", "--since", "first", "--output", "growth")
    scrutiny("publish", "--output", "bundle", "--as", "pat")
    for key in (old, second.split(" ")[1], "keys"):
        assert "BROKEN" not in scrutiny("verify-bundle", "bundle", "--key", key, *held)[1]
    assert scrutiny("trail", "--format", "csv")[1].count("which signed it") == 1
    (pem,) = [file for file in keys_of() if file.stem in second]
    assert len(list(keys_of())) == 2
    pem.unlink()
    assert sealed(scrutiny, "C") is None
    assert "scrutiny key replace --lost" in scrutiny("key", "generate", status=4)[2]
    assert "Give --lost" in scrutiny("key", "replace", "--why", "Burnt.", status=2)[2]
    scrutiny("key", "replace", "--lost", "--why", "Burnt.")
    assert sealed(scrutiny, "D") == 18
    assert verified(scrutiny, *held)["declared"][0]["event"] == "signing-key.replaced"
    assert not verified(scrutiny, "--key", old, status=6)["ok"]
    scrutiny("publish", "--output", "bundle", "--as", "pat")
    assert "DECLARED" in scrutiny("verify-bundle", "bundle", "--key", scrutiny("key", "show")[1])[1]
    assert "does not vouch" in scrutiny("verify-bundle", "bundle", "--key", old, status=6)[1]


def keys_of():
    from pathlib import Path

    return Path(os.environ["HOME"], ".config/scrutiny-ledger/keys").glob("*.pem")


def test_a_key_that_is_here_is_not_replaced(scrutiny):
    assert "is not lost" in scrutiny("key", "replace", "--lost", "--why", "W", status=4)[2]


@pytest.mark.parametrize("how", ["damaged", "its passphrase is forgotten"])
def test_a_key_that_nobody_can_open_is_as_good_as_lost(scrutiny, how):
    (pem,) = keys_of()
    if how == "damaged":
        pem.write_bytes(b"")
    else:
        scrutiny("key", "export", "key.pem", "--passphrase-fd", passphrase("forgotten"))
        pem.unlink()
        scrutiny("key", "import", "key.pem", "--passphrase-fd", passphrase("forgotten"), "--keep-passphrase")
    assert sealed(scrutiny, "B") is None
    scrutiny("key", "replace", "--lost", "--why", "Forgotten.")
    assert sealed(scrutiny, "C") == 15


def test_a_key_is_exported_and_imported_under_a_passphrase(scrutiny, tmp_path):
    assert "Use --passphrase-fd N" in scrutiny("key", "export", "key.pem", status=2)[2]
    scrutiny("key", "export", "key.pem", "--passphrase-fd", passphrase("secret"))
    file = tmp_path / "key.pem"
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_text().startswith("-----BEGIN ENCRYPTED PRIVATE KEY-----")
    assert (
        "There is a file"
        in scrutiny("key", "export", "key.pem", "--passphrase-fd", passphrase("x"), status=4)[2]
    )
    (pem,) = keys_of()
    pem.unlink()
    assert sealed(scrutiny, "B") is None
    wrong = ("key", "import", "key.pem", "--passphrase-fd")
    assert "does not open" in scrutiny(*wrong, passphrase("wrong"), status=1)[2]
    assert "is under a passphrase" in scrutiny("key", "import", "key.pem", status=1)[2]
    scrutiny(*wrong, passphrase("secret"))
    assert pem.stat().st_mode & 0o777 == 0o600
    assert sealed(scrutiny, "C") == 14
    pem.unlink()
    scrutiny(*wrong, passphrase("secret"), "--keep-passphrase")
    assert sealed(scrutiny, "D") is None
    assert "Sealed at size 15" in scrutiny("seal", "--passphrase-fd", passphrase("secret"))[1]


def test_a_key_of_another_ledger_is_not_imported(scrutiny):
    scrutiny("init", "--name", "Ada", "--ledger", "other")
    scrutiny("key", "export", "key.pem", "--passphrase-fd", passphrase("secret"), "--ledger", "other")
    assert (
        "not one of this ledger's"
        in scrutiny("key", "import", "key.pem", "--passphrase-fd", passphrase("secret"), status=4)[2]
    )
    for file in ("none.pem", "."):
        assert "cannot be read" in scrutiny("key", "import", file, status=2)[2]


def test_keys_under_passphrases_follow_one_another(scrutiny):
    scrutiny(
        "init",
        "--name",
        "Ada",
        "--ledger",
        "under",
        "--passphrase-fd",
        passphrase("old"),
        "--time-zone",
        "UTC",
    )
    where = ("--ledger", "under")
    assert "is under a passphrase" in scrutiny("key", "rotate", *where, status=1)[2]
    fds = ("--key-passphrase-fd", passphrase("old"), "--passphrase-fd", passphrase("new"))
    assert "sealed at size 6" in scrutiny("key", "rotate", *where, *fds)[1]
    scrutiny("person", "register", "ann", "--name", "Ann", "--role", "inspector", *where)
    assert "Sealed at size 9" in scrutiny("seal", "--passphrase-fd", passphrase("new"), *where)[1]
    assert verified(scrutiny, *where)["ok"]


def test_openssl_reads_an_exported_key(scrutiny, tmp_path):
    needs(shutil.which("openssl"), "openssl")
    scrutiny("key", "export", "key.pem", "--passphrase-fd", passphrase("secret"))
    words = ["openssl", "pkey", "-in", "key.pem", "-passin", "pass:secret", "-pubout", "-outform", "DER"]
    shown = subprocess.run(words, capture_output=True, check=True, timeout=60).stdout
    from ledger.proof.note import VerifierKey

    assert VerifierKey.parse(scrutiny("key", "show")[1].strip()).public_key == shown[12:]


def test_an_emptied_memory_is_reported_by_verify(scrutiny):
    verified(scrutiny)
    shutil.rmtree(os.path.join(os.environ["HOME"], ".local"))  # noqa: PTH118  as above
    assert any("is not remembered any more" in note for note in verified(scrutiny)["notes"])
    assert not any("remembered" in note for note in verified(scrutiny)["notes"])
