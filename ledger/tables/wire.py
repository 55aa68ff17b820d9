"""How a row travels from the process that reads the file to the one that asked: a line of JSON.

    [13, "Open", 3.0, null, ["d", "2021-08-18", null, []], ["s", "BelowÂ£5", null, ["mojibake"]]]

The row's number comes first. A cell that is no text, number, truth or nothing, or has flags or a text of
its own, is a list: kind, value, text (null if it follows from the value), flags. JSON and not pickle,
because what comes from that process may have been made by the file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

import orjson

from ledger.tables.base import Cell, Row, Value, text_of

Sent = Value | timedelta | Cell
"""A cell as a reader gives it: a value alone, if there is no more to say."""

_WIDEST = 2**53
_SHORT = 40


def encoded(number: int, cells: list[Sent]) -> bytes:
    return orjson.dumps(
        [number, *cells],
        default=_listed,
        option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS,
    )


def decoded(line: bytes) -> Row:
    number, *cells = orjson.loads(line)
    return number, tuple([_cell(cell) for cell in cells])


_EMPTY = Cell(None, "")


@lru_cache(4096)
def _short(text: str) -> Cell:
    """Short words come again and again; a cell never changes."""
    return Cell(text, text) if text else _EMPTY


# The values of a line of JSON have no type that says more.
def _cell(sent: Any) -> Cell:
    if isinstance(sent, str):
        return Cell(sent, sent) if len(sent) > _SHORT else _short(sent)
    if sent is None:
        return _EMPTY
    if isinstance(sent, list):
        kind, raw, text, flags = sent
        value: Value = _KINDS[kind](raw)
        return Cell(value, text_of(value) if text is None else text, tuple(flags))
    return Cell(sent, text_of(sent))


def _nothing(_: object) -> None:
    return None


_KINDS: dict[str, Callable[[Any], Value]] = {
    "n": _nothing,
    "s": str,
    "b": bool,
    "i": int,
    "f": float,
    "d": date.fromisoformat,
    "D": datetime.fromisoformat,
    "t": time.fromisoformat,
}


def _listed(cell: object) -> list[object]:
    if isinstance(cell, Cell):
        own = None if cell.text == text_of(cell.value) else cell.text
        return [*_kind(cell.value), own, cell.flags]
    if isinstance(cell, timedelta):
        return _listed(lasting(cell))
    return [*_kind(cell), None, ()]


def as_cell(sent: Sent) -> Cell:
    if isinstance(sent, Cell):
        return sent
    return lasting(sent) if isinstance(sent, timedelta) else Cell(sent, text_of(sent))


def with_flag(sent: Sent, flag: str) -> Sent:
    """What holds nothing stays so: there is nothing to say about it."""
    if sent is None or sent == "":
        return sent
    cell = as_cell(sent)
    return replace(cell, flags=(*cell.flags, flag))


def lasting(length: timedelta) -> Cell:
    """A length of time, in words that no spreadsheet takes for a time of day."""
    minutes, seconds = divmod(round(length.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    text = f"{hours}:{minutes:02}:{seconds:02}"
    return Cell(text, text, ("duration",))


def _kind(value: object) -> tuple[str, object]:
    match value:
        case None:
            return "n", None
        case str():
            return "s", value
        case bool():
            return "b", value
        case int():
            return "i", value if abs(value) < _WIDEST else str(value)
        case float():
            return "f", value
        case datetime():
            return "D", value.isoformat()
        case date():
            return "d", value.isoformat()
        case time():
            return "t", value.isoformat()
        case _:
            raise TypeError(type(value).__name__)
