"""How cells are shown: by which number format, and whether struck out.

shown(7.0, "000") == "007"      shown(1.1, "0.00") == "1.10"      shown(0.45, "0%") == "45%"
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ledger.tables.markup import Package, Parser
from ledger.tables.ooxml.parts import is_strike

_KNOWN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 45: "mm:ss",
    46: "[h]:mm:ss", 47: "mm:ss.0", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 48: "0.0E+0",
}  # fmt: skip
_DAYS = (*range(14, 18), 22, *range(27, 37), *range(50, 59))
"""Formats that every program has without being told; those of East Asia are days, all of them."""

_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]')
_NUMBER = re.compile(r"([^0#?@]*?)([#,]*)(0*)(?:\.(0+))?(%?)([^0#?@]*)")
_PLAIN = ("", "General", "@", "GENERAL", "Standard")


@dataclass(frozen=True)
class Style:
    code: str = ""
    struck: bool = False

    @property
    def is_day(self) -> bool:
        return is_day(self.code)

    @property
    def is_plain(self) -> bool:
        return self.code in _PLAIN

    @property
    def is_time(self) -> bool:
        return self.is_day or is_clock(self.code)


@cache
def is_day(code: str) -> bool:
    bare = _LITERAL.sub("", code).lower()
    return code not in _PLAIN and (
        "y" in bare or "d" in bare or ("m" in bare and "h" not in bare and "s" not in bare)
    )


@cache
def is_clock(code: str) -> bool:
    return code not in _PLAIN and bool(re.search("[hs]", re.sub(r'"[^"]*"|\\.', "", code).lower()))


def shown(value: float, code: str) -> str | None:
    """The number as that format shows it, or None if the format is not known here."""
    found = _read(code)
    if found is None or (value < 0 and ";" in code):
        return None
    before, grouped, zeros, decimals, percent, after = found
    number = value * 100 if percent else value
    digits = f"{number:{',' if grouped else ''}.{decimals}f}"
    sign, digits = ("-", digits[1:]) if digits.startswith("-") else ("", digits)
    whole, dot, rest = digits.partition(".")
    return f"{sign}{before}{whole.rjust(zeros, '0')}{dot}{rest}{'%' if percent else ''}{after}"


@cache
def _read(code: str) -> tuple[str, bool, int, int, bool, str] | None:
    # Literals become private characters, so that a quoted digit is not taken for a place.
    kept: list[str] = []

    def aside(literal: re.Match[str]) -> str:
        words = literal[1] or literal[2] or ""
        kept.append(words)
        return chr(0xE000 + len(kept) - 1)

    bare = _LITERAL.sub(aside, code.split(";", maxsplit=1)[0])
    found = _NUMBER.fullmatch(bare)
    if not found or not (found[2] + found[3]) or re.search("[A-Za-z]", bare):
        return None
    before, hashes, zeros, decimals, percent, after = found.groups()

    def back(words: str) -> str:
        return "".join(kept[ord(c) - 0xE000] if 0xE000 <= ord(c) < 0xE000 + len(kept) else c for c in words)

    return back(before), "," in hashes, len(zeros), len(decimals or ""), bool(percent), back(after)


class _Styles(Parser):
    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.styles: list[Style] = []
        self._codes = {**_KNOWN, **dict.fromkeys(_DAYS, "yyyy-mm-dd")}
        self._struck: list[bool] = []
        self._in = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in ("fonts", "cellXfs"):
            self._in = tag
        elif tag == "numFmt" and attributes.get("numFmtId", "").isdecimal():
            self._codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif tag == "font" and self._in == "fonts":
            self._struck.append(False)
        elif is_strike(tag, attributes) and self._in == "fonts" and self._struck:
            self._struck[-1] = True
        elif tag == "xf" and self._in == "cellXfs":
            code, font = (int(attributes.get(key, "0") or 0) for key in ("numFmtId", "fontId"))
            struck = 0 <= font < len(self._struck) and self._struck[font]
            self.styles.append(Style(self._codes.get(code, ""), struck))

    def end(self, tag: str) -> None:
        if tag in ("fonts", "cellXfs"):
            self._in = ""


def styles_of(package: Package, path: str) -> list[Style]:
    if path not in package:
        return []
    parser = _Styles(package.parser_name())
    package.parse(path, parser)
    return parser.styles
