"""Which events of one inspection hang together, kept: what is new is folded with those alone.

They are in groups, as ledger.state.related has them: whatever bears or bore a number, and what one event
names, hang together. A group is known by the version of an event in it. On those of group 0, such as the
opening of a cycle, everything hangs.
"""

from __future__ import annotations

from collections.abc import Iterable

import apsw

from events.base import Event
from events.imports import RecommendationImported
from events.judgements import JudgementRecorded
from events.recommendations import RecommendationMade
from ledger.state.related import names
from ledger.validation import number_key
from projections.cache.database import asked

_OUT_OF_TURN = ""
"""Stands in place of a name if a row of a file is not followed by what it brought in, and nothing else."""

_GROUP = "SELECT of FROM hangs WHERE inspection = ? AND name = ?"


class Hanging:
    """Those of an inspection, by its id; ``new`` if none was kept yet."""

    def __init__(self, connection: apsw.Connection, inspection: int, *, new: bool) -> None:
        self._connection, self._inspection, self._new = connection, inspection, new
        self._groups: dict[str, int] = {}
        self._joined: dict[int, int] = {}
        self._named: dict[str, int] = {}
        self._events: list[tuple[int, int]] = []
        self._row: RecommendationImported | None = None
        self._is_made = self._is_judged = True
        self._is_regular = new or not self._stored(_OUT_OF_TURN)
        self.touched: set[int] = set()
        """The groups that were kept, and have more now."""

    @property
    def is_regular(self) -> bool:
        """Whether nothing in the inspection hangs on what merely came before it."""
        return self._is_regular and self._is_made and self._is_judged

    def take(self, event: Event, version: int) -> None:
        """Take in one more event that is folded."""
        by_name = {name: self._group(name) for name in names(event)}
        self._look_at_rows(event, by_name)
        groups = {group for group in by_name.values() if group}
        group = min(groups, default=version) if by_name else 0
        for other in groups:
            if other != group:
                self._joined[other] = group
        for name, known in by_name.items():
            if not known:
                self._groups[name] = self._named[name] = group
        self._events.append((group, version))

    def _look_at_rows(self, event: Event, by_name: dict[str, int]) -> None:
        """A making and a judgement are looked for in the row of a file that came last before them."""
        row = self._row
        match event:
            case RecommendationImported():
                self._is_regular = self.is_regular
                self._row, self._is_made, self._is_judged = event, not event.makes, not event.judgement
            case RecommendationMade() if not self._is_made and row is not None:
                self._is_made = number_key(row.number) == number_key(event.number)
            case JudgementRecorded():
                is_of_row = row is not None and row.judgement == event.judgement
                self._is_judged = self._is_judged or is_of_row
                if not is_of_row and self._has_judgement(by_name):
                    self._is_regular = False

    @staticmethod
    def _has_judgement(by_name: dict[str, int]) -> bool:
        return any(group and name.startswith("judgement\n") for name, group in by_name.items())

    def _group(self, name: str) -> int:
        """The group of a name, 0 if it has none yet."""
        group = self._groups.get(name)
        if group is None:
            group = 0 if self._new else self._stored(name)
            if group:
                self._groups[name] = group
                self.touched.add(group)
        return self._now(group)

    def _stored(self, name: str) -> int:
        found = asked(self._connection, _GROUP, (self._inspection, name))
        return int(found[0][0]) if found else 0

    def _now(self, group: int) -> int:
        """What a group is part of by now."""
        while (into := self._joined.get(group)) is not None:
            group = into
        return group

    def versions(self) -> list[int]:
        """The versions of the events that were kept and on which what is new hangs, rising."""
        found: Iterable[tuple[int]] = (
            row
            for group in (0, *self.touched)
            for row in asked(
                self._connection,
                "SELECT version FROM hanging WHERE inspection = ? AND of = ?",
                (self._inspection, group),
            )
        )
        return sorted(version for (version,) in found)

    def close(self) -> None:
        """Write what is new."""
        connection, inspection = self._connection, self._inspection
        if not self.is_regular:
            self._named[_OUT_OF_TURN] = 1
        for group in self.touched & self._joined.keys():
            given = self._now(group), inspection, group
            connection.execute("UPDATE hangs SET of = ? WHERE inspection = ? AND of = ?", given)
            connection.execute("UPDATE hanging SET of = ? WHERE inspection = ? AND of = ?", given)
        connection.executemany(
            "INSERT OR REPLACE INTO hangs VALUES (?,?,?)",
            ((inspection, name, self._now(group)) for name, group in self._named.items()),
        )
        connection.executemany(
            "INSERT INTO hanging VALUES (?,?,?)",
            ((inspection, self._now(group), version) for group, version in self._events),
        )
