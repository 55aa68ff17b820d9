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
_HEAD = re.compile(
    rb"(?:\xef\xbb\xbf)?(<\?xml version=.1.0.(?: encoding=.utf-8.)?(?: standalone=.yes.)? ?\?>)?\s*"
    rb"<worksheet([^<>]*)>",
    re.IGNORECASE,
)
_PREFIXED = re.compile(rb'xmlns:\w+="[^"]*spreadsheetml/(?:2006/)?main"')
_COLUMN = re.compile(rb"<col ([^>]*)/?>")
_HIDDEN = re.compile(rb'\bhidden="(?:1|true|on)"')
_EDGE = re.compile(rb'\b(min|max)="(\d+)"')
_VALUE = re.compile(rb"<v(?: [^>]*[^/])?>(.*?)</v>|<v(?: [^>]*)?/>", re.DOTALL)
_STRIKE = re.compile(rb"<d?strike(?:/| val=\"(?:1|true)\"/)>")
_FEW = 400
_RARE = (
    (b't="e"', r'(?: s="\d+")? t="e"'),
    (b"<f", r"[^>]*><f"),
    (b"strike", r'(?: s="\d+")? t="inlineStr">(?:(?!</c>).)*?strike'),
)
"""What few sheets have, by what stands somewhere in it then."""


class NotUsual(Exception):
    """It is written in a way that patterns do not read."""


class Wanted:
    """What a cell has to look like to be of interest: a pattern for what a stretch has at all."""

    def __init__(self, styles: Sequence[Style], struck: frozenset[int]) -> None:
        shown = [str(place) for place, style in enumerate(styles) if style.struck or _is_own(style)]
        times = [str(place) for place, style in enumerate(styles) if style.is_time]
        self._always = [
            r"[^>]*><v>-?(?:\d{16}|\d[\d.]*E\+?(?:1[5-9]|[2-9]\d|\d{3}))",
        ]
        if shown:
            self._always.append(rf' s="(?:{"|".join(shown)})"[^>]*>')
        if times:
            self._always.append(rf' s="(?:{"|".join(times)})"(?: t="n")?><v>(?:-|\d{{1,2}}[.<]|[\d.]+E-)')
        if struck:
            which = "|".join(map(str, struck)) if len(struck) < _FEW else r"\d+"
            self._always.append(rf'(?: s="\d+")? t="s"><v>(?:{which})</v>')
        self._made: dict[tuple[str, ...], re.Pattern[bytes]] = {}

    def findall(self, data: bytes) -> list[tuple[bytes, bytes, bytes, bytes, bytes]]:
        """Column, row, style, type and content of each; one that is written in another way has no column."""
        here = tuple(pattern for sign, pattern in _RARE if sign in data)
        if here not in self._made:
            wanted = "|".join((*self._always, *here))
            cell = rf' r="([A-Z]{{1,3}})([1-9]\d*)"(?={wanted})(?: s="(\d+)")?(?: t="([a-zA-Z]+)")?>(.*?)</c>'
            whole = rb"<c(?=[\s/>])(?:%b|(?!%b))" % (cell.encode(), _USUAL)
            self._made[here] = re.compile(whole, re.DOTALL)
        return self._made[here].findall(data)


def _is_own(style: Style) -> bool:
    return not style.is_plain and not style.is_time


def quickly(chunks: Iterable[bytes], wanted: Wanted) -> Iterator[Stretch]:
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
            whole = _after_head(whole)
            started = True
        stretch = _stretch(whole, wanted, last)
        last = stretch.last
        yield stretch
    if not started:
        rest = _after_head(rest)
    yield _stretch(rest, wanted, last)


def _after_head(data: bytes) -> bytes:
    """What follows the first tag, if the file is UTF-8 and names of a sheet have no prefix."""
    head = _HEAD.match(data)
    if head is None or b'xmlns="' not in head[2] or _PREFIXED.search(head[2]):
        raise NotUsual
    return data[head.end() :]


def _stretch(data: bytes, wanted: Wanted, last: int) -> Stretch:
    rows = _ROW.findall(data)
    if b"<!" in data or b"xmlns" in data or len(rows) != len(_ANY_ROW.findall(data)):
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
