"""Words whose bytes were once read in the wrong encoding, and what they were.

    "the Stateâ€™s duty" (cp1252), "the State‚Äôs duty" (MacRoman)   -> "the State’s duty"
    "the StateÕs duty" (MacRoman's bytes read as cp1252)           -> "the State’s duty"

Only what is reversible byte for byte is offered: written in the right encoding and read in the wrong
one, the offered words are the damaged ones again. Nothing here changes a cell.
"""

from __future__ import annotations

import re

_TIMES = 3
"""How often words may have been damaged in this way, one time after another."""

_MAC_AS_1252 = re.compile(
    "(?<=[a-z])[ÕÔ](?=[a-z ])|(?<=[ (])Ò(?=[A-Za-z][^ÒÓ]*Ó)|(?<=[A-Za-z.,])Ó(?=[ .,;)]|$)"
)


def _table(codec: str) -> dict[str, int]:
    """The byte of each character; what cp1252 does not know stands for itself, as browsers read it."""
    table = {chr(byte): byte for byte in range(128, 160)} if codec == "cp1252" else {}
    for byte in range(128, 256):
        character = bytes([byte]).decode(codec, "ignore")
        if character:
            table[character] = byte
    return table


_READ_AS = {codec: _table(codec) for codec in ("cp1252", "mac_roman")}
_RUNS = {codec: re.compile(f"[{re.escape(''.join(table))}]{{2,}}") for codec, table in _READ_AS.items()}


def undone(text: str) -> str | None:
    """The words as they were, or None if nothing speaks for damage or it cannot be undone without loss.

    >>> undone("the Stateâ€™s duty"), undone("the StateÕs duty"), undone("São Tomé")
    ('the State’s duty', 'the State’s duty', None)
    """
    if text.isascii():
        return None
    before = text
    for _ in range(_TIMES):
        for codec in _READ_AS:
            if (after := _once(before, codec)) != before:
                break
        else:
            break
        before = after
    before = _from_mac(before)
    return None if before == text else before


def _once(text: str, codec: str) -> str:
    """Undo each run of characters whose bytes are UTF-8 as a whole; others stay."""
    table = _READ_AS[codec]

    def right(run: re.Match[str]) -> str:
        try:
            return bytes([table[character] for character in run[0]]).decode("utf-8")
        except UnicodeDecodeError:
            return run[0]

    return _RUNS[codec].sub(right, text)


def _from_mac(text: str) -> str:
    """Undo marks of MacRoman: a capital letter inside of a word in small letters is none."""
    if "Õ" not in text and "Ò" not in text:
        return text
    return _MAC_AS_1252.sub(lambda found: found[0].encode("cp1252").decode("mac_roman"), text)
