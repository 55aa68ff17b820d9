"""The lines of a table that are told of one inspection, from a position until another.

A table begins with ``inspection, made, told, untold``: of which recommendation a line is, by the position of
its making, since which position it is told, and until which. What is told now is told for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from typing import Any, NamedTuple

import apsw
import orjson

from projections.cache.database import FOR_EVER, asked

Line = tuple[Any, ...]  # Any: what a column has


class Table(NamedTuple):
    """A table by its name and its other columns, the first so many of which tell its lines apart."""

    name: str
    columns: tuple[str, ...]
    key: int


def turn(position: int, place: int) -> int:
    """Behind which others stands what came, or came back, at a position: the so-manyth of its moment."""
    return (position << 20) + place


def as_json(found: object) -> str | None:
    """What a column has of a list, or None of an empty one."""
    return orjson.dumps(found).decode() if found else None


def every(_: Line) -> bool:
    """Any line."""
    return True


class Kept:
    """Those of one inspection, by its id; ``new`` if the table has none of it."""

    def __init__(self, connection: apsw.Connection, table: Table, inspection: int, *, new: bool) -> None:
        self._connection, self._inspection, self._new = connection, inspection, new
        self._told: dict[int, dict[Line, tuple[int, bool]]] = {}
        self._ended: list[Line] = []
        of = "WHERE inspection = ? AND made = ? AND untold = ?"
        told_apart = [f"AND {column} IS ?" for column in table.columns[: table.key]]
        self._key = table.key
        # SQLite would go through all of an inspection, by the beginning of the primary key.
        by = f"INDEXED BY {table.name}_of" if table.key else ""
        self._read = " ".join(("SELECT told,", ", ".join(table.columns), "FROM", table.name, by, of))
        self._end = " ".join(("UPDATE", table.name, "SET untold = ?", of, "AND told = ?", *told_apart))
        values = ", ".join("?" * (4 + len(table.columns)))
        self._begin = " ".join(("INSERT INTO", table.name, "VALUES (", values, ")"))
        where = "WHERE inspection = ? AND untold = ?"
        self._there = " ".join(("SELECT DISTINCT made FROM", table.name, where))

    def of(self, made: int) -> Iterable[Line]:
        """What is told of a recommendation now."""
        return self._of(made).keys()

    def there(self) -> Iterator[int]:
        """Of which recommendations anything is told now."""
        if not self._new:
            for (made,) in asked(self._connection, self._there, (self._inspection, FOR_EVER)):
                self._of(made)
        yield from [made for made, lines in self._told.items() if lines]

    def _of(self, made: int) -> dict[Line, tuple[int, bool]]:
        if made not in self._told:
            told = self._told[made] = {}
            if not self._new:
                given = (self._inspection, made, FOR_EVER)
                for since, *line in self._connection.execute(self._read, given):
                    told[tuple(line)] = since, True
        return self._told[made]

    def replace(
        self, made: int, now: Iterable[Line], position: int, which: Callable[[Line], bool] = every
    ) -> None:
        """Of a recommendation, tell of these lines from a position on, in place of all or of some."""
        told, lines = self._of(made), dict.fromkeys(now)
        for line in [line for line in told if which(line) and line not in lines]:
            since, stored = told.pop(line)
            if stored:
                given = (position, self._inspection, made, FOR_EVER, since)
                self._connection.execute(self._end, (*given, *line[: self._key]))
            elif since < position:
                self._ended.append((self._inspection, made, since, position, *line))
        for line in lines:
            told.setdefault(line, (position, False))

    def only(self, made: Container[int], position: int) -> None:
        """Tell of these recommendations alone from a position on."""
        for one in list(self.there()):
            if one not in made:
                self.replace(one, (), position)

    def turn_of(self, made: int, position: int, place: int) -> int:
        """The turn of a recommendation, the last column of its lines; see ``turn``."""
        line = next(iter(self.of(made)), None)
        return turn(position, place) if line is None else int(line[-1])

    def close(self) -> None:
        """Write what began."""
        went_on = [
            (self._inspection, made, since, FOR_EVER, *line)
            for made, lines in self._told.items()
            for line, (since, stored) in lines.items()
            if not stored
        ]
        self._connection.executemany(self._begin, self._ended)
        self._connection.executemany(self._begin, went_on)
