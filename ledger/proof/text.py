"""Strict readers of what stands on a line: a number, base64, UTF-8.

Each thing has one spelling only, so that whoever changes a byte changes the meaning or is refused.
``binascii`` and not ``base64``: it is loaded anyway, and its strict mode is in C.
"""

from __future__ import annotations

import binascii

from ledger.proof.errors import FormatError

LARGEST = 2**63 - 1  # what Go's tlog and both our databases can hold


def read_lines(data: bytes, first_line: int = 1) -> list[str]:
    """The lines of *data*, without their line feeds; every line ends with one, the last too.

    Raises FormatError for bytes that are not UTF-8, for a control character below U+0020 other than the
    line feed (C2SP signed-note, "Format"), and where the last line has no end. *first_line* is the number
    that the first line has in the file it stands in.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = first_line + data.count(b"\n", 0, error.start)
        raise FormatError(line, f"byte 0x{data[error.start]:02x} is not UTF-8") from None
    for number, line_text in enumerate(result := text.split("\n"), first_line):
        if line_text and min(line_text) < " ":
            raise FormatError(number, f"it holds the control character U+{ord(min(line_text)):04X}")
    if result.pop():
        raise FormatError(first_line + len(result), "the last line does not end with a line feed")
    return result


def read_number(text: str, line: int, what: str) -> int:
    """A decimal number from 0 to 2^63 - 1 without sign or leading zeros. Raises FormatError."""
    if not (text.isascii() and text.isdecimal()) or (text[0] == "0" and text != "0"):
        raise FormatError(line, f"{what} is not a plain decimal number: {text[:40]!a}")
    if len(text) > 19 or (result := int(text)) > LARGEST:
        raise FormatError(line, f"{what} is greater than 2^63 - 1: {text[:40]}")
    return result


def to_base64(data: bytes) -> str:
    """Base64 as in RFC 4648, section 4: the standard alphabet, with padding."""
    return binascii.b2a_base64(data, newline=False).decode("ascii")


def read_base64(text: str, line: int, what: str, length: int | None = None) -> bytes:
    """The bytes of *text*, of which there must be *length* where it is given. Raises FormatError.

    The spelling must be the one that ``to_base64`` gives: bits left over in the last character are 0.
    """
    try:
        data = binascii.a2b_base64(text, strict_mode=True)
    except ValueError:
        data = b""
    if not data or to_base64(data) != text:
        raise FormatError(line, f"{what} is not base64 in its one right spelling: {text[:100]!a}")
    if length is not None and len(data) != length:
        raise FormatError(line, f"{what} has {len(data)} bytes and must have {length}")
    return data
