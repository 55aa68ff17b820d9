"""The entries of the feed: each change of a status, of words, bodies or a due date, and each correction.

    OCSAE/2: Closed (before: Open)
    OCSAE/2: due on another day
    OCSAE/2: Closed was withdrawn

Each has the moment it came to be known, which may be long after the day from which it holds. It keeps its id
in every edition; if it is corrected, that moment moves. One that holds no more stays, marked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from events.base import Instant
from ledger.state.vocabulary import OURS, Vocabulary
from projections.model.changes import Change
from projections.model.recommendation import Recommendation
from projections.publication.feed_corrections import correction_said, reworded_said
from projections.publication.feed_entry import FeedEntry
from projections.publication.files.site import words
from projections.publication.published_before import Correction, Corrections, Key, key, moves, tells, words_at


class Known(NamedTuple):
    """By the position of an event when it was recorded, and of a judgement the position of its sign-off."""

    recorded: dict[int, Instant]
    signed: dict[int, int]


def of_recommendation(
    inspection: str,
    recommendation: Recommendation,
    now: Sequence[Change],
    day: str,
    corrections: Corrections,
    known: Known,
    words: Vocabulary = OURS,
) -> Iterator[FeedEntry]:
    """All that there is of one recommendation until a day, whose steps are these ``now``."""
    labels = _Labels(words, recommendation.kind)
    return _Reporter(inspection, recommendation, now, day, corrections, known, labels).entries()


class _Labels(NamedTuple):
    """How the publisher shows where a recommendation of a kind stands."""

    words: Vocabulary
    kind: str

    def after(self, step: Change | None) -> str:
        """By a step."""
        return self.words.status((step and step.after) or "open", step and step.words[1], self.kind)

    def before(self, step: Change) -> str:
        """Before it."""
        return self.words.status(step.before or "open", step.words[0], self.kind)


class _Reporter:
    def __init__(
        self,
        inspection: str,
        recommendation: Recommendation,
        now: Sequence[Change],
        day: str,
        corrections: Corrections,
        known: Known,
        labels: _Labels,
    ) -> None:
        self.labels = labels
        self.inspection, self.corrections, self.day = inspection, corrections, day
        # An entry keeps its id, whatever number the recommendation should have had.
        self.number, self.first_number = recommendation.number, recommendation.made.number
        self.recorded, self.signed = known
        # Every entry names it by its right number.
        self.renumbered = self.recorded.get(recommendation.filed.get("number", 0), Instant(""))
        self.sightings = recommendation.sightings
        self.steps = [step for step in now if step.sort_key[0] <= day]
        self.there = {key(step) for step in now}

    def entries(self) -> Iterator[FeedEntry]:
        live: set[Key] = set()
        for step in filter(tells, self.steps):
            live.add(key(step))
            yield self._change(step) if moves(step) else self._reworded(step)
        for at, step in self.corrections.once.items():
            # What was told of later days is not taken back by an edition as of an earlier one.
            if at not in live and step.sort_key[0] <= self.day:
                yield self._kept(at, step, "corrected" if at in self.there else "withdrawn")
        for correction in self.corrections.items:
            if any(step and step.sort_key[0] <= self.day for step in (correction.published, correction.now)):
                yield self._corrected(correction)

    def _change(self, step: Change) -> FeedEntry:
        was = f" (before: {self.labels.before(step)})" if step.before else ""
        return self._entry(
            (str(step.sort_key[1]),),
            f"{self.labels.after(step)}{was}",
            step.after,
            (*self._since(step), *self._by_source(step)),
            (self._begun(step), max(self._known(step), self._moved(step))),
            self._days(step),
            # An item does not change when the words do later.
            words_at(self.steps, step),
        )

    def _reworded(self, step: Change) -> FeedEntry:
        return self._entry(
            self._id(step),
            self._title(step),
            None,
            reworded_said(step),
            (self._begun(step), max(self._known(step), self._moved(step))),
            self._days(step),
            step if step.field == "text" else None,
        )

    def _id(self, step: Change) -> tuple[str, ...]:
        at = str(step.sort_key[1])
        # To be made to other bodies can move the status, which is another entry.
        return (at,) if moves(step) else (at, step.field)

    def _title(self, step: Change) -> str:
        if moves(step):
            return self.labels.after(step)
        did = words.DID[step.change]
        return f"{did[0].lower()}{did[1:]}"

    def _by_source(self, step: Change) -> Iterator[str]:
        """That it is from a register which was kept before, and when that was seen."""
        for row in self.sightings:
            if step.judgement == row.judgement if step.judgement else step.field == "made" and row.makes:
                yield f"As last seen on {words.date(row.seen_on)} in a register that was kept before."
                return

    def _kept(self, at: Key, step: Change, mark: str) -> FeedEntry:
        """What was told and is told no more: it stays under its id, and says so."""
        return self._entry(
            self._id(step),
            f"{self._title(step)} ({mark})",
            step.after if moves(step) else None,
            (*self._since(step), f"This was published, and was {mark} later."),
            (self._begun(step), self.recorded[self.corrections.moved[at]]),
            self._days(step),
            None,
        )

    def _corrected(self, correction: Correction) -> FeedEntry:
        step, known = correction.step, self.recorded[correction.position]
        days = [one.sort_key[0] for one in (correction.published, correction.now) if one]
        title, sentences = correction_said(correction, self.labels.after)
        return self._entry(
            (str(step.sort_key[1]), step.field, "corrected", str(correction.position)),
            title,
            (correction.now or step).after if step.field in ("status", "share") else None,
            (
                *sentences,
                f"Recorded on {words.date(known[:10])}. The page of the recommendation says what holds.",
            ),
            (known, known),
            (min(days), min(days)),
            None,
        )

    def _entry(
        self,
        id: tuple[str, ...],
        title: str,
        status: str | None,
        sentences: tuple[str, ...],
        times: tuple[Instant, Instant],
        days: tuple[str, str],
        text: Change | None,
    ) -> FeedEntry:
        return FeedEntry(
            self.inspection,
            self.number,
            ("recommendation", self.inspection, self.first_number, *id),
            f"{self.inspection}/{self.number}: {title}",
            status,
            times[0],
            max(times[1], self.renumbered),
            *days,
            sentences,
            text.after if text else None,
        )

    def _days(self, step: Change) -> tuple[str, str]:
        """From which day it was told first, and is told now."""
        return self.corrections.first.get(key(step), step.sort_key[0]), step.sort_key[0]

    def _known(self, step: Change) -> Instant:
        """When it came to be known as it is told."""
        return max(self._begun(step), self.recorded.get(step.corrected, Instant("")))

    def _begun(self, step: Change) -> Instant:
        """When it came to be known first: a judgement once it counts."""
        return self.recorded[self.signed.get(step.sort_key[1], step.sort_key[1])]

    def _moved(self, step: Change) -> Instant:
        """When it was told otherwise last."""
        return self.recorded.get(self.corrections.moved.get(key(step), 0), Instant(""))

    @staticmethod
    def _since(step: Change) -> tuple[str, ...]:
        day, when = words.begun(step.on), words.when(step.on)
        share = f" It is the share of {step.made_to} that was judged." if step.made_to else ""
        return (f"Made {when}." if step.field == "made" else f"From {day}.{share}",)
