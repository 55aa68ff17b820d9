"""JSON: one object, its rows last and one on a line, so that two answers can be compared line by line.

What would act on a terminal is written by its code, which in JSON is the same text.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import orjson

from projections.base import View
from projections.formats.visible import visible
from projections.spelt import Spelt

_TOGETHER = 64
"""Rows that are written at once."""


def write(view: View, width: int) -> Iterator[str]:  # noqa: ARG001  every format is called alike
    """The contract's object."""
    head = visible(orjson.dumps(dict(view.head)).decode())
    yield head[:-1] + ("," if view.head else "") + '"rows":['
    comma = "\n"
    for rows in _written(view):
        yield comma + rows
        comma = ",\n"
    yield "\n]}\n" if comma != "\n" else "]}\n"


def _written(view: View) -> Iterator[str]:
    """The rows, several at once."""
    is_spelt = isinstance(view.items, Spelt)
    rest = view.items.spelt() if isinstance(view.items, Spelt) else _dumped(view)
    while together := list(islice(rest, _TOGETHER)):
        rows = b",\n".join(together)
        # In JSON no control character stands in a row as it is, but for the last one of ASCII.
        if is_spelt or (rows.isascii() and b"\x7f" not in rows) or b"".join(together).decode().isprintable():
            yield rows.decode()
        else:
            yield ",\n".join(visible(one.decode()) for one in together)


def _dumped(view: View) -> Iterator[bytes]:
    return map(orjson.dumps, view.items) if view.lines is None else iter(view.lines)
