"""What we sign and prove, checked by programs that nobody here wrote: Go's sumdb packages, and openssl.

The Go witness is built from ``witness/main.go`` against Debian's golang-golang-x-mod-dev, without a network.
Where a witness is not installed its tests are skipped and say so; with CI=true they fail instead.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import NoReturn

import pytest

from ledger.proof import checked, checkpoint, endorsement, keys, leaf, merkle, note, tlogproof
from ledger.proof.checkpoint import Checkpoint
from ledger.proof.tlogproof import TlogProof
from ledger.proof.tree import Tree
from ledger.signing.eras import mark_of

ORIGIN = "inspectorate.example/ledger"
DEBIAN_GOPATH = Path("/usr/share/gocode")  # where golang-*-dev packages put their sources
SIZES = [1, 2, 3, 4, 7, 8, 13, 64, 100, 257]
LEAVES = [
    leaf.build(
        number + 1,
        "7c9e6679-7425-40de-944b-e07fc1f90ae7",
        number + 1,
        "judgement.recorded",
        f"2026-11-22T01:13:53.{number:06}Z",
        "zoë",
        b'{"salt": "%d"}' % number,
    )
    for number in range(max(SIZES))
]
TREE = Tree([merkle.leaf_hash(each) for each in LEAVES])

Witness = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def go(tmp_path_factory: pytest.TempPathFactory, absent: Callable[[str], NoReturn]) -> Witness:
    """Run the Go witness: a word, then the files' contents."""
    if not shutil.which("go"):
        absent("Go (Debian's golang-go)")
    if not (DEBIAN_GOPATH / "src/golang.org/x/mod/sumdb").is_dir():
        absent("Go's sumdb (Debian's golang-golang-x-mod-dev)")
    folder = tmp_path_factory.mktemp("witness")
    program = folder / "witness"
    built = subprocess.run(
        ["go", "build", "-o", program, Path(__file__).parent / "witness" / "main.go"],
        env={
            **os.environ,
            "GO111MODULE": "off",
            "GOPATH": str(DEBIAN_GOPATH),
            "GOCACHE": str(folder / "cache"),
        },
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert built.returncode == 0, built.stderr

    def run(check: str, key: str, *contents: bytes) -> subprocess.CompletedProcess[str]:
        names = [folder / f"file{number}" for number in range(len(contents))]
        for name, content in zip(names, contents, strict=True):
            name.write_bytes(content)
        return subprocess.run(
            [program, check, key, *names], capture_output=True, text=True, timeout=60, check=False
        )

    return run


@pytest.fixture(scope="session")
def key(signer: note.Signer) -> str:
    return signer.verifier_key.text()


def sealed(size: int, signer: note.Signer) -> bytes:
    return checkpoint.sign(Checkpoint(ORIGIN, size, TREE.root(size)), signer)


def proof_of(index: int, size: int, signer: note.Signer) -> bytes:
    return TlogProof(index, tuple(TREE.inclusion_proof(index, size)), sealed(size, signer)).to_bytes()


def test_go_accepts_our_checkpoints(go: Witness, key: str, signer: note.Signer) -> None:
    for size in (0, *SIZES):
        heard = go("checkpoint", key, sealed(size, signer))
        assert heard.stdout.startswith(f"checkpoint {size} "), heard.stderr


def test_go_accepts_a_checkpoint_signed_by_two_keys(go: Witness, key: str, signer: note.Signer) -> None:
    new = keys.load(keys.generate(), ORIGIN)
    both = checkpoint.sign(Checkpoint(ORIGIN, 7, TREE.root(7)), signer, new)
    for each in (key, new.verifier_key.text()):
        assert go("checkpoint", each, both).returncode == 0


def test_go_passes_over_the_line_of_a_restored_ledger(go: Witness, key: str, signer: note.Signer) -> None:
    mark = signer.named(mark_of(ORIGIN, 5))
    marked = checkpoint.sign(Checkpoint(ORIGIN, 7, TREE.root(7)), signer, mark)
    assert go("checkpoint", key, marked).stdout.startswith("checkpoint 7 ")
    # And by that line alone nobody takes it for a checkpoint.
    assert go("checkpoint", mark.verifier_key.text(), marked).returncode == 1


def test_go_passes_over_the_line_that_speaks_of_earlier_checkpoints(
    go: Witness, key: str, signer: note.Signer
) -> None:
    earlier = [(size, sealed(size, signer)) for size in range(1, 10)]
    line = checked.line(signer, earlier)
    bearer = checkpoint.sign(Checkpoint(ORIGIN, 10, TREE.root(10)), signer, first=[line])
    assert checked.covers(bearer, signer.verifier_key, earlier)
    assert go("checkpoint", key, bearer).stdout.startswith("checkpoint 10 ")
    # The line alone is no signature of a checkpoint.
    text, _, lines = bearer.decode().partition("\n\n")
    alone = f"{text}\n\n{lines.splitlines()[0]}\n".encode()
    assert go("checkpoint", key, alone).returncode == 1
    with pytest.raises(merkle.ProofError):
        checkpoint.verify(alone, [signer.verifier_key])


def test_go_reads_what_the_old_key_says_of_the_new(go: Witness, key: str, signer: note.Signer) -> None:
    # An endorsement is a note as well, and no checkpoint.
    new = keys.load(keys.generate(), ORIGIN)
    line = endorsement.endorse(signer, new.verifier_key)
    text = f"scrutiny-ledger signing-key.rotated\n{key}\n{new.verifier_key.text()}\n"
    data = f"{text}\n{line}\n".encode()
    assert note.verify(data, [signer.verifier_key]).text == text
    assert "no verifiable signatures" not in go("checkpoint", key, data).stderr
    with pytest.raises(merkle.ProofError):
        checkpoint.verify(data, [signer.verifier_key])


def test_go_refuses_a_checkpoint_that_was_altered(go: Witness, key: str, signer: note.Signer) -> None:
    data = sealed(100, signer)
    stranger = keys.load(keys.generate(), ORIGIN).verifier_key.text()
    assert "no verifiable signatures" in go("checkpoint", stranger, data).stderr
    for changed in (
        data.replace(b"\n100\n", b"\n101\n"),
        data.replace(b"inspectorate", b"inspectorats", 1),
        sealed(64, signer).partition(b"\n\n")[0] + data[data.index(b"\n\n") :],
    ):
        assert "invalid signature" in go("checkpoint", key, changed).stderr
    for changed in (data[:-1], data.replace(b"\n\n", b"\n"), b""):
        assert "malformed note" in go("checkpoint", key, changed).stderr


def test_go_accepts_our_inclusion_proofs(go: Witness, key: str, signer: note.Signer) -> None:
    for size in SIZES:
        for index in {0, size // 2, size - 1}:
            heard = go("inclusion", key, proof_of(index, size, signer), LEAVES[index])
            assert heard.stdout == f"inclusion {index} in {size}\n", heard.stderr


def test_go_refuses_an_inclusion_proof_that_was_altered(go: Witness, key: str, signer: note.Signer) -> None:
    data = proof_of(70, 100, signer)
    lines = data.split(b"\n")
    for changed, text in (
        (data, LEAVES[71]),
        (data, LEAVES[70].replace(b"version 71", b"version 72")),
        (data.replace(b"index 70", b"index 71"), LEAVES[70]),
        (data.replace(b"index 70", b"index 100"), LEAVES[70]),
        (data.replace(lines[2], lines[3]), LEAVES[70]),
        (data.replace(lines[2] + b"\n", b""), LEAVES[70]),
        (data.replace(lines[2], lines[2] + b"\n" + lines[2]), LEAVES[70]),
        (data.replace(b"\n100\n", b"\n101\n"), LEAVES[70]),
    ):
        assert go("inclusion", key, changed, text).returncode == 1
        with pytest.raises(merkle.ProofError):
            tlogproof.verify(changed, text, [signer.verifier_key])


def test_go_accepts_our_consistency_proofs(go: Witness, key: str, signer: note.Signer) -> None:
    for old, new in ((1, 1), (1, 257), (2, 8), (3, 7), (7, 13), (64, 100), (64, 257), (100, 257), (257, 257)):
        proof = tlogproof.hash_lines(TREE.consistency_proof(old, new))
        heard = go("consistency", key, sealed(old, signer), sealed(new, signer), proof)
        assert heard.stdout == f"consistency {old} to {new}\n", heard.stderr


def test_go_refuses_a_consistency_proof_between_forked_histories(
    go: Witness, key: str, signer: note.Signer
) -> None:
    forked = Tree([*(merkle.leaf_hash(each) for each in LEAVES[:30]), *map(merkle.leaf_hash, LEAVES[31:])])
    old, new = sealed(64, signer), sealed(100, signer)
    other = checkpoint.sign(Checkpoint(ORIGIN, 100, forked.root(100)), signer)
    proof = tlogproof.hash_lines(TREE.consistency_proof(64, 100))
    for older, newer, shown in (
        (old, other, proof),
        (old, other, tlogproof.hash_lines(forked.consistency_proof(64, 100))),
        (new, old, proof),
        (old, new, b""),
        (old, new, proof + proof[:45]),
        (old, new, proof[45:]),
    ):
        assert go("consistency", key, older, newer, shown).returncode == 1


@pytest.fixture(scope="session")
def openssl(absent: Callable[[str], NoReturn]) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    if not shutil.which("openssl"):
        absent("openssl")

    def run(*words: str | Path) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(["openssl", *words], capture_output=True, timeout=60, check=False)

    return run


def test_openssl_accepts_a_checkpoints_signature_and_refuses_an_altered_one(
    openssl: Callable[..., subprocess.CompletedProcess[bytes]], tmp_path: Path, signer: note.Signer
) -> None:
    read = note.parse(sealed(100, signer))
    # An Ed25519 public key in DER is these twelve bytes and the key (RFC 8410, section 4).
    public = bytes.fromhex("302a300506032b6570032100") + signer.verifier_key.public_key
    (tmp_path / "key.der").write_bytes(public)
    (tmp_path / "signature").write_bytes(read.signatures[0].signature)
    words = ("pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", tmp_path / "key.der", "-rawin")
    for text, accepted in ((read.text, True), (read.text.replace("100", "101"), False)):
        (tmp_path / "text").write_text(text)
        heard = openssl(*words, "-in", tmp_path / "text", "-sigfile", tmp_path / "signature")
        assert (heard.returncode == 0) is accepted, heard.stderr
    key_id = sha256(ORIGIN.encode() + b"\n\x01" + public[12:]).digest()[:4]
    assert read.signatures[0].key_id == key_id


def test_openssl_reads_our_keys_and_we_read_openssls(
    openssl: Callable[..., subprocess.CompletedProcess[bytes]], tmp_path: Path
) -> None:
    for passphrase in (None, b"correct horse"):
        path = tmp_path / "key.pem"
        path.write_bytes(keys.generate(passphrase))
        shown = openssl("pkey", "-in", path, "-passin", "pass:correct horse", "-pubout", "-outform", "DER")
        assert shown.stdout[12:] == keys.load(path.read_bytes(), "a", passphrase).verifier_key.public_key
        encrypt = ("-aes-256-cbc", "-pass", "pass:correct horse") if passphrase else ()
        made = openssl("genpkey", "-algorithm", "ed25519", *encrypt)
        assert keys.load(made.stdout, ORIGIN, passphrase).verifier_key.name == ORIGIN, made.stderr
