"""JSON: one object, its rows last and one on a line, so that two answers can be compared line by line.

What would act on a terminal is written by its code, which in JSON is the same text.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import orjson

from projections.base import View
from projections.formats.visible import visible

_TOGETHER = 64
"""Rows that are written at once."""


def write(view: View, width: int) -> Iterator[str]:  # noqa: ARG001  every format is called alike
    """The contract's object."""
    head = visible(orjson.dumps(dict(view.head)).decode())
    yield head[:-1] + ("," if view.head else "") + '"rows":['
    comma = "\n"
    rest = map(orjson.dumps, view.items) if view.lines is None else iter(view.lines)
    while together := list(islice(rest, _TOGETHER)):
        rows = b",\n".join(together)
        # In JSON no control character stands in a row as it is, but for the last one of ASCII.
        if (rows.isascii() and b"\x7f" not in rows) or b"".join(together).decode().isprintable():
            yield comma + rows.decode()
        else:
            yield comma + ",\n".join(visible(one.decode()) for one in together)
        comma = ",\n"
    yield "\n]}\n" if comma != "\n" else "]}\n"
