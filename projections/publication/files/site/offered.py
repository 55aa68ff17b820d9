"""Which of the other files pages offer and link, of those that are in the bundle."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from projections.publication.files.index import FILES
from projections.publication.files.part import KEEPERS, PEOPLE, PROGRAMS
from projections.publication.files.proofs.paths import CHECKPOINT, SUMS
from projections.publication.files.site import naming

ALWAYS = frozenset((SUMS, CHECKPOINT, naming.FILES))
"""What every bundle has besides what is made before its pages."""

_FEED = "feed.atom"


class Offered:
    """What pages say of other files; ``paths`` are those that were made before them.

    ``described`` are what describes the data for programs, each with its media type.
    """

    def __init__(self, paths: Collection[str]) -> None:
        there = ALWAYS.union(paths)
        self._entries = [entry for path, entry in FILES.items() if path in there]
        self.downloads = list(self._by_audience())
        self.spreadsheets = [entry.offer.label for entry in self._entries if entry.keeps_text and entry.offer]
        self.described = [(entry.path, entry.describes) for entry in self._entries if entry.describes]
        self.feed = _FEED in there

    def _by_audience(self) -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
        """What is offered, by who needs it: path, name and what it is."""
        for audience in (PEOPLE, PROGRAMS, KEEPERS):
            offered = [
                (entry.path, entry.offer.label, entry.offer.what)
                for entry in self._entries
                if entry.offer and entry.offer.audience == audience
            ]
            if offered:
                yield audience, offered
