"""Tells the evidence, the judgements and the like of inspections, as ``projections.finding.parts`` has them:
what the row of each says from a day until another, as told from a position until another.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import apsw
import orjson

from ledger.records import Record
from ledger.state.vocabulary import OURS
from projections.cache.histories import Histories
from projections.cache.joining import END, joined
from projections.cache.kept import Kept, Table
from projections.cache.parts import ByInspection, Moment
from projections.cache.touched_parts import EVERYTHING, KINDS, TouchedParts
from projections.finding.parts import parts_of
from projections.model.abouts import About
from projections.model.changes import changes, reopening
from projections.model.effective_day import in_days
from projections.model.fold import InspectionFold
from projections.model.recommendation import Recommendation
from projections.model.stories import story_by
from projections.spelt import spelt

LISTED = Table("listed", ("what", "ref", "first", "until", "said", "row"), 3)
_UNTIL = LISTED.columns.index("until")


class _Row(NamedTuple):
    """The row of a part as JSON that may be shown, and what it says in words that have labels."""

    said: str | None
    row: bytes


class Parts(ByInspection):
    """The part of a cache that these lists are answered from."""

    def inspection(self, id: int, *, new: bool) -> OfInspection:
        """See Part.inspection."""
        if new:
            self._filling.connection.execute("DELETE FROM listed WHERE inspection = ?", (id,))
        return OfInspection(self._filling.connection, id, self._filling.settings.time_zone, new=new)


class OfInspection:
    """What is told of one inspection (by its id), in a time zone; ``new`` if nothing was before."""

    def __init__(self, connection: apsw.Connection, inspection: int, zone: str, *, new: bool) -> None:
        self._kept = Kept(connection, LISTED, inspection, new=new)
        self._zone, self._histories = zone, Histories(zone)
        self._older: list[Record] = []
        self._newest: Sequence[Record] = ()

    def begin(self, fold: InspectionFold) -> None:
        """Do nothing: it is told of all of the stream."""

    def take(self, records: Sequence[Record]) -> None:
        """See OfInspection.take of projections.cache.parts."""
        self._older += self._newest
        self._newest = records

    def tell(self, moment: Moment) -> None:
        """See OfInspection.tell of projections.cache.parts."""
        moved, there = moment.fold.evidence_moved, moment.fold.recommendations.by_slot
        self._histories.take(self._older, moved)
        self._older.clear()
        days = {changed.one.slot: changed.day for changed in moment.changed}
        is_all = moment.every or any(record.event.SUBJECT == "cycle" for record in self._newest)
        for slot in self._histories.take(self._newest, moved, anew=moment.every):
            # What changes more than what is told from its own day on is folded, and so among what changed.
            days[slot] = "" if is_all else days.get(slot, END)
        self._newest = ()
        if moment.every:
            self._kept.only({one.made_at for one in there.values()}, moment.position)
        for slot, day in days.items():
            if (one := there.get(slot)) is not None:
                self._tell(moment, one, day, is_all=is_all)

    def _tell(self, moment: Moment, one: Recommendation, day: str, *, is_all: bool) -> None:
        """Tell of a recommendation what became another, from a full date on (empty: on all days)."""
        history = self._histories.by_slot.get(one.slot, ())
        new = {record.position for record in moment.records}
        own = [record.event for record, _ in history if record.position in new]
        touched = EVERYTHING if is_all else TouchedParts.by(own, others=len(own) < len(new))
        before = [line for line in self._kept.of(one.made_at) if touched.has(*line[:2])]
        history = [told for told in history if touched.rests_on(told[0].event)]
        if not (before or any(record.event.SUBJECT in KINDS for record, _ in history)):
            return
        story = _Story(moment, one, touched, history, self._zone)
        since = min([day, *(told.day for told in story.known if told.record.position in new)])
        days = story.days(since)
        begun = {
            (what, ref): (first, _Row(said, row))
            for what, ref, first, until, said, row in before
            if one.made_days[1] < since and first < since < until
        }
        now = joined(days, [story.rows(at) for at in days], begun)
        self._kept.replace(
            one.made_at,
            [(*of, first, until, *row) for of, first, until, row in now],
            moment.position,
            lambda line: line[_UNTIL] > since and touched.has(*line[:2]),
        )

    def close(self) -> None:
        """See OfInspection.close of projections.cache.parts."""
        self._kept.close()


class _Story:
    """What a recommendation has of what was touched, on each day, by what was known at a moment; ``history``
    is what that rests on.
    """

    def __init__(
        self,
        moment: Moment,
        one: Recommendation,
        touched: TouchedParts,
        history: Sequence[tuple[Record, About]],
        zone: str,
    ) -> None:
        self._moment, self._one, self._touched, self._history = moment, one, touched, history
        self.known = in_days(history, zone)
        self._reopened_by = reopening(changes(one)) if "judgement" in touched.kinds else set[str]()

    def days(self, since: str) -> list[str]:
        """Those in their order, from a full date on, on which anything of it can come to be another."""
        first = max(self._one.made_days[1], since)
        days = {told.day for told in self.known}
        days.update(change.sort_key[0] for change in self._one.status_changes)
        return sorted({first, *(day for day in days if day > first)})

    def rows(self, day: str) -> dict[tuple[str, str], _Row]:
        """By its kind and its ref each thing that it has on a day."""
        story = story_by(
            self.known,
            self._one,
            day,
            self._reopened_by,
            sign_off_required=self._moment.fold.sign_off_required,
            vocabulary=OURS,
        )
        found = {}
        for what, row, said in parts_of(
            story, self._moment.ref, self._one, self._history, self._touched.some
        ):
            if self._touched.has(what, row["ref"]):
                words = None if said is None else orjson.dumps(tuple(said)).decode()
                found[what, row["ref"]] = _Row(words, spelt(row))
        return found
