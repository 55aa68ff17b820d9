"""What a reader is given, and what it gives: the file's bytes, and sheets of rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ledger.tables.base import Limits
from ledger.tables.errors import TooMuch
from ledger.tables.wire import Sent


@dataclass
class Found:
    """What was found out about the file as a whole."""

    encoding: str | None = None
    certainty: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Source:
    name: str
    data: bytes
    encoding: str | None
    delimiter: str | None
    limits: Limits
    found: Found = field(default_factory=Found)

    def too_much(self, what: str, most: int) -> TooMuch:
        return TooMuch(
            f"{self.name} has more than {most:,} {what}, the most that is read.",
            "Delete what is no part of the table, and save it again.",
        )


@dataclass
class RawSheet:
    """A sheet as a reader gives it; its rows are asked for once, from the first to the last."""

    name: str
    rows: Iterator[tuple[int, list[Sent]]]
    visible: bool = True
