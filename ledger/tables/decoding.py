"""From bytes to text: what the file says, then what alone fits, then a guess that is called one.

1. A mark at the beginning (BOM) is believed. UTF-16 without one is known by its zero bytes.
2. What is UTF-8 as a whole is UTF-8: other text hardly ever is by chance.
3. UTF-8 with a few bytes that are none stays UTF-8; each such byte becomes U+FFFD, which is a cell's flag.
4. Between cp1252 and MacRoman the letters decide, and it is a guess: ``notes`` say so.
"""

from __future__ import annotations

import codecs
import re

from ledger.tables.errors import WrongEncoding
from ledger.tables.source import Source

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_USUAL = re.compile(r"[’‘“”–—…•£€§°é\xa0]|(?<=[a-z])[à-öø-ÿœßı](?=[a-z\s,.])|(?<![a-z])[À-ÖØ-ÞŒ](?=[a-zA-Z])")
_STRANGE = re.compile(r"(?<=[a-z])[À-ÖØ-ÞŒŠŽŸ]|[\x80-\x9fˆ˜‡†ƒ∂∆Ω∑∏π∫√≈≠≤≥◊ﬁﬂ˘˙˚˝˛ˇ¤¦¬¨¸¹²³]")
_SAMPLE = 2_000_000


def text_of_file(source: Source, declared: str | None = None) -> str:
    """The file's text; ``declared`` is what it says of itself inside. Raises WrongEncoding."""
    data, found = source.data, source.found
    if source.encoding is not None:
        found.encoding, found.certainty = source.encoding, "given"
        return _decoded(source, source.encoding)
    for mark, name in _BOMS:
        if data.startswith(mark):
            found.encoding, found.certainty = name, "certain"
            return _decoded(source, name)
    if wide := _without_mark(data):
        found.encoding, found.certainty = wide, "certain"
        return _decoded(source, wide)
    found.encoding, found.certainty = "utf-8", "certain"
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        first = error.start
    if declared is not None and declared.lower().replace("_", "-") not in ("utf-8", "utf8"):
        found.encoding = declared
        return _decoded(source, declared)
    return _other(source, first)


def _other(source: Source, first: int) -> str:
    data, found = source.data, source.found
    whole = len(_WIDE.findall(data))
    single = sum(byte > 127 for byte in _WIDE.sub(b"", data))
    if whole > 4 * single:
        found.certainty = "guessed"
        line = data.count(b"\n", 0, first) + 1
        found.notes.append(
            f"It is UTF-8 but for {single} of its bytes, the first in line {line:,}: those stand as U+FFFD."
        )
        return data.decode("utf-8", "replace")
    found.certainty = "guessed"
    names = ("cp1252", "mac_roman")
    scores = {name: _score(data[:_SAMPLE].decode(name, "replace")) for name in names}
    best, other = sorted(names, key=lambda name: -scores[name])
    found.encoding = best
    before = data[max(0, first - 20) : first + 20]
    found.notes.append(
        f"It is no UTF-8. It was read as {best}, where its first unusual words are "
        f"“{_shown(before, best)}”; as {other} they would be “{_shown(before, other)}”."
    )
    text = data.decode(best, "replace")
    if "\ufffd" in text:
        found.notes.append(f"Some bytes are not known in {best}; they stand as U+FFFD.")
    return text


def _score(text: str) -> int:
    return len(_USUAL.findall(text)) - 3 * len(_STRANGE.findall(text)) - 3 * text.count("\ufffd")


def _shown(data: bytes, name: str) -> str:
    return " ".join(data.decode(name, "replace").split())


def _without_mark(data: bytes) -> str | None:
    """UTF-16 by its zeros: of text in Latin letters every second byte is one."""
    sample = data[:4096]
    if len(sample) < 4 or b"\x00" not in sample:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.4 * len(sample) / 2 and even < 0.1 * odd:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 * len(sample) / 2 and odd < 0.1 * even else None


def _decoded(source: Source, name: str) -> str:
    try:
        return source.data.decode(name).removeprefix("\ufeff")
    except LookupError:
        raise WrongEncoding(
            f"There is no encoding {name}.", "utf-8, utf-16, cp1252 and mac_roman are usual."
        ) from None
    except (UnicodeError, ValueError) as error:
        where = ""
        if isinstance(error, UnicodeDecodeError):
            line = source.data.count(b"\n", 0, error.start) + 1
            where = f": byte {error.start + 1:,} (line {line:,}) is 0x{source.data[error.start]:02x}"
        raise WrongEncoding(
            f"{source.name} is no text in {name}{where}.", "Leave the encoding out, or name another one."
        ) from error
