"""What a cache tells of one inspection in stretches of days: of what changed it is told anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import ClassVar

from ledger.records import Record
from projections.cache.changed import Changed
from projections.cache.content import Content, stored
from projections.cache.database import FOR_EVER, asked
from projections.cache.kept import turn
from projections.cache.order import order
from projections.cache.parts import Filling, Moment
from projections.cache.stretches import Share, Stretch, stretches
from projections.model.fold import InspectionFold
from projections.model.recommendation import Recommendation

_STRETCHES = """
SELECT s.id, {0}, s.body, s.spelt, s.place, s.first, s.until, s.told, s.sort, s.turn,
    s.content, c.status, c.word, c.kind, c.priority, c.due, c.row
FROM stretch s JOIN content c ON c.id = s.content WHERE s.made = ? AND s.untold = ? AND {1}
"""


_MOST = 64
"""So many rows of a recommendation are held, to store each once."""


class _Told:
    """What is told of a recommendation now: each stretch, with the position since which it is.

    ``id`` of what is in the database already, 0 of what is not.
    """

    def __init__(self, sort: bytes, turn: int) -> None:
        self.sort, self.turn = sort, turn
        self.stretches: dict[Stretch, tuple[int, int]] = {}


class Telling:
    """What is told of one inspection (by its id): of whole recommendations, or of shares of them; ``new`` if
    nothing was before.
    """

    OF: ClassVar[str]
    """Which of the stretches these are, as a condition."""

    BESIDE: ClassVar[str]
    """The same with those whose rows may say the same."""

    def __init__(self, filling: Filling, inspection: int, *, new: bool) -> None:
        self._connection, self._inspection, self._new = filling.connection, inspection, new
        self._kinds = filling.settings.vocabulary
        self._told: dict[int, _Told] = {}
        # Those of the inspection before are written.
        filling.rows.clear()
        self._contents = filling.rows
        self._is_first = new and (not filling.since or self.BESIDE == self.OF)

    def on(self, moment: Moment, changed: Changed, day: str) -> Mapping[Share, Content]:
        """What is told of a day."""
        raise NotImplementedError

    def stands(self, one: Recommendation, sort: bytes, turn: int, day: str, position: int) -> None:
        """Keep what else is told of it since a position, of the days from one on (empty: of all)."""
        raise NotImplementedError

    def is_gone(self, made: int, position: int) -> None:
        """Tell of it no more since a position."""
        raise NotImplementedError

    def begin(self, fold: InspectionFold) -> None:
        """See OfInspection.begin."""

    def take(self, records: Sequence[Record]) -> None:
        """Do nothing: all that is told is in the fold."""

    def tell(self, moment: Moment) -> None:
        """Compare what can have changed with what was told, from a position on."""
        position = moment.position
        if moment.every:
            there = {one.made_at for one in moment.fold.recommendations.values()}
            for made in self._were_there() - there:
                self._replace(made, self._of(made), "", (), position)
                self._told[made] = _Told(b"", 0)
                self.is_gone(made, position)
        for place, changed in enumerate(moment.changed):
            one = changed.one
            sort = order(self._kinds.order(one.kind), one.number)
            told, since = self._of(one.made_at), changed.day
            if not told.stretches:
                # It came, or came back: it stands behind those that were there.
                told, since = _Told(sort, turn(position, place)), ""
            elif told.sort != sort:
                self._replace(one.made_at, told, "", (), position)
                told, since = _Told(sort, told.turn), ""
            self._told[one.made_at] = told
            self.stands(one, told.sort, told.turn, since, position)
            days = changed.since(since)
            found = [self.on(moment, changed, day) for day in days]
            reached = [stretch for stretch in told.stretches if stretch.reaches(since)]
            self._replace(one.made_at, told, since, stretches(one, since, days, found, reached), position)

    def _were_there(self) -> set[int]:
        """The recommendations of which anything is told."""
        found = set(self._told)
        if not self._new:
            query = " ".join(("SELECT made FROM stretch WHERE inspection = ? AND untold = ? AND", self.OF))
            found.update(made for (made,) in asked(self._connection, query, (self._inspection, FOR_EVER)))
        return found

    def _of(self, made: int) -> _Told:
        """What is told of a recommendation, read from the database where it is not known."""
        if made not in self._told:
            told = self._told[made] = _Told(b"", 0)
            if not self._is_first:
                self._read(made, told)
        return self._told[made]

    def _read(self, made: int, told: _Told) -> None:
        for row in self._connection.execute(_STRETCHES.format(self.OF, self.BESIDE), (made, FOR_EVER)):
            at, is_of_these, body, spelt, place, first, until, since, sort, turn, of, *columns = row
            content = Content(*columns)
            self._contents.setdefault(made, {})[content] = of
            if is_of_these:
                told.sort, told.turn = sort, turn
                told.stretches[Stretch(Share(body, spelt, place), first, until, content)] = since, at

    def _replace(self, made: int, told: _Told, since: str, now: Iterable[Stretch], position: int) -> None:
        """End what is told no more of the days from one on, and begin what is told from now on."""
        stretches_now = dict.fromkeys(now)
        gone = [one for one in told.stretches if one.reaches(since) and one not in stretches_now]
        self._write(made, told, gone, position)
        for one in gone:
            del told.stretches[one]
        for one in stretches_now:
            told.stretches.setdefault(one, (position, 0))
        if len(contents := self._contents.get(made, {})) > _MOST:
            self._contents[made] = dict(islice(contents.items(), _MOST // 2, None))

    def _write(self, made: int, told: _Told, which: Iterable[Stretch], untold: int) -> None:
        ended, begun = [], []
        contents = self._contents.setdefault(made, {})
        for one in which:
            since, at = told.stretches[one]
            if at:
                ended.append((untold, at))
            else:
                content = stored(self._connection, contents, one.content)
                begun.append(
                    (
                        *(self._inspection, made, *one.share, one.first, one.until),
                        *(since, untold, told.sort, told.turn, content),
                    )
                )
        self._connection.executemany("UPDATE stretch SET untold = ? WHERE id = ?", ended)
        self._connection.executemany("INSERT INTO stretch VALUES (NULL,?,?,?,?,?,?,?,?,?,?,?,?)", begun)

    def close(self) -> None:
        """Write what goes on being told."""
        for made, told in self._told.items():
            self._write(made, told, [one for one, (_, at) in told.stretches.items() if not at], FOR_EVER)
