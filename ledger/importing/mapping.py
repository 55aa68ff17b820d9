"""What says how to read a file: a text in TOML, which people write and keep beside it.

[file]       sheet, encoding, header (its row, from 1), dates
[columns]    number = "Heading", … for each thing that a column says
[constants]  what no column says: inspection = "TAIC"
[split]      made_to = ";"
[status]     "Closed acceptable" = "closed/implemented"
[answer]     "Agreed With" = "accepted"
[kind] [priority] [topic]   "As it is written" = "word"
[number]     from = "text", pattern = '^(\\S+) '   if the number stands inside another column
[fill]       down = ["Title"]
[titles]     TAIC = "Transport accidents"
"""

from __future__ import annotations

import codecs
import re
import tomllib
from collections.abc import Iterable
from collections.abc import Mapping as Table
from hashlib import sha256
from types import MappingProxyType
from typing import Any, NamedTuple

from ledger.errors import BadInput
from ledger.policies import REASONS, STATUSES

FIELDS = (
    *("number", "text", "made_to", "inspection", "cycle", "kind", "status", "made_on", "judged_on", "due"),
    *("answer", "answer_text", "priority", "topic", "source"),
)
"""What a column or a constant may say."""

DATES = ("day-first", "month-first", "iso")
"""In which order the parts of a date stand in the file."""

WORDS = ("status", "answer", "kind", "priority", "topic")
"""The tables that say what the file's words are in the ledger."""

SPLIT = ("made_to", "topic")
"""What may be several in one cell."""

_NO_WORDS: Table[str, str] = MappingProxyType({})


def folded(text: str) -> str:
    """What headings and words of a file are compared by: small letters, and one blank for any."""
    return " ".join(text.split()).casefold()


class NumberFrom(NamedTuple):
    """The number is the first group of a pattern (or all of its match) in a column."""

    column: str
    pattern: re.Pattern[str]


class Mapping(NamedTuple):
    """How to read a file. ``columns`` has the heading of each field, ``words`` the tables by their names.

    ``header`` is the row of the headings, from 1; None for the first row that has any value. ``sheet`` is the
    name of the one to read; None for the only one that is shown.
    """

    columns: Table[str, str]
    constants: Table[str, str] = _NO_WORDS
    split: Table[str, str] = _NO_WORDS
    words: Table[str, Table[str, str]] = MappingProxyType({})
    titles: Table[str, str] = _NO_WORDS
    sheet: str | None = None
    encoding: str | None = None
    header: int | None = None
    dates: str | None = None
    number: NumberFrom | None = None
    fill: tuple[str, ...] = ()
    digest: str = ""


_SHAPE: Table[str, tuple[str, ...] | None] = {
    "file": ("sheet", "encoding", "header", "dates"),
    "columns": FIELDS,
    "constants": FIELDS,
    "split": SPLIT,
    **dict.fromkeys(WORDS),
    "number": ("from", "pattern"),
    "fill": ("down",),
    "titles": None,
}
"""The tables, and their keys; None if these are words of the file."""


