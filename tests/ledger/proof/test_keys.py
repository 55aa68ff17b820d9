"""The signing key as a file, and each way in which it cannot be used."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, x25519

from ledger.proof import keys, note
from ledger.proof.errors import (
    NotEd25519Error,
    PassphraseNeededError,
    PassphraseNotNeededError,
    SigningKeyError,
    UnreadableKeyError,
    WrongPassphraseError,
)

# RFC 8410, section 10.3.
RFC_8410 = b"""-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
-----END PRIVATE KEY-----
"""
RFC_8410_PUBLIC = "19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1"


def pem_of(key: ec.EllipticCurvePrivateKey | x25519.X25519PrivateKey | ed25519.Ed25519PrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def test_a_key_signs_under_the_name_it_is_given() -> None:
    pem = keys.generate()
    signer = keys.load(pem, "a.example")
    assert signer.verifier_key.name == "a.example"
    assert signer.verifier_key == keys.load(pem, "a.example").verifier_key
    assert note.verify(note.sign("text\n", signer), [signer.verifier_key]).text == "text\n"


def test_two_generated_keys_differ() -> None:
    assert keys.generate() != keys.generate()


def test_the_key_of_rfc_8410_is_read_in_its_usual_form_and_in_others() -> None:
    for pem in (RFC_8410, RFC_8410.replace(b"\n", b"\r\n"), b"some words before\n" + RFC_8410, RFC_8410[:-1]):
        assert keys.load(pem, "a").verifier_key.public_key.hex() == RFC_8410_PUBLIC


def test_a_key_under_a_passphrase_opens_with_it_alone() -> None:
    pem = keys.generate(b"correct horse")
    assert pem.startswith(b"-----BEGIN ENCRYPTED PRIVATE KEY-----")
    keys.load(pem, "a", b"correct horse")
    with pytest.raises(PassphraseNeededError, match="passphrase"):
        keys.load(pem, "a")
    for wrong in (b"battery staple", b"", b"correct horse\n"):
        with pytest.raises(WrongPassphraseError, match="passphrase"):
            keys.load(pem, "a", wrong)


def test_a_damaged_key_under_a_passphrase_is_not_opened() -> None:
    pem = keys.generate(b"x")
    with pytest.raises(WrongPassphraseError, match="damaged"):
        keys.load(pem[:60] + b"AAAA" + pem[64:], "a", b"x")


def test_a_passphrase_for_a_key_without_one_is_told() -> None:
    with pytest.raises(PassphraseNotNeededError):
        keys.load(keys.generate(), "a", b"x")


def test_an_empty_passphrase_protects_no_key() -> None:
    with pytest.raises(ValueError, match="empty passphrase"):
        keys.generate(b"")


@pytest.mark.parametrize(
    "pem", [pem_of(ec.generate_private_key(ec.SECP256R1())), pem_of(x25519.X25519PrivateKey.generate())]
)
def test_a_key_of_another_kind_is_told(pem: bytes) -> None:
    with pytest.raises(NotEd25519Error, match="not Ed25519"):
        keys.load(pem, "a")


PUBLIC = ed25519.Ed25519PrivateKey.generate().public_key()


@pytest.mark.parametrize(
    "pem",
    [
        b"",
        b"\xff\0 garbage",
        b"-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n",
        b"-----BEGIN PRIVATE KEY-----\n\n-----END PRIVATE KEY-----\n",
        RFC_8410.replace(b"MC4C", b"MC4D"),
        RFC_8410.replace(b"dVhC", b"dVh"),
        RFC_8410[:60],
        PUBLIC.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo),
    ],
)
def test_what_is_no_private_key_is_told(pem: bytes) -> None:
    with pytest.raises(UnreadableKeyError):
        keys.load(pem, "a")


def test_every_changed_byte_of_a_key_is_refused_or_makes_another_key() -> None:
    for at in range(RFC_8410.index(b"MC4C"), RFC_8410.index(b"\n-----END")):
        for byte in {RFC_8410[at] ^ 1, 0, 0x2D, 0x3D, 0x80} - {RFC_8410[at]}:
            try:
                signer = keys.load(RFC_8410[:at] + bytes([byte]) + RFC_8410[at + 1 :], "a")
            except SigningKeyError:
                continue
            assert signer.verifier_key.public_key.hex() != RFC_8410_PUBLIC
