"""Who enrolled a key on this machine signs with it from then on, wherever its file is."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from commands.root import run
from ledger.personal import remembered
from ledger.proof import sshkeys

OPEN = ("inspection", "open", "X", "--title", "A subject", "--as", "ann")


@pytest.fixture
def scrutiny(capfd):
    """scrutiny(…, status=0) -> (output, errors)."""

    def call(*words, status):
        assert run([*words]) == status
        return capfd.readouterr()

    return call


@pytest.fixture
def begun(tmp_path, home, monkeypatch, scrutiny):
    monkeypatch.chdir(tmp_path)
    scrutiny("init", "--as", "ada", "--name", "Ada Adams", status=0)
    scrutiny("person", "register", "ann", "--name", "Ann", "--role", "inspector", "--as", "ada", status=0)
    return home


def key_files(folder, name):
    """The two files of a new key, and that key."""
    folder.mkdir(exist_ok=True)
    private = Ed25519PrivateKey.generate()
    file = folder / name
    file.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()))
    file.chmod(0o600)
    line = private.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    file.with_name(f"{name}.pub").write_bytes(line + b" ann@example\n")
    return file, sshkeys.parse(line.decode())


@pytest.mark.parametrize("ending", ["", ".pub"])
def test_a_key_that_was_enrolled_here_is_found_again(begun, tmp_path, scrutiny, ending):
    file, key = key_files(tmp_path / "keys", "ann")
    scrutiny("person", "enrol", "ann", "--ssh-key", f"keys/ann{ending}", "--as", "ada", status=0)
    scrutiny(*OPEN, status=0)
    scrutiny("verify", status=0)
    (there,) = begun.glob(".local/state/scrutiny-ledger/ssh-keys/*")
    assert there.read_text() == f"{file}\n"
    assert there.stat().st_mode & 0o777 == 0o600
    assert key.line().split()[1] not in there.read_text()


def test_a_key_whose_private_half_was_never_here_is_not_remembered(begun, tmp_path, scrutiny):
    file, _ = key_files(tmp_path / "keys", "ann")
    file.unlink()
    scrutiny("person", "enrol", "ann", "--ssh-key", "keys/ann.pub", "--as", "ada", status=0)
    assert not [*begun.glob(".local/state/scrutiny-ledger/ssh-keys/*")]
    _, err = scrutiny(*OPEN, status=4)
    assert "none of their keys is here" in err


@pytest.mark.parametrize("gone", ["moved", "another", "damaged"])
def test_what_is_remembered_wrongly_is_as_if_it_were_not(begun, tmp_path, scrutiny, gone):
    file, key = key_files(tmp_path / "keys", "ann")
    scrutiny("person", "enrol", "ann", "--ssh-key", "keys/ann", "--as", "ada", status=0)
    (there,) = begun.glob(".local/state/scrutiny-ledger/ssh-keys/*")
    if gone == "moved":
        file.rename(tmp_path / "elsewhere")
        file.with_name("ann.pub").unlink()
    elif gone == "another":
        key_files(tmp_path / "keys", "ann")
    else:
        there.write_bytes(b"\xff\xfe\x00")
    _, err = scrutiny(*OPEN, status=4)
    assert "none of their keys is here" in err
    assert remembered.place(there.parent, key) == (None if gone == "damaged" else file)


def test_a_rejected_enrolment_remembers_nothing(begun, tmp_path, scrutiny):
    key_files(tmp_path / "keys", "ann")
    scrutiny("person", "enrol", "nobody", "--ssh-key", "keys/ann", "--as", "ada", status=4)
    assert not [*begun.glob(".local/state/scrutiny-ledger/ssh-keys/*")]
