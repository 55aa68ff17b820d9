"""How each body's share of a recommendation stands, and every name to which it was ever made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ledger.validation import body_key
from projections.cache.changed import Changed
from projections.cache.content import Content
from projections.cache.kept import Kept, Table
from projections.cache.parts import ByInspection, Filling, Moment
from projections.cache.stretches import Share, of_shares
from projections.cache.telling import Telling
from projections.model.recommendation import Recommendation

NAMED = Table("named", ("body", "name", "place", "turn"), 2)


class Shares(ByInspection):
    """The part of a cache that registers of what was made to one body are answered from."""

    def inspection(self, id: int, *, new: bool) -> OfInspection:
        """See Part.inspection."""
        return OfInspection(self._filling, id, new=new)


class OfInspection(Telling):
    """What is told of one inspection."""

    OF, BESIDE = "body <> ''", "TRUE"

    def __init__(self, filling: Filling, inspection: int, *, new: bool) -> None:
        super().__init__(filling, inspection, new=new)
        self._named = Kept(filling.connection, NAMED, inspection, new=new)

    def on(self, moment: Moment, changed: Changed, day: str) -> Mapping[Share, Content]:
        """See Telling.on."""
        return of_shares(moment.ref, changed, moment.bodies, day)

    def stands(self, one: Recommendation, sort: bytes, turn: int, day: str, position: int) -> None:
        """See Telling.stands."""
        lines = ((*name, turn) for name in named(one))
        self._named.replace(one.made_at, lines, position)

    def is_gone(self, made: int, position: int) -> None:
        """See Telling.is_gone."""
        self._named.replace(made, (), position)

    def close(self) -> None:
        """See OfInspection.close of projections.cache.parts."""
        self._named.close()
        super().close()


def named(one: Recommendation) -> Iterator[tuple[str, str, int]]:
    """Every name to which it was ever made, the last word first: what it is compared by, and its place."""
    names = [name for value in reversed(one.addressed.values) for name in value.content]
    for place, name in enumerate(dict.fromkeys(names)):
        yield body_key(name), name, place
