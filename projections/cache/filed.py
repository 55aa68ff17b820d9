"""How each recommendation is known: its number, kind and cycle, when it was judged, and of which of its
judgements the dates leave open what came first; as it was told.
"""

from __future__ import annotations

from collections.abc import Sequence

from ledger.records import Record
from ledger.validation import key
from projections.cache.kept import Kept, Table, as_json
from projections.cache.parts import ByInspection, Filling, Moment
from projections.model.fold import InspectionFold
from projections.model.recommendation import Recommendation
from projections.model.undecided import undecided

FILED = Table("filed", ("number", "kind", "cycle", "judged", "undecided", "turn"), 0)


class Filings(ByInspection):
    """The part of a cache that says how recommendations are known."""

    def inspection(self, id: int, *, new: bool) -> OfInspection:
        """See Part.inspection."""
        return OfInspection(self._filling, id, new=new)


class OfInspection:
    """Those of one inspection."""

    def __init__(self, filling: Filling, inspection: int, *, new: bool) -> None:
        self._filed = Kept(filling.connection, FILED, inspection, new=new)

    def begin(self, fold: InspectionFold) -> None:
        """See OfInspection.begin of projections.cache.parts."""

    def take(self, records: Sequence[Record]) -> None:
        """Do nothing: all of it is in the fold."""

    def tell(self, moment: Moment) -> None:
        """See OfInspection.tell of projections.cache.parts."""
        if moment.every:
            self._filed.only({changed.one.made_at for changed in moment.changed}, moment.position)
        for place, changed in enumerate(moment.changed):
            one = changed.one
            turn = self._filed.turn_of(one.made_at, moment.position, place)
            filed = one.number, one.kind, key(one.cycle), _judged(one), _undecided(one), turn
            self._filed.replace(one.made_at, [filed], moment.position)

    def close(self) -> None:
        """See OfInspection.close of projections.cache.parts."""
        self._filed.close()


def _judged(one: Recommendation) -> str | None:
    """By the key of each cycle in which it was judged, the first full date of that."""
    found: dict[str, str] = {}
    for change in one.status_changes:
        if change.outcome == "judged":
            cycle, day = key(change.cycle or ""), change.sort_key[0]
            found[cycle] = min(day, found.get(cycle, day))
    return as_json(found)


def _undecided(one: Recommendation) -> str | None:
    """By judgement, those that can have been before or after it; and the day of each that is in it."""
    found = undecided(one)
    days = {change.ref: change.sort_key[0] for change in one.status_changes if change.ref in found}
    return as_json([found, days]) if found else None
