"""The eight lines of a leaf."""

from __future__ import annotations

import string
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.proof import leaf
from ledger.proof.errors import FormatError

STATE = b'{"by":"ann","salt":"00"}'
EVENT = {
    "notification_id": 1042,
    "originator": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
    "version": 3,
    "topic": "judgement.recorded",
    "recorded": "2026-11-22T01:13:53.597293Z",
    "actor": "ann",
    "state": STATE,
}
LEAF = b"""ledger-leaf/v1
id 1042
originator 7c9e6679-7425-40de-944b-e07fc1f90ae7
version 3
topic judgement.recorded
recorded 2026-11-22T01:13:53.597293Z
actor ann
state 46d5acafc90ce75b77464decaeaa0241f0e70b2783c40c8347ba5965ffee7e6d 24
"""
LINES = {
    "notification_id": 2,
    "originator": 3,
    "version": 4,
    "topic": 5,
    "recorded": 6,
    "actor": 7,
    "state": 8,
}
WORDS = ("originator", "topic", "recorded", "actor")
FORBIDDEN = {*range(0x21), *range(0x7F, 0xA0), 0x2028, 0x2029, *range(0xD800, 0xE000)}


def build(**changes: Any) -> bytes:  # Any: what a damaged row may hold
    return leaf.build(**{**EVENT, **changes})


def written(read: leaf.Leaf) -> bytes:
    return (
        f"ledger-leaf/v1\nid {read.notification_id}\noriginator {read.originator}\nversion {read.version}\n"
        f"topic {read.topic}\nrecorded {read.recorded}\nactor {read.actor}\n"
        f"state {read.state_sha256} {read.state_length}\n"
    ).encode()


def test_a_leaf_is_these_eight_lines() -> None:
    assert build() == LEAF
    assert leaf.parse(LEAF) == (*list(EVENT.values())[:-1], sha256(STATE).hexdigest(), len(STATE))


def test_a_leaf_covers_its_state_and_no_other() -> None:
    read = leaf.parse(LEAF)
    assert read.covers(STATE)
    assert not read.covers(STATE + b" ")
    assert not read.covers(STATE.replace(b"ann", b"bob"))


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("code", sorted(FORBIDDEN - set(range(0xD801, 0xDFFF))))
def test_a_character_that_no_leaf_carries_is_refused_with_its_line(word: str, code: int) -> None:
    with pytest.raises(FormatError, match=f"^line {LINES[word]}: .* U\\+{code:04X}") as refused:
        build(**{word: f"a{chr(code)}b"})
    assert refused.value.line == LINES[word]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *((word, value) for word in WORDS for value in ("", None, 7, b"ann", ["ann"])),
        *((number, value) for number in ("notification_id", "version") for value in (0, -1, 2**63, True)),
        *((number, value) for number in ("notification_id", "version") for value in ("3", 3.0, None, b"3")),
        *(("state", value) for value in (None, "text", 7, bytearray(b"{}"))),
    ],
)
def test_what_is_no_value_is_refused_with_its_line(name: str, value: object) -> None:
    with pytest.raises(FormatError, match=f"^line {LINES[name]}: "):
        build(**{name: value})


@given(st.text(), st.sampled_from(WORDS))
def test_a_word_comes_back_as_it_was_or_is_refused(text: str, word: str) -> None:
    if text and not {ord(each) for each in text} & FORBIDDEN:
        made = build(**{word: text})
        assert getattr(leaf.parse(made), word) == text
        assert written(leaf.parse(made)) == made
    else:
        with pytest.raises(FormatError):
            build(**{word: text})


@given(
    st.integers(1, 2**63 - 1),
    st.integers(1, 2**63 - 1),
    st.text(string.ascii_letters + "é→-.:", min_size=1),
    st.binary(),
)
def test_a_leaf_that_was_built_can_be_read(number: int, version: int, actor: str, state: bytes) -> None:
    read = leaf.parse(build(notification_id=number, version=version, actor=actor, state=state))
    assert (read.notification_id, read.version, read.actor) == (number, version, actor)
    assert read.covers(state)


def test_every_changed_byte_is_refused_or_makes_another_leaf() -> None:
    for at in range(len(LEAF)):
        for byte in {LEAF[at] ^ 1, LEAF[at] ^ 0x20, LEAF[at] ^ 0x80, 0, 0x0A, 0x0D, 0x20, 0x30, 0x41} - {
            LEAF[at]
        }:
            changed = LEAF[:at] + bytes([byte]) + LEAF[at + 1 :]
            try:
                read = leaf.parse(changed)
            except FormatError as refused:
                assert 1 <= refused.line <= 9
            else:
                assert read != leaf.parse(LEAF)
                assert written(read) == changed


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        (b"", 1),
        (b"\n", 2),
        (LEAF[:-1], 8),
        (LEAF + b"\n", 9),
        (LEAF + b"more 1\n", 9),
        (LEAF.replace(b"\n", b"\r\n"), 1),
        (b"\xef\xbb\xbf" + LEAF, 1),
        (LEAF.replace(b"/v1", b"/v2"), 1),
        (LEAF.replace(b"1042", b"01042"), 2),
        (LEAF.replace(b"1042", b"+1042"), 2),
        (LEAF.replace(b"1042", "١٠٤٢".encode()), 2),
        (LEAF.replace(b"1042", b"9" * 5000), 2),
        (LEAF.replace(b"1042", b"0"), 2),
        (LEAF.replace(b"version 3", b"version 0"), 4),
        (LEAF.replace(b"actor ann", b"actor  ann"), 7),
        (LEAF.replace(b"actor ann", b"actor "), 7),
        (LEAF.replace(b"actor ann", b"actor \xff"), 7),
        (LEAF.replace(b"46d5ac", b"46D5AC"), 8),
        (LEAF.replace(b"46d5ac", b"46d5a"), 8),
        (LEAF.replace(b"7e6d 24", b"7e6d 024"), 8),
        (LEAF.replace(b"7e6d 24", b"7e6d"), 8),
        (LEAF.replace(b"7e6d 24", b"7e6d 24 "), 8),
    ],
)
def test_a_leaf_that_is_not_of_its_form_is_refused_with_its_line(changed: bytes, line: int) -> None:
    with pytest.raises(FormatError) as refused:
        leaf.parse(changed)
    assert refused.value.line == line
