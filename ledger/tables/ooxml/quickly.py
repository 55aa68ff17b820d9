"""A sheet's XML by patterns, if it is written as the usual programs write it: only what matters is read.

A stretch that is written in any other way (quotes, blanks, prefixes, comments, an order of attributes) is
not judged here: ``quickly`` raises NotUsual, and the parser of ``slowly`` reads the sheet instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from itertools import pairwise

from ledger.tables.ooxml.seen import Seen, Stretch, column_of
from ledger.tables.ooxml.styles import Style

_USUAL = rb' r="[A-Z]{1,3}[1-9][0-9]{0,6}"(?: s="[0-9]+")?(?: t="[a-zA-Z]+")?/?>'
_ROW = re.compile(rb'<row r="([1-9][0-9]{0,6})"((?: [a-zA-Z0-9:]+="[^"<>&]*")*)/?>')
_ANY_ROW = re.compile(rb"<row[\s/>]")
_FOREIGN = (
    b"<!",
    b":c ",
    b":c>",
    b":v>",
    b":f>",
    b":row ",
    b":row>",
    b":col",
    b":sheetData",
    b":worksheet ",
    b"='",
)
_COLUMN = re.compile(rb"<col ([^>]*)/?>")
_HIDDEN = re.compile(rb'\bhidden="(?:1|true|on)"')
_EDGE = re.compile(rb'\b(min|max)="(\d+)"')
_VALUE = re.compile(rb"<v>(.*?)</v>|<v(?:/| [^>]*/)>", re.DOTALL)
_STRIKE = re.compile(rb"<d?strike(?:/| val=\"(?:1|true)\"/)>")
_FEW = 400


class NotUsual(Exception):
    """It is written in a way that patterns do not read."""


def pattern(styles: Sequence[Style], struck: frozenset[int]) -> re.Pattern[bytes]:
    """What a cell has to look like to be of interest; it also finds one that is written in another way."""
    shown = [str(place) for place, style in enumerate(styles) if style.struck or _is_own(style)]
    times = [str(place) for place, style in enumerate(styles) if style.is_time]
    wanted = [
        r'(?: s="\d+")? t="e"',
        r"[^>]*><(?:f|v>-?(?:\d{16}|\d[\d.]*E\+?(?:1[5-9]|[2-9]\d|\d{3})))",
        r'(?: s="\d+")? t="inlineStr">(?:(?!</c>).)*?strike',
    ]
    if shown:
        wanted.append(rf' s="(?:{"|".join(shown)})"[^>]*>')
    if times:
        wanted.append(rf' s="(?:{"|".join(times)})"(?: t="n")?><v>(?:-|\d{{1,2}}[.<]|[\d.]+E-)')
    if struck:
        which = "|".join(map(str, struck)) if len(struck) < _FEW else r"\d+"
        wanted.append(rf'(?: s="\d+")? t="s"><v>(?:{which})</v>')
    cell = (
        rf' r="([A-Z]{{1,3}})([1-9]\d*)"(?={"|".join(wanted)})(?: s="(\d+)")?(?: t="([a-zA-Z]+)")?>(.*?)</c>'
    )
    return re.compile(rb"<c(?=[\s/>])(?:%b|(?!%b))" % (cell.encode(), _USUAL), re.DOTALL)


def _is_own(style: Style) -> bool:
    return not style.is_plain and not style.is_time


def quickly(chunks: Iterable[bytes], wanted: re.Pattern[bytes]) -> Iterator[Stretch]:
    """Raise NotUsual before a stretch that it cannot judge."""
    rest = b""
    started = False
    last = 0
    for chunk in chunks:
        data = rest + chunk
        end = data.rfind(b"</row>") + len(b"</row>")
        if end < len(b"</row>") and len(data) < 1 << 22:
            rest = data
            continue
        if end < len(b"</row>"):
            raise NotUsual
        whole, rest = data[:end], data[end:]
        if not started:
            _check_head(whole)
            started = True
        stretch = _stretch(whole, wanted, last)
        last = stretch.last
        yield stretch
    if not started:
        _check_head(rest)
    yield _stretch(rest, wanted, last)


def _check_head(data: bytes) -> None:
    """That it is UTF-8, and the sheet's names have no prefix."""
    head = data[:1000]
    if (
        b"<worksheet" not in head
        or b"\x00" in head
        or re.search(rb"encoding=.(?!utf-?8)", head, re.IGNORECASE)
    ):
        raise NotUsual


def _stretch(data: bytes, wanted: re.Pattern[bytes], last: int) -> Stretch:
    rows = _ROW.findall(data)
    if any(word in data for word in _FOREIGN) or len(rows) != len(_ANY_ROW.findall(data)):
        raise NotUsual
    numbers = [int(number) for number, _ in rows]
    if numbers and (numbers[0] <= last or any(a >= b for a, b in pairwise(numbers))):
        raise NotUsual
    stretch = Stretch(numbers[-1] if numbers else last)
    stretch.hidden = {int(number) for number, more in rows if more and _HIDDEN.search(more)}
    for column in _COLUMN.findall(data):
        if _HIDDEN.search(column):
            edges = {key: int(value) for key, value in _EDGE.findall(column)}
            stretch.columns.update(range(edges.get(b"min", 1) - 1, min(edges.get(b"max", 1), 16_384)))
    for letters, number, style, kind, inside in wanted.findall(data):
        if not letters:
            raise NotUsual
        value = _VALUE.search(inside)
        stretch.cells.setdefault(int(number), {})[column_of(letters.decode())] = Seen(
            int(style or 0),
            kind.decode() or "n",
            b"<f" in inside,
            unescape((value[1] or b"").decode("utf-8", "replace")) if value else None,
            bool(_STRIKE.search(inside)),
        )
    return stretch
