"""The words that were said of one recommendation, each with the cycle it was said in.

A correction belongs to the cycle of the word that it sets right, on whichever day that was.
"""

from __future__ import annotations

from typing import NamedTuple

from events.base import Day, Event
from events.recommendations import (
    RecommendationCorrected,
    RecommendationMade,
    RecommendationReaddressed,
    RecommendationRescheduled,
    RecommendationRestated,
    RecommendationSuperseded,
    RecommendationWithdrawn,
)

WORDS: dict[type[Event], str] = {
    RecommendationRestated: "text",
    RecommendationReaddressed: "made-to",
    RecommendationRescheduled: "due",
    RecommendationWithdrawn: "end",
    RecommendationSuperseded: "end",
}
FIELDS = {"text": "text", "made-to": "made_to", "due": "due"}


class _Word(NamedTuple):
    what: str
    on: Day
    cycle: str | None


class Said:
    """What of it was said when, as recorded; and what it was made with."""

    def __init__(self) -> None:
        self._made: tuple[Day, str | None] | None = None
        self._later: list[_Word] = []

    def take(self, event: Event, cycle: str | None) -> None:
        """One more event of the recommendation, and the cycle it belongs to."""
        if isinstance(event, RecommendationMade):
            self._made = event.on, cycle
        elif what := WORDS.get(type(event)):
            self._later.append(_Word(what, event.fields["on"], cycle))
        elif isinstance(event, RecommendationCorrected):
            if self._made and (event.made_on or event.in_cycle):
                on, made_in = self._made
                self._made = event.made_on or on, event.in_cycle or made_in
            elif (
                event.what in FIELDS
                and not event.fields[FIELDS[event.what]]
                and (found := self._wrong(event))
            ):
                self._later.remove(found)

    def corrected(self, event: RecommendationCorrected) -> str | None:
        """The cycle of the word that a correction sets right; None if that is not there.

        A correction of the cycle itself belongs to the right one.
        """
        if event.in_cycle:
            return event.in_cycle
        if found := self._wrong(event):
            return found.cycle
        return self._made[1] if self._made else None

    def _wrong(self, event: RecommendationCorrected) -> _Word | None:
        """The word itself, of two of one day the later; None for what it was made with."""
        return next(
            (word for word in reversed(self._later) if word.what == event.what and word.on == event.of), None
        )
