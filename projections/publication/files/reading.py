"""What all readers share: that a file is not as it must be, its text, and how much of one is read."""

from __future__ import annotations


class Wrong(Exception):
    """Something of a bundle is not as it must be; the message is a sentence without its end."""


MOST_CELLS = 5_000_000
"""Of one file: ten times what the largest register that is planned for has."""


_MOST_OPENED, _MOST_VALUES = 1_500_000, 6_000_000


def as_text(data: bytes) -> str:
    """UTF-8 without a mark before it; raises Wrong."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise Wrong("it is not UTF-8") from None


def check_json(data: bytes) -> None:
    """Raise Wrong for JSON that would take far more memory than its bytes do, before any of it is read."""
    if data.count(b"[") + data.count(b"{") > _MOST_OPENED or data.count(b",") > _MOST_VALUES:
        raise Wrong(f"it has more than {_MOST_VALUES:,} values")


class Budget:
    """How many cells may still be read of a file: a few bytes can ask for any number of them."""

    def __init__(self) -> None:
        self._left = MOST_CELLS

    def take(self, count: int = 1) -> None:
        """Read so many; raises Wrong where they are too many."""
        self._left -= count
        if self._left < 0:
            raise Wrong(f"it has more than {MOST_CELLS:,} cells")
