"""Whether two files say the same to whoever reads them, a person or a program.

    <p>5 &gt; 4</p>   and   <p>5 > 4</p>        say the same
    <p>Do it.</p>      and   <p>Do him.</p>      "It says 'him.' where the events come to 'it.'"

Of a page it is not told apart in which of two ways a character is written, of JSON not how it is indented, of
a database not how its pages are filled, of a packed file not how it is packed. Everything else is.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from html import unescape
from itertools import islice, zip_longest

from ledger.checks.base import shown
from projections.publication.checking.folder import Bundle
from projections.publication.files.base import File
from projections.publication.files.reading import Wrong, as_text, check_json
from projections.publication.files.spreadsheets.packed import Packed
from projections.publication.files.sqlite import read as database

PIECES = re.compile(r"<[^<>]*+>|[^<>]++|[<>]")
_WORDS = re.compile(r"\s+|\S+")
LARGEST = 64 << 20  # bytes of a file whose words are compared
_LONGEST, _MORE = 120, 16


def same(bundle: Bundle, file: File) -> bool:
    """Whether the bytes are the same; raises Wrong where the file cannot be read."""
    return bundle.is_made_of(file.path, file.pieces())


def difference(bundle: Bundle, file: File) -> str | None:
    """The first thing that the file in the bundle says otherwise, a sentence; None where there is none."""
    tell = _TOLD.get(file.path.rpartition(".")[2])
    if tell is None:
        return "It is not, byte for byte, what the events come to."
    theirs, ours = iter(tell(bundle.read(file.path, LARGEST))), iter(tell(file.data))
    for there, here in zip_longest(theirs, ours):
        if there != here:
            return f"It says {_said(there, theirs)} where the events come to {_said(here, ours)}."
    return None


def _said(first: object, rest: Iterator[object]) -> str:
    """The first piece that differs, with some of what follows it."""
    if first is None:
        return "nothing more"
    return shown("".join(map(str, (first, *islice(rest, _MORE))))[:_LONGEST].strip())


def of_markup(data: bytes) -> Iterator[str]:
    """Tags as they are, and between them words and blanks."""
    for piece in PIECES.finditer(as_text(data)):
        if piece[0].startswith("<"):
            yield piece[0]
        else:
            yield from (word[0] for word in _WORDS.finditer(unescape(piece[0])))


def of_json(data: bytes) -> Iterator[str]:
    """Every name and value in its order, with the numbers as they are written."""
    check_json(data)
    try:
        found = json.loads(as_text(data), object_pairs_hook=_Pairs, parse_float=_Number, parse_int=_Number)
    except (ValueError, RecursionError):
        raise Wrong("it is no JSON") from None
    yield from _flat(found)


class _Number(str):
    """A number as it is written."""

    __slots__ = ()


class _Pairs(list[tuple[str, object]]):
    """An object, with what stands in it twice."""

    __slots__ = ()


def _flat(value: object) -> Iterator[str]:
    if isinstance(value, _Pairs):
        yield "{"
        for name, inner in value:
            yield f"{json.dumps(name)}: "
            yield from _flat(inner)
        yield "} "
    elif isinstance(value, list):
        yield "["
        for inner in value:
            yield from _flat(inner)
        yield "] "
    else:
        yield f"{value if isinstance(value, _Number) else json.dumps(value, ensure_ascii=False)} "


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def of_packed(data: bytes) -> Iterator[object]:
    """The parts in their order, each with its name and what it holds."""
    packed = Packed(data)
    for name in packed.names:
        yield f"{name}: "
        yield from of_markup(packed.part(name))


def of_database(data: bytes) -> Iterator[object]:
    """What it was made with, every table, and each row in its order."""
    try:
        with closing(database.opened(data)) as connection:
            for setting in ("user_version", "application_id", "encoding"):
                yield setting, connection.execute(f"PRAGMA {setting}").fetchone()
            schema = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name")
            tables = schema.fetchall()
            yield from tables
            for kind, name, *_ in tables:
                if kind == "table":
                    columns = connection.execute(f"SELECT * FROM {_quoted(name)} LIMIT 0").description  # noqa: S608
                    kinds = ", ".join(f"typeof({_quoted(str(column[0]))})" for column in columns)
                    yield from connection.execute(f"SELECT *, {kinds} FROM {_quoted(name)} ORDER BY rowid")  # noqa: S608
    except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError) as error:
        raise Wrong(f"it is no SQLite database that can be read: {error}") from error


_TOLD: Mapping[str, Callable[[bytes], Iterable[object]]] = {
    "html": of_markup,
    "atom": of_markup,
    "json": of_json,
    "jsonld": of_json,
    "ods": of_packed,
    "xlsx": of_packed,
    "sqlite": of_database,
}
"""By the end of a name, what a file says, piece by piece; any other says what its bytes are."""