def read_mapping(data: bytes) -> Mapping:
    """A mapping as it is written, in UTF-8; raises BadInput, which names the key that is wrong."""
    try:
        found = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadInput("The mapping is no UTF-8 text.", "Save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"The mapping is no TOML: {error}.", "See docs/import.md for one that is.") from None
    for table, value in found.items():
        if table not in _SHAPE:
            raise _wrong(f"[{table}]", f"there is no such table: say one of {', '.join(_SHAPE)}")
        if not isinstance(value, dict):
            raise _wrong(table, f"it is no table: write [{table}] above what belongs to it")
        known = _SHAPE[table] or tuple(value)
        for name in value:
            if name not in known:
                raise _wrong(f"{name} in [{table}]", f"there is no such key: say one of {', '.join(known)}")
    file, number = found.get("file", {}), found.get("number")
    mapping = Mapping(
        columns=_texts(found, "columns"),
        constants=_texts(found, "constants"),
        split=_texts(found, "split"),
        words={table: _texts(found, table) for table in WORDS if table in found},
        titles=_texts(found, "titles"),
        sheet=_text_or_none(file, "sheet"),
        encoding=_text_or_none(file, "encoding"),
        header=_row_or_none(file),
        dates=_text_or_none(file, "dates"),
        number=None if number is None else _number(number),
        fill=tuple(_list(found.get("fill", {}).get("down", []))),
        digest=sha256(data).hexdigest(),
    )
    _check(mapping)
    return mapping


def _check(mapping: Mapping) -> None:
    """Raise BadInput if something is missing, said twice, or means nothing."""
    for field in ("number", "text", "made_to", "inspection"):
        said = (field in mapping.columns) + (field in mapping.constants)
        said += field == "number" and mapping.number is not None
        if said == 0:
            raise _wrong(field, "nothing says it: name its column in [columns], or say it in [constants]")
        if said > 1:
            raise _wrong(field, "it is said twice: leave one out")
    for field in mapping.columns.keys() & mapping.constants.keys():
        raise _wrong(field, "it is in [columns] and in [constants]: leave one out")
    if mapping.dates is not None and mapping.dates not in DATES:
        raise _wrong("dates in [file]", f"{mapping.dates!r} is none of {', '.join(DATES)}")
    if mapping.encoding is not None:
        try:
            codecs.lookup(mapping.encoding)
        except LookupError:
            raise _wrong("encoding in [file]", f"there is no encoding {mapping.encoding!r}") from None
    for word, means in mapping.words.get("status", {}).items():
        check_status(means, f"{word!r} in [status]")
    for table, words in mapping.words.items():
        _check_twice(table, words.items())
    _check_twice("titles", ((title, ref) for ref, title in mapping.titles.items()))
    for field, separator in mapping.split.items():
        if not separator.strip(" \t"):
            raise _wrong(
                f"{field} in [split]",
                'a separator is one or more signs, and not blanks alone: say ";", or "\\n" for lines',
            )


def _check_twice(table: str, words: Iterable[tuple[str, str]]) -> None:
    """Raise BadInput if two words that are the same but for letters and blanks mean different things."""
    said: dict[str, tuple[str, str]] = {}
    for word, means in words:
        before, meant = said.setdefault(folded(word), (word, means))
        if meant != means:
            raise _wrong(
                f"{word!r} in [{table}]",
                f"it is {before!r} but for letters and blanks, and means something else: leave one out",
            )


def check_status(means: str, what: str) -> None:
    """Raise BadInput if a status of the ledger is none; its reason may be a word of the publisher's own."""
    status, _, reason = means.partition("/")
    if status not in STATUSES or (reason and status != "closed"):
        raise _wrong(what, f"it means {means!r}: say open, partially-met or closed/REASON")
    if status == "closed" and not reason:
        raise _wrong(what, f"it means closed, for no reason: say closed/REASON, such as closed/{REASONS[0]}")


def _wrong(where: str, why: str) -> BadInput:
    problem, _, remedy = why.partition(": ")
    remedy = remedy or "See docs/import.md for what a mapping may say"
    return BadInput(f"The mapping has {where} wrong: {problem}.", f"{remedy[0].upper()}{remedy[1:]}.")


def _texts(found: dict[str, Any], table: str) -> dict[str, str]:  # Any: TOML
    texts = {}
    for name, value in found.get(table, {}).items():
        if not isinstance(value, str) or not value or (table != "split" and not value.strip()):
            raise _wrong(f"{name!r} in [{table}]", "it is no text, or an empty one")
        texts[name] = value
    return texts


def _text_or_none(table: dict[str, Any], name: str) -> str | None:  # Any: TOML
    value = table.get(name)
    if value is not None and not isinstance(value, str):
        raise _wrong(f"{name} in [file]", "it is no text")
    return value


def _row_or_none(table: dict[str, Any]) -> int | None:  # Any: TOML
    value = table.get("header")
    if value is not None and (type(value) is not int or value < 1):
        raise _wrong("header in [file]", "it is no row: give its number, from 1")
    return value


def _number(table: dict[str, Any]) -> NumberFrom:  # Any: TOML
    column, pattern = table.get("from"), table.get("pattern")
    if not isinstance(column, str) or not isinstance(pattern, str):
        raise _wrong("[number]", "it needs both from, a heading, and pattern")
    try:
        return NumberFrom(column, re.compile(pattern))
    except re.error as error:
        raise _wrong("pattern in [number]", f"it is no pattern ({error})") from None


def _list(value: Any) -> Iterable[str]:  # Any: TOML
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _wrong("down in [fill]", "it is no list of headings")
    return value
