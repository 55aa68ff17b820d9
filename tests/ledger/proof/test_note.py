"""Signed notes and checkpoints, against published ones and against whoever changes a byte."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.proof import checkpoint, keys, merkle, note
from ledger.proof.checkpoint import Checkpoint
from ledger.proof.errors import FormatError, ProofError, SignatureError
from ledger.proof.note import VerifierKey
from ledger.proof.text import LARGEST

ORIGIN = "inspectorate.example/ledger"

# From golang.org/x/mod/sumdb/note's documentation and tests.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETER_SECRET = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
PETER_LINE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZ"
    "SNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
ENOCH_LINE = (
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGr"
    "Q5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"
)
NOTE = f"{TEXT}\n{PETER_LINE}".encode()

# From C2SP: signed-note.md and tlog-checkpoint.md, whose keys are not published.
QUASIMODO = """Ognuno sta solo sul cuor della terra
trafitto da un raggio di sole:

ed è subito sera.

— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ\
2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=
""".encode()
SOFA = """example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp\
+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
""".encode()


def peter() -> note.Signer:
    from base64 import b64decode

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return note.Signer("PeterNeumann", Ed25519PrivateKey.from_private_bytes(b64decode(PETER_SECRET)[1:]))


def changes(data: bytes) -> Iterator[bytes]:
    """*data* with one byte changed in several ways, taken out, or put in, at each place."""
    for at, byte in enumerate(data):
        for other in {byte ^ 1, byte ^ 0x20, byte ^ 0x80, 0x00, 0x0A, 0x0D, 0x20, 0x2B, 0x30, 0x3D, 0x41} - {
            byte
        }:
            yield data[:at] + bytes([other]) + data[at + 1 :]
        if data[at : at + 1] != data[at + 1 : at + 2]:  # one of two equal neighbours is the same to take out
            yield data[:at] + data[at + 1 :]
        yield data[:at] + b"A" + data[at:]
        yield data[:at] + b"\n" + data[at:]


def line_of(refused: ProofError) -> int:
    assert isinstance(refused, FormatError | SignatureError)
    assert str(refused).startswith(f"line {refused.line}: ")
    return refused.line


def test_peter_neumanns_note_is_opened_and_made_again() -> None:
    key = VerifierKey.parse(PETER)
    assert key.text() == PETER
    assert peter().verifier_key == key
    assert note.sign(TEXT, peter()) == NOTE
    opened = note.verify(NOTE, [key])
    assert (opened.text, opened.signed_by) == (TEXT, (key,))


def test_a_note_may_have_many_signatures_and_unknown_ones_are_ignored() -> None:
    both = NOTE + ENOCH_LINE.encode()
    known = [VerifierKey.parse(PETER), VerifierKey.parse(ENOCH)]
    assert note.verify(both, known).signed_by == tuple(known)
    assert note.verify(both, known[:1]).signed_by == tuple(known[:1])
    assert note.verify(both, known[1:]).signed_by == tuple(known[1:])
    assert note.verify(both + b"\xe2\x80\x94 somebody.example/else AAAAAAA=\n", known).signed_by == tuple(
        known
    )
    with pytest.raises(SignatureError, match=r"^line 4: no known key"):
        note.verify(both, [])


def test_an_unknown_key_that_shares_name_or_id_with_a_known_one_is_ignored() -> None:
    key = VerifierKey.parse(PETER)
    shares_name = PETER_LINE.replace("x08go", "y08go")
    shares_id = PETER_LINE.replace("PeterNeumann", "EnochRoot")
    assert note.verify(NOTE + (shares_name + shares_id).encode(), [key]).signed_by == (key,)
    with pytest.raises(SignatureError):
        note.verify(f"{TEXT}\n{shares_name}{shares_id}".encode(), [key])


def test_a_wrong_signature_of_a_known_key_refuses_the_note_whoever_else_signed() -> None:
    wrong = ENOCH_LINE.replace("MNtCO", "MNtCA")
    for data, line in ((NOTE + wrong.encode(), 5), (f"{TEXT}\n{wrong}{PETER_LINE}".encode(), 4)):
        with pytest.raises(SignatureError, match=f"^line {line}: .*EnochRoot"):
            note.verify(data, [VerifierKey.parse(PETER), VerifierKey.parse(ENOCH)])


def test_a_right_signature_does_not_excuse_a_wrong_one_of_the_same_key() -> None:
    with pytest.raises(SignatureError, match=r"^line 5: "):
        note.verify(NOTE + PETER_LINE.replace("SffcvI", "SffcvA").encode(), [VerifierKey.parse(PETER)])


def test_the_examples_of_c2sp_can_be_read() -> None:
    poem = note.parse(QUASIMODO)
    assert poem.text.endswith("\n\ned è subito sera.\n")
    assert [each.name for each in poem.signatures] == ["quasimodo.example/salvatore"]
    sofa = checkpoint.parse(note.parse(SOFA).text)
    assert sofa[:2] == ("example.com/behind-the-sofa", 20852163)
    assert sofa.text().encode() == SOFA.partition(b"\n\n")[0] + b"\n"


def test_every_piece_and_every_change_of_a_verifier_key_is_refused() -> None:
    pieces = {PETER[low:high] for low in range(len(PETER)) for high in range(low + 1, len(PETER) + 1)} - {
        PETER
    }
    changed = {each.decode("latin-1") for each in changes(PETER.encode())} - {PETER}
    for text in pieces | changed | {"", PETER + "\n", " " + PETER}:
        with pytest.raises(FormatError, match=r"^line 1: "):
            VerifierKey.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        PETER.replace("c74f20a3", "C74F20A3"),
    ],
)
def test_a_key_of_another_length_type_or_spelling_is_refused(text: str) -> None:
    with pytest.raises(FormatError):
        VerifierKey.parse(text)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u00a0b", "a\u2003b", "a\tb", "a\nb", "a\0b", "\ud800"])
def test_a_name_that_no_key_may_have_is_refused(name: str) -> None:
    with pytest.raises(FormatError):
        keys.load(keys.generate(), name)


@pytest.mark.parametrize("text", ["", "no end", "a\tb\n", "a\r\n", "a\0\n", "\ud800\n"])
def test_a_text_that_no_note_can_hold_is_not_signed(text: str, signer: note.Signer) -> None:
    with pytest.raises(FormatError):
        note.sign(text, signer)


def test_a_note_is_signed_by_somebody_and_once_by_each(signer: note.Signer) -> None:
    for signers in ((), (signer, signer)):
        with pytest.raises(SignatureError):
            note.sign(TEXT, *signers)


@given(st.text().map(lambda text: text + "\n"))
def test_whatever_was_signed_is_read_back(text: str) -> None:
    try:
        data = note.sign(text, peter())
    except FormatError:
        assert any((each < " " and each != "\n") or "\ud800" <= each <= "\udfff" for each in text)
    else:
        assert note.verify(data, [VerifierKey.parse(PETER)]).text == text


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"", 1),
        (b"\n", 2),
        (TEXT.encode(), 3),
        (f"{TEXT}\n".encode(), 4),
        (f"\n{PETER_LINE}".encode(), 3),
        (f"{TEXT}\n{PETER_LINE}\n".encode(), 6),
        (NOTE[:-1], 4),
        (NOTE.replace("—".encode(), b"-"), 4),
        (NOTE.replace(b" PeterNeumann ", b"  PeterNeumann "), 4),
        (NOTE.replace(b" PeterNeumann ", b" Peter+Neumann "), 4),
        (NOTE.replace(b" PeterNeumann ", b" "), 4),
        (NOTE.replace(b"nAM=", b"nAM"), 4),
        (NOTE.replace(b"nAM=", b"nAN="), 4),
        (NOTE.replace(b"nAM=\n", b"nAM= \n"), 4),
        (f"{TEXT}\n— PeterNeumann x08goA==\n".encode(), 4),
        (f"{TEXT}\n— PeterNeumann x08gow==\n".encode(), 4),
        (f"{TEXT}\n— PeterNeumann \n".encode(), 4),
        (NOTE.replace(b"know", b"kn\tow"), 2),
        (NOTE.replace(b"know", b"kn\xffow"), 2),
        (NOTE.replace(b"\n", b"\r\n"), 1),
        (f"{TEXT}\n{PETER_LINE * 101}".encode(), 4),
        (b"x" * 1_000_001, 1),
    ],
)
def test_a_note_that_is_not_of_its_form_is_refused_with_its_line(data: bytes, line: int) -> None:
    with pytest.raises(FormatError) as refused:
        note.verify(data, [VerifierKey.parse(PETER)])
    assert refused.value.line == line


def test_sixteen_signatures_are_borne() -> None:
    others = "".join(f"— witness{number}.example AAAAAAA=\n" for number in range(99))
    assert note.verify(NOTE + others.encode(), [VerifierKey.parse(PETER)]).signed_by


def test_every_changed_byte_of_a_note_is_refused_with_its_line() -> None:
    key = VerifierKey.parse(PETER)
    for data in changes(NOTE):
        with pytest.raises(ProofError) as refused:
            note.verify(data, [key])
        assert 1 <= line_of(refused.value) <= 6, data


def test_every_changed_byte_of_a_checkpoint_is_refused_with_its_line(signer: note.Signer) -> None:
    data = checkpoint.sign(Checkpoint(ORIGIN, 70000, merkle.EMPTY_ROOT), signer)
    assert checkpoint.verify(data, [signer.verifier_key]).size == 70000
    for changed in changes(data):
        with pytest.raises(ProofError) as refused:
            checkpoint.verify(changed, [signer.verifier_key])
        assert 1 <= line_of(refused.value) <= 7, changed


def test_every_changed_byte_of_a_checkpoints_text_is_refused_or_says_something_else() -> None:
    text = Checkpoint(ORIGIN, 70000, merkle.EMPTY_ROOT).text()
    for changed in changes(text.encode()):
        try:
            other = checkpoint.parse(changed.decode("latin-1"))
        except FormatError as refused:
            assert 1 <= refused.line <= 4
        else:
            assert other != checkpoint.parse(text)
            assert other.text() == changed.decode("latin-1")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("a.example\n", 2),
        ("a.example\n7\n", 3),
        (f"a.example\n7\n{'A' * 43}=", 3),
        (f"a.example\n7\n{'A' * 43}=\nan extension\n", 4),
        (f"a.example\n7\n{'A' * 43}=\n\n", 4),
        (f"a example\n7\n{'A' * 43}=\n", 1),
        (f"\n7\n{'A' * 43}=\n", 1),
        (f"a.example\n07\n{'A' * 43}=\n", 2),
        (f"a.example\n00\n{'A' * 43}=\n", 2),
        (f"a.example\n-7\n{'A' * 43}=\n", 2),
        (f"a.example\n7 \n{'A' * 43}=\n", 2),
        (f"a.example\n\n{'A' * 43}=\n", 2),
        (f"a.example\n1_0\n{'A' * 43}=\n", 2),
        (f"a.example\n٧\n{'A' * 43}=\n", 2),
        (f"a.example\n{LARGEST + 1}\n{'A' * 43}=\n", 2),
        (f"a.example\n{'9' * 5000}\n{'A' * 43}=\n", 2),
        (f"a.example\n7\n{'A' * 42}B=\n", 3),
        (f"a.example\n7\n{'A' * 43}\n", 3),
        (f"a.example\n7\n{'A' * 44}\n", 3),
        (f"a.example\n7\n{'A' * 42}==\n", 3),
        (f"a.example\n7\n{'-' * 43}=\n", 3),
        (f"a.example\n7\n{'é' * 43}=\n", 3),
        ("a.example\n7\n\n", 3),
    ],
)
def test_a_checkpoint_that_is_not_of_its_form_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(FormatError) as refused:
        checkpoint.parse(text)
    assert refused.value.line == line


@pytest.mark.parametrize(
    "wrong",
    [
        Checkpoint("", 1, merkle.EMPTY_ROOT),
        Checkpoint("a b", 1, merkle.EMPTY_ROOT),
        Checkpoint(ORIGIN, -1, merkle.EMPTY_ROOT),
        Checkpoint(ORIGIN, LARGEST + 1, merkle.EMPTY_ROOT),
        Checkpoint(ORIGIN, 1, b"short"),
    ],
)
def test_what_no_checkpoint_can_say_is_not_signed(wrong: Checkpoint, signer: note.Signer) -> None:
    with pytest.raises(ProofError):
        checkpoint.sign(wrong, signer)


def test_a_key_does_not_speak_for_another_ledger(signer: note.Signer) -> None:
    other = keys.load(keys.generate(), "other.example/ledger")
    of_other = Checkpoint("other.example/ledger", 1, merkle.EMPTY_ROOT)
    with pytest.raises(SignatureError, match="the origin is"):
        checkpoint.sign(of_other, signer)
    forged = note.sign(of_other.text(), signer)
    with pytest.raises(SignatureError, match=r"^line 1: the origin is"):
        checkpoint.verify(forged, [signer.verifier_key, other.verifier_key])


def test_a_checkpoint_signed_by_the_old_and_the_new_key_is_good_for_holders_of_either(
    signer: note.Signer,
) -> None:
    new = keys.load(keys.generate(), ORIGIN)
    data = checkpoint.sign(Checkpoint(ORIGIN, 5, merkle.EMPTY_ROOT), signer, new)
    for known in ([signer.verifier_key], [new.verifier_key], [new.verifier_key, signer.verifier_key]):
        assert checkpoint.verify(data, known).size == 5


def test_reading_needs_no_cryptography_and_signing_only_a_little_of_it() -> None:
    code = (
        "import sys\n"
        "from ledger.proof import checkpoint, keys, leaf, merkle, note, tlogproof, tree\n"
        "assert 'cryptography' not in sys.modules\n"
        "pem = sys.stdin.buffer.read()\n"
        "checkpoint.sign(checkpoint.Checkpoint('a', 0, merkle.EMPTY_ROOT), keys.load(pem, 'a'))\n"
        "assert 'cryptography.hazmat.primitives.serialization' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], input=keys.generate(), check=True, timeout=60)
