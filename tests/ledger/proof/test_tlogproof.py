"""Proofs as files."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ledger.proof import checkpoint, keys, merkle, note, tlogproof
from ledger.proof.checkpoint import Checkpoint
from ledger.proof.errors import FormatError, ProofError, SignatureError
from ledger.proof.tlogproof import TlogProof

ORIGIN = "inspectorate.example/ledger"
LEAVES = [f"leaf {number}\n".encode() for number in range(7)]
HASHES = [merkle.leaf_hash(leaf) for leaf in LEAVES]
HASH = "A" * 43 + "="


def proof_of(index: int, signer: note.Signer, extra: bytes = b"") -> bytes:
    signed = checkpoint.sign(Checkpoint(ORIGIN, len(HASHES), merkle.root(HASHES)), signer)
    return TlogProof(index, tuple(merkle.inclusion_proof(index, HASHES)), signed, extra).to_bytes()


def changes(data: bytes) -> Iterator[bytes]:
    for at, byte in enumerate(data):
        for other in {byte ^ 1, byte ^ 0x20, byte ^ 0x80, 0x00, 0x0A, 0x0D, 0x20, 0x30, 0x3D, 0x41} - {byte}:
            yield data[:at] + bytes([other]) + data[at + 1 :]
        if data[at : at + 1] != data[at + 1 : at + 2]:
            yield data[:at] + data[at + 1 :]
        yield data[:at] + b"A" + data[at:]
        yield data[:at] + b"\n" + data[at:]


def test_a_proof_looks_like_this(signer: note.Signer) -> None:
    head, _, rest = proof_of(6, signer).decode().partition("\n\n")
    assert head.splitlines()[:2] == ["c2sp.org/tlog-proof@v1", "index 6"]
    assert len(head.splitlines()) == 4
    assert rest.startswith(f"{ORIGIN}\n7\n")


def test_every_leaf_of_a_tree_is_proved(signer: note.Signer) -> None:
    for index, leaf in enumerate(LEAVES):
        found, signed = tlogproof.verify(proof_of(index, signer), leaf, [signer.verifier_key])
        assert (found, signed.origin, signed.size) == (index, ORIGIN, 7)
        for other in set(LEAVES) - {leaf}:
            with pytest.raises(ProofError, match=r"^lines 2 to "):
                tlogproof.verify(proof_of(index, signer), other, [signer.verifier_key])


def test_the_only_leaf_of_a_tree_is_proved_without_hashes(signer: note.Signer) -> None:
    signed = checkpoint.sign(Checkpoint(ORIGIN, 1, HASHES[0]), signer)
    data = TlogProof(0, (), signed).to_bytes()
    assert data.startswith(b"c2sp.org/tlog-proof@v1\nindex 0\n\ninspectorate.example")
    assert tlogproof.verify(data, LEAVES[0], [signer.verifier_key])[0] == 0


def test_a_proof_comes_back_as_it_was_with_anothers_extra_data(signer: note.Signer) -> None:
    for extra in (b"", b"\0anything"):
        data = proof_of(3, signer, extra)
        assert tlogproof.parse(data).extra == extra
        assert tlogproof.parse(data).to_bytes() == data
        assert tlogproof.verify(data, LEAVES[3], [signer.verifier_key])[0] == 3


def test_every_changed_byte_of_a_proof_is_refused_with_its_line(signer: note.Signer) -> None:
    data = proof_of(4, signer)
    for changed in changes(data):
        with pytest.raises(ProofError, match=r"^lines? [0-9]"):
            tlogproof.verify(changed, LEAVES[4], [signer.verifier_key])


def test_a_fault_in_the_checkpoint_is_told_by_its_line_in_the_file(signer: note.Signer) -> None:
    data = proof_of(4, signer)  # header, index, three hashes, empty line, origin, size, root, empty line
    odd = data[: data.index(ORIGIN.encode())] + note.sign(f"{ORIGIN}\n07\n{HASH}\n", signer)
    with pytest.raises(FormatError, match=r"^line 8: the size"):
        tlogproof.verify(odd, LEAVES[4], [signer.verifier_key])
    with pytest.raises(SignatureError, match=r"^line 11: the signature"):
        tlogproof.verify(data.replace(b"\n7\n", b"\n8\n"), LEAVES[4], [signer.verifier_key])
    with pytest.raises(SignatureError, match=r"^line 11: no known key"):
        tlogproof.verify(data, LEAVES[4], [keys.load(keys.generate(), ORIGIN).verifier_key])


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("", 1),
        ("c2sp.org/tlog-proof@v2\nindex 0\n\n", 1),
        ("c2sp.org/tlog-proof@v1", 2),
        ("c2sp.org/tlog-proof@v1\n\n", 2),
        ("c2sp.org/tlog-proof@v1\nindex 0\n", 3),
        ("c2sp.org/tlog-proof@v1\nindex\n\n", 2),
        ("c2sp.org/tlog-proof@v1\nindex 00\n\n", 2),
        ("c2sp.org/tlog-proof@v1\nindex -1\n\n", 2),
        ("c2sp.org/tlog-proof@v1\nextra \nindex 0\n\n", 2),
        ("c2sp.org/tlog-proof@v1\nextra !\nindex 0\n\n", 2),
        (f"c2sp.org/tlog-proof@v1\nextra {HASH}\n\n", 3),
        (f"c2sp.org/tlog-proof@v1\nindex 0\nextra {HASH}\n\n", 3),
        (f"c2sp.org/tlog-proof@v1\nindex 0\n{HASH}\n{HASH[:-1]}\n\n", 4),
        (f"c2sp.org/tlog-proof@v1\nindex 0\n{HASH}\n{HASH[4:]}\n\n", 4),
        (f"c2sp.org/tlog-proof@v1\nindex 0\n{HASH} \n\n", 3),
        (f"c2sp.org/tlog-proof@v1\r\nindex 0\n{HASH}\n\n", 1),
    ],
)
def test_a_proof_that_is_not_of_its_form_is_refused_with_its_line(head: str, line: int) -> None:
    with pytest.raises(FormatError) as refused:
        tlogproof.parse(head.encode())
    assert refused.value.line == line


def test_a_consistency_proof_is_one_hash_a_line() -> None:
    proof = merkle.consistency_proof(3, HASHES)
    data = tlogproof.hash_lines(proof)
    assert data.count(b"\n") == len(proof)
    assert tlogproof.parse_hash_lines(data) == proof
    assert tlogproof.parse_hash_lines(b"") == []


def test_every_changed_byte_of_a_consistency_proof_is_refused() -> None:
    data = tlogproof.hash_lines(merkle.consistency_proof(3, HASHES))
    for changed in changes(data):
        with pytest.raises(ProofError):
            merkle.verify_consistency(
                3, 7, merkle.root(HASHES[:3]), merkle.root(HASHES), tlogproof.parse_hash_lines(changed)
            )
