"""What a cache tells of the recommendations of one inspection: what changed is told anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ledger.records import Record
from ledger.validation import body_key
from projections.cache.database import FOR_EVER, asked
from projections.cache.doubts import Doubts
from projections.cache.kept import turn
from projections.cache.order import order
from projections.cache.parts import Filling, Moment, Tail
from projections.cache.stretches import Content, Share, Stretch, stretches
from projections.model.fold import InspectionFold
from projections.model.recommendation import Recommendation


class Named(NamedTuple):
    """A body's name to which a recommendation was ever made, by what it is compared by, and its place."""

    body: str
    name: str
    place: int


class _Told:
    """What is told of a recommendation now: each stretch and name, with the position since which it is.

    ``id`` of what is in the database already, 0 of what is not.
    """

    def __init__(self, sort: bytes, turn: int) -> None:
        self.sort, self.turn = sort, turn
        self.stretches: dict[Stretch, tuple[int, int]] = {}
        self.named: dict[Named, tuple[int, int]] = {}


class Registers:
    """The part of a cache that registers are answered from."""

    def __init__(self, filling: Filling) -> None:
        self._filling = filling

    def inspection(self, id: int, *, new: bool) -> Telling:
        """See Part.inspection."""
        return Telling(self._filling, id, new=new)

    def close(self, tail: Tail) -> None:
        """Do nothing: what is told is of inspections."""


