"""Signatures of people, against OpenSSH's own in both directions."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from ledger.proof import sshsig
from ledger.proof.errors import FormatError, ProofError, SignatureError
from ledger.proof.sshkeys import PublicKey, string
from tests.pasts import needs

PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes([9]) * 32)
KEY = PublicKey(PRIVATE.public_key().public_bytes_raw())
LEAF = b"ledger-leaf/v1\nid 1042\n"
MESSAGES = [b"", b"\n", LEAF, bytes(range(256)) * 40, "é – \u2028".encode()]
MADE = sshsig.made(KEY, PRIVATE.sign, LEAF)


@pytest.fixture
def openssh(tmp_path):
    """openssh(*words, message): ``ssh-keygen`` with the key in ``key``, and who may sign in ``allowed``."""
    needs(shutil.which("ssh-keygen"), "ssh-keygen")
    key = tmp_path / "key"
    key.write_bytes(PRIVATE.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()))
    key.chmod(0o600)
    (tmp_path / "key.pub").write_text(f"{KEY.line()} ann@example\n")
    (tmp_path / "allowed").write_text(f'ann namespaces="scrutiny-ledger" {KEY.line()}\n')

    def run(*words, message=b""):
        return subprocess.run(
            ["ssh-keygen", "-Y", *words], input=message, capture_output=True, cwd=tmp_path, check=False
        )

    return run


@pytest.mark.parametrize("message", MESSAGES)
def test_what_is_made_here_is_what_ssh_keygen_makes_to_the_byte(openssh, message):
    made = openssh("sign", "-q", "-n", "scrutiny-ledger", "-f", "key", message=message)
    assert made.returncode == 0, made.stderr
    assert sshsig.armored(sshsig.made(KEY, PRIVATE.sign, message)) == made.stdout.decode()
    blob = sshsig.of_armor(made.stdout.decode())
    read = sshsig.parse(blob)
    assert (read.key, read.namespace, read.hash, read.blob()) == (KEY, "scrutiny-ledger", "sha512", blob)
    read.check(message)


@pytest.mark.parametrize("message", MESSAGES)
def test_ssh_keygen_accepts_what_is_made_here_and_nothing_else(openssh, tmp_path, message):
    (tmp_path / "sig").write_text(sshsig.armored(sshsig.made(KEY, PRIVATE.sign, message)))
    words = ("verify", "-f", "allowed", "-I", "ann", "-n", "scrutiny-ledger", "-s", "sig")
    assert openssh(*words, message=message).returncode == 0
    assert openssh(*words, message=message + b"x").returncode != 0
    assert openssh(*("bob" if word == "ann" else word for word in words), message=message).returncode != 0
    assert openssh(*("git" if word.startswith("scr") else word for word in words)).returncode != 0


def test_a_signature_over_sha256_is_read_too(openssh):
    made = openssh("sign", "-q", "-O", "hashalg=sha256", "-n", "scrutiny-ledger", "-f", "key", message=LEAF)
    read = sshsig.parse(sshsig.of_armor(made.stdout.decode()))
    assert read.hash == "sha256"
    read.check(LEAF)


def test_what_was_signed_for_something_else_counts_for_nothing(openssh):
    made = openssh("sign", "-q", "-n", "git", "-f", "key", message=LEAF)
    with pytest.raises(SignatureError, match="it was given for 'git', and not for scrutiny-ledger"):
        sshsig.parse(sshsig.of_armor(made.stdout.decode())).check(LEAF)


def test_a_signature_of_another_message_or_key_is_wrong():
    with pytest.raises(SignatureError, match="over something else"):
        sshsig.parse(MADE).check(LEAF + b" ")
    other = Ed25519PrivateKey.from_private_bytes(bytes([8]) * 32)
    with pytest.raises(SignatureError, match="over something else"):
        sshsig.parse(sshsig.made(KEY, other.sign, LEAF)).check(LEAF)


def built(*, magic=b"SSHSIG", version=1, fields=None, **other):
    good = {
        "key": KEY.blob,
        "namespace": b"scrutiny-ledger",
        "reserved": b"",
        "hash": b"sha512",
        "signature": string(b"ssh-ed25519") + string(bytes(64)),
    }
    return magic + version.to_bytes(4, "big") + b"".join(map(string, {**good, **other}.values()))


@pytest.mark.parametrize(
    ("blob", "because"),
    [
        (b"", "does not begin as a signature"),
        (built(magic=b"SSHSIH"), "does not begin as a signature"),
        (built(version=2), "of the first version"),
        (built(key=KEY.blob[:-1]), "the 32 bytes of an Ed25519 key"),
        (built(key=KEY.blob.replace(b"ed25519", b"ed25518")), "the 32 bytes of an Ed25519 key"),
        (built(reserved=b"x"), "something where nothing may be"),
        (built(hash=b"md5"), "over the hash b'md5'"),
        (built(namespace="é".encode()), "its namespace is not ASCII"),
        (built(signature=string(b"ssh-ed25519") + string(bytes(63))), "no Ed25519 signature of 64 bytes"),
        (built(signature=string(b"ssh-rsa") + string(bytes(64))), "no Ed25519 signature of 64 bytes"),
        (built(signature=string(b"ssh-ed25519") + string(bytes(64)) + b"x"), "no Ed25519 signature"),
        (built() + b"\0", "there are 1 bytes behind it"),
        (built(more=b""), "there are 4 bytes behind it"),
    ],
)
def test_whatever_is_not_in_its_one_right_spelling_is_refused(blob, because):
    with pytest.raises(FormatError) as refused:
        sshsig.parse(blob)
    assert because in str(refused.value)


def test_each_byte_counts():
    for at in range(len(MADE)):
        with pytest.raises(ProofError):
            sshsig.parse(MADE[:at])
        other = MADE[:at] + bytes([MADE[at] ^ 1]) + MADE[at + 1 :]
        with pytest.raises(ProofError):
            sshsig.parse(other).check(LEAF)


@pytest.mark.parametrize("text", ["", "x", "-----BEGIN SSH SIGNATURE-----\n", sshsig.armored(MADE)[:-3]])
def test_what_is_no_armor_is_refused(text):
    with pytest.raises(FormatError):
        sshsig.of_armor(text)
