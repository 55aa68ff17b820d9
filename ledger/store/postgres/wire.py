"""Values as the server takes and gives them in binary: what a ledger asks with, and what comes back.

Psycopg's own way turns each value by a rule that is looked up for it, statement by statement and row by row;
here there are few types, and a column is turned at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import repeat
from struct import Struct, pack, unpack
from typing import TYPE_CHECKING, NamedTuple, cast
from uuid import UUID

from psycopg import DataError

if TYPE_CHECKING:
    from psycopg.pq.abc import PGresult

_LONG, _INTEGER = Struct("!q"), Struct("!i")
_BOOL, _BYTES, _INT8, _TEXT, _UUID, _NUMERIC, _UNKNOWN = 16, 17, 20, 25, 2950, 1700, 0
_ARRAY_OF = {_BOOL: 1000, _BYTES: 1001, _INT8: 1016, _TEXT: 1009, _UUID: 2951}
_BINARY, _AS_TEXT = 1, 0
_BITS = 63

Value = bytes | None


class Parameters(NamedTuple):
    """The values of a statement, the types they have, and whether each is in binary."""

    values: tuple[Value, ...]
    types: tuple[int, ...]
    formats: tuple[int, ...]


NONE = Parameters((), (), ())


@lru_cache(maxsize=256)
def numbered(statement: str) -> bytes:
    """A statement with ``%s`` for each parameter, as the server has it: ``$1``, ``$2`` …"""
    first, *rest = statement.split("%s")
    numbered = "".join([first, *(f"${number}{text}" for number, text in enumerate(rest, 1))])
    return numbered.replace("%%", "%").encode()


def encoded(parameters: Sequence[object]) -> Parameters:
    """Parameters as the server takes them. Of text the type is left to the statement."""
    if not parameters:
        return NONE
    found = list(map(_encoded, parameters))
    return Parameters(
        *cast("tuple[tuple[Value, ...], tuple[int, ...], tuple[int, ...]]", tuple(zip(*found, strict=True)))
    )


def _encoded(value: object) -> tuple[Value, int, int]:
    if isinstance(value, str):
        if "\0" in value:
            # It would be taken up to there.
            raise DataError("no text has a null character")
        return value.encode(), _UNKNOWN, _AS_TEXT
    if isinstance(value, int) and value.bit_length() > _BITS:
        return str(value).encode(), _NUMERIC, _AS_TEXT
    if value is None:
        return None, _UNKNOWN, _AS_TEXT
    if isinstance(value, list):
        return _array(value)
    kind, data = _scalar(value)
    return data, kind, _BINARY


def _scalar(value: object) -> tuple[int, bytes]:
    if isinstance(value, bool):
        return _BOOL, b"\1" if value else b"\0"
    if isinstance(value, int):
        return _INT8, _LONG.pack(value)
    if isinstance(value, bytes):
        return _BYTES, value
    if isinstance(value, UUID):
        return _UUID, value.bytes
    if isinstance(value, str):
        return _TEXT, value.encode()
    raise TypeError(f"no parameter of a statement is a {type(value).__name__}")


def _array(values: list[object]) -> tuple[Value, int, int]:
    if not values:
        return b"{}", _UNKNOWN, _AS_TEXT
    pieces = []
    for value in values:
        kind, data = _scalar(value)
        pieces += [_INTEGER.pack(len(data)), data]
    head = pack("!iiIii", 1, 0, kind, len(values), 1)
    return b"".join([head, *pieces]), _ARRAY_OF[kind], _BINARY


def _numbers(code: str) -> Callable[[list[bytes]], list[object]]:
    def decode(column: list[bytes]) -> list[object]:
        return list(unpack(f"!{len(column)}{code}", b"".join(column)))

    return decode


def _texts(column: list[bytes]) -> list[object]:
    return list(map(bytes.decode, column))


_HOW: dict[int, Callable[[list[bytes]], list[object]]] = {
    16: lambda column: [value == b"\1" for value in column],
    17: list,
    20: _numbers("q"),
    21: _numbers("h"),
    23: _numbers("i"),
    26: _numbers("I"),
    # A stream, as a row has it: 32 digits.
    2950: lambda column: [value.hex() for value in column],
    # "char", name, text, bpchar, varchar, void
    **dict.fromkeys((18, 19, 25, 1042, 1043, 2278), _texts),
}


def decoded(result: PGresult) -> list[tuple[object, ...]]:
    """The rows of a result, which came in binary."""
    rows = result.ntuples
    if not rows:
        return []
    get = result.get_value
    columns = []
    for number in range(result.nfields):
        how = _HOW[result.ftype(number)]
        column = list(map(get, range(rows), repeat(number)))
        columns.append(_with_nulls(column, how) if None in column else how(cast("list[bytes]", column)))
    return list(zip(*columns, strict=True))


def _with_nulls(column: list[bytes | None], how: Callable[[list[bytes]], list[object]]) -> list[object]:
    there = iter(how([value for value in column if value is not None]))
    return [None if value is None else next(there) for value in column]
