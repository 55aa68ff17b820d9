"""What is kept of the rows that were looked at: it grows with streams, people and evidence alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, cast
from uuid import UUID

from orjson import loads

from events.evidence import EvidenceAttached
from ledger.records import Row
from ledger.store.raw import Cell, RawRow

Fact = tuple[int, str, str, str, str, str, int, dict[str, Any], str | None]  # Any: JSON
"""An event that can be read: position, stream, name, when it was recorded, by whom, command, version of the
shape, stored fields, what the machine's clock said if that is earlier.
"""

Facts = Sequence[Fact]
"""Several, in their order."""


class Batch(NamedTuple):
    """Some rows in order: their positions, the hashes of their leaves, what can be read of them, and how many
    bytes of states that was.
    """

    positions: Sequence[Cell]
    hashes: list[bytes]
    facts: Facts
    weight: int = 0


class Seen:
    """Up to some row. ``shift`` is how far the indexes of cached leaves are from their events' ranks."""

    def __init__(self) -> None:
        self.size = 0
        self.shift = 0
        self.cached = 0
        self.latest = ""
        self.names: dict[Cell, str] = {}
        self.versions: dict[Cell, int] = {}
        self.actors: set[str] = set()
        self.shapes: set[tuple[object, ...]] = set()
        self.attached: dict[tuple[str, int], int] = {}

    def is_stream(self, stream: Any) -> bool:  # Any: it may be no text
        """Whether it is the hexadecimal name of a stream; ``names`` then has it as a leaf writes it."""
        if stream in self.names:
            return True
        try:
            name = UUID(stream)
        except (ValueError, TypeError, AttributeError):
            return False
        if name.hex != stream:
            return False
        self.names[stream] = str(name)
        return True

    def is_actor(self, by: Any) -> bool:  # Any: it may be no text
        """Whether it can stand in a leaf without a closer look."""
        right = type(by) is str and by.isascii() and by.isprintable() and by != "" and " " not in by
        if right:
            self.actors.add(by)
        return right

    def note_evidence(self, facts: Facts) -> None:
        """Keep which files events name."""
        for fact in facts:
            if fact[2] == EvidenceAttached.NAME:
                self.attached.setdefault((fact[7]["sha256"], fact[7]["size"]), fact[0])


def facts_of(rows: list[RawRow]) -> list[Fact]:
    """The events in rows, once nothing was found wrong with any row."""
    return [
        (
            position,
            stream,
            topic,
            stored["recorded_at"],
            stored["by"],
            stored["command"],
            stored["version"],
            stored["data"],
            stored.get("clock"),
        )
        for position, stream, _, topic, state in cast("list[Row]", rows)
        for stored in (loads(state),)
    ]


def shape(topic: object, version: object, fields: dict[str, object]) -> tuple[object, ...]:
    """What makes fields parse, but for the items of lists and for days: their names and types."""
    return topic, version, tuple(fields), tuple(map(type, fields.values()))
