"""What a register is made from, asked of a cache instead of the events: as ``projections.register.Register``.

What hangs on a date that is not known exactly is worked out from the events of the inspections that have such
dates; all else are queries.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import itemgetter
from typing import ClassVar

import apsw
import orjson

from events.base import Instant
from ledger.ledger import no_inspection
from ledger.records import inspection_stream
from ledger.state.bodies import Bodies
from ledger.state.inspectorate import Inspectorate
from ledger.validation import body_key, key
from projections.base import Recorded, TimeFilter, natural
from projections.cache.asked_for import SHARES, check
from projections.cache.database import CacheTrouble, Given, asked
from projections.cache.found import INSPECTION, ROW, Found, Rows, one_of_each
from projections.cache.joining import END
from projections.cache.latest import latest
from projections.cache.queries import NAMED, ROWS, SPELT, Inspected, known
from projections.cache.states import LAST_THERE_IS, State, WorkedOut, keep, states
from projections.model.facts import NEVER
from projections.rows import Filters


def id_of(connection: apsw.Connection, inspection: str) -> int:
    """The id of an inspection in a cache, by its ref; raises NotFound."""
    stream = inspection_stream(inspection).hex
    found = asked(connection, "SELECT id FROM inspection WHERE stream = ?", (stream,))
    if not found:
        raise no_inspection(inspection)
    return int(found[0][0])


class CachedRegister:
    """The rows of one inspection, whose ``ref`` it then has, or of all of them, at two times."""

    ROWS: ClassVar[str] = ROWS
    NAMED: ClassVar[str] = NAMED

    def __init__(
        self,
        connection: apsw.Connection,
        ledger: Recorded,
        inspection: str | None,
        time_filter: TimeFilter,
    ) -> None:
        self._connection, self._ledger = connection, ledger
        self.time_filter = time_filter
        self.settings: Inspectorate = ledger.inspectorate()
        self.words = self.settings.vocabulary.known(time_filter.known_at)
        self._bodies: Bodies = self.settings.bodies.as_known(time_filter.known_at)
        self.position, self.events = known(connection, time_filter.known_at)
        self._inspections = {
            row[0]: Inspected(*row) for row in asked(connection, "SELECT id, ref, folded FROM inspection")
        }
        self.worked_out: dict[tuple[int, int], WorkedOut] = {}
        """Whether rows hang on a date that was not kept: by the recommendation, and since when it is so."""
        self._has_shares = False
        self.ref: str | None = None
        self.inspection: int | None = None
        if inspection is not None:
            self._only(inspection)

    def _only(self, inspection: str) -> None:
        self.inspection = id_of(self._connection, inspection)
        self._inspections = {self.inspection: self._inspections[self.inspection]}
        self.ref = self._inspections[self.inspection].ref
        taken = asked(
            self._connection,
            "SELECT events FROM taken WHERE inspection = ? AND position <= ? ORDER BY position DESC LIMIT 1",
            (self.inspection, self.position),
        )
        self.events = taken[0][0] if taken else 0

    @property
    def is_newest(self) -> bool:
        """Whether nothing that the cache has was told later."""
        return not asked(self._connection, "SELECT 1 FROM state WHERE position > ?", (self.position,))

    @property
    def has_bodies(self) -> bool:
        """Whether any body was registered."""
        return bool(self._bodies)

    def ref_of(self, inspection: int) -> str:
        """The ref of an inspection, by its id."""
        return self._inspections[inspection].ref

    def known_by(self, body: str) -> str:
        """What a body is known by: its identity, which is how names are compared if none is registered."""
        return self._bodies.identity(body)

    def rows(self, filters: Filters = Filters()) -> Rows:
        """The rows as the contract's JSON has them, in the order a person expects."""
        return self._all_in_order(self._wanted(filters))

    def statuses(self, rows: Rows) -> Mapping[str, int]:
        """See projections.register.Register.statuses."""
        return rows.statuses

    @property
    def bodies_told(self) -> int:
        """How many events had said something of bodies."""
        return self.settings.bodies.told_by(self.time_filter.known_at or Instant(END))

    def shares_made(self, filters: Filters) -> dict[int, str]:
        """By the position of its making, what the share is known by that a row is of; empty for the whole."""
        return {made: spelt for _, made, spelt, *_ in self._wanted(filters)}

    def share_of(self, inspection: int, made: int, body: str) -> str | None:
        """The share of a recommendation that a body has on the day asked about, or None."""
        self._check_shares()
        given = {**self._when(), "inspection": inspection, "made": made, "body": self._bodies.identity(body)}
        found = [spelt for (spelt,) in asked(self._connection, SPELT, given)]
        return next((one for one in found if one == key(body)), found[0] if found else None)

    def made(self, filters: Filters) -> set[int]:
        """The recommendations that have a row, by the position of their making."""
        return {made for _, made, *_ in self._wanted(filters)}

    def _all_in_order(self, found: Iterable[Found]) -> Rows:
        """Rows that are in the order of each inspection, one inspection after another."""
        rows = Rows()
        for of, some in groupby(found, itemgetter(INSPECTION)):
            rows.add(of, list(some))
        rows.order(one.id for one in self._in_order())
        return rows

    def _in_order(self) -> list[Inspected]:
        """The inspections in which anything had happened, as a register has them."""
        there = [one for one in self._inspections.values() if one.folded <= self.position]
        there.sort(key=lambda one: one.folded)
        return sorted(there, key=lambda one: natural(one.ref))

    def _wanted(self, filters: Filters) -> Iterable[Found]:
        # Of several that are compared alike the one that is written so is its share, whatever it says.
        several = filters.made_to is not None and not self._bodies
        # There may be many, and some readers need no more than a number of each.
        found: Iterable[Found] = self._connection.execute(*self._query(filters, several=several))
        if several:
            found = one_of_each(found, filters)
        if several or filters.topics or filters.answer:
            # The rest was asked for in the query.
            found = (one for one in found if filters.want(orjson.loads(one[ROW])))
        return found

    def _check_shares(self) -> None:
        """Raise CacheTrouble if what bodies have is not taken in."""
        if not self._has_shares:
            check(self._connection, SHARES)
            self._has_shares = True

    def _query(self, filters: Filters, *, several: bool) -> tuple[str, dict[str, Given]]:
        if filters.made_to is not None:
            self._check_shares()
        query, given = self.ROWS, self._when()
        given["body"] = "" if filters.made_to is None else self._bodies.identity(filters.made_to)
        if self.inspection is not None:
            query += "AND i.id = :inspection\n"
            given["inspection"] = self.inspection
        if filters.status is not None and not several:
            query += "AND (status = :status OR word = :status)\n"
            given["status"] = filters.status
        for column, wanted in (("kind", filters.kind), ("priority", filters.priority)):
            if wanted is not None:
                query += f"AND {column} = :{column}\n"
                given[column] = wanted
        if filters.overdue is not None and not several:
            query += "AND due < :overdue\n"
            given["overdue"] = filters.overdue
        return f"{query}ORDER BY i.id, s.sort, s.turn, s.place", given

    def _when(self) -> dict[str, Given]:
        return {"known": self.position, "day": self._day()}

    def _day(self) -> str:
        """The day asked about; if none is, it is what it is today, and bodies are called as they are then."""
        if self.time_filter.day is not None:
            return self.time_filter.day
        today = self._bodies.today if self._bodies else None
        if today is not None and today < latest(self._connection, self.position):
            raise CacheTrouble("the clock is behind a day that was recorded")
        return today or NEVER

    def heard(self, rows: Rows) -> tuple[list[str], str]:
        """Nothing: who asks for what a source said by then is answered from the events."""
        return [], ""

    def has_any(self) -> bool:
        """Whether anything was made at all, by then or later."""
        query = "SELECT 1 FROM stretch WHERE body = '' AND told <= ? AND untold > ?"
        given = [self.position, self.position]
        if self.inspection is not None:
            query += " AND inspection = ?"
            given.append(self.inspection)
        return bool(asked(self._connection, f"{query} LIMIT 1", given))

    def called(self, body: str) -> str | None:
        """See projections.register.Register.called."""
        self._check_shares()
        bodies = self._bodies
        wanted = bodies.identity(body)
        given = {wanted: wanted}
        for identity in bodies.identities:
            if identity == wanted or wanted in bodies.successors(identity):
                given.update((body_key(name), identity) for name in bodies.spellings(identity))
        query = self.NAMED if self.inspection is None else f"{self.NAMED} AND n.inspection = :inspection"
        asked_of = {**self._when(), "inspection": self.inspection}
        found = [
            (folded, turn, place, of, name)
            for of in given
            for folded, turn, place, name in asked(
                self._connection, f"{query} ORDER BY 1, 2, 3 LIMIT 1", {**asked_of, "body": of}
            )
        ]
        if not found:
            return None
        *_, of, name = min(found)
        called = name if given[of] == wanted else wanted
        return bodies.called(called, self.time_filter.day or bodies.today)

    def uncertain(self, rows: Rows, *, every: bool) -> list[str]:
        """See projections.register.Register.uncertain."""
        day = self.time_filter.day
        found = list(states(self._connection, self.position, day or LAST_THERE_IS, self.inspection))
        self._work_out([one for one in found if one.doubted is None])
        doubted: dict[int, list[str]] = {}
        for one in found:
            asked_now = self.worked_out.get((one.made, one.since))
            if (one.doubted or (asked_now and asked_now.doubted)) and (every or one.made in rows.made):
                doubted.setdefault(one.inspection, []).append(one.number)
        return [
            f"{inspection.ref}/{number}"
            for inspection in self._in_order()
            for number in doubted.get(inspection.id, ())
        ]

    def _work_out(self, unknown: list[State]) -> None:
        """Ask the events of the inspections of which nobody asked for this day yet, as it was known then."""
        if unknown:
            from projections.cache.working_out import worked_out  # noqa: PLC0415  most have been asked for

            wanted = {one.inspection for one in unknown}
            refs = [one.ref for one in self._in_order() if one.id in wanted]
            self.worked_out = worked_out(self._ledger, refs, self.position, self.time_filter, unknown)

    def keep(self) -> None:
        """Keep what was worked out, for whoever asks next; the caller has a transaction open."""
        keep(self._connection, self.worked_out, self.time_filter.day or LAST_THERE_IS)
