"""What a fold keeps of one inspection: its recommendations, and how to find them."""

from __future__ import annotations

from functools import lru_cache
from typing import Self

from events.base import Event, Instant
from events.imports import RecommendationImported
from ledger.state.bodies import Bodies
from ledger.state.inspectorate import Inspectorate
from ledger.state.numbered import Numbered
from ledger.state.vocabulary import OURS, Vocabulary
from ledger.times import last_day, span
from ledger.validation import key
from projections.model.facts import (
    Sighting,
    same,
)
from projections.model.recommendation import Recommendation
from projections.model.voids import Voids


class Folded:
    """What was taken in of one inspection."""

    def __init__(
        self,
        *,
        sign_off_required: bool = True,
        zone: str | None = "UTC",
        words: Vocabulary = OURS,
        bodies: Bodies | None = None,
    ) -> None:
        self.sign_off_required = sign_off_required
        self.zone = zone
        self.words = words
        self.bodies = bodies or None
        # There are few, and each is held once.
        self._share_of = lru_cache(4096)(bodies.identity) if bodies else same
        self.vague = self.bodies is not None and self.bodies.vague
        self.recommendations: Numbered[Recommendation] = Numbered()
        self.voids = Voids()
        self.evidence_moved: dict[str, Recommendation] = {}
        """By ref, what evidence is for that was recorded for another recommendation."""
        self.opened: dict[str, str] = {}
        self._opened_at: dict[str, str] = {}
        self.imported: set[str] = set()
        """The refs of the judgements that rows of files brought in."""
        self.published: dict[str, tuple[str, str]] = {}
        """Of these, those that the file says were judged before there was what they are about, and when."""
        self._row: RecommendationImported | None = None
        self._made_by: Sighting | None = None
        self._judged: dict[str, Recommendation] = {}
        self._submitted: dict[str, Recommendation] = {}
        self._disputed: dict[str, Recommendation] = {}
        self._answered: dict[str, Recommendation] = {}
        self._reported: dict[str, Recommendation] = {}

    @classmethod
    def of(cls, settings: Inspectorate, known_at: Instant | None = None) -> Self:
        """An empty one, by the settings of a ledger and the bodies that were known."""
        return cls.by_bodies(settings, settings.bodies.as_known(known_at))

    @classmethod
    def by_bodies(cls, settings: Inspectorate, bodies: Bodies | None) -> Self:
        """The same by given bodies."""
        return cls(
            sign_off_required=settings.sign_off != "none",
            zone=settings.time_zone,
            words=settings.vocabulary,
            bodies=bodies,
        )

    def known(self, slot: str) -> Recommendation | None:
        """What has a slot, also if it was entered in error."""
        if found := self.recommendations.by_slot.get(slot):
            return found
        voided = (void.recommendation for void in self.voids.now)
        return next((one for one in voided if one and one.slot == slot), None)

    def share(self, body: str | None) -> str:
        """What the share of a body is known by; empty for none."""
        return self._share_of(body or "")

    def _days(self, on: str, told: str) -> tuple[str, str]:
        """The first and the last day that a fact can be of."""
        if len(on) == len("2024-04-03"):
            return on, on
        if self.zone is None:
            return last_day(on), last_day(on)
        self.vague = True
        return span(on, told, self.zone)

    def about(self, event: Event) -> Recommendation | None:
        """The recommendation that an event speaks of, by its number or by what it is one of the story of."""
        if number := event.fields.get("number"):
            return self.recommendations.found(key(number))
        ref = event.ref or ""
        for known in (self._judged, self._submitted, self._disputed, self._answered, self._reported):
            if recommendation := known.get(ref):
                return recommendation
        return None
