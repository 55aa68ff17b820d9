"""The order of a register as bytes, so that an index can keep it: the kind, then the number.

>>> order(0, "2") < order(0, "10") < order(0, "10(a)") < order(1, "1")
True
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from projections.base import number_order


@lru_cache(maxsize=4096)
def order(kind: int, number: str) -> bytes:
    """Bytes that are in the order of ``(kind, number_order(number))``."""
    return kind.to_bytes(4, "big") + packed(*number_order(number))


def packed(parts: Iterable[tuple[int, int, str]], signs: str = "") -> bytes:
    """Bytes that are in the order of the parts that ``natural`` makes of a text, then of the signs."""
    found = bytearray()
    for is_word, figure, word in parts:
        if is_word:
            # No text has the sign that ends it.
            found += b"\2" + word.encode() + b"\0"
        else:
            size = (figure.bit_length() + 7) // 8
            found += b"\1" + size.to_bytes(4, "big") + figure.to_bytes(size, "big")
    return bytes(found) + b"\0" + signs.encode()
