"""How each recommendation stands as a whole, and on which days that hangs on a date not known exactly."""

from __future__ import annotations

from collections.abc import Mapping

from projections.cache.changed import Changed
from projections.cache.content import Content
from projections.cache.doubts import Doubts
from projections.cache.parts import ByInspection, Filling, Moment
from projections.cache.stretches import Share, of_whole
from projections.cache.telling import Telling
from projections.model.recommendation import Recommendation


class Wholes(ByInspection):
    """The part of a cache that registers are answered from."""

    def inspection(self, id: int, *, new: bool) -> OfInspection:
        """See Part.inspection."""
        return OfInspection(self._filling, id, new=new)


class OfInspection(Telling):
    """What is told of one inspection."""

    OF = BESIDE = "body = ''"

    def __init__(self, filling: Filling, inspection: int, *, new: bool) -> None:
        super().__init__(filling, inspection, new=new)
        # Who makes a whole cache waits for all of it.
        self._doubts = Doubts(filling.connection, inspection, new=new, waits=filling.since > 0)

    def on(self, moment: Moment, changed: Changed, day: str) -> Mapping[Share, Content]:
        """See Telling.on."""
        return of_whole(moment.ref, changed, day)

    def stands(self, one: Recommendation, sort: bytes, turn: int, day: str, position: int) -> None:
        """See Telling.stands."""
        self._doubts.tell(one.made_at, one, sort, turn, position, day)

    def is_gone(self, made: int, position: int) -> None:
        """See Telling.is_gone."""
        self._doubts.tell(made, None, b"", 0, position)

    def close(self) -> None:
        """See OfInspection.close of projections.cache.parts."""
        self._doubts.close()
        super().close()
