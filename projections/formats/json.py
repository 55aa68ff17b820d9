"""JSON: one object, its rows last and one on a line, so that two answers can be compared line by line.

What would act on a terminal is written by its code, which in JSON is the same text.
"""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from projections.base import View
from projections.formats.visible import visible


def write(view: View, width: int) -> Iterator[str]:  # noqa: ARG001  every format is called alike
    """The contract's object."""
    head = visible(orjson.dumps(dict(view.head)).decode())
    yield head[:-1] + ("," if view.head else "") + '"rows":['
    comma = "\n"
    for item in view.items:
        yield comma + visible(orjson.dumps(item).decode())
        comma = ",\n"
    yield "\n]}\n" if comma != "\n" else "]}\n"
