"""What publications told of a recommendation, one after another, and what they told otherwise later.

A word that was published is never taken back in silence: whatever a later one tells otherwise, or no more, is
a correction of its own. What was wrong and put right between two publications nobody was told, and is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from ledger.records import Record
from projections.base import TimeFilter
from projections.model.changes import WITH, Change, steps
from projections.model.changes_since import ONCE
from projections.model.recommendation import Recommendation

Key = tuple[str, int]
"""What makes two steps the same one, known at different times: what of it changed, and the position."""


class Correction(NamedTuple):
    """A step that was told, what is told in its place (None: nothing), and the position of what changed it.

    ``published`` is None if nothing was said of what should have been there from the beginning.
    """

    published: Change | None
    now: Change | None
    position: int

    @property
    def step(self) -> Change:
        """The step it is about, as it was told where it was."""
        return self.published or self.now  # type: ignore[return-value]  # one of the two is there


class Corrections(NamedTuple):
    """What came to be told otherwise of one recommendation.

    ``moved`` says of each step that is told otherwise the position of what changed it last. ``once`` is,
    as it was told last, each step that was told and is news, whether or not it is told still. ``first`` is
    the day of each step, a full date, as it was told first.
    """

    items: Sequence[Correction] = ()
    moved: Mapping[Key, int] = {}
    once: Mapping[Key, Change] = {}
    first: Mapping[Key, str] = {}


class _Version(NamedTuple):
    """The steps that were known from one publication on, and the newest event of it then."""

    first: int
    steps: Sequence[Change]
    newest: int


def key(step: Change) -> Key:
    """What it is told apart by."""
    return step.field, step.sort_key[1]


def moves(step: Change) -> bool:
    """Whether the status came to another word by it."""
    return step.field in ("made", "status", "share") and step.before != step.after


def tells(step: Change) -> bool:
    """Whether it is news by itself: the status moved, or its words, its bodies or its due date did."""
    return moves(step) or step.change in ("restated", "readdressed", "rescheduled")


def words_at(steps: Sequence[Change], step: Change) -> Change | None:
    """The words that a recommendation had at a step, of all its steps; before the first, these."""
    texts = [word for word in steps if word.field == "text"]
    found = [word for word in texts if word.sort_key <= step.sort_key]
    return found[-1] if found else next(iter(texts), None)


class PublishedBefore:
    """Of one inspection: its records go in as they come, beside the publications that told of them."""

    def __init__(self, time_filters: Iterable[TimeFilter]) -> None:
        # What was published again as known at an earlier time tells nothing newer.
        self._left = [*reversed([*_rising(time_filters)])]
        self._days: list[str] = []
        self._versions: dict[str, list[_Version]] = {}
        self._touched: dict[str, int] = {}

    def meet(self, record: Record, recommendations: Mapping[str, Recommendation]) -> None:
        """Before a record goes in: what was published until then told what is known now."""
        while self._left and not self._left[-1].includes(record):
            self._publish(recommendations)

    def touch(self, number: str, record: Record) -> None:
        """A record is about a recommendation, by its slot."""
        self._touched[number] = record.position

    def end(self, recommendations: Mapping[str, Recommendation]) -> None:
        """No record follows."""
        while self._left:
            self._publish(recommendations)

    def _publish(self, recommendations: Mapping[str, Recommendation]) -> None:
        for number, newest in self._touched.items():
            if recommendation := recommendations.get(number):
                version = _Version(len(self._days), steps(recommendation), newest)
                self._versions.setdefault(number, []).append(version)
        self._touched.clear()
        self._days.append(self._left.pop().day or "")

    def corrections(self, number: str, now: Sequence[Change]) -> Corrections:
        """What came to be told otherwise of one, by its slot, whose steps are these now."""
        versions = self._versions.get(number, [])
        if not versions:
            return Corrections()
        last = len(self._days)
        chain = [*versions, _Version(last, now, self._touched.get(number, versions[-1].newest))]
        comparison = _Comparison()
        for before, after in pairwise(chain):
            until = max(self._days[before.first : max(after.first, before.first + 1)], default="")
            comparison.take(before, until, after)
        return Corrections(comparison.corrections, comparison.moved, comparison.once, comparison.first)


class _Comparison:
    """Goes from telling to telling."""

    def __init__(self) -> None:
        self.corrections: list[Correction] = []
        self.moved: dict[Key, int] = {}
        self.once: dict[Key, Change] = {}
        self.first: dict[Key, str] = {}
        self._seen: dict[Key, Change] = {}
        self._gone: dict[Key, Change] = {}

    def take(self, before: _Version, until: str, after: _Version) -> None:
        """What was told until a day, and the next that was known."""
        visible = {key(step): step for step in before.steps if step.sort_key[0] <= until}
        self._seen |= visible
        self.first = {at: step.sort_key[0] for at, step in visible.items()} | self.first
        self.once |= {at: step for at, step in visible.items() if tells(step)}
        now = {key(step): step for step in after.steps}
        for at, old in list(self._seen.items()):
            new = now.get(at)
            if new != old:
                self._otherwise(at, old, new, after.newest)
            elif moves(old) and words_at(before.steps, old) != words_at(after.steps, old):
                # It stands beside other words of the recommendation than before.
                self.moved[at] = after.newest
        for at, new in now.items():
            if at in self._gone:
                self._again(at, new, after.newest)
            elif new.change == WITH and at not in self._seen and ("made", at[1]) in self._seen:
                # Nothing had been said of it, and something should have been.
                self.corrections.append(Correction(None, new, new.corrected or after.newest))
                self._seen[at] = new

    def _otherwise(self, at: Key, old: Change, new: Change | None, newest: int) -> None:
        position = new.corrected if new and new.corrected > old.corrected else newest
        self.moved[at] = position
        if new is None:
            self._gone[at] = self._seen.pop(at)
            # What other bodies' shares came to goes with the word on the bodies, which is told.
            # Kind and cycle go with the making.
            if old.field not in ("share", *ONCE):
                self.corrections.append(Correction(old, None, position))
            return
        self._seen[at] = new
        # What it was made with moves to another day together with the making, which is told.
        if old.after != new.after or (
            new.change != WITH and (old.on != new.on or old.corrected != new.corrected)
        ):
            self.corrections.append(Correction(old, new, position))

    def _again(self, at: Key, new: Change, newest: int) -> None:
        old = self._gone.pop(at)
        self.moved[at] = newest
        self._seen[at] = new
        if old.field not in ("share", *ONCE):
            self.corrections.append(Correction(None, new, newest))


def _rising(time_filters: Iterable[TimeFilter]) -> Iterable[TimeFilter]:
    latest = ""
    for time_filter in time_filters:
        if time_filter.known_at is not None and time_filter.known_at >= latest:
            latest = time_filter.known_at
            yield time_filter
