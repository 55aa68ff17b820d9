"""The sentences about what was brought in from registers of before the ledger."""

from __future__ import annotations

from collections.abc import Iterator

from events.imports import FileImported, RecommendationImported
from ledger.policies import DUE, JUDGED_ON
from projections.model.sentences.base import Sentences, joined

_BROKEN = {
    DUE: "It is due before it was made, as was published.",
    JUDGED_ON: "It was judged before it was made, as was published.",
}


def _file(event: FileImported) -> str:
    return f"Brought in the file {event.file} ({event.name}), as it was seen on {event.seen_on}."


def _row(event: RecommendationImported) -> str:
    sheet = f"{event.sheet} in " if event.sheet else ""
    where = f"row {event.row} of {sheet}the file {event.file}, as last seen on {event.seen_on}"
    return joined(f"Recommendation {event.number} is from {where}", *as_published(event))


def as_published(event: RecommendationImported) -> Iterator[str]:
    """What of a row no rule allows, and was taken as it was published: a sentence each."""
    return (_BROKEN.get(what, "") for what in event.as_published)


SENTENCES: Sentences = {FileImported: _file, RecommendationImported: _row}
