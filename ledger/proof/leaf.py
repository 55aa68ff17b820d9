"""The leaf: eight lines that say which event stands where, and what its stored bytes hash to.

    ledger-leaf/v1
    id 1042
    originator 7c9e6679-7425-40de-944b-e07fc1f90ae7
    version 3
    topic judgement.recorded
    recorded 2026-11-22T01:13:53.597293Z
    actor ann
    state 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 4

UTF-8, every line ended by one line feed. ``state`` is the SHA-256 of the state exactly as stored, in
lower-case hexadecimal, and its length in bytes. No value is empty or holds U+0000 to U+0020, U+007F to
U+009F, U+2028, U+2029 or a lone surrogate: what splits lines somewhere, or cannot be seen, has no place
in a proof.
"""

from __future__ import annotations

import re
from hashlib import sha256

from events.named import NamedTuple
from ledger.proof.errors import FormatError
from ledger.proof.text import LARGEST, read_lines, read_number

# Patterns are compiled when first needed, because hardly a command needs them.
_FORBIDDEN = "[\0- \x7f-\x9f\u2028\u2029\ud800-\udfff]"
_PLAIN = bytes(range(0x21, 0x7F))
_LEFT_OVER = b"\n \n \n \n \n \n \n  \n"  # of a right leaf, when what is plain is taken out
_HEXADECIMAL = "[0-9a-f]{64}"
_WORDS = ("ledger-leaf/v1", "id ", "originator ", "version ", "topic ", "recorded ", "actor ", "state ")


class Leaf(NamedTuple):
    """What a leaf says; ``state_sha256`` is in hexadecimal, ``state_length`` in bytes."""

    notification_id: int
    originator: str
    version: int
    topic: str
    recorded: str
    actor: str
    state_sha256: str
    state_length: int

    def covers(self, state: bytes) -> bool:
        """Whether *state*, an event exactly as stored, is the one this leaf speaks of."""
        return len(state) == self.state_length and sha256(state).hexdigest() == self.state_sha256


def build(
    notification_id: int, originator: str, version: int, topic: str, recorded: str, actor: str, state: bytes
) -> bytes:
    """The leaf of one event. Raises FormatError, which names the line, for what a leaf cannot carry.

    It takes whatever a damaged row may hold: a number that is no ``int``, a word that is no ``str`` and a
    state that is not ``bytes`` are refused in the same way.
    """
    made, plain = b"", False
    try:
        made = (
            f"ledger-leaf/v1\nid {notification_id}\noriginator {originator}\nversion {version}\n"
            f"topic {topic}\nrecorded {recorded}\nactor {actor}\n"
            f"state {sha256(state).hexdigest()} {len(state)}\n"
        ).encode()
        # `verify` builds every leaf again, so one look in C passes whatever is printable ASCII.
        plain = (
            made.translate(None, _PLAIN) == _LEFT_OVER
            and type(originator) is type(topic) is type(recorded) is type(actor) is str
            and "" not in (originator, topic, recorded, actor)
            and type(notification_id) is type(version) is int
            and 1 <= notification_id <= LARGEST
            and 1 <= version <= LARGEST
            and type(state) is bytes
        )
    except (TypeError, ValueError):
        pass  # what is wrong, and on which line, is found below
    if not plain:
        _check_counter(notification_id, 2)
        _check_word(originator, 3)
        _check_counter(version, 4)
        _check_word(topic, 5)
        _check_word(recorded, 6)
        _check_word(actor, 7)
        if type(state) is not bytes:
            raise FormatError(8, f"the state is of the type {type(state).__name__}, not bytes")
    return made


def parse(data: bytes) -> Leaf:
    """What a leaf says. Raises FormatError for anything but the very bytes that ``build`` makes."""
    lines = read_lines(data)
    if len(lines) != 8:
        raise FormatError(min(len(lines) + 1, 9), f"a leaf has eight lines, and this has {len(lines)}")
    for line, (word, text) in enumerate(zip(_WORDS, lines, strict=True), 1):
        if not (text.startswith(word) if line > 1 else text == word):
            raise FormatError(line, f"it must {'begin with' if line > 1 else 'be'} {word!r}: {text[:40]!a}")
    values = [text[len(word) :] for word, text in zip(_WORDS, lines, strict=True)]
    digest, _, length = values[7].partition(" ")
    if not re.fullmatch(_HEXADECIMAL, digest):
        raise FormatError(8, f"the state's hash is not 64 lower-case hexadecimal digits: {digest[:80]!a}")
    notification_id, version = read_number(values[1], 2, "the id"), read_number(values[3], 4, "the version")
    _check_counter(notification_id, 2)
    _check_counter(version, 4)
    for line in (3, 5, 6, 7):
        _check_word(values[line - 1], line)
    size = read_number(length, 8, "the state's length")
    return Leaf(notification_id, values[2], version, values[4], values[5], values[6], digest, size)


def _check_counter(value: object, line: int) -> None:
    # `type`, not isinstance: True is an int, and would be written as a word.
    if type(value) is not int or not 1 <= value <= LARGEST:
        raise FormatError(line, f"the {_WORDS[line - 1]}is not a whole number from 1 to 2^63 - 1")


def _check_word(value: object, line: int) -> None:
    name = _WORDS[line - 1].strip()
    if not isinstance(value, str):
        raise FormatError(line, f"the {name} is of the type {type(value).__name__}, not text")
    if not value:
        raise FormatError(line, f"the {name} is empty")
    if found := re.search(_FORBIDDEN, value):
        raise FormatError(line, f"the {name} holds U+{ord(found.group()):04X}, which a leaf cannot carry")
