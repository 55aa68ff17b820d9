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
    rest = map(orjson.dumps, view.items)
    while together := list(islice(rest, _TOGETHER)):
        # In JSON no line feed stands in a row: without those between them, they are looked at as one text.
        texts = b"".join(together).decode()
        if texts.isprintable():
            yield comma + b",\n".join(together).decode()
        else:
            yield comma + ",\n".join(visible(one.decode()) for one in together)
        comma = ",\n"
    yield "\n]}\n" if comma != "\n" else "]}\n"
