"""Public keys of people, as OpenSSH writes them."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from ledger.proof import sshkeys
from ledger.proof.errors import FormatError
from tests import signers
from tests.pasts import needs

LINE = signers.personal(1).line()


@pytest.mark.parametrize(
    "text",
    [LINE, f"{LINE}\n", f"{LINE} ann@example\n", f"\n{LINE} a comment of words\r\n\n", f"# mine\n{LINE}\n"],
)
def test_a_line_is_read_with_a_comment_and_without(text):
    key = sshkeys.parse(text)
    assert (key, key.line()) == (signers.personal(1), LINE)


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("", "there is no public key in it"),
        (f"{LINE}\n{LINE}\n", "it has 2 keys, and one is to be given"),
        ("ssh-ed25519", "no key stands behind its name"),
        ("ssh-rsa AAAAB3NzaC1yc2E= a", "a key of the kind ssh-rsa, and an Ed25519 key is needed"),
        ("ecdsa-sha2-nistp256 AAAA a", "a key of the kind ecdsa-sha2-nistp256"),
        ("sk-ssh-ed25519@openssh.com AAAA a", "a key of a security key (sk-)"),
        ("sk-ecdsa-sha2-nistp256@openssh.com AAAA a", "a key of the kind sk-ecdsa-sha2-nistp256@openssh.com"),
        ("ssh-ed25519-cert-v01@openssh.com AAAA a", "it is a certificate"),
        ("ecdsa-sha2-nistp256-cert-v01@openssh.com AAAA a", "it is a certificate"),
        ("-----BEGIN OPENSSH PRIVATE KEY-----", "it is no line of an Ed25519 key"),
        ('command="x" ' + LINE, "it is no line of an Ed25519 key"),
        (LINE[:-1], "not base64 in its one right spelling"),
        (LINE[:-2] + "\n", "the key is not"),
        (LINE.replace("AAAAC3", "AAAAD3"), "the 32 bytes of an Ed25519 key"),
    ],
)
def test_what_is_no_such_key_is_refused_with_its_kind(text, because):
    with pytest.raises(FormatError) as refused:
        sshkeys.parse(text)
    assert because in str(refused.value)


def test_the_fingerprint_is_the_one_of_ssh_keygen(tmp_path):
    needs(shutil.which("ssh-keygen"), "ssh-keygen")
    file = tmp_path / "key.pub"
    for number in range(1, 6):
        key = signers.personal(number)
        file.write_text(f"{key.line()}\n")
        said = subprocess.run(["ssh-keygen", "-l", "-f", file], capture_output=True, text=True, check=True)
        assert said.stdout.split()[1] == key.fingerprint()
