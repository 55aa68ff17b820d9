"""What was published and turned out to be entered in error, and the entries of the feed that say so.

    OCSAE/3: entered in error
    OCSAE/3: entered in error (withdrawn)

The second is the first, under its id, once that was the error and the recommendation is back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from events.base import Instant
from ledger.times import day_of
from projections.model.changes import Change
from projections.model.voids import Back, Void, Voids
from projections.publication.feed_entry import FeedEntry
from projections.publication.files.site import words


class EnteredInError:
    """Of one inspection, by when each event was recorded and what its publications knew, one after another.

    Whether a publication had the recommendation itself, a bundle does not show.
    """

    def __init__(self, voids: Voids, recorded: Mapping[int, Instant], published: Sequence[str]) -> None:
        self._voids, self._recorded, self._published = voids, recorded, published

    def now(self) -> Iterator[Void]:
        """What is void, and a publication may have had."""
        return (void for void in self._voids.now if self._was_there(void))

    def entries(self, inspection: str) -> Iterator[FeedEntry]:
        """One for each time that it was published, or may have been, and was void."""
        for void in self.now():
            yield self._void(inspection, void)
        for back in self._voids.back:
            # What was taken back before anybody was told is no news.
            if any(self._had_as_void(one, back) for one in self._published):
                yield self._back(inspection, back)

    def changes_back(self, inspection: str, known_at: str, zone: str) -> Iterator[tuple[str, Change]]:
        """What is back since a publication that said, or may have said, that it was entered in error."""
        for back in self._voids.back:
            there = back.void.recommendation
            # If it is void again, that is told.
            if self._had_as_void(known_at, back) and there and not there.voided:
                on = day_of(self._recorded[back.position], zone)
                step = Change("made", (on, back.position), on, "unvoided", None, None)
                yield f"{inspection}/{there.number}", step

    def _had_as_void(self, published: str, back: Back) -> bool:
        void_at, back_at = self._recorded[back.void.position], self._recorded[back.position]
        return self._was_there(back.void) and void_at <= published < back_at

    def _was_there(self, void: Void) -> bool:
        return any(one < self._recorded[void.position] for one in self._published)

    def _void(self, inspection: str, void: Void) -> FeedEntry:
        recorded = self._recorded[void.position]
        return FeedEntry(
            inspection,
            void.number,
            ("recommendation", inspection, void.number, "void", str(void.position)),
            f"{inspection}/{void.number}: entered in error",
            None,
            recorded,
            recorded,
            "",
            "",
            (
                "This was entered in error: no such recommendation was made, whatever was published earlier.",
                f"Recorded on {words.date(recorded[:10])}.",
            ),
            None,
        )

    def _back(self, inspection: str, back: Back) -> FeedEntry:
        told, recorded = self._void(inspection, back.void), self._recorded[back.position]
        number, renumbered = back.number_now()
        return told._replace(
            number=number,
            title=f"{inspection}/{number}: entered in error (withdrawn)",
            changed=max(recorded, self._recorded.get(renumbered, recorded)),
            sentences=(
                "It was published that this was entered in error.",
                "That was an error, and is withdrawn: the recommendation was made.",
                f"Recorded on {words.date(recorded[:10])}.",
            ),
        )
