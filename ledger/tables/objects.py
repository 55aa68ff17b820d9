"""Lists of objects (JSON): ``[{"number": "1", …}, …]``, or that under "rows" of one object.

Row 0 holds the headings, all keys in the order in which they first stand; row 1 is the first object.
The objects are read one after another, so that no more than one is held at a time. A number keeps the
digits that the file has (``1.10``). A list or an object as a value is refused with its place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from ledger.tables.base import Cell, text_of
from ledger.tables.decoding import text_of_file
from ledger.tables.errors import UnreadableTable
from ledger.tables.source import RawSheet, Source
from ledger.tables.wire import Sent

_BLANK = re.compile(r"[ \t\n\r]*")
_ROWS = re.compile(r'[ \t\n\r]*"rows"[ \t\n\r]*:[ \t\n\r]*')
_WHOLE_DIGITS = 15
_REMEDY = 'Write a list of objects that hold texts and numbers: [{"number": "1", "text": "…"}].'


def read(source: Source) -> Iterator[RawSheet]:
    text = text_of_file(source)
    start = _start(source, text)
    headings: dict[str, None] = {}
    for _, pairs in _objects(source, text, start):
        headings.update(dict.fromkeys(key for key, _ in pairs))
        if len(headings) > source.limits.columns:
            raise source.too_much("columns", source.limits.columns)
    yield RawSheet(source.name, _rows(source, text, start, list(headings)))


def _rows(source: Source, text: str, start: int, headings: list[str]) -> Iterator[tuple[int, list[Sent]]]:
    yield 0, list(headings)
    for number, pairs in _objects(source, text, start):
        values = dict(pairs)
        yield number, [_said(values.get(heading)) for heading in headings]


def _start(source: Source, text: str) -> int:
    """Where the list's first object is."""
    place = _after_blank(text, 0)
    if text[place] == "{":
        place = text.find("[", place) if _ROWS.match(text, place + 1) else _rows_key(source, text, place)
    if not text.startswith("[", place):
        raise UnreadableTable(f"{source.name} holds no list of objects.", _REMEDY)
    return place + 1


def _rows_key(source: Source, text: str, place: int) -> int:
    """Where the list begins that stands under "rows" after other keys of one object."""
    place = _after_blank(text, place + 1)
    while text.startswith('"', place):
        key, place = _value(source, text, place)
        place = _after_blank(text, place)
        if not text.startswith(":", place):
            break
        place = _after_blank(text, place + 1)
        if key == "rows":
            return place
        _, place = _value(source, text, place)
        place = _after_blank(text, place)
        place = _after_blank(text, place + 1) if text.startswith(",", place) else len(text)
    raise UnreadableTable(f'{source.name} is one object without "rows".', _REMEDY)


def _objects(source: Source, text: str, place: int) -> Iterator[tuple[int, list[tuple[str, Sent]]]]:
    place = _after_blank(text, place)
    number = 0
    while not text.startswith("]", place):
        number += 1
        pairs, place = _value(source, text, place)
        if not isinstance(pairs, _Pairs):
            raise UnreadableTable(f"Item {number:,} of {source.name} is no object.", _REMEDY)
        seen = set()
        for key, value in pairs:
            if isinstance(value, list):
                what = "an object" if isinstance(value, _Pairs) else "a list"
                raise UnreadableTable(
                    f"In {source.name}, item {number:,}, “{key}” is {what}, and no text or number.", _REMEDY
                )
            if key in seen:
                raise UnreadableTable(f"In {source.name}, item {number:,}, “{key}” stands twice.", _REMEDY)
            seen.add(key)
        yield number, list(pairs)
        place = _after_blank(text, place)
        if text.startswith(",", place):
            place = _after_blank(text, place + 1)
        elif not text.startswith("]", place):
            raise UnreadableTable(f"{source.name} breaks off after item {number:,}.", "Fetch it once more.")


class _Pairs(list[tuple[str, Any]]):
    """An object's keys and values, in order and none lost; what a value is the file alone knows."""


def _value(source: Source, text: str, place: int) -> tuple[object, int]:
    try:
        return _DECODER.raw_decode(text, place)
    except (ValueError, RecursionError) as error:
        line = text.count("\n", 0, getattr(error, "pos", place)) + 1
        what = "is nested too deeply" if isinstance(error, RecursionError) else "is no JSON"
        raise UnreadableTable(f"{source.name} {what} in line {line:,}.", _REMEDY) from None


def _after_blank(text: str, place: int) -> int:
    found = _BLANK.match(text, place)
    return found.end() if found else place


def _said(value: Sent) -> Sent:
    return Cell(value, str(value).lower()) if isinstance(value, bool) else value


def _number(digits: str) -> Sent:
    whole = digits.lstrip("-").isdecimal()
    value = int(digits) if whole and len(digits) < 1000 else float(digits)
    return value if text_of(value) == digits and len(digits) <= _WHOLE_DIGITS else Cell(value, digits)


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_Pairs, parse_int=_number, parse_float=_number, parse_constant=_no_number
)
