"""What is odd about the words of one cell. A row is looked at as a whole first: most have nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

from ledger.tables.base import Cell
from ledger.tables.mojibake import undone
from ledger.tables.wire import Sent

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_RETURN = re.compile("_x000[dD]_|\r(?!\n)|\r\n(?=.*_x000[dD]_)")
_ESCAPE = re.compile(r"&(?:#\d{2,7}|#[xX][0-9a-fA-F]{2,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_LOST = re.compile("[\ufffd\ud800-\udfff]")


def damaged(line: bytes, cells: list[Sent]) -> list[Sent] | None:
    """The cells with what is odd about their words, or None if there is nothing."""
    # What is odd is beyond ASCII, or an escape in JSON, or one of three exceptions.
    plain = line.isascii() and b"\\" not in line and b"_x00" not in line and b"\x7f" not in line
    if plain and (b"&" not in line or b";" not in line):
        return None
    looked = [_looked_at(cell) for cell in cells]
    return looked if any(new is not old for new, old in zip(looked, cells, strict=True)) else None


def _looked_at(cell: Sent) -> Sent:
    if isinstance(cell, str):
        flags = odd(cell)
        return Cell(cell, cell, flags) if flags else cell
    if isinstance(cell, Cell) and (flags := odd(cell.text)):
        return replace(cell, flags=(*cell.flags, *[flag for flag in flags if flag not in cell.flags]))
    return cell


def odd(text: str) -> tuple[str, ...]:
    """The flags of a text.

    >>> odd("as agreed"), odd("the Stateâ€™s duty"), odd("first_x000D_second")
    ((), ('mojibake',), ('x000d',))
    """
    flags = []
    if _RETURN.search(text):
        flags.append("x000d")
    if _CONTROL.search(text):
        flags.append("control")
    if "&" in text and _is_escaped(text):
        flags.append("escaped")
    if not text.isascii():
        if _BIDI.search(text):
            flags.append("bidi")
        if _LOST.search(text):
            flags.append("replacement")
        if undone(text) is not None:
            flags.append("mojibake")
    return tuple(flags)


def _is_escaped(text: str) -> bool:
    """Whether a page's way of writing a character stands in it, such as ``&amp;``."""
    return any(unescape(found) != found for found in _ESCAPE.findall(text))
