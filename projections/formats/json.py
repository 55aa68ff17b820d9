"""JSON: one object, its rows last and one on a line, so that two answers can be compared line by line."""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from projections.base import View


def write(view: View, width: int) -> Iterator[str]:  # noqa: ARG001  every format is called alike
    """The contract's object."""
    head = orjson.dumps(dict(view.head)).decode()
    yield head[:-1] + ("," if view.head else "") + '"rows":['
    comma = "\n"
    for item in view.items:
        yield comma + orjson.dumps(item).decode()
        comma = ",\n"
    yield "\n]}\n" if comma != "\n" else "]}\n"
