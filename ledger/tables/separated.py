"""Separated text (CSV): the separator and the quotes are found by what fits the first records, and told.

A row's number is its record's, from 1, blank lines counted, as a spreadsheet program shows it: a record
with line breaks inside of quotes is one row. A first line ``sep=;`` is an order to Excel and no record.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO

from ledger.tables.decoding import text_of_file
from ledger.tables.errors import UnreadableTable
from ledger.tables.source import RawSheet, Source
from ledger.tables.wire import Sent

NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars", ":": "colons"}
_TRIED = (",", ";", "\t", "|")
_SAMPLE = 200
_LONGEST = 10_000_000
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f]")
_ORDER = re.compile(r"\"?sep=(.)\"?\r?[\n\r]", re.IGNORECASE)


def read(source: Source) -> Iterator[RawSheet]:
    text = text_of_file(source)
    if len(_NO_TEXT.findall(text[:10_000])) > 0.05 * len(text[:10_000]):
        raise UnreadableTable(f"{source.name} is no text and no spreadsheet.", "Save it as CSV (UTF-8).")
    csv.field_size_limit(_LONGEST)
    ordered = _ORDER.match(text)
    if ordered:
        text = text[ordered.end() :]
    quote = _quote(text)
    delimiter = source.delimiter or (ordered[1] if ordered else None)
    if delimiter is None:
        delimiter = _delimiter(source, text, quote)
    elif len(delimiter) != 1 or delimiter in "\r\n\"'":
        raise UnreadableTable("A separator is one character, and no quotation mark.", "Name another one.")
    source.found.delimiter, source.found.quote = delimiter, quote
    strict = _whole(source, text, delimiter, quote)
    yield RawSheet(source.name, _rows(source, text, delimiter, quote, strict))


def _rows(
    source: Source, text: str, delimiter: str, quote: str, strict: bool
) -> Iterator[tuple[int, list[Sent]]]:
    try:
        for number, record in enumerate(_records(text, delimiter, quote, strict), 1):
            yield number, [cell or None for cell in record]
    except csv.Error as error:
        raise UnreadableTable(f"{source.name} cannot be read: {error}.", "Save it again.") from error


def _records(text: str, delimiter: str, quote: str, strict: bool = False) -> Iterator[list[str]]:
    return csv.reader(StringIO(text, newline=""), delimiter=delimiter, quotechar=quote, strict=strict)


def _quote(text: str) -> str:
    """Simple quotes only if they stand around values and double ones nowhere."""
    sample = text[:100_000]
    around = re.findall(r"(?:^|[,;\t|])'[^'\r\n]*'(?=[,;\t|\r\n])", sample, re.MULTILINE)
    return "'" if len(around) > 3 and '"' not in sample else '"'


def _delimiter(source: Source, text: str, quote: str) -> str:
    """The one that divides most of the first records into equally many cells, more than one."""
    fits: dict[str, tuple[float, int]] = {}
    for candidate in _TRIED:
        widths: list[int] = []
        for record in _records(text[:500_000], candidate, quote):
            if record:
                widths.append(len(record))
            if len(widths) >= _SAMPLE:
                break
        wide = Counter(width for width in widths if width > 1)
        if wide:
            width, count = max(wide.items(), key=lambda item: (item[1], item[0]))
            fits[candidate] = (count / len(widths), width)
    if not fits:
        source.found.notes.append("No separator was found: each line is one cell.")
        return ","
    best = max(fits, key=lambda candidate: fits[candidate])
    close = [NAMES[other] for other in fits if other != best and fits[other][0] > 0.9 * fits[best][0]]
    if close:
        source.found.notes.append(
            f"It was divided at {NAMES[best]} into {fits[best][1]}; {' and '.join(close)} would fit, too."
        )
    return best


def _whole(source: Source, text: str, delimiter: str, quote: str) -> bool:
    """Whether quotes stand as they should; one that is never closed swallows what follows, and is refused."""
    number = 0
    records = _records(text, delimiter, quote, strict=True)
    try:
        for number, _ in enumerate(records, 1):  # noqa: B007 - the last number is told below
            pass
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise UnreadableTable(
                f"In {source.name} a quotation mark that opens in row {number + 1} is never closed.",
                "Close it, or write it twice if it is part of the words.",
            ) from error
        source.found.notes.append(
            f"In row {number + 1} a quotation mark stands inside of quotes and is not doubled; "
            "that row and those after it may be divided wrongly."
        )
        return False
    return True