class Telling:
    """What is told of one inspection (by its id); ``new`` if nothing was before."""

    def __init__(self, filling: Filling, inspection: int, *, new: bool) -> None:
        self._connection, self._inspection = filling.connection, inspection
        self._kinds = filling.settings.vocabulary
        self._told: dict[int, _Told] = {}
        # Who makes a whole cache waits for all of it.
        self._doubts = Doubts(filling.connection, inspection, new=new, waits=filling.since > 0)
        self._contents: dict[int, dict[Content, int]] = {}
        self._new = new

    def begin(self, fold: InspectionFold) -> None:
        """See OfInspection.begin."""

    def take(self, records: Sequence[Record]) -> None:
        """Do nothing: all that is told is in the fold."""

    def tell(self, moment: Moment) -> None:
        """Compare what can have changed with what was told, from a position on."""
        ref, _, fold, _, every, bodies, position = moment
        if every:
            there = {one.made_at for one in fold.recommendations.values()}
            for made in self._were_there() - there:
                self._replace(made, self._of(made), "", [], [], position)
                self._told[made] = _Told(b"", 0)
                self._doubts.tell(made, None, b"", 0, position)
        for place, changed in enumerate(moment.changed):
            one, day = changed.one, changed.day
            sort = order(self._kinds.order(one.kind), one.number)
            told, since = self._of(one.made_at), day
            if not told.stretches:
                # It came, or came back: it stands behind those that were there.
                told, since = _Told(sort, turn(position, place)), ""
            elif told.sort != sort:
                self._replace(one.made_at, told, "", [], [], position)
                told, since = _Told(sort, told.turn), ""
            self._told[one.made_at] = told
            self._doubts.tell(one.made_at, one, told.sort, told.turn, position, since)
            reached = [stretch for stretch in told.stretches if stretch.reaches(since)]
            now = stretches(ref, changed, bodies, since, reached)
            self._replace(one.made_at, told, since, now, _named(one), position)

    def _were_there(self) -> set[int]:
        """The recommendations of which anything was ever told."""
        if self._new:
            return set(self._told)
        query = "SELECT DISTINCT made FROM named WHERE inspection = ?"
        return {*self._told, *(made for (made,) in asked(self._connection, query, (self._inspection,)))}

    def _of(self, made: int) -> _Told:
        """What is told of a recommendation, read from the database where it is not known."""
        if made not in self._told:
            told = self._told[made] = _Told(b"", 0)
            if not self._new:
                self._read(made, told)
        return self._told[made]

    def _read(self, made: int, told: _Told) -> None:
        for row in self._connection.execute(
            "SELECT s.id, s.body, s.spelt, s.place, s.first, s.until, s.told, s.sort, s.turn,"
            " s.content, c.row, c.status, c.word, c.kind, c.priority, c.due"
            " FROM stretch s JOIN content c ON c.id = s.content WHERE s.made = ? AND s.untold = ?",
            (made, FOR_EVER),
        ):
            at, body, spelt, place, first, until, since, told.sort, told.turn, of, *content = row
            stretch = Stretch(Share(body, spelt, place), first, until, Content(*content))
            told.stretches[stretch] = since, at
            self._contents.setdefault(made, {})[stretch.content] = of
        for at, body, name, place, since in self._connection.execute(
            "SELECT id, body, name, place, told FROM named WHERE made = ? AND untold = ?", (made, FOR_EVER)
        ):
            told.named[Named(body, name, place)] = since, at

    def _replace(
        self,
        made: int,
        told: _Told,
        since: str,
        now: Iterable[Stretch],
        named: Iterable[Named],
        position: int,
    ) -> None:
        """End what is told no more of the days from one on, and begin what is told from now on."""
        stretches_now, named_now = dict.fromkeys(now), dict.fromkeys(named)
        gone = [one for one in told.stretches if one.reaches(since) and one not in stretches_now]
        self._write(made, told, gone, position)
        for one in gone:
            del told.stretches[one]
        for one in stretches_now:
            told.stretches.setdefault(one, (position, 0))
        if len(contents := self._contents.get(made, {})) > 4 * len(told.stretches):
            there = {one.content for one in told.stretches}
            self._contents[made] = {one: at for one, at in contents.items() if one in there}
        gone_names = [one for one in told.named if one not in named_now]
        self._write_names(made, told, gone_names, position)
        for name in gone_names:
            del told.named[name]
        for name in named_now:
            told.named.setdefault(name, (position, 0))

    def _write(self, made: int, told: _Told, which: Iterable[Stretch], untold: int) -> None:
        ended, begun = [], []
        for one in which:
            since, at = told.stretches[one]
            if at:
                ended.append((untold, at))
            else:
                content = self._content_of(made, one.content)
                begun.append(
                    (
                        *(self._inspection, made, *one.share, one.first, one.until),
                        *(since, untold, told.sort, told.turn, content),
                    )
                )
        self._connection.executemany("UPDATE stretch SET untold = ? WHERE id = ?", ended)
        self._connection.executemany("INSERT INTO stretch VALUES (NULL,?,?,?,?,?,?,?,?,?,?,?,?)", begun)

    def _content_of(self, made: int, content: Content) -> int:
        contents = self._contents.setdefault(made, {})
        known = contents.get(content)
        if known is None:
            self._connection.execute("INSERT INTO content VALUES (NULL,?,?,?,?,?,?)", content)
            known = contents[content] = self._connection.last_insert_rowid()
        return known

    def _write_names(self, made: int, told: _Told, which: Iterable[Named], untold: int) -> None:
        ended, begun = [], []
        for one in which:
            since, at = told.named[one]
            if at:
                ended.append((untold, at))
            else:
                begun.append((self._inspection, made, *one, since, untold, told.turn))
        self._connection.executemany("UPDATE named SET untold = ? WHERE id = ?", ended)
        self._connection.executemany("INSERT INTO named VALUES (NULL,?,?,?,?,?,?,?,?)", begun)

    def close(self) -> None:
        """Write what goes on being told."""
        self._doubts.close()
        for made, told in self._told.items():
            self._write(made, told, [one for one, (_, at) in told.stretches.items() if not at], FOR_EVER)
            self._write_names(made, told, [one for one, (_, at) in told.named.items() if not at], FOR_EVER)


def _named(one: Recommendation) -> Iterable[Named]:
    """Every name to which it was ever made, the last word first."""
    names = [name for value in reversed(one.addressed.values) for name in value.content]
    for place, name in enumerate(dict.fromkeys(names)):
        yield Named(body_key(name), name, place)
