"""Keeps what opened an inspection or a cycle, closed it, or set it right: few events, wherever they are."""

from __future__ import annotations

from collections.abc import Sequence

import apsw

from events.cycles import CycleClosed, CycleCorrected, CycleOpened, CycleReopened
from events.inspections import InspectionCorrected, InspectionOpened
from ledger.records import Record, encode
from projections.cache.parts import ByInspection, Moment
from projections.model.fold import InspectionFold

KEPT = InspectionOpened, InspectionCorrected, CycleOpened, CycleClosed, CycleReopened, CycleCorrected


class Openings(ByInspection):
    """See Part."""

    def inspection(self, id: int, *, new: bool) -> _Openings:
        """See Part.inspection."""
        return _Openings(self._filling.connection, self._filling.since)


class _Openings:
    def __init__(self, connection: apsw.Connection, since: int) -> None:
        self._connection, self._since = connection, since

    def begin(self, fold: InspectionFold) -> None:
        """See OfInspection.begin."""

    def take(self, records: Sequence[Record]) -> None:
        """See OfInspection.take."""
        for record in records:
            if isinstance(record.event, KEPT) and record.position > self._since:
                row = record.position, record.stream.hex, record.version, record.event.NAME, encode(record)
                self._connection.execute("INSERT INTO opening VALUES (?,?,?,?,?)", row)

    def tell(self, moment: Moment) -> None:
        """Do nothing: what is kept is the same whatever follows."""

    def close(self) -> None:
        """Do nothing: it is written."""
